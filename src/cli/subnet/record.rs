//! A subnet as JSON.

use serde::Serialize;

use crate::model::{Alpha, Coldkey, Hotkey, Label, NetUid, Price, Subnet, SubnetIdentity, Tao};

/// One subnet for scripts. Emissions are per block.
#[derive(Serialize)]
pub(crate) struct SubnetRecord<'a> {
    netuid: NetUid,
    name: &'a Label,
    symbol: &'a Label,
    price: Price,
    moving_price: Price,
    market_cap_tao: Tao,
    pool_tao: Tao,
    pool_alpha: Alpha,
    outside_alpha: Alpha,
    volume_tao: String,
    emission_tao: Tao,
    emission_pool_alpha: Alpha,
    emission_outside_alpha: Alpha,
    tempo_blocks: u16,
    since_epoch_blocks: u64,
    burn_tao: Option<Tao>,
    neurons: Option<u16>,
    max_neurons: Option<u16>,
    registered_at_block: u64,
    owner_coldkey: Coldkey,
    owner_hotkey: Hotkey,
    identity: Option<&'a SubnetIdentity>,
}

impl<'a> From<&'a Subnet> for SubnetRecord<'a> {
    fn from(subnet: &'a Subnet) -> Self {
        Self {
            netuid: subnet.netuid,
            name: &subnet.name,
            symbol: &subnet.symbol,
            price: subnet.price,
            moving_price: subnet.moving_price,
            market_cap_tao: subnet.market_cap(),
            pool_tao: subnet.tao_in,
            pool_alpha: subnet.alpha_in,
            outside_alpha: subnet.alpha_out,
            volume_tao: decimal(subnet.volume_rao),
            emission_tao: subnet.tao_in_emission,
            emission_pool_alpha: subnet.alpha_in_emission,
            emission_outside_alpha: subnet.alpha_out_emission,
            tempo_blocks: subnet.tempo,
            since_epoch_blocks: subnet.blocks_since_step,
            burn_tao: subnet.burn,
            neurons: subnet.neurons,
            max_neurons: subnet.max_neurons,
            registered_at_block: subnet.registered_at,
            owner_coldkey: subnet.owner_coldkey,
            owner_hotkey: subnet.owner_hotkey,
            identity: subnet.identity.as_ref(),
        }
    }
}

/// Rao beyond 64 bits as the shortest exact decimal.
fn decimal(rao: u128) -> String {
    let text = format!("{}.{:09}", rao / 1_000_000_000, rao % 1_000_000_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn volumes_beyond_64_bits_stay_exact() {
        assert_eq!(decimal(0), "0");
        assert_eq!(decimal(1), "0.000000001");
        assert_eq!(decimal(u128::from(u64::MAX) * 10), "184467440737.09551615");
    }
}
