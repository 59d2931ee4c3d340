//! Data to text: amounts, prices, shares, ages, short addresses, and the columns of the tables that
//! the command line and the dashboard have in common.
//!
//! Every piece of text comes with a [`Scope`](crate::theme::Scope), never with a colour. This room
//! may know `model` and the scope's name, and nothing that prints, draws, waits or asks the time.

mod account;
mod amount;
mod column;
mod hyperparameters;
mod lexicon;
mod neurons;
mod plan;
mod positions;
mod ratio;
mod screener;
mod spark;
mod subnets;
mod text;
mod time;

pub use account::{AddressPrefix, short};
pub use amount::{compact, exact, fixed};
pub use column::{Align, Cell, Column, Order, Width};
pub use hyperparameters::{binary_fraction, hyperparameter};
pub use lexicon::{Entry, Kind as WordKind, Lexicon};
pub use neurons::{Answered, NeuronColumn, NeuronRow, Role};
pub use plan::{Fact, Names, claim_words, done, facts, headline, item_done, meaning};
pub use positions::{PositionColumn, PositionRow};
pub use ratio::{change, delta_scope, part_of, percent, share, yearly};
pub use screener::{Needle, SCALE, Screener, ScreenerError};
pub use spark::spark;
pub use subnets::{Sample, SubnetColumn, SubnetRow};
pub use text::{fit, fit_number, truncate, width};
pub use time::{BLOCK_SECONDS, age, blocks, milliseconds, minute, moment};
