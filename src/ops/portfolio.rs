//! What coldkeys own.

use std::collections::{BTreeMap, HashMap};

use tau_economics::pool::Pool;

use super::Error;
use crate::chain::{Chain, Held, Pinned};
use crate::model::{
    AccountId, Coldkey, Hotkey, Label, NetUid, Portfolio, Position, Subnet, Tao, TradeSide,
};

/// What coldkeys own, in their order, all at one block.
///
/// What a position would bring if sold is computed with the chain's own arithmetic for each by
/// itself, as if nothing else were sold.
///
/// # Errors
/// [`Error::Chain`].
pub async fn portfolio(chain: &Chain, coldkeys: &[Coldkey]) -> Result<Vec<Portfolio>, Error> {
    let pinned = chain.pin().await?;
    let accounts: Vec<AccountId> = coldkeys.iter().map(|coldkey| coldkey.0).collect();
    // The same coldkey may be asked for twice.
    let mut distinct = coldkeys.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    let (held, balances, subnets) =
        futures::try_join!(pinned.stake(&distinct), pinned.balances(&accounts), pinned.subnets())?;
    let subnets: BTreeMap<NetUid, Subnet> =
        subnets.into_iter().map(|subnet| (subnet.netuid, subnet)).collect();
    let (names, proceeds) =
        futures::try_join!(hotkey_names(&pinned, &held), sold(&pinned, &held, &subnets))?;

    let mut positions: HashMap<Coldkey, Vec<Position>> = HashMap::new();
    for (held, if_sold) in held.iter().zip(proceeds) {
        // The list and the subnets are of one block, so the subnet is there.
        let Some(subnet) = subnets.get(&held.netuid) else { continue };
        positions.entry(held.coldkey).or_default().push(Position {
            coldkey: held.coldkey,
            hotkey: held.hotkey,
            hotkey_name: names.get(&held.hotkey).cloned(),
            netuid: held.netuid,
            subnet: subnet.name.clone(),
            symbol: subnet.symbol.clone(),
            alpha: held.alpha,
            price: subnet.price,
            value: subnet.price.value_of(held.alpha),
            if_sold,
            is_registered: held.is_registered,
        });
    }
    Ok(coldkeys
        .iter()
        .zip(balances)
        .map(|(coldkey, balance)| {
            let mut positions = positions.get(coldkey).cloned().unwrap_or_default();
            positions.sort_by(|a, b| {
                b.value.cmp(&a.value).then(a.netuid.cmp(&b.netuid)).then(a.hotkey.cmp(&b.hotkey))
            });
            Portfolio {
                at: pinned.at(),
                coldkey: *coldkey,
                balance: balance.unwrap_or_default(),
                positions,
            }
        })
        .collect())
}

/// Identity names of the hotkeys' owners.
async fn hotkey_names(
    pinned: &Pinned,
    held: &[Held],
) -> Result<HashMap<Hotkey, Label>, crate::chain::Error> {
    let mut hotkeys: Vec<Hotkey> = held.iter().map(|held| held.hotkey).collect();
    hotkeys.sort_unstable();
    hotkeys.dedup();
    let owners = pinned.owners(&hotkeys).await?;
    let known: Vec<(Hotkey, Coldkey)> = hotkeys
        .into_iter()
        .zip(owners)
        .filter_map(|(hotkey, owner)| owner.map(|owner| (hotkey, owner)))
        .collect();
    let coldkeys: Vec<Coldkey> = known.iter().map(|(_, owner)| *owner).collect();
    let names = pinned.names(&coldkeys).await?;
    Ok(known
        .into_iter()
        .zip(names)
        .filter_map(|((hotkey, _), name)| name.map(|name| (hotkey, name)))
        .collect())
}

/// What each position would bring if sold now; `None` of one that cannot be sold.
async fn sold(
    pinned: &Pinned,
    held: &[Held],
    subnets: &BTreeMap<NetUid, Subnet>,
) -> Result<Vec<Option<Tao>>, crate::chain::Error> {
    let exact = pinned.has_weighted_pools();
    let each = held.iter().map(|held| async move {
        match subnets.get(&held.netuid).and_then(|subnet| subnet.pool) {
            Some(pool) => Ok(sale(&pool, held.alpha.rao())),
            // On root and where alpha is TAO.
            None if exact || held.netuid.is_root() => Ok(Some(Tao::from_rao(held.alpha.rao()))),
            // Another kind of pool: only the runtime can say.
            None => {
                let said = pinned.simulate(TradeSide::Sell, held.netuid, held.alpha.rao()).await?;
                Ok((!said.is_failure()).then(|| Tao::from_rao(said.tao_amount)))
            }
        }
    });
    futures::future::try_join_all(each).await
}

fn sale(pool: &Pool, alpha: u64) -> Option<Tao> {
    let sale = pool.sell_and_pay_author(alpha, Pool::min_price()).ok()?;
    Some(Tao::from_rao(sale.swap.out))
}
