//! A window with everything about one thing.

use super::Target;
use crate::model::{Hotkey, NetUid};
use crate::tui::ask::Ask;

/// What the window is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// A row of a list.
    Row(Target),
    /// A neuron.
    Neuron(NetUid, Hotkey),
    /// A text: title, and paragraphs.
    Text(String, Vec<String>),
}

/// The window.
#[derive(Debug, Clone)]
pub struct Detail {
    /// What it is about.
    pub about: About,
    /// Lines above the window.
    pub scroll: usize,
}

impl Detail {
    /// About this.
    #[must_use]
    pub const fn new(about: About) -> Self {
        Self { about, scroll: 0 }
    }

    /// What has to be asked for it.
    #[must_use]
    pub fn asks(&self) -> Vec<Ask> {
        match &self.about {
            About::Row(Target::Validator(hotkey)) => vec![Ask::Validator(*hotkey)],
            About::Row(Target::Transaction(_)) => vec![Ask::Journal],
            About::Neuron(netuid, hotkey) => {
                vec![Ask::Weights { hotkey: *hotkey, netuid: *netuid }, Ask::Probes(*netuid)]
            }
            _ => Vec::new(),
        }
    }
}
