//! Pieces of a picture that know nothing of Bittensor but its prices.

pub mod bar;
pub mod candles;
pub mod chart;
mod columns;
pub mod panel;
pub mod sheet;
pub mod table;
