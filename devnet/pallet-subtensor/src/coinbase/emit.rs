//! The coinbase: a block's TAO and alpha to every subnet that takes part (economics.md 3.2 to 3.4).
//!
//! Runs for every subnet in every block, so each value is read and written at most once.

use frame_support::traits::Imbalance;
use sp_runtime::traits::Zero;
use substrate_fixed::types::U96F32 as StoredU96F32;
use tau_economics::{
    emission::{self, Candidate},
    fixed::{I96F32, U64F64, U96F32},
    issuance,
    pool::Pool as Reserves,
};

use super::mint::Minted;
use crate::{
    BlockEmission, Config, MinerBurned, OwnerCutEnabled, Pallet, PendingOwnerCut,
    PendingRootAlphaDivs, PendingServerEmission, PendingValidatorEmission, RootProp, SubnetAlphaIn,
    SubnetAlphaInEmission, SubnetAlphaOut, SubnetAlphaOutEmission, SubnetEmissionEnabled,
    SubnetExcessTao, SubnetMovingPrice, SubnetOwnerCut, SubnetProtocolAlpha, SubnetRootSellTao,
    SubnetTAO, SubnetTaoInEmission, SubnetVolume, TotalStake,
    units::{AlphaBalance, NetUid, ROOT, TaoBalance},
};

/// A subnet that the block has emitted to, as the price average needs it.
pub(super) struct Emitted {
    pub netuid: NetUid,
    /// Block of its first emission.
    pub first: u64,
    /// Average of the price so far.
    pub average: I96F32,
    /// Price after emission.
    pub price: U64F64,
}

/// What all subnets of a block have in common.
struct Terms {
    root_tao: TaoBalance,
    tao_weight: U96F32,
    /// In 1/65535.
    owner_cut: u16,
    /// Whether root's part of the dividends is paid rather than recycled.
    root_is_paid: bool,
}

impl Terms {
    fn root_proportion(&self, alpha_in: AlphaBalance, alpha_out: AlphaBalance) -> U96F32 {
        let issued = alpha_in.saturating_add(alpha_out);
        emission::root_proportion(self.root_tao, self.tao_weight, issued)
    }
}

/// What one subnet has got.
struct Done {
    /// TAO that is in the pool now, in rao.
    tao: TaoBalance,
    /// Alpha for participants, in rao.
    alpha: AlphaBalance,
    /// Price in the pool now.
    price: U64F64,
}

/// What emission has put into a pool.
struct Injected {
    /// TAO into the reserve, in rao.
    tao_in: TaoBalance,
    /// Alpha into the reserve, in rao.
    alpha_in: AlphaBalance,
    /// TAO that bought alpha, in rao.
    spent: TaoBalance,
    /// The alpha it bought, in rao.
    bought: AlphaBalance,
    after: Reserves,
}

impl<T: Config> Pallet<T> {
    /// Emits what was minted, and alpha, to the subnets that take part. `subnets` are all but root, ascending.
    pub(super) fn emit(subnets: &[NetUid], minted: Minted<T>) -> Vec<Emitted> {
        let _ = SubnetRootSellTao::<T>::clear(u32::MAX, None);
        let eligible: Vec<_> = subnets
            .iter()
            .filter_map(|netuid| Some((*netuid, Self::first_emission(*netuid)?)))
            .collect();
        let candidates: Vec<_> =
            eligible.iter().map(|(netuid, _)| Self::candidate(*netuid)).collect();
        let averages = candidates
            .iter()
            .fold(U64F64::ZERO, |sum, candidate| sum.saturating_add(candidate.average.to_u64f64()));
        let terms = Terms {
            root_tao: SubnetTAO::<T>::get(ROOT),
            tao_weight: Self::tao_weight(),
            owner_cut: SubnetOwnerCut::<T>::get(),
            root_is_paid: averages > U64F64::ONE,
        };
        let block_tao = minted.peek();
        let (mut rest, mut into_pools, mut last_alpha) = (minted, 0, None);
        let mut emitted = Vec::with_capacity(eligible.len());
        let shares = emission::shares(&candidates);
        for (((netuid, first), candidate), share) in
            eligible.into_iter().zip(candidates).zip(shares)
        {
            let tao = emission::tao_emission(block_tao, share);
            let (left, done) = Self::emit_to(netuid, tao, &terms, rest);
            rest = left;
            into_pools = done.tao.saturating_add(into_pools);
            last_alpha = Some(done.alpha);
            emitted.push(Emitted { netuid, first, average: candidate.average, price: done.price });
        }
        Self::recycle_minted(rest);
        if into_pools > 0 {
            TotalStake::<T>::mutate(|total| *total = total.saturating_add(into_pools));
        }
        // The chain computes alpha with the function that notes the TAO of a block, and so overwrites it.
        let noted = last_alpha.unwrap_or(block_tao);
        if BlockEmission::<T>::get() != noted {
            BlockEmission::<T>::put(noted);
        }
        emitted
    }

    fn candidate(netuid: NetUid) -> Candidate {
        Candidate {
            average: I96F32::from_bits(SubnetMovingPrice::<T>::get(netuid).to_bits()),
            miner_burned: U96F32::from_bits(MinerBurned::<T>::get(netuid).to_bits()),
            enabled: SubnetEmissionEnabled::<T>::get(netuid),
        }
    }

    /// Emits to one subnet. Returns what is left of the minted TAO.
    fn emit_to(netuid: NetUid, tao: U96F32, terms: &Terms, minted: Minted<T>) -> (Minted<T>, Done) {
        let before = Self::pool(netuid);
        let alpha_out = SubnetAlphaOut::<T>::get(netuid);
        let alpha = issuance::alpha_emission(before.alpha, alpha_out);
        let proportion = terms.root_proportion(before.alpha, alpha_out);
        let wanted = emission::inject(tao, before.spot(), alpha, proportion);
        let injected = Self::injected(before, wanted);
        let total = injected.tao_in.saturating_add(injected.spent);
        let (minted, injected) = match total {
            0 => (minted, injected),
            _ => match Self::pay_minted(netuid, minted, total) {
                Ok(rest) => (rest, injected),
                Err(minted) => (minted, Injected::nothing(before)),
            },
        };
        Self::store_injection(netuid, before, &injected);

        let alpha_out = alpha_out.saturating_add(injected.bought).saturating_add(alpha);
        let proportion = terms.root_proportion(injected.after.alpha, alpha_out);
        let cut = if OwnerCutEnabled::<T>::get(netuid) { terms.owner_cut } else { 0 };
        let parts = emission::split(alpha, cut, proportion);
        let recycled = if terms.root_is_paid { 0 } else { parts.root };
        SubnetAlphaOut::<T>::insert(netuid, alpha_out.saturating_sub(recycled));
        pallet_alpha_assets::Pallet::<T>::mint(netuid, alpha.saturating_add(injected.alpha_in));
        pallet_alpha_assets::Pallet::<T>::recycle(netuid, recycled);
        let add =
            |part: AlphaBalance| move |sum: &mut AlphaBalance| *sum = sum.saturating_add(part);
        if !parts.owner.is_zero() {
            PendingOwnerCut::<T>::mutate(netuid, add(parts.owner));
        }
        PendingServerEmission::<T>::mutate(netuid, add(parts.server));
        PendingValidatorEmission::<T>::mutate(netuid, add(parts.validator));
        if terms.root_is_paid {
            PendingRootAlphaDivs::<T>::mutate(netuid, add(parts.root));
        }
        if SubnetAlphaOutEmission::<T>::get(netuid) != alpha {
            SubnetAlphaOutEmission::<T>::insert(netuid, alpha);
        }
        let tao = injected.tao_in.saturating_add(injected.spent);
        (minted, Done { tao, alpha, price: injected.after.spot() })
    }

    /// What the wanted injection does to the pool: the weights give way first, then the chain buys at the old
    /// reserves, then the new ones are added.
    fn injected(before: Reserves, wanted: emission::Injection) -> Injected {
        let (tao_in, alpha_in, weight) = match before.inject(wanted.tao_in, wanted.alpha_in) {
            Some(after) => (wanted.tao_in, wanted.alpha_in, after.quote_weight),
            None => (0, 0, before.quote_weight),
        };
        let reweighted = Reserves { quote_weight: weight, ..before };
        let swap = match wanted.excess {
            0 => None,
            // A pool that refuses leaves the TAO to be recycled.
            excess => reweighted.buy_without_fee(excess, Reserves::max_price()).ok(),
        };
        let after = swap.map_or(reweighted, |swap| swap.after);
        Injected {
            tao_in,
            alpha_in,
            spent: swap.map_or(0, |swap| swap.consumed_net),
            bought: swap.map_or(0, |swap| swap.out),
            after: Reserves {
                tao: after.tao.saturating_add(tao_in),
                alpha: after.alpha.saturating_add(alpha_in),
                ..after
            },
        }
    }

    fn store_injection(netuid: NetUid, before: Reserves, injected: &Injected) {
        let Injected { tao_in, alpha_in, spent, bought, after } = injected;
        if after.tao != before.tao {
            SubnetTAO::<T>::insert(netuid, after.tao);
        }
        if after.alpha != before.alpha {
            SubnetAlphaIn::<T>::insert(netuid, after.alpha);
        }
        if after.quote_weight != before.quote_weight {
            pallet_subtensor_swap::Pallet::<T>::reweigh(netuid, after.quote_weight);
        }
        if *bought > 0 {
            SubnetProtocolAlpha::<T>::mutate(netuid, |sum| *sum = sum.saturating_add(*bought));
            SubnetVolume::<T>::mutate(netuid, |sum| *sum = sum.saturating_add((*spent).into()));
        }
        // What is there changes in every block, so only zeros are worth a look before they are written.
        if *tao_in > 0 || SubnetTaoInEmission::<T>::get(netuid) > 0 {
            SubnetTaoInEmission::<T>::insert(netuid, tao_in);
        }
        if *alpha_in > 0 || SubnetAlphaInEmission::<T>::get(netuid) > 0 {
            SubnetAlphaInEmission::<T>::insert(netuid, alpha_in);
        }
        if *spent > 0 || SubnetExcessTao::<T>::get(netuid) > 0 {
            SubnetExcessTao::<T>::insert(netuid, spent);
        }
    }

    /// Notes root's proportion on each subnet, for display.
    pub(super) fn note_root_proportions(subnets: &[NetUid]) {
        let (root_tao, tao_weight) = (SubnetTAO::<T>::get(ROOT), Self::tao_weight());
        for netuid in subnets {
            let issued =
                SubnetAlphaIn::<T>::get(netuid).saturating_add(SubnetAlphaOut::<T>::get(netuid));
            let proportion = emission::root_proportion(root_tao, tao_weight, issued);
            let proportion = StoredU96F32::from_bits(proportion.to_bits());
            if RootProp::<T>::get(netuid) != proportion {
                RootProp::<T>::insert(netuid, proportion);
            }
        }
    }
}

impl Injected {
    fn nothing(before: Reserves) -> Self {
        Self { tao_in: 0, alpha_in: 0, spent: 0, bought: 0, after: before }
    }
}
