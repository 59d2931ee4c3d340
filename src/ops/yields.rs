//! What stake earns, as far as the last epochs tell.

use std::collections::BTreeSet;

use super::Error;
use crate::chain::Chain;
use crate::model::{Hotkey, NetUid, Take, Yield, YieldPart};

/// What stake through these hotkeys on these subnets would earn, in their order; `None` where the subnet is
/// not there.
///
/// # Errors
/// [`Error::Chain`], also where the chain does not keep what its epochs paid.
pub async fn yields(
    chain: &Chain,
    places: &[(Hotkey, NetUid)],
) -> Result<Vec<Option<Yield>>, Error> {
    let pinned = chain.pin().await?;
    let at = pinned.at();
    let subnets = pinned.subnets().await?;
    let netuids: Vec<NetUid> =
        subnets.iter().map(|subnet| subnet.netuid).filter(|netuid| !netuid.is_root()).collect();
    let on_root: BTreeSet<Hotkey> =
        places.iter().filter(|(_, netuid)| netuid.is_root()).map(|(hotkey, _)| *hotkey).collect();
    let on_root: Vec<Hotkey> = on_root.into_iter().collect();
    let (paid, to_root, root_stake) = futures::try_join!(
        pinned.paid(places),
        pinned.paid_to_root(&on_root, &netuids),
        pinned.staked_through(&on_root, NetUid::ROOT)
    )?;
    let of_subnet = |netuid: NetUid| subnets.iter().find(|subnet| subnet.netuid == netuid);
    let yield_of = |(hotkey, netuid): (Hotkey, NetUid), paid: &crate::chain::Paid| {
        if netuid.is_root() {
            let place = on_root.binary_search(&hotkey).ok()?;
            let parts = netuids
                .iter()
                .zip(to_root.get(place)?)
                .filter(|(_, dividends)| !dividends.is_zero())
                .filter_map(|(netuid, dividends)| {
                    let subnet = of_subnet(*netuid)?;
                    let (price, tempo) = (subnet.price, subnet.tempo);
                    Some(YieldPart { netuid: *netuid, dividends: *dividends, price, tempo })
                })
                .collect();
            let stake_rao = root_stake.get(place)?.rao();
            let take: Take = paid.take;
            return Some(Yield { at, hotkey, netuid, stake_rao, take, parts });
        }
        let subnet = of_subnet(netuid)?;
        let (price, tempo) = (subnet.price, subnet.tempo);
        let part = YieldPart { netuid, dividends: paid.dividends, price, tempo };
        Some(Yield::of_alpha(at, hotkey, part, paid.after, paid.take))
    };
    Ok(places.iter().zip(&paid).map(|(place, paid)| yield_of(*place, paid)).collect())
}
