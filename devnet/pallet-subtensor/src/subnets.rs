//! Subnets: registration and its price, start, dissolution, and the endpoints of their neurons.

pub mod dissolve;
pub mod leasing;
pub mod network;
pub mod serving;
pub mod start;
pub mod symbols;
