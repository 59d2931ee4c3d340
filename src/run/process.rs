//! What the operating system may do with this process's memory.

use rustix::process::{Resource, Rlimit, setrlimit};

/// Have no memory written to disk when the process dies, and none read by the user's other
/// programs: a core file or a debugger would show every key that is unlocked.
///
/// Both calls only take rights away; where the system does not know them, the rest holds.
pub(super) fn forbid_core_files() {
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
}
