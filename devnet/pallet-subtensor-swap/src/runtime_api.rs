//! Prices and simulations as clients ask for them.

use codec::{Decode, Encode};
use scale_info::TypeInfo;
use tau_economics::pool::Simulation;

/// Price of one subnet.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, Debug, Eq, PartialEq)]
pub struct SubnetPrice {
    /// Subnet.
    pub netuid: u16,
    /// Rao of TAO per whole alpha.
    pub price: u64,
}

/// What a swap would do, in rao. All zeros: it would fail.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct SimSwapResult {
    /// TAO into the pool (buy) or out of it (sale).
    pub tao_amount: u64,
    /// Alpha out of the pool (buy) or into it (sale).
    pub alpha_amount: u64,
    /// Fee of a buy.
    pub tao_fee: u64,
    /// Fee of a sale.
    pub alpha_fee: u64,
    /// What a sale yields less than at the spot price, fee included.
    pub tao_slippage: u64,
    /// What a buy yields less than at the spot price, fee included.
    pub alpha_slippage: u64,
}

impl From<Simulation> for SimSwapResult {
    fn from(simulation: Simulation) -> Self {
        Self {
            tao_amount: simulation.tao_amount,
            alpha_amount: simulation.alpha_amount,
            tao_fee: simulation.tao_fee,
            alpha_fee: simulation.alpha_fee,
            tao_slippage: simulation.tao_slippage,
            alpha_slippage: simulation.alpha_slippage,
        }
    }
}

sp_api::decl_runtime_apis! {
    /// Prices of subnets' alpha and simulated swaps.
    pub trait SwapRuntimeApi {
        /// Price in rao of TAO per whole alpha.
        fn current_alpha_price(netuid: u16) -> u64;
        /// Prices of all subnets.
        fn current_alpha_price_all() -> Vec<SubnetPrice>;
        /// What a buy of `tao` rao would do.
        fn sim_swap_tao_for_alpha(netuid: u16, tao: u64) -> SimSwapResult;
        /// What a sale of `alpha` rao would do.
        fn sim_swap_alpha_for_tao(netuid: u16, alpha: u64) -> SimSwapResult;
    }
}
