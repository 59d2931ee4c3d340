//! The air gap: what travels between a machine with a chain and a machine with a key.
//!
//! `docs/offline-signing.md` is the normative text. A request holds the fields of transactions, the proof of the
//! types they are read by, and claims; the signer rebuilds every byte that it signs from those fields and shows what
//! it decoded. Knows no connection, no key and no file: bytes and the signer's knowledge come in as arguments.

mod answer;
mod armour;
pub mod container;
mod error;
mod frames;
mod gather;
mod journal;
mod knowledge;
pub mod meaning;
pub mod payload;
mod prepare;
pub mod proof;
mod qr;
mod review;
pub mod types;
pub mod value;
mod vault;
mod words;

pub use answer::{Verified, combine, verify, verify_item};
pub use armour::{armoured, from_armour};
pub use container::{Answer, Container, Item, Request, Scheme};
pub use error::Error;
pub use frames::{FRAME_BYTES, Frames, frames};
pub use gather::gather;
pub use journal::{Entry, Journal, Standing};
pub use knowledge::{Acquaintance, Allowance, Knowledge, Policy, looks_like};
pub use prepare::{Coverage, Draft, prepare};
pub use qr::{Ground, picture, read_picture, terminal, terminal_bytes};
pub use review::{
    Asset, DECIMALS, Demand, Line, Review, Reviewed, SS58_PREFIX, SYMBOL, Screen, Tone, review,
    terms,
};
pub use vault::{Imported, export, import};
pub use words::fingerprint;
