//! The whole dashboard: the real loop on a screen in memory, scripted keys, and a development chain in
//! this process that makes blocks when the test says so.

#![cfg(feature = "devnet")]

#[path = "dash/forms.rs"]
mod forms;
#[path = "dash/journeys.rs"]
mod journeys;
#[path = "dash/keyboard.rs"]
mod keyboard;
#[path = "dash/lists.rs"]
mod lists;
#[path = "dash/looking.rs"]
mod looking;
#[path = "dash/screen.rs"]
mod screen;
#[path = "dash/sitting.rs"]
mod sitting;
#[path = "dash/staking.rs"]
mod staking;
