//! The dashboard.
//!
//! ```text
//! keyboard, mouse ─┐                 ┌─> render(&State, &Look) ─> terminal
//!                  ├─> Event ─> update(&mut State) ─> Effect ─┐
//! worker ──────────┘                                          └─> worker: chain, keys
//! ```
//!
//! - `state`, `event`, `effect`, `update`, `keymap`: plain data and one function. They know neither
//!   ratatui nor tokio and never ask the time.
//! - `view`, `widget`, `look`: a state in, cells out. They know no channel and do no I/O.
//! - `worker`: the only place where effects become I/O.
//! - `run`, `desk`, `terminal`, `secret`: the loop around it all, and the terminal it borrows.
//! - `still`: one picture without a terminal.

pub mod alerts;
mod ask;
mod desk;
mod effect;
mod event;
#[cfg(test)]
pub(crate) mod factory;
mod form_spec;
mod input;
mod key;
mod keymap;
mod keys_file;
mod list;
mod look;
mod memory;
mod plain;
mod run;
mod secret;
mod state;
mod still;
mod terminal;
mod update;
mod view;
mod widget;
pub mod words;
mod worker;

pub use effect::Effect;
pub use event::{Event, Request};
pub use form_spec::{FieldSpec, FormSpec, Leads, Prepared, Said, Takes, names_something_new};
pub use key::{Key, Mouse};
pub use keymap::{Action, BINDINGS, Binding, Context};
pub use keys_file::{Bound, Keymap};
pub use look::{Look, Themes};
pub use memory::{Layout, Memory};
pub use plain::plain;
pub use run::{Error, Options, drive, run};
pub use state::{DemoInfo, Drawn, Failure, Screen, Signer, State, WalletInfo};
pub use still::{Shot, Still, still};
pub use update::{drawn, start, update};
pub use view::{SMALLEST, render, text as screen_text};
pub use worker::Source;
