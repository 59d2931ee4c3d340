//! Who may set what, how often and when, call by call.

mod mock;
mod owners;
mod roots;
mod trimming;
