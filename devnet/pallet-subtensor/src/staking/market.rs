//! Swaps at a subnet's pool and their effect on the ledger (economics.md 1.3).

use frame_support::traits::{
    Get,
    fungible::{Inspect, Mutate},
    tokens::{DepositConsequence, Fortitude, Preservation, Provenance},
};
use sp_runtime::{DispatchError, DispatchResult};
use tau_economics::{
    fixed::U64F64,
    pool::{MAX_INPUT_RATIO, Pool, Sale, Simulation, Swap, SwapError, max_move},
};

use crate::{
    Config, Error, Pallet, SubnetAlphaIn, SubnetAlphaOut, SubnetMechanism, SubnetTAO,
    SubnetTaoFlow, SubnetVolume, TotalStake,
    units::{AlphaBalance, NetUid, ROOT, TaoBalance},
};

/// Price at which a stable subnet trades: one TAO per alpha, in rao.
const STABLE_PRICE: u64 = 1_000_000_000;

impl<T: Config> Pallet<T> {
    /// Whether the subnet's alpha is priced by its pool. Root is not.
    pub fn is_dynamic(netuid: NetUid) -> bool {
        netuid != ROOT && SubnetMechanism::<T>::get(netuid) == 1
    }

    /// Reserves, weight and fee of the subnet's pool.
    pub fn pool(netuid: NetUid) -> Pool {
        pallet_subtensor_swap::Pallet::<T>::pool(
            netuid,
            SubnetTAO::<T>::get(netuid),
            SubnetAlphaIn::<T>::get(netuid),
        )
    }

    /// Spot price in TAO per alpha; 1 on root and stable subnets.
    pub fn alpha_price(netuid: NetUid) -> U64F64 {
        if Self::is_dynamic(netuid) { Self::pool(netuid).spot() } else { U64F64::ONE }
    }

    /// What a buy of `gross` rao of TAO would do.
    pub fn quote_buy(netuid: NetUid, gross: TaoBalance, limit: U64F64) -> Result<Swap, SwapError> {
        if Self::is_dynamic(netuid) {
            Self::pool(netuid).buy(gross, limit)
        } else {
            Ok(one_to_one(Self::pool(netuid), gross))
        }
    }

    /// What a buy of `net` rao of TAO without a fee would do, at any price.
    pub fn quote_buy_without_fee(netuid: NetUid, net: TaoBalance) -> Result<Swap, SwapError> {
        if Self::is_dynamic(netuid) {
            Self::pool(netuid).buy_without_fee(net, Pool::max_price())
        } else {
            Ok(one_to_one(Self::pool(netuid), net))
        }
    }

    /// What a sale of `gross` rao of alpha would do, the author's sale of the fee not included.
    pub fn quote_sell(
        netuid: NetUid,
        gross: AlphaBalance,
        limit: U64F64,
    ) -> Result<Swap, SwapError> {
        if Self::is_dynamic(netuid) {
            Self::pool(netuid).sell(gross, limit)
        } else {
            Ok(one_to_one(Self::pool(netuid), gross))
        }
    }

    /// What `sim_swap_tao_for_alpha` answers: all zeros if the buy would fail. On a stable subnet one is one.
    pub fn simulate_buy(netuid: NetUid, gross: TaoBalance) -> Simulation {
        if Self::is_dynamic(netuid) {
            Self::pool(netuid).simulate_buy(gross).unwrap_or_default()
        } else {
            Simulation { tao_amount: gross, alpha_amount: gross, ..Simulation::default() }
        }
    }

    /// What `sim_swap_alpha_for_tao` answers: all zeros if the sale would fail. On a stable subnet one is one.
    pub fn simulate_sell(netuid: NetUid, gross: AlphaBalance) -> Simulation {
        if Self::is_dynamic(netuid) {
            Self::pool(netuid).simulate_sell(gross).unwrap_or_default()
        } else {
            Simulation { tao_amount: gross, alpha_amount: gross, ..Simulation::default() }
        }
    }

    /// Largest gross amount of TAO, in rao, that a buy with this limit (rao per alpha) can use.
    pub fn max_buy(netuid: NetUid, limit_price: u64) -> Result<TaoBalance, DispatchError> {
        if Self::is_dynamic(netuid) {
            Self::pool(netuid)
                .max_buy(U64F64::from_price_rao(limit_price))
                .map_err(Self::swap_error)
        } else {
            Ok(if limit_price >= STABLE_PRICE { u64::MAX } else { 0 })
        }
    }

    /// Largest gross amount of alpha, in rao, that a sale with this limit (rao per alpha) can use.
    pub fn max_sell(netuid: NetUid, limit_price: u64) -> Result<AlphaBalance, DispatchError> {
        if Self::is_dynamic(netuid) {
            Self::pool(netuid)
                .max_sell(U64F64::from_price_rao(limit_price))
                .map_err(Self::swap_error)
        } else {
            Ok(if limit_price <= STABLE_PRICE { u64::MAX } else { 0 })
        }
    }

    /// Most of the origin's alpha, in rao, that a move with this limit on the ratio of the prices (origin per
    /// destination, times 10^9) can use (economics.md 1.4).
    pub fn max_move(
        origin: NetUid,
        destination: NetUid,
        limit_price: u64,
    ) -> Result<AlphaBalance, DispatchError> {
        match (Self::is_dynamic(origin), Self::is_dynamic(destination)) {
            (false, false) => Ok(if limit_price <= STABLE_PRICE { u64::MAX } else { 0 }),
            // One TAO buys 1/L alpha at most, so the destination may rise to 1/L.
            (false, true) if limit_price == 0 => Ok(u64::MAX),
            (false, true) => {
                let inverse = STABLE_PRICE.saturating_mul(STABLE_PRICE) / limit_price;
                Self::max_buy(destination, inverse)
            }
            (true, false) => Self::max_sell(origin, limit_price),
            (true, true) => Ok(max_move(
                &Self::pool(origin),
                &Self::pool(destination),
                U64F64::from_price_rao(limit_price),
            )),
        }
    }

    /// Refuses a buy of more than 1000 times the pool's TAO before anything else is looked at.
    pub(crate) fn ensure_buy_fits(netuid: NetUid, gross: TaoBalance) -> DispatchResult {
        let most = SubnetTAO::<T>::get(netuid).saturating_mul(MAX_INPUT_RATIO);
        if Self::is_dynamic(netuid) && gross > most {
            return Err(Error::<T>::InsufficientLiquidity.into());
        }
        Ok(())
    }

    /// Executes a quoted buy: takes TAO from `payer`, pays the fee, moves the pool. The alpha bought is
    /// outside the pool then, and the caller's to give to somebody.
    pub(crate) fn execute_buy(netuid: NetUid, payer: &T::AccountId, swap: &Swap) -> DispatchResult {
        Self::take_tao(payer, netuid, swap.consumed())?;
        Self::pay_author(netuid, swap.fee)?;
        if Self::is_dynamic(netuid) {
            SubnetAlphaIn::<T>::insert(netuid, swap.after.alpha);
        }
        SubnetTAO::<T>::mutate(netuid, |tao| *tao = tao.saturating_add(swap.consumed_net));
        SubnetAlphaOut::<T>::mutate(netuid, |alpha| *alpha = alpha.saturating_add(swap.out));
        TotalStake::<T>::mutate(|total| *total = total.saturating_add(swap.consumed()));
        Self::count_volume(netuid, swap.consumed());
        Self::count_flow(netuid, i128::from(swap.consumed_net));
        Ok(())
    }

    /// Sells `gross` rao of alpha that the caller has already taken from its holder, and pays `payee`.
    pub(crate) fn execute_sell(
        netuid: NetUid,
        payee: &T::AccountId,
        gross: AlphaBalance,
        limit: U64F64,
    ) -> Result<Swap, DispatchError> {
        let sale = if !Self::is_dynamic(netuid) {
            without_author(one_to_one(Self::pool(netuid), gross))
        } else if T::BlockAuthor::get().is_some() {
            Self::pool(netuid).sell_and_pay_author(gross, limit).map_err(Self::swap_error)?
        } else {
            // Without an author nobody sells the fee: it stays outside the pool and belongs to nobody.
            without_author(Self::pool(netuid).sell(gross, limit).map_err(Self::swap_error)?)
        };
        Self::settle_sale(netuid, payee, sale)
    }

    /// As [`Self::execute_sell`], at any price and without a fee, as the chain sells for others.
    pub fn execute_sell_without_fee(
        netuid: NetUid,
        payee: &T::AccountId,
        gross: AlphaBalance,
    ) -> Result<Swap, DispatchError> {
        let swap = if Self::is_dynamic(netuid) {
            Self::pool(netuid)
                .sell_without_fee(gross, Pool::min_price())
                .map_err(Self::swap_error)?
        } else {
            one_to_one(Self::pool(netuid), gross)
        };
        Self::settle_sale(netuid, payee, without_author(swap))
    }

    /// Books a sale: moves the pool and pays the seller and the author.
    fn settle_sale(
        netuid: NetUid,
        payee: &T::AccountId,
        sale: Sale,
    ) -> Result<Swap, DispatchError> {
        let Sale { swap, author_tao, after } = sale;
        let paid = swap.out.saturating_add(author_tao);
        let author_alpha = if author_tao > 0 { swap.fee } else { 0 };
        if Self::is_dynamic(netuid) {
            SubnetAlphaIn::<T>::insert(netuid, after.alpha);
        }
        let sold = swap.consumed_net.saturating_add(author_alpha);
        SubnetTAO::<T>::mutate(netuid, |tao| *tao = tao.saturating_sub(paid));
        SubnetAlphaOut::<T>::mutate(netuid, |alpha| *alpha = alpha.saturating_sub(sold));
        TotalStake::<T>::mutate(|total| *total = total.saturating_sub(paid));
        Self::count_volume(netuid, paid);
        Self::count_flow(netuid, -i128::from(paid));
        T::Currency::transfer(
            &Self::subnet_account(netuid),
            payee,
            swap.out,
            Preservation::Expendable,
        )?;
        Self::pay_author(netuid, author_tao)?;
        Ok(swap)
    }

    /// TAO, in rao, that an account can spend without being reaped.
    pub fn spendable(account: &T::AccountId) -> TaoBalance {
        T::Currency::reducible_balance(account, Preservation::Preserve, Fortitude::Polite)
    }

    /// Whether the account holds `amount` rao that nothing reserves or freezes.
    pub(crate) fn can_pay(account: &T::AccountId, amount: TaoBalance) -> bool {
        T::Currency::reducible_balance(account, Preservation::Expendable, Fortitude::Polite)
            >= amount
    }

    /// Moves TAO into the subnet's account.
    pub(crate) fn take_tao(
        payer: &T::AccountId,
        netuid: NetUid,
        amount: TaoBalance,
    ) -> DispatchResult {
        T::Currency::transfer(payer, &Self::subnet_account(netuid), amount, Preservation::Preserve)
            .map(|_| ())
    }

    /// Pays a fee from the subnet's account to the block's author, else to the burn account. If neither
    /// can receive it (it is below the existential deposit of an account that does not exist), it stays.
    fn pay_author(netuid: NetUid, fee: TaoBalance) -> DispatchResult {
        if fee == 0 {
            return Ok(());
        }
        let payee =
            T::BlockAuthor::get().into_iter().chain([Self::burn_account()]).find(|account| {
                matches!(
                    T::Currency::can_deposit(account, fee, Provenance::Extant),
                    DepositConsequence::Success
                )
            });
        if let Some(payee) = payee {
            let from = Self::subnet_account(netuid);
            T::Currency::transfer(&from, &payee, fee, Preservation::Expendable)?;
        }
        Ok(())
    }

    /// The Swap pallet's name for what the pool refused.
    pub(crate) fn swap_error(error: SwapError) -> DispatchError {
        pallet_subtensor_swap::Error::<T>::from(error).into()
    }

    fn count_volume(netuid: NetUid, tao: TaoBalance) {
        SubnetVolume::<T>::mutate(netuid, |sum| *sum = sum.saturating_add(u128::from(tao)));
    }

    fn count_flow(netuid: NetUid, tao: i128) {
        SubnetTaoFlow::<T>::mutate(netuid, |sum| {
            let flow = i128::from(*sum).saturating_add(tao);
            *sum = flow.clamp(i64::MIN.into(), i64::MAX.into()) as i64;
        });
    }
}

/// A swap where one alpha is one TAO: no fee, no limit, and the pool does not move.
const fn one_to_one(pool: Pool, amount: u64) -> Swap {
    Swap { consumed_net: amount, fee: 0, out: amount, fully_executed: true, after: pool }
}

/// A sale whose fee, if any, nobody sells on.
const fn without_author(swap: Swap) -> Sale {
    Sale { swap, author_tao: 0, after: swap.after }
}
