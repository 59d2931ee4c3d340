//! No secret in anything that tau prints or writes: every command is run, in ways that succeed and in
//! ways that fail, with keys and passphrases that are known here, and everything it said and left
//! on the disk is searched for them.
//!
//! Commands are found by walking the command line's own tree, and their arguments are made up from
//! the names of their values. So a new command is searched without being listed; one whose
//! arguments cannot be made up fails the test until [`value`] or [`SPECIAL`] knows it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use base64::Engine;
use clap::CommandFactory;
use secrecy::{ExposeSecret, SecretString};
use tau::cli::Cli;
use tau::keystore::{KeyType, Mnemonic, Secret};

use super::house::{BOB, House, Served};
use super::schema;

const WORDS: &str = "alarm color funny fiber frozen early perfect picnic soft broom grass clay";
const SEED: &str = "0x5be2a1c7f3d94860b7a6e21d4c8f90135a7b3c2e1d0f4e5a69788796a5b4c3d2";
const PASSPHRASE: &str = "Zephyr-Quartz-41-Lantern";
const WRONG: &str = "Nimbus-Copper-77-Harvest";

/// Commands whose arguments are said here, as they need more than their required ones to come far.
/// An empty list is a command that never ends or has a test of its own.
const SPECIAL: &[(&str, &[&[&str]])] = &[
    // Serves until it is stopped; the chain below is one.
    ("devnet", &[]),
    ("devnet record", &[&["-o", "RECORDED", "-n", "3"]]),
    ("devnet simulate", &[&["--scenario", "WORDS"]]),
    ("demo", &[&[]]),
    // Ends by itself only when it is told when.
    ("watch", &[&["--blocks", "1"]]),
    ("probe", &[&["1"], &["1", "--every", "10s", "--rounds", "1"]]),
    ("agent start", &[&[]]),
    ("wallet create", &[&["new", "--mnemonic-out", "MNEMONIC"], &["cold"]]),
    ("wallet new-coldkey", &[&["new", "--mnemonic-out", "MNEMONIC"], &["cold"]]),
    ("wallet new-hotkey", &[&["new", "--mnemonic-out", "MNEMONIC"], &["hot"]]),
    (
        "wallet import",
        &[
            &["new", "--mnemonic-file", "WORDS"],
            &["new", "--mnemonic-file", "SEED"],
            &["new", "--mnemonic-file", "BROKEN"],
            &["cold", "--as-hotkey", "other", "--mnemonic-file", "SEED"],
            &["new", "--key-file", "COLDKEY", "--key-password-file", "NEW"],
        ],
    ),
    (
        "wallet export",
        &[
            &["polkadot-js", "cold", "-o", "EXPORT", "--new-password-file", "NEW"],
            &["mnemonic", "cold"],
            &["btcli", "cold/hot"],
        ],
    ),
    // Given a command that signs, none is needed; the other verbs have a file that is no request.
    ("tx prepare", &[&["--from", "cold", "-o", "REQUEST", "transfer", BOB, "1"]]),
    // Rehearses on a chain of its own, with keys that everybody knows.
    ("tx drill", &[&[]]),
    ("tx sign", &[&["WORDS"], &["WORDS", "-o", "REQUEST"]]),
    ("wallet rename", &[&["cold", "colder"], &["cold/hot", "hotter"]]),
    ("wallet passwd", &[&["cold", "--new-password-file", "NEW"], &["cold"]]),
    // Measures this machine for many seconds and opens no key.
    ("wallet kdf", &[]),
    ("wallet identify", &[&["COLDKEY"], &["HOT"], &["WORDS"]]),
    ("wallet sign", &[&["hello"], &["hello", "--use-hotkey"]]),
    ("wallet verify", &[&["hello", "--signature", "SIGNATURE"]]),
    ("identity set", &[&["--name", "Ada"]]),
    ("subnet identity set", &[&["1", "--name", "Ada"]]),
    ("stake move", &[&["1", "--to", "cold/hot", "--from-netuid", "1", "--to-netuid", "2"]]),
    ("stake transfer", &[&["1", "--to", BOB, "--from-netuid", "1"]]),
    ("stake swap", &[&["1", "--from-netuid", "1", "--to-netuid", "2"]]),
    ("proxy book update", &[&["cold", "--note", "mine"]]),
    ("crowdloan update", &[&["0", "--cap", "50"]]),
    (
        "crowdloan create",
        &[&["--deposit", "10", "--cap", "50", "--duration", "60000", "--target", BOB]],
    ),
    ("multisig add", &[&["council", "cold", BOB]]),
];

/// Commands that open or make a key, and must do so here for the search to mean something.
const MUST_SUCCEED: [&str; 5] =
    ["transfer", "agent add", "agent status", "agent lock", "wallet list"];

/// A value for an argument of this name.
fn value(name: &str) -> Option<&'static str> {
    let name = name.trim_start_matches('<').trim_end_matches('>');
    Some(match name {
        "HOTKEY" | "HOTKEY|ADDRESS" | "NAME|ADDRESS" => "hot",
        "WALLET" | "WALLET[/HOTKEY]" | "WALLET|ADDRESS" | "NAME" | "WHAT" => "cold",
        "ADDRESS" | "TO" | "DEST" | "ACCOUNT" | "RECEIVER" => BOB,
        "FILE" => "WORDS",
        "AMOUNT" | "TAO" | "ALPHA" => "1",
        "NETUID" | "NUMBER" | "UID" | "COUNT" | "ID" | "INDEX" => "1",
        "MESSAGE" | "TEXT" => "hello",
        "PERCENT" | "TAKE" => "9%",
        "BYTES" | "HEX" | "ID|FILE" => "0x00",
        "URI" => "//Bob",
        "HOTKEY=PERCENT" => "hot=9%",
        "UID=WEIGHT" => "0=1",
        "SALT" => "1,2,3,4",
        "IP" => "203.0.113.7",
        "PORT" => "8091",
        "SHELL" => "zsh",
        "PARAMETER" => "rho",
        "VALUE" => "11",
        "SYMBOL" => "ω",
        "PART" => "even",
        "PALLET.CALL" => "System.remark_with_event",
        "PALLET.CONSTANT" => "Balances.ExistentialDeposit",
        "METADATA|live" => "live",
        "NAME=VALUE" => "remark=0x00",
        "0x…|ADDRESS" | "FILE|HEX|COMMAND" => BOB,
        "0x…" => "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "BLOCK" => "1",
        "WHO" | "MEMBER" => "cold",
        "HASH" => "0x5be2a1c7f3d94860b7a6e21d4c8f90135a7b3c2e1d0f4e5a69788796a5b4c3d3",
        "COMMAND" => "transfer cold 1",
        "MULTISIG" => "2:cold,5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty",
        "COLDKEY" => BOB,
        "PALLET.ITEM" => "SubtensorModule.TotalStake",
        "KEY" => "tolerance",
        "SETTING" => "1%",
        "API.METHOD" => "SwapRuntimeApi.current_alpha_price_all",
        _ => return None,
    })
}

/// Everything that must not be seen, in every form it might take.
struct Secrets {
    /// Searched for in text of which only letters and digits are left, in small letters.
    texts: Vec<(&'static str, String)>,
}

fn plain(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
}

impl Secrets {
    fn known() -> Self {
        let mut texts =
            vec![("the passphrase", plain(PASSPHRASE)), ("the wrong passphrase", plain(WRONG))];
        // Half of the words in their order are too many.
        let words: Vec<&str> = WORDS.split(' ').collect();
        texts.extend(words.windows(4).map(|four| ("four words in order", four.concat())));
        let mnemonic = Mnemonic::parse(&SecretString::from(WORDS)).expect("words");
        let mut bytes = vec![("the words' entropy", mnemonic.entropy().to_vec())];
        for key_type in [KeyType::Sr25519, KeyType::Ed25519] {
            for secret in [
                Secret::from_mnemonic(&mnemonic, key_type),
                Secret::from_hex(&SecretString::from(SEED), key_type).expect("a seed"),
            ] {
                bytes.extend(secret.seed().map(|seed| ("a seed", seed.to_vec())));
                let private = secret.private_key();
                bytes.extend(private.chunks(32).map(|half| ("half a private key", half.to_vec())));
            }
        }
        for (what, bytes) in bytes {
            texts.push((what, hex::encode(&bytes)));
            // As Rust prints bytes, and as JSON lists them.
            let numbers: Vec<String> = bytes.iter().take(12).map(u8::to_string).collect();
            texts.push((what, numbers.concat()));
            let base64 = base64::engine::general_purpose::STANDARD.encode(&bytes);
            texts.push((what, plain(&base64[..base64.len() - 4])));
        }
        Self { texts }
    }

    /// Which of them are in `text`.
    fn found(&self, text: &[u8]) -> BTreeSet<&'static str> {
        let text = plain(&String::from_utf8_lossy(text));
        self.texts
            .iter()
            .filter(|(_, secret)| text.contains(secret.as_str()))
            .map(|(what, _)| *what)
            .collect()
    }
}

/// A home with a wallet of known words and a hotkey of a known seed, and the files they came from.
struct Stage {
    house: House,
}

impl Stage {
    fn new() -> Self {
        let house = House::new();
        for (name, text) in [
            ("words", WORDS.to_owned()),
            ("seed", SEED.to_owned()),
            // One word mistyped: errors must not quote the rest.
            ("broken", WORDS.replace("clay", "clai")),
            ("passphrase", PASSPHRASE.to_owned()),
        ] {
            house.write(&format!("given/{name}"), &text);
        }
        let stage = Self { house };
        for arguments in [
            &["wallet", "import", "cold", "--mnemonic-file", "WORDS"][..],
            &["wallet", "import", "cold", "--as-hotkey", "hot", "--mnemonic-file", "SEED"],
        ] {
            let output = stage.run(arguments, PASSPHRASE);
            assert!(output.status.success(), "{output:?}");
        }
        stage
    }

    /// The same home once more.
    fn copy(&self) -> Self {
        let house = House::new();
        copy(&self.house.path(""), &house.path(""));
        Self { house }
    }

    fn run(&self, arguments: &[&str], passphrase: &str) -> Output {
        let file = |name: &str| self.house.path(&format!("given/{name}")).display().to_string();
        let arguments: Vec<String> = arguments
            .iter()
            .map(|argument| match *argument {
                "WORDS" => file("words"),
                "SEED" => file("seed"),
                "BROKEN" => file("broken"),
                "MNEMONIC" => file("new-words"),
                "NEW" => file("passphrase"),
                "COLDKEY" => self.wallet("coldkey.tau"),
                "REQUEST" => file("request.tau"),
                "HOT" => self.wallet("hotkeys/hot.tau"),
                "SIGNATURE" => "00".repeat(64),
                other => other.to_owned(),
            })
            .collect();
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let variables = [("TAU_PASSWORD", passphrase), ("RUST_BACKTRACE", "full")];
        self.house.output(&arguments, &variables)
    }

    fn wallet(&self, file: &str) -> String {
        self.house.path(&format!(".bittensor/wallets/cold/{file}")).display().to_string()
    }

    /// Every file of tau's below the home, but what was given to it and hotkeys, which lie open
    /// on purpose.
    fn written(&self) -> Vec<PathBuf> {
        let root = self.house.path("");
        let mut files = Vec::new();
        list(&root, &mut files);
        files.retain(|path| {
            let below = path.strip_prefix(&root).expect("below");
            !below.starts_with("given") && !below.iter().any(|part| part == "hotkeys")
        });
        files
    }
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => list(&entry.path(), files),
            Ok(kind) if kind.is_file() => files.push(entry.path()),
            _ => {}
        }
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        let target = to.join(entry.file_name());
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a copy");
        }
    }
}

/// Every command that does something, by its words.
fn leaves(command: &clap::Command, words: &str, found: &mut Vec<(String, clap::Command)>) {
    let mut below = command.get_subcommands().filter(|sub| sub.get_name() != "help").peekable();
    if below.peek().is_none()
        || (!words.is_empty()
            && !command.is_subcommand_required_set()
            && !command.is_arg_required_else_help_set())
    {
        found.push((words.to_owned(), command.clone()));
    }
    for sub in below {
        leaves(sub, format!("{words} {}", sub.get_name()).trim_start(), found);
    }
}

/// Values for what a command can be given without an option, and for the options it must have; the
/// name of the first that it needs and nothing is known for.
fn made_up(command: &clap::Command) -> Result<Vec<String>, String> {
    let mut arguments = Vec::new();
    for argument in command.get_arguments() {
        let is_wanted = argument.is_positional()
            || argument.is_required_set()
            || (argument.get_long() == Some("netuid") && !is_placed(command, "NETUID"));
        if !is_wanted {
            continue;
        }
        let possible = argument.get_possible_values();
        let name = argument
            .get_value_names()
            .and_then(|names| names.first())
            .map_or_else(|| argument.get_id().to_string(), ToString::to_string);
        let value = match (possible.first(), value(&name)) {
            (Some(first), _) => first.get_name().to_owned(),
            (None, Some(value)) => value.to_owned(),
            (None, None) if argument.is_required_set() => return Err(name),
            // Nothing can follow a value that is left out.
            (None, None) if argument.is_positional() => break,
            (None, None) => continue,
        };
        arguments.extend(argument.get_long().map(|long| format!("--{long}")));
        arguments.push(value);
    }
    Ok(arguments)
}

/// Whether a value of this name stands without an option.
fn is_placed(command: &clap::Command, name: &str) -> bool {
    command.get_positionals().any(|argument| {
        argument.get_value_names().is_some_and(|names| names.iter().any(|one| one == name))
    })
}

#[test]
fn no_command_shows_or_writes_a_secret() {
    let secrets = Secrets::known();
    let mut commands = Vec::new();
    leaves(&Cli::command(), "", &mut commands);
    assert!(commands.len() >= 20, "the tree was walked: {}", commands.len());

    let mut runs: Vec<(String, Vec<String>)> = Vec::new();
    for (words, command) in &commands {
        if let Some((_, given)) = SPECIAL.iter().find(|(special, _)| special == words) {
            runs.extend(
                given
                    .iter()
                    .map(|more| (words.clone(), more.iter().map(ToString::to_string).collect())),
            );
            continue;
        }
        match made_up(command) {
            Ok(arguments) => runs.push((words.clone(), arguments)),
            Err(name) => panic!(
                "`tau {words}` needs a value `{name}` that nothing is known for: \
                 add it to `value` or the command to `SPECIAL`"
            ),
        }
    }

    let stage = Stage::new();
    let chain_house = House::new();
    let chain = Served::start();
    // What every copy of the stage would ask the chain again.
    let warmed = stage.run(&["--network", &chain.url, "chain", "info"], PASSPHRASE);
    assert!(warmed.status.success(), "{warmed:?}");
    let words = Mnemonic::parse(&SecretString::from(WORDS)).expect("words");
    let account = Secret::from_mnemonic(&words, KeyType::Sr25519).account().to_string();
    let funded = chain_house.tau(&["--network", &chain.url, "devnet", "fund", &account, "100"]);
    assert_eq!(funded.code, 0, "{funded}");
    for path in stage.written() {
        let found = secrets.found(&fs::read(&path).expect("readable"));
        assert_eq!(found, BTreeSet::new(), "{}", path.display());
    }
    let queue = std::sync::Mutex::new(runs.iter());
    let broken = std::sync::Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let Some((words, arguments)) = queue.lock().expect("whole").next() else {
                        break;
                    };
                    let found = search(&stage, &secrets, &chain.url, words, arguments);
                    broken.lock().expect("whole").extend(found);
                }
            });
        }
    });
    let broken = broken.into_inner().expect("whole");
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

/// Run one command in each way; what was seen that must not be.
fn search(
    stage: &Stage,
    secrets: &Secrets,
    url: &str,
    words: &str,
    arguments: &[String],
) -> Vec<String> {
    let mut broken = Vec::new();
    let base: Vec<&str> = words.split(' ').chain(arguments.iter().map(String::as_str)).collect();
    let ways: [(&[&str], &str); 2] =
        [(&["--json", "--yes"], WRONG), (&["--yes", "--hotkey", "hot"], PASSPHRASE)];
    for (flags, passphrase) in ways {
        let (original, stage) = (stage, stage.copy());
        if words.starts_with("agent ") && passphrase == PASSPHRASE && words != "agent start" {
            let added = stage.run(&["agent", "add", "cold"], PASSPHRASE);
            assert!(added.status.success(), "{added:?}");
        }
        let all = [&["--network", url][..], flags, &base].concat();
        let output = stage.run(&all, passphrase);
        if passphrase == PASSPHRASE && MUST_SUCCEED.contains(&words) {
            // Two transactions of one account at once: the chain takes one, both were signed.
            let came_far = matches!(output.status.code(), Some(0 | 12));
            assert!(came_far, "tau {}: {output:?}", all.join(" "));
        }
        for (name, stream) in [("stdout", &output.stdout), ("stderr", &output.stderr)] {
            for what in secrets.found(stream) {
                broken.push(format!("tau {} shows {what} on {name}", all.join(" ")));
            }
        }
        if let Ok(document) = serde_json::from_slice::<serde_json::Value>(&output.stdout)
            && document.get("ok").is_some()
        {
            schema::fits(&document);
        }
        if words.starts_with("agent ") {
            let _ = stage.run(&["agent", "stop"], PASSPHRASE);
        }
        for path in stage.written() {
            let bytes = fs::read(&path).unwrap_or_default();
            let below = path.strip_prefix(stage.house.path("")).expect("below");
            // What the original holds was searched at the beginning.
            if fs::read(original.house.path("").join(below)).is_ok_and(|before| before == bytes) {
                continue;
            }
            for what in secrets.found(&bytes) {
                let path = path.display();
                broken.push(format!("tau {} wrote {what} to {path}", all.join(" ")));
            }
        }
    }
    broken
}

#[test]
fn what_shows_words_on_purpose_shows_nothing_more() {
    let stage = Stage::new();
    let secrets = Secrets::known();
    let create = ["--json", "wallet", "create", "new", "--print-mnemonic"];
    let output = stage.run(&create, PASSPHRASE);
    assert!(output.status.success(), "{output:?}");
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let words = document["data"]["mnemonics"][0]["mnemonic"].as_str().expect("words");
    let mnemonic = Mnemonic::parse(&SecretString::from(words)).expect("a phrase");
    assert_eq!(mnemonic.phrase().expose_secret(), words);
    let secret = Secret::from_mnemonic(&mnemonic, KeyType::Sr25519);
    let shown = plain(&String::from_utf8_lossy(&output.stdout));
    for bytes in [secret.private_key().to_vec(), mnemonic.entropy().to_vec()] {
        assert!(!shown.contains(&hex::encode(bytes)));
    }
    assert_eq!(secrets.found(&output.stdout), BTreeSet::new());
    assert_eq!(output.stderr, b"");
}

/// The search would find what it looks for.
#[test]
fn secrets_are_found_in_every_form() {
    let secrets = Secrets::known();
    let seed = hex::decode(&SEED[2..]).expect("hex");
    for text in [
        format!("error: wrong passphrase `{PASSPHRASE}`"),
        WORDS.replace(' ', "\n"),
        "x funny, fiber, frozen, early y".to_owned(),
        SEED.to_uppercase(),
        format!("{seed:?}"),
        base64::engine::general_purpose::STANDARD.encode(&seed),
    ] {
        assert!(!secrets.found(text.as_bytes()).is_empty(), "{text}");
    }
    assert_eq!(secrets.found(b"alarm color funny; nothing else"), BTreeSet::new());
}
