//! The `tau` binary.

use std::process::ExitCode;

/// The development chain makes and drops thousands of small values in every block, on several threads: with the
/// system's allocator a chain of 128 subnets takes twice the memory and a quarter more time.
#[cfg(all(feature = "devnet", target_os = "linux"))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    tau::run::main(std::env::args_os())
}
