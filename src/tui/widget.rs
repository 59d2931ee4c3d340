//! Pieces of a picture that know nothing of Bittensor.

pub mod bar;
pub mod chart;
pub mod panel;
pub mod sheet;
pub mod table;
