//! Scenarios: a world with people in it who act by plain rules, to watch what the chain makes of it.
//!
//! A scenario is a TOML file: subnets, miners with a quality that a perfect judge would see, validators who judge them well,
//! badly, by favour or by copying others, and traders. The same file and seed give the same chain. `docs/devnet.md` describes
//! the file; `tests/scenarios/` has examples.
//!
//! Floats decide what somebody wants, never what anything costs.

mod cast;
mod file;
mod simulate;
mod stage;

pub use file::{
    Judgement, Miners, Quality, Scenario, ScenarioError, Subnet, TraderStyle, Traders, Validators,
};
pub use simulate::{GroupOutcome, Outcome, Role, Row, simulate};

pub(crate) use cast::Cast;
