//! Every command says what it needs of a chain, or is listed here as one that asks none.

use clap::CommandFactory;
use tau::chain::surface::{COMMANDS, needs_of};
use tau::cli::Cli;

/// Commands that ask no chain, or that show what other commands read: the dashboard and its texts.
const WITHOUT: &[&str] = &[
    "addr",
    "agent",
    "completions",
    "config",
    "demo",
    "devnet",
    "evm address",
    "history probes",
    "history profit",
    "history show",
    "import-btcli",
    "explain",
    "keys",
    "man",
    "policy init",
    "policy show",
    "multisig add",
    "multisig list",
    "multisig remove",
    "multisig show",
    "proxy book add",
    "proxy book clear",
    "proxy book remove",
    "proxy book update",
    "screen",
    "tx carry",
    "tx combine",
    "tx drill",
    "tx pin",
    "tx sign",
    "wallet create",
    "wallet export",
    "wallet identify",
    "wallet import",
    "wallet kdf",
    "wallet list",
    "wallet mend",
    "wallet migrate",
    "wallet new-coldkey",
    "wallet new-hotkey",
    "wallet passwd",
    "wallet remove",
    "wallet rename",
    "wallet restore",
    "wallet show",
    "wallet sign",
    "wallet trash",
    "wallet verify",
    "wallet verify-backup",
    "wallet watch",
];

fn is_without(command: &str) -> bool {
    WITHOUT.iter().any(|known| {
        command.strip_prefix(known).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    })
}

fn leaves(command: &clap::Command, path: &str, found: &mut Vec<String>) {
    // Hidden ones are other tools' spellings of those that are shown.
    let subs =
        command.get_subcommands().filter(|sub| sub.get_name() != "help" && !sub.is_hide_set());
    let before = found.len();
    for sub in subs {
        leaves(sub, &format!("{path} {}", sub.get_name()), found);
    }
    if found.len() == before && !path.is_empty() {
        found.push(path.trim_start().to_owned());
    }
}

#[test]
fn every_command_says_what_it_needs() {
    let mut root = Cli::command();
    root.build();
    let mut all = Vec::new();
    leaves(&root, "", &mut all);
    assert!(all.len() > 30, "{all:?}");
    for command in &all {
        assert!(
            needs_of(command).is_some() || is_without(command),
            "`tau {command}` has no row in src/chain/surface/needs.rs"
        );
    }
    for row in COMMANDS {
        assert!(all.iter().any(|command| command == row.command), "no command `{}`", row.command);
    }
}
