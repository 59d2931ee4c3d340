//! House rules: which room may know which, how long a file may be, and that no test is forgotten.

use std::fs;
use std::path::{Path, PathBuf};

/// Rooms of `src/` and what each may name with `crate::`. `docs/architecture.md` draws it.
const ROOMS: [(&str, &[&str]); 18] = [
    ("model", &[]),
    ("theme", &[]),
    ("present", &["model", "theme"]),
    ("keystore", &["model"]),
    ("offline", &["model", "present"]),
    ("policy", &["model", "offline"]),
    ("chain", &["model"]),
    ("ops", &["model", "keystore", "chain", "offline"]),
    ("agent", &["model", "keystore"]),
    ("settings", &["model"]),
    (
        "error",
        &[
            "model", "theme", "agent", "keystore", "offline", "policy", "chain", "ops", "settings",
            "tui",
        ],
    ),
    ("out", &["model", "theme", "present", "error"]),
    (
        "session",
        &[
            "model", "theme", "agent", "keystore", "offline", "policy", "chain", "settings",
            "error", "out",
        ],
    ),
    (
        "tui",
        &["model", "theme", "present", "keystore", "offline", "chain", "ops", "error", "session"],
    ),
    (
        "cli",
        &[
            "model", "theme", "present", "agent", "keystore", "offline", "policy", "ops",
            "settings", "error", "out", "session", "tui",
        ],
    ),
    ("run", &["settings", "error", "out", "session", "cli"]),
    ("main", &["run"]),
    ("lib", &[]),
];

/// Crates that only some rooms may name.
const CRATES: [(&str, &[&str]); 15] = [
    ("subxt", &["chain"]),
    ("ratatui", &["tui"]),
    ("crossterm", &["tui", "out"]),
    ("rpassword", &["out"]),
    ("clap", &["cli", "run", "settings", "error"]),
    // The dashboard's panic hook lets the runtime's own panics pass.
    ("tau_devnet", &["session", "cli", "error", "tui"]),
    // The signer checks with code of its own what this one makes.
    ("merkleized_metadata", &["chain"]),
    // What strangers answer is read in one place.
    ("httparse", &["ops"]),
    ("tokio_rustls", &["ops"]),
    ("qrcode", &["offline"]),
    ("rqrr", &["offline"]),
    ("zune_png", &["offline"]),
    ("argon2", &["keystore"]),
    // The shield's cipher besides.
    ("chacha20poly1305", &["keystore", "chain"]),
    ("ml_kem", &["chain"]),
];

/// Longest file without its tests.
const LONGEST: usize = 600;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for path in entries.flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// Every file of the package with its room and its text without tests and comments.
fn sources() -> Vec<(PathBuf, String, String)> {
    let src = root().join("src");
    rust_files(&src)
        .into_iter()
        .filter(|path| !path.ends_with("tests.rs"))
        .map(|path| {
            let below = path.strip_prefix(&src).expect("below src");
            let first = below.components().next().expect("a name");
            let room = Path::new(first.as_os_str()).with_extension("").display().to_string();
            let text = fs::read_to_string(&path).expect("readable");
            (path, room, without_tests(&text))
        })
        .collect()
}

fn without_tests(text: &str) -> String {
    let code = match text.find("#[cfg(test)]\nmod tests {") {
        Some(at) => &text[..at],
        None => text,
    };
    code.to_owned()
}

fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line))
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
}

/// Names that follow `prefix` in `line`.
fn names_after<'a>(line: &'a str, prefix: &'a str) -> impl Iterator<Item = &'a str> {
    line.match_indices(prefix).filter_map(move |(at, _)| {
        let starts_word =
            !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':');
        let rest = &line[at + prefix.len()..];
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        starts_word.then_some(&rest[..end])
    })
}

#[test]
fn rooms_know_only_what_the_table_says() {
    let mut broken = Vec::new();
    for (path, room, text) in sources() {
        let (_, allowed) = ROOMS
            .iter()
            .find(|(name, _)| *name == room)
            .unwrap_or_else(|| panic!("{} belongs to no room of the table", path.display()));
        for (number, line) in code_lines(&text) {
            let named = names_after(line, "crate::")
                .chain(names_after(line, "tau::"))
                .filter(|name| ROOMS.iter().any(|(room, _)| room == name));
            for name in named.filter(|name| *name != room && !allowed.contains(name)) {
                broken.push(format!("{}:{number}: {room} names {name}", path.display()));
            }
            for (library, rooms) in CRATES {
                let used = names_after(line, library).any(str::is_empty) && line.contains("::");
                if used && !rooms.contains(&room.as_str()) {
                    broken.push(format!("{}:{number}: {room} names {library}", path.display()));
                }
            }
        }
    }
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
fn files_are_short_and_say_what_they_are_for() {
    let mut broken = Vec::new();
    for (path, _, text) in sources() {
        let lines = text.lines().count();
        if lines > LONGEST {
            broken.push(format!("{}: {lines} lines", path.display()));
        }
        if !text.starts_with("//! ") {
            broken.push(format!("{}: no //! at its top", path.display()));
        }
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        if ["mod", "utils", "util", "helpers", "common", "misc"].contains(&name.as_str()) {
            broken.push(format!("{}: the name says nothing", path.display()));
        }
    }
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
fn only_the_printers_print_and_only_the_settings_read_the_environment() {
    let mut broken = Vec::new();
    for (path, room, text) in sources() {
        for (number, line) in code_lines(&text) {
            let prints = ["println!(", "print!(", "eprintln!(", "eprint!(", "dbg!("]
                .iter()
                .any(|print| names_after(line, print.trim_end_matches('(')).next().is_some());
            let writes = line.contains("io::stdout()") || line.contains("io::stderr()");
            if prints || (writes && !["out", "tui"].contains(&room.as_str())) {
                broken.push(format!("{}:{number}: prints", path.display()));
            }
            let reads = line.contains("env::var") || line.contains("env::args");
            let may = path.ends_with("settings/environment.rs") || path.ends_with("main.rs");
            if reads && !may {
                broken.push(format!("{}:{number}: reads the environment", path.display()));
            }
        }
    }
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

/// A file below `tests/` that no target names is never compiled and tests nothing.
#[test]
fn every_test_file_is_part_of_a_target() {
    let tests = root().join("tests");
    let files = rust_files(&tests);
    let (targets, parts): (Vec<_>, Vec<_>) = files
        .iter()
        .partition(|path| path.parent() == Some(tests.as_path()) || path.ends_with("main.rs"));
    let texts: Vec<String> = targets
        .iter()
        .chain(&parts)
        .map(|path| fs::read_to_string(path).expect("readable"))
        .collect();
    for part in parts {
        let below = part.strip_prefix(&tests).expect("below tests").display().to_string();
        let stem = part.file_stem().expect("a name").to_string_lossy().into_owned();
        let named = texts.iter().any(|text| {
            text.contains(&format!("\"{below}\"")) || text.contains(&format!("mod {stem};"))
        });
        assert!(named, "tests/{below} is not part of any test");
    }
}

/// Where a transaction may get its signature, and why it passes the policy there.
const SIGNERS: &[(&str, &str)] = &[
    ("src/session/holder.rs", "passes the door"),
    ("src/agent/ring.rs", "asks its guard, which is the door"),
    ("src/agent/server.rs", "hands it to the ring"),
    ("src/agent/client.rs", "hands it to the agent, after the door"),
    ("src/cli/tx/sign.rs", "passes the door"),
    ("src/cli/tx/drill.rs", "throwaway keys on a chain of one process"),
    ("src/model/signature.rs", "says what signing is"),
    ("src/ops/commit.rs", "is handed a key that passes the door"),
    ("src/ops/shielded.rs", "is handed a key that passes the door"),
    ("src/ops/cancel.rs", "is handed a key that passes the door"),
];

#[test]
fn every_transaction_passes_one_door_before_it_is_signed() {
    let mut broken = Vec::new();
    for (path, room, text) in sources() {
        if room == "keystore" {
            continue;
        }
        let below = path.strip_prefix(root()).expect("below the root").display().to_string();
        // `.sign()` is what commands call their arguments for signing.
        let signs = |line: &str| {
            line.contains(".sign(") && !line.contains(".sign()")
                || line.contains(".sign_transaction(")
        };
        for (number, line) in code_lines(&text).filter(|(_, line)| signs(line)) {
            if SIGNERS.iter().all(|(known, _)| *known != below) {
                broken.push(format!("{below}:{number}: {}", line.trim()));
            }
        }
    }
    assert!(broken.is_empty(), "these sign without the policy:\n{}", broken.join("\n"));
    let holder = fs::read_to_string(root().join("src/session/holder.rs")).expect("readable");
    assert!(holder.contains("door.admit_unsigned(") && holder.contains("door.check("));
    let dashboard = fs::read_to_string(root().join("src/cli/dashboard.rs")).expect("readable");
    assert!(dashboard.contains("self.0.door()"));
    let request = fs::read_to_string(root().join("src/cli/tx/sign.rs")).expect("readable");
    assert!(request.find("admit(session,") < request.find("keypair.sign("));
    let agent = fs::read_to_string(root().join("src/cli/agent/start.rs")).expect("readable");
    assert!(agent.contains("ring.guarded(") && agent.contains("door.admit_parts("));
}
