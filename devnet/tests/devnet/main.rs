//! The development chain seen from outside: over its JSON-RPC, by function call and by socket.

mod beacon;
mod blocks;
mod chain_head;
mod control;
mod flood;
mod kit;
mod market;
mod pool;
mod rpc;
mod scenario;
mod shield;
mod stake;
mod state;
