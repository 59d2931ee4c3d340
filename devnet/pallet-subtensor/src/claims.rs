//! Alpha that root stakers may claim from the hotkeys they stake to (economics.md 5.5).

mod claim;
mod settings;
mod stakers;
