//! The four calls that change where stake is or whose it is.

use super::super::{Desk, Error};
use super::Gift;
use crate::chain::encode::{self, Arg};
use crate::chain::surface;
use crate::model::{Alpha, Place, PlannedCall, Price};

fn amount_arg(amount: Alpha) -> (&'static str, Arg) {
    ("alpha_amount", Arg::Alpha(amount))
}

pub(super) fn move_call(
    desk: &Desk,
    from: Place,
    to: Place,
    amount: Alpha,
) -> Result<PlannedCall, Error> {
    let args = [
        ("origin_hotkey", Arg::Hotkey(from.hotkey)),
        ("destination_hotkey", Arg::Hotkey(to.hotkey)),
        ("origin_netuid", Arg::Subnet(from.netuid)),
        ("destination_netuid", Arg::Subnet(to.netuid)),
        amount_arg(amount),
    ];
    Ok(encode::call(desk.pinned.runtime(), &surface::MOVE_STAKE, &args)?)
}

fn swap_args(from: Place, to: Place, amount: Alpha) -> [(&'static str, Arg); 4] {
    [
        ("hotkey", Arg::Hotkey(from.hotkey)),
        ("origin_netuid", Arg::Subnet(from.netuid)),
        ("destination_netuid", Arg::Subnet(to.netuid)),
        amount_arg(amount),
    ]
}

pub(super) fn swap_call(
    desk: &Desk,
    from: Place,
    to: Place,
    amount: Alpha,
) -> Result<PlannedCall, Error> {
    let args = swap_args(from, to, amount);
    Ok(encode::call(desk.pinned.runtime(), &surface::SWAP_STAKE, &args)?)
}

pub(super) fn swap_limit_call(
    desk: &Desk,
    from: Place,
    to: Place,
    amount: Alpha,
    ratio: Price,
    partial: bool,
) -> Result<PlannedCall, Error> {
    let [hotkey, origin, destination, amount] = swap_args(from, to, amount);
    let limit = ("limit_price", Arg::Ratio(ratio));
    let partial = ("allow_partial", Arg::Flag(partial));
    let args = [hotkey, origin, destination, amount, limit, partial];
    Ok(encode::call(desk.pinned.runtime(), &surface::SWAP_STAKE_LIMIT, &args)?)
}

pub(super) fn give_call(desk: &Desk, gift: Gift, amount: Alpha) -> Result<PlannedCall, Error> {
    let args = [
        ("destination_coldkey", Arg::Account(gift.receiver.0)),
        ("hotkey", Arg::Hotkey(gift.hotkey)),
        ("origin_netuid", Arg::Subnet(gift.from)),
        ("destination_netuid", Arg::Subnet(gift.to)),
        amount_arg(amount),
    ];
    Ok(encode::call(desk.pinned.runtime(), &surface::TRANSFER_STAKE, &args)?)
}
