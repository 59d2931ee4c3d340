//! Axons: where neurons answer requests. Measuring them without asking for anything, and asking one as the official SDK does.
//!
//! What they say is a stranger's: what is read of it is bounded, and text of it is a [`Label`](crate::model::Label).

mod address;
mod error;
mod exchange;
mod measure;
mod python;
mod query;
mod question;
mod tls;

pub use address::is_public;
pub use error::AxonError;
pub use measure::{Answer, Failure, MOST_CONNECTIONS, Manners, Spoken, Try, measure};
pub use query::{Asking, Reply, query};
pub use question::{Question, QuestionError};
