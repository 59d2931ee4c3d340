//! The unlock agent: a process of the user's own that keeps chosen keys unlocked for a time, so
//! that a batch of commands asks for a passphrase once.
//!
//! Knows keys and the nouns; no chain, no terminal, no environment: where its socket lies comes in
//! as an argument. `docs/agent.md` describes it for people and for other programs.
//!
//! What a client asks to have signed says what it is, a transaction or a request to a neuron in its parts or a
//! message, and the agent puts together the bytes itself. There is no request that signs bytes as they come.

mod client;
mod error;
mod place;
mod protocol;
mod ring;
mod server;

pub use client::{Client, Coldkey, RemoteKey};
pub use error::Error;
pub use place::Place;
pub use protocol::{Held, Signed, Status};
pub use ring::{Guard, LONGEST_TIME, Parts, Ring};
pub use server::{Server, serve};
