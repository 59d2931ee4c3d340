//! Stake that hotkeys lend to each other on a subnet: parents and children (economics.md 5.2).

mod auto_parent;
mod set_children;
mod stake;
mod swap;
mod take;

pub(crate) use stake::Relations;
