//! What a coldkey owns.

use super::{Alpha, At, Balance, Coldkey, Hotkey, Label, NetUid, Price, Ratio, Take, Tao};

/// Stake of one coldkey through one hotkey on one subnet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// The owner.
    pub coldkey: Coldkey,
    /// Staked through.
    pub hotkey: Hotkey,
    /// The hotkey owner's identity name.
    pub hotkey_name: Option<Label>,
    /// On this subnet.
    pub netuid: NetUid,
    /// The subnet's name.
    pub subnet: Label,
    /// The subnet's token symbol.
    pub symbol: Label,
    /// Amount of that subnet's alpha (on root: TAO).
    pub alpha: Alpha,
    /// Spot price.
    pub price: Price,
    /// At the spot price.
    pub value: Tao,
    /// What selling it all now would bring after fee and price impact; `None` if it cannot be sold.
    pub if_sold: Option<Tao>,
    /// Whether the hotkey has a uid on the subnet.
    pub is_registered: bool,
}

/// Everything one coldkey owns at one block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Portfolio {
    /// The block read.
    pub at: At,
    /// Whose.
    pub coldkey: Coldkey,
    /// Free and reserved TAO.
    pub balance: Balance,
    /// By value, largest first.
    pub positions: Vec<Position>,
}

impl Portfolio {
    /// Value of all positions at spot.
    #[must_use]
    pub fn staked(&self) -> Tao {
        self.positions.iter().map(|position| position.value).sum()
    }

    /// Value of all positions if sold now, those that cannot be sold left out.
    #[must_use]
    pub fn staked_if_sold(&self) -> Tao {
        self.positions.iter().filter_map(|position| position.if_sold).sum()
    }

    /// Free, reserved and staked at spot.
    #[must_use]
    pub fn total(&self) -> Tao {
        self.balance.free.saturating_add(self.balance.reserved).saturating_add(self.staked())
    }
}

/// Blocks of a year at the real chain's pace.
const YEAR: u128 = 365 * 7_200;

/// One subnet's part of a yield: what its last epoch paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct YieldPart {
    /// The subnet whose epoch it was.
    pub netuid: NetUid,
    /// Alpha for all stake of the kind through the hotkey, after its take.
    pub dividends: Alpha,
    /// The subnet's spot price.
    pub price: Price,
    /// Blocks between two of its epochs.
    pub tempo: u16,
}

/// What stake through a hotkey on a subnet earns in a year if every epoch pays like the last one. Not
/// compounded; in the token that is staked, so that changes of a price come on top (economics.md 8.1, 8.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Yield {
    /// The block of its inputs.
    pub at: At,
    /// Staked through.
    pub hotkey: Hotkey,
    /// Staked on.
    pub netuid: NetUid,
    /// Stake that earned it, rao: of the subnet's alpha, on root of TAO.
    pub stake_rao: u64,
    /// What the hotkey keeps before.
    pub take: Take,
    /// What was paid: by the subnet itself, for root stake by every subnet.
    pub parts: Vec<YieldPart>,
}

impl Yield {
    /// Of alpha: the last epoch paid `dividends`, and `after` was staked right after that. What was paid, and
    /// what the take added to the owner's stake, did not earn yet and is taken off.
    #[must_use]
    pub fn of_alpha(at: At, hotkey: Hotkey, part: YieldPart, after: Alpha, take: Take) -> Self {
        let dividends = u128::from(part.dividends.rao());
        let kept = u128::from(take.0);
        let paid_to_owner = dividends * kept / (65_535 - kept.min(65_534));
        let stake = u128::from(after.rao()).saturating_sub(dividends + paid_to_owner);
        let stake_rao = u64::try_from(stake).unwrap_or(u64::MAX);
        Self { at, hotkey, netuid: part.netuid, stake_rao, take, parts: vec![part] }
    }

    /// The part of the stake that a year adds; `None` without stake, or beyond all measure.
    #[must_use]
    pub fn yearly(&self) -> Option<Ratio> {
        let mut yearly: u128 = 0;
        for part in self.parts.iter().filter(|part| part.tempo > 0) {
            let paid = match self.netuid.is_root() {
                true => part.price.value_of(part.dividends).rao(),
                false => part.dividends.rao(),
            };
            yearly += u128::from(paid) * YEAR / u128::from(part.tempo);
        }
        let millionths = (yearly.checked_mul(1_000_000)?).checked_div(self.stake_rao.into())?;
        i64::try_from(millionths).ok().map(Ratio::from_millionths)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{AccountId, Hash};

    fn of(after: u64, dividends: u64, take: u16, tempo: u16) -> Yield {
        let part = YieldPart {
            netuid: NetUid(1),
            dividends: Alpha::from_rao(dividends),
            price: Price::ONE,
            tempo,
        };
        let at = At { block: 1, hash: Hash([0; 32]) };
        let hotkey = Hotkey(AccountId([1; 32]));
        Yield::of_alpha(at, hotkey, part, Alpha::from_rao(after), Take(take))
    }

    #[test]
    fn the_worked_example_of_the_chains_economics() {
        // economics.md 8.1: a million alpha, 0.00905938 % an epoch after a take of 18 %: 66.13 % a year.
        let stake: u64 = 1_000_000_000_000_000;
        let (net, kept): (u64, u64) = (90_593_800_000, 19_886_000_000);
        let own = of(stake + net + kept, net, 11_796, 360);
        assert!(own.stake_rao.abs_diff(stake) < 10_000_000, "{}", own.stake_rao);
        assert_eq!(own.yearly().map(|ratio| ratio.millionths() / 100), Some(6_613));
        assert_eq!(of(0, 0, 0, 360).yearly(), None);
        assert_eq!(of(10, 0, 0, 360).yearly(), Some(Ratio::default()));
        assert_eq!(of(u64::MAX, u64::MAX, u16::MAX, 1).yearly(), None);
    }

    #[test]
    fn root_earns_the_tokens_of_all_subnets_at_their_prices() {
        let mut root = of(0, 5_435_431, 0, 360);
        root.netuid = NetUid::ROOT;
        root.stake_rao = 1_000_000_000_000;
        root.parts[0].price = Price::from_rao(25_000_000);
        // economics.md 8.2: 135,885 rao a tempo for 1,000 TAO are 0.0992 % a year.
        assert_eq!(root.yearly().map(|ratio| ratio.millionths()), Some(991));
        root.parts.push(root.parts[0]);
        assert_eq!(root.yearly().map(|ratio| ratio.millionths()), Some(1_983));
    }
}
