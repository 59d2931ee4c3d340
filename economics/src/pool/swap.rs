//! One swap: fee, guards, limit, output (economics.md 1.2, 1.3, 1.5).

use super::{MAX_INPUT_RATIO, MIN_RESERVE, Pool};
use crate::fixed::{PERQUINTILL, U64F64};
use crate::power::{Fraction, scaled_power};

/// Which way a swap goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// TAO in, alpha out.
    Buy,
    /// Alpha in, TAO out.
    Sell,
}

/// Why the pool refuses a swap; named as the chain's errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum SwapError {
    /// The net input is more than 1000 times the input reserve.
    #[error("the amount is more than 1000 times what the pool holds")]
    InputTooLarge,
    /// The output reserve is below the minimum, or nothing would come out.
    #[error("the pool holds too little for this swap")]
    ReservesTooLow,
    /// The limit is not strictly beyond the spot price.
    #[error("the price is already at or beyond the limit")]
    PriceLimitExceeded,
}

/// What a swap did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Swap {
    /// Input that entered the pool, rao of the input side.
    pub consumed_net: u64,
    /// Fee taken from the input, rao of the input side; it never enters the pool.
    pub fee: u64,
    /// Output, rao of the output side.
    pub out: u64,
    /// Whether the whole input was used; if not, the limit stopped it.
    pub fully_executed: bool,
    /// The pool afterwards. After a sale the author has yet to sell the fee: [`Pool::sell_and_pay_author`].
    pub after: Pool,
}

impl Swap {
    /// Everything taken from the payer: net input and fee, rao of the input side.
    #[must_use]
    pub const fn consumed(&self) -> u64 {
        self.consumed_net.saturating_add(self.fee)
    }
}

/// A sale together with the block author's fee-free sale of the fee (economics.md 1.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Sale {
    /// The seller's swap.
    pub swap: Swap,
    /// TAO the author receives for the fee, rao.
    pub author_tao: u64,
    /// The pool after both.
    pub after: Pool,
}

/// What the `sim_swap` runtime calls answer (economics.md 1.5). All amounts are rao.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Simulation {
    /// TAO in after the fee (buy), or TAO out (sell).
    pub tao_amount: u64,
    /// Alpha out (buy), or alpha in after the fee (sell).
    pub alpha_amount: u64,
    /// Fee of a buy.
    pub tao_fee: u64,
    /// Fee of a sale.
    pub alpha_fee: u64,
    /// Sale: gross input at the spot price less the output, so it contains the fee.
    pub tao_slippage: u64,
    /// Buy: gross input at the spot price less the output, so it contains the fee.
    pub alpha_slippage: u64,
}

impl Pool {
    /// Swap `gross` rao of TAO for alpha, with fee, stopping where the spot price reaches `limit`.
    ///
    /// # Errors
    /// The guards in the chain's order, see [`SwapError`].
    pub fn buy(&self, gross: u64, limit: U64F64) -> Result<Swap, SwapError> {
        self.swap(Direction::Buy, gross, limit)
    }

    /// Swap `gross` rao of alpha for TAO, with fee, stopping where the spot price reaches `limit`.
    /// The fee is in alpha and not yet sold.
    ///
    /// # Errors
    /// The guards in the chain's order, see [`SwapError`].
    pub fn sell(&self, gross: u64, limit: U64F64) -> Result<Swap, SwapError> {
        self.swap(Direction::Sell, gross, limit)
    }

    /// [`Self::buy`] without a fee, as the chain's own purchases.
    ///
    /// # Errors
    /// See [`SwapError`].
    pub fn buy_without_fee(&self, net: u64, limit: U64F64) -> Result<Swap, SwapError> {
        self.swap_without_fee(Direction::Buy, net, limit)
    }

    /// [`Self::sell`] without a fee, as root claims and fees that authors sell.
    ///
    /// # Errors
    /// See [`SwapError`].
    pub fn sell_without_fee(&self, net: u64, limit: U64F64) -> Result<Swap, SwapError> {
        self.swap_without_fee(Direction::Sell, net, limit)
    }

    /// A sale and then the author's fee-free sale of its fee at any price (economics.md 1.3).
    ///
    /// # Errors
    /// See [`SwapError`]. A fee of at least one rao of alpha that is worth less than one rao of
    /// TAO makes the whole sale fail with [`SwapError::ReservesTooLow`]: the chain does so too.
    pub fn sell_and_pay_author(&self, gross: u64, limit: U64F64) -> Result<Sale, SwapError> {
        let swap = self.sell(gross, limit)?;
        if swap.fee == 0 {
            return Ok(Sale { swap, author_tao: 0, after: swap.after });
        }
        let author = swap.after.sell_without_fee(swap.fee, Self::min_price())?;
        Ok(Sale { swap, author_tao: author.out, after: author.after })
    }

    /// Largest gross amount of TAO, rao, that a buy with this limit can use: what an order of 1000
    /// times the reserve uses (economics.md 1.4).
    ///
    /// # Errors
    /// See [`SwapError`].
    pub fn max_buy(&self, limit: U64F64) -> Result<u64, SwapError> {
        let order = self.tao.saturating_mul(MAX_INPUT_RATIO);
        self.buy(order, limit).map(|swap| swap.consumed())
    }

    /// Largest gross amount of alpha, rao, that a sale with this limit can use: what an order of
    /// 1000 times the reserve uses (economics.md 1.4).
    ///
    /// # Errors
    /// See [`SwapError`].
    pub fn max_sell(&self, limit: U64F64) -> Result<u64, SwapError> {
        let order = self.alpha.saturating_mul(MAX_INPUT_RATIO);
        self.sell(order, limit).map(|swap| swap.consumed())
    }

    /// What `sim_swap_tao_for_alpha` answers for `gross` rao of TAO (economics.md 1.5).
    ///
    /// # Errors
    /// See [`SwapError`]. The runtime call answers all zeros instead.
    pub fn simulate_buy(&self, gross: u64) -> Result<Simulation, SwapError> {
        let swap = self.buy(gross, Self::max_price())?;
        let at_spot = self.alpha_at_spot(gross);
        Ok(Simulation {
            tao_amount: swap.consumed_net,
            alpha_amount: swap.out,
            tao_fee: swap.fee,
            alpha_slippage: at_spot.saturating_sub(swap.out),
            ..Simulation::default()
        })
    }

    /// What `sim_swap_alpha_for_tao` answers for `gross` rao of alpha (economics.md 1.5).
    ///
    /// # Errors
    /// See [`SwapError`]. The runtime call answers all zeros instead.
    pub fn simulate_sell(&self, gross: u64) -> Result<Simulation, SwapError> {
        let swap = self.sell(gross, Self::min_price())?;
        let at_spot = self.tao_at_spot(gross);
        Ok(Simulation {
            tao_amount: swap.out,
            alpha_amount: swap.consumed_net,
            alpha_fee: swap.fee,
            tao_slippage: at_spot.saturating_sub(swap.out),
            ..Simulation::default()
        })
    }

    /// What the chain counts `alpha` rao of stake as, in rao of TAO: the simulated sale plus the
    /// fee at the spot price, floored (economics.md 1.5). Zero when it cannot be sold.
    #[must_use]
    pub fn stake_value(&self, alpha: u64) -> u64 {
        self.simulate_sell(alpha)
            .map_or(0, |sale| sale.tao_amount.saturating_add(self.tao_at_spot(sale.alpha_fee)))
    }

    /// The same pool with another fee rate for one swap.
    fn swap_without_fee(
        &self,
        direction: Direction,
        net: u64,
        limit: U64F64,
    ) -> Result<Swap, SwapError> {
        let mut swap = Self { fee_rate: 0, ..*self }.swap(direction, net, limit)?;
        swap.after.fee_rate = self.fee_rate;
        Ok(swap)
    }

    /// The guards in their order, the trial, and the reduction to the limit (economics.md 1.2).
    fn swap(&self, direction: Direction, gross: u64, limit: U64F64) -> Result<Swap, SwapError> {
        let (reserve_in, reserve_out) = self.sides(direction);
        let fee = self.fee(gross);
        let net = gross - fee;
        if u128::from(net) > u128::from(reserve_in) * u128::from(MAX_INPUT_RATIO) {
            return Err(SwapError::InputTooLarge);
        }
        if reserve_out < MIN_RESERVE {
            return Err(SwapError::ReservesTooLow);
        }
        if !direction.improves(self.spot(), limit) {
            return Err(SwapError::PriceLimitExceeded);
        }
        let trial = self.settle(direction, net, fee);
        let swap = if direction.passes(trial.after.spot(), limit) {
            let net = self.net_to_reach(direction, limit);
            Swap { fully_executed: false, ..self.settle(direction, net, self.fee_on_top(net)) }
        } else {
            trial
        };
        if swap.consumed_net > 0 && swap.out == 0 {
            return Err(SwapError::ReservesTooLow);
        }
        Ok(swap)
    }

    /// Input and output reserve.
    const fn sides(&self, direction: Direction) -> (u64, u64) {
        match direction {
            Direction::Buy => (self.tao, self.alpha),
            Direction::Sell => (self.alpha, self.tao),
        }
    }

    /// Weights of the input and the output side.
    const fn weights(&self, direction: Direction) -> (u64, u64) {
        match direction {
            Direction::Buy => (self.quote_weight, self.base_weight()),
            Direction::Sell => (self.base_weight(), self.quote_weight),
        }
    }

    /// Move a net input into the pool and its output out of it.
    fn settle(&self, direction: Direction, net: u64, fee: u64) -> Swap {
        let out = self.output(direction, net);
        let after = match direction {
            Direction::Buy => Self {
                tao: self.tao.saturating_add(net),
                alpha: self.alpha.saturating_sub(out),
                ..*self
            },
            Direction::Sell => Self {
                tao: self.tao.saturating_sub(out),
                alpha: self.alpha.saturating_add(net),
                ..*self
            },
        };
        Swap { consumed_net: net, fee, out, fully_executed: true, after }
    }

    /// floor(r_out * (1 - e)) with e = (r_in/(r_in + d))^(w_in/w_out) floored to 10^-18 and then
    /// to the 2^-64 grid (economics.md 1.2).
    fn output(&self, direction: Direction, net: u64) -> u64 {
        if net == 0 {
            return 0;
        }
        let (reserve_in, reserve_out) = self.sides(direction);
        let (weight_in, weight_out) = self.weights(direction);
        // The chain adds in 64 bits here.
        let base = Fraction {
            numerator: u128::from(reserve_in),
            denominator: u128::from(reserve_in.saturating_add(net)),
        };
        let exponent = Fraction { numerator: weight_in, denominator: weight_out };
        let kept = scaled_power(base, exponent, PERQUINTILL).unwrap_or(0);
        let given = U64F64::ONE.saturating_sub(U64F64::ratio(kept, PERQUINTILL));
        U64F64::from_int(reserve_out).saturating_mul(given).floor()
    }

    /// Net input that takes the spot price to `limit` (economics.md 1.2): floor(y*((L/p)^w1 - 1))
    /// for a buy, floor(x*((p/L)^w2 - 1)) for a sale.
    ///
    /// The power is kept in 64 bits of 10^-18, so a limit further than about 18.4 times the input
    /// reserve away stops there.
    fn net_to_reach(&self, direction: Direction, limit: U64F64) -> u64 {
        let (reserve_in, _) = self.sides(direction);
        let (_, weight_out) = self.weights(direction);
        let (spot, limit) = (self.spot().to_bits(), limit.to_bits());
        let base = match direction {
            Direction::Buy => Fraction { numerator: limit, denominator: spot },
            Direction::Sell => Fraction { numerator: spot, denominator: limit },
        };
        let exponent = Fraction { numerator: weight_out, denominator: PERQUINTILL };
        let Some(factor) = scaled_power(base, exponent, PERQUINTILL) else {
            return 0;
        };
        U64F64::from_int(reserve_in)
            .saturating_mul(U64F64::ratio(factor, PERQUINTILL).saturating_sub(U64F64::ONE))
            .floor()
    }

    /// Fee on top of a net input that the limit dictated: floor(d * r/(65535 - r)), the quotient
    /// truncated (economics.md 1.2).
    fn fee_on_top(&self, net: u64) -> u64 {
        let rate = u64::from(self.fee_rate);
        U64F64::from_int(net)
            .saturating_mul(U64F64::ratio(rate, u64::from(u16::MAX).saturating_sub(rate)))
            .floor()
    }
}

impl Direction {
    /// Whether `limit` is strictly beyond `spot`.
    fn improves(self, spot: U64F64, limit: U64F64) -> bool {
        self.passes(limit, spot)
    }

    /// Whether `price` is strictly past `limit`.
    fn passes(self, price: U64F64, limit: U64F64) -> bool {
        match self {
            Self::Buy => price > limit,
            Self::Sell => price < limit,
        }
    }
}
