//! The development chain seen from outside: over its JSON-RPC, by function call and by socket.

mod blocks;
mod kit;
mod market;
mod pool;
mod rpc;
mod state;
