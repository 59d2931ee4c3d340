//! The `tau` binary.

use std::process::ExitCode;

fn main() -> ExitCode {
    tau::run::main(std::env::args_os())
}
