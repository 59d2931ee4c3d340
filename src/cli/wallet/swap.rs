//! `tau wallet swap-hotkey` and `tau wallet swap-coldkey …`

pub(crate) mod coldkey;
pub(crate) mod hotkey;
