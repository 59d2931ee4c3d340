//! A subnet ends: its pool's TAO goes to those who hold its alpha (economics.md 6.3).

use std::cmp::Reverse;

use frame_support::{
    ensure,
    traits::{
        fungible::{Inspect, Mutate},
        tokens::{Fortitude, Precision, Preservation},
    },
};
use sp_runtime::{DispatchError, DispatchResult};
use tau_economics::fixed::U64F64;

use crate::*;
use units::{AlphaBalance, NetUid, ROOT, TaoBalance};

/// A share of a dissolved subnet's pot.
struct Claim<AccountId> {
    /// Who is paid; nobody for the protocol's part, which is recycled.
    payee: Option<AccountId>,
    alpha: AlphaBalance,
}

impl<T: Config> Pallet<T> {
    /// Dissolves a subnet that is not root.
    pub(crate) fn do_dissolve_network(netuid: NetUid) -> DispatchResult {
        ensure!(netuid != ROOT && Self::subnet_exists(netuid), Error::<T>::SubnetNotExists);
        Self::dissolve(netuid)
    }

    /// Pays out the pool pro rata to alpha, refunds an owner from before the present rules, recycles the rest and removes everything the subnet had.
    pub(crate) fn dissolve(netuid: NetUid) -> DispatchResult {
        let account = Self::subnet_account(netuid);
        let pot = SubnetTAO::<T>::get(netuid);
        let claims = Self::claims(netuid);
        let weights: Vec<_> = claims.iter().map(|claim| claim.alpha).collect();
        for (claim, amount) in claims.into_iter().zip(divide(pot, &weights)) {
            if let Some(payee) = claim.payee.filter(|_| amount > 0) {
                T::Currency::transfer(&account, &payee, amount, Preservation::Expendable)?;
            }
        }
        let refund = Self::owner_refund(netuid).min(T::Currency::balance(&account));
        if refund > 0 {
            let owner = SubnetOwner::<T>::get(netuid);
            T::Currency::transfer(&account, &owner, refund, Preservation::Expendable)?;
        }
        Self::recycle_all(&account)?;
        TotalStake::<T>::mutate(|total| *total = total.saturating_sub(pot));
        Self::remove_subnet(netuid);
        Self::deposit_event(Event::NetworkRemoved(netuid));
        Ok(())
    }

    /// What the owner of a subnet from before the present rules gets back of its lock, in rao: the lock less
    /// the owner's cut of all alpha at the present price.
    fn owner_refund(netuid: NetUid) -> TaoBalance {
        if NetworkRegisteredAt::<T>::get(netuid) >= NetworkRegistrationStartBlock::<T>::get() {
            return 0;
        }
        let issued =
            SubnetAlphaIn::<T>::get(netuid).saturating_add(SubnetAlphaOut::<T>::get(netuid));
        let cut = U64F64::ratio(u64::from(SubnetOwnerCut::<T>::get()), u64::from(u16::MAX));
        let earned = cut
            .saturating_mul(U64F64::from_int(issued))
            .saturating_mul(Self::alpha_price(netuid))
            .floor();
        SubnetLocked::<T>::get(netuid).saturating_sub(earned)
    }

    /// All positions of the subnet and the protocol's part: what it bought, and for subnets of the present
    /// kind also the pool's own alpha.
    fn claims(netuid: NetUid) -> Vec<Claim<T::AccountId>> {
        let mut claims: Vec<_> = AlphaV2::<T>::iter_keys()
            .filter(|(_, _, of)| *of == netuid)
            .map(|(hotkey, coldkey, _)| Claim {
                alpha: Self::stake_of(&hotkey, &coldkey, netuid),
                payee: Some(coldkey),
            })
            .collect();
        let bought = SubnetProtocolAlpha::<T>::get(netuid);
        let is_new = NetworkRegisteredAt::<T>::get(netuid) > TaoInRefundDeploymentBlock::<T>::get();
        let pooled = if is_new { SubnetAlphaIn::<T>::get(netuid) } else { 0 };
        claims.push(Claim { payee: None, alpha: bought.saturating_add(pooled) });
        claims
    }

    /// Takes everything out of the account and out of issuance.
    fn recycle_all(account: &T::AccountId) -> Result<(), DispatchError> {
        let left = T::Currency::balance(account);
        if left > 0 {
            T::Currency::burn_from(
                account,
                left,
                Preservation::Expendable,
                Precision::BestEffort,
                Fortitude::Force,
            )?;
            TotalIssuance::<T>::mutate(|total| *total = total.saturating_sub(left));
        }
        Ok(())
    }

    fn remove_subnet(netuid: NetUid) {
        Self::remove_claims(netuid);
        Self::remove_children(netuid);
        Self::forget_destinations(netuid);
        Self::forget_locks(netuid);
        Self::forget_lease_of(netuid);
        pallet_alpha_assets::Pallet::<T>::end(netuid);
        for (hotkey, coldkey, _) in
            AlphaV2::<T>::iter_keys().filter(|(_, _, of)| *of == netuid).collect::<Vec<_>>()
        {
            AlphaV2::<T>::remove((&hotkey, &coldkey, netuid));
            TotalHotkeySharesV2::<T>::remove(&hotkey, netuid);
            TotalHotkeyAlpha::<T>::remove(&hotkey, netuid);
            TotalHotkeyAlphaLastEpoch::<T>::remove(&hotkey, netuid);
        }
        for hotkey in Keys::<T>::iter_prefix_values(netuid).collect::<Vec<_>>() {
            IsNetworkMember::<T>::remove(&hotkey, netuid);
            LastHotkeyEmissionOnNetuid::<T>::remove(&hotkey, netuid);
        }
        for index in Self::mechanism_indices(netuid) {
            Incentive::<T>::remove(index);
            LastUpdate::<T>::remove(index);
            let _ = Weights::<T>::clear_prefix(index, u32::MAX, None);
            let _ = Bonds::<T>::clear_prefix(index, u32::MAX, None);
            let _ = WeightCommits::<T>::clear_prefix(index, u32::MAX, None);
            let _ = TimelockedWeightCommits::<T>::clear_prefix(index, u32::MAX, None);
        }
        // Epochs also pay hotkeys that nobody stakes to.
        for (hotkey, _) in TotalHotkeyAlphaLastEpoch::<T>::iter_keys()
            .filter(|(_, of)| *of == netuid)
            .collect::<Vec<_>>()
        {
            TotalHotkeyAlphaLastEpoch::<T>::remove(&hotkey, netuid);
            TotalHotkeyAlpha::<T>::remove(&hotkey, netuid);
        }
        macro_rules! clear {
            ($($item:ident)*) => {
                $( let _ = $item::<T>::clear_prefix(netuid, u32::MAX, None); )*
            };
        }
        macro_rules! remove {
            ($($item:ident)*) => {
                $( $item::<T>::remove(netuid); )*
            };
        }
        clear!(
            Keys Uids BlockAtRegistration Axons NeuronCertificates Prometheus
            AlphaDividendsPerSubnet RootAlphaDividendsPerSubnet AssociatedEvmAddress VotingPower
        );
        remove!(
            Active ActivityCutoff ActivityCutoffFactorMilli AdjustmentAlpha AdjustmentInterval
            AlphaSigmoidSteepness AlphaValues BlocksSinceLastStep BondsMovingAverage BondsPenalty
            BondsResetOn Burn BurnHalfLife BurnIncreaseMult BurnRegistrationsThisInterval
            CommitRevealWeightsEnabled Consensus Difficulty Dividends EMAPriceHalvingBlocks
            Emission FirstEmissionBlockNumber ImmuneOwnerUidsLimit ImmunityPeriod Kappa
            LastAdjustmentBlock LastEpochBlock LastMechansimStepBlock LiquidAlphaOn MaxAllowedUids
            MaxAllowedValidators MaxBurn MaxDifficulty MaxRegistrationsPerBlock MaxWeightsLimit
            MechanismCountCurrent MechanismEmissionSplit MinAllowedUids MinAllowedWeights MinBurn
            MinDifficulty MinNonImmuneUids MinerBurned NetworkPowRegistrationAllowed
            NetworkRegisteredAt NetworkRegistrationAllowed NetworksAdded OwnerCutAutoLockEnabled
            OwnerCutEnabled POWRegistrationsThisInterval PendingEpochAt PendingOwnerCut
            PendingRootAlphaDivs PendingServerEmission PendingValidatorEmission
            RAORecycledForRegistration RecycleOrBurn RegistrationsThisBlock
            RegistrationsThisInterval RevealPeriodEpochs Rho RootProp ScalingLawPower
            VotingPowerTrackingEnabled VotingPowerDisableAtBlock VotingPowerEmaAlpha
            ServingRateLimit StakeWeight SubnetAlphaIn SubnetAlphaInEmission SubnetAlphaOut
            SubnetAlphaOutEmission SubnetEmaTaoFlow SubnetEmissionEnabled SubnetEpochIndex SubnetExcessTao
            SubnetLocked SubnetMechanism SubnetMovingPrice SubnetOwner SubnetOwnerHotkey
            SubnetProtocolAlpha SubnetRootSellTao SubnetTAO SubnetTaoFlow SubnetTaoInEmission
            SubnetVolume SubnetworkN SubtokenEnabled TargetRegistrationsPerInterval Tempo
            TokenSymbol TransferToggle ValidatorPermit ValidatorPruneLen ValidatorTrust
            WeightsSetRateLimit WeightsVersionKey Yuma3On
        );
        let _ = LastHotkeySwapOnNetuid::<T>::clear_prefix(netuid, u32::MAX, None);
        TotalNetworks::<T>::mutate(|n| *n = n.saturating_sub(1));
        pallet_subtensor_swap::Pallet::<T>::end(netuid);
        if SubnetIdentitiesV3::<T>::take(netuid).is_some() {
            Self::deposit_event(Event::SubnetIdentityRemoved(netuid));
        }
    }
}

impl<T: Config> Pallet<T> {
    /// A subnet that takes over the netuid has other miners.
    fn forget_destinations(netuid: NetUid) {
        let choices: Vec<_> = AutoStakeDestination::<T>::iter()
            .filter_map(|(coldkey, of, hotkey)| (of == netuid).then_some((coldkey, hotkey)))
            .collect();
        for (coldkey, hotkey) in choices {
            AutoStakeDestination::<T>::remove(coldkey, netuid);
            AutoStakeDestinationColdkeys::<T>::remove(hotkey, netuid);
        }
    }
}

/// Splits `pot` in proportion to `weights`: each part floored, then one rao more for the largest remainders
/// (the first among equals) until nothing is left. All zeros if there is no weight.
fn divide(pot: TaoBalance, weights: &[u64]) -> Vec<TaoBalance> {
    let total: u128 = weights.iter().copied().map(u128::from).sum();
    if total == 0 {
        return vec![0; weights.len()];
    }
    let product = |weight: &u64| u128::from(pot) * u128::from(*weight);
    // A part is at most the pot, so it fits.
    let mut parts: Vec<u64> =
        weights.iter().map(|weight| (product(weight) / total) as u64).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|index| (Reverse(product(&weights[*index]) % total), *index));
    let left = pot - parts.iter().sum::<u64>();
    for index in order.into_iter().take(left as usize) {
        parts[index] += 1;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::divide;

    #[test]
    fn a_pot_is_divided_to_the_last_rao() {
        assert_eq!(divide(10_000, &[300, 700]), [3_000, 7_000]);
        assert_eq!(divide(1, &[3, 2]), [1, 0]);
        assert_eq!(divide(1_000, &[600, 200, 1_200]), [300, 100, 600]);
        assert_eq!(divide(5, &[0, 0]), [0, 0]);
        assert_eq!(divide(u64::MAX, &[u64::MAX, u64::MAX]).iter().sum::<u64>(), u64::MAX);
    }
}
