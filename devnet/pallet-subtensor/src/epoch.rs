//! Epochs: weights become incentive and dividends, and pending alpha becomes stake (economics.md 4 and 5).
//!
//! Consensus itself is `tau_economics::epoch`; this room reads what it needs and books what it decides.

mod commits;
mod inputs;
mod payout;
mod run;
mod voting_power;
