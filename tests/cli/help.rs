//! The manual: the whole help tree in one snapshot, and its house rules.

use std::path::Path;

use clap::CommandFactory;
use tau::cli::Cli;

use super::house::House;

fn each(command: &clap::Command, path: &str, visit: &mut dyn FnMut(&str, &clap::Command)) {
    visit(path, command);
    for sub in
        command.get_subcommands().filter(|sub| !sub.is_hide_set() && sub.get_name() != "help")
    {
        each(sub, &format!("{path} {}", sub.get_name()), visit);
    }
}

/// `tau man > docs/commands.md` renews it.
#[test]
fn the_reference_is_what_the_commands_say() {
    let house = House::new();
    let output = house.output(&["man"], &[]);
    let said = String::from_utf8(output.stdout).expect("text");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/commands.md");
    let kept = std::fs::read_to_string(path).expect("the reference");
    assert!(said == kept, "docs/commands.md is out of date: tau man > docs/commands.md");
    // Flags that every command has are said once.
    assert_eq!(kept.matches("--allow-insecure\n").count(), 1);
}

#[test]
fn every_command_has_a_man_page() {
    let house = House::new();
    let folder = house.path("man").display().to_string();
    let said = house.tau(&["man", "--directory", &folder, "--json"]).json();
    let mut root = Cli::command();
    root.build();
    let mut commands = 0;
    each(&root, "tau", &mut |path, _| {
        commands += 1;
        let page = house.path(&format!("man/{}.1", path.replace(' ', "-")));
        let text = std::fs::read_to_string(&page).expect("a man page");
        assert!(text.contains(".SH SYNOPSIS"), "{path}: {text}");
    });
    assert_eq!(said["data"]["pages"].as_array().map(Vec::len), Some(commands), "{said}");
}

#[test]
fn shells_are_told_every_noun() {
    let house = House::new();
    let mut nouns = Vec::new();
    let root = Cli::command();
    nouns.extend(
        root.get_subcommands().filter(|sub| !sub.is_hide_set()).map(clap::Command::get_name),
    );
    for shell in ["bash", "zsh", "fish", "nushell", "elvish", "powershell"] {
        let script = house.tau(&["completions", shell]).stdout;
        for noun in &nouns {
            assert!(script.contains(noun), "{shell} does not know {noun}");
        }
    }
    let bash = house.path("tau.bash");
    std::fs::write(&bash, house.tau(&["completions", "bash"]).stdout).expect("written");
    match std::process::Command::new("bash").arg("-n").arg(&bash).status() {
        Ok(status) => assert!(status.success(), "bash does not read its script"),
        Err(error) => eprintln!("SKIPPED: bash cannot be asked: {error}"),
    }
    let unknown = house.tau(&["completions", "tcsh"]);
    assert_eq!(unknown.code, 2, "{unknown}");
}

#[test]
fn every_command_starts_with_an_imperative_and_ends_with_an_example() {
    let mut root = Cli::command();
    root.build();
    each(&root, "tau", &mut |path, command| {
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        assert!(!about.is_empty(), "{path} says nothing of itself");
        assert!(!about.ends_with('.'), "{path}: the first line ends without a period: {about}");
        if command.get_subcommands().next().is_none() {
            let example = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(example.starts_with(&format!("Example: {path}")), "{path}: {example}");
        }
    });
}

#[test]
fn misspelt_commands_and_flags_are_met_with_suggestions() {
    let house = House::new();
    insta::assert_snapshot!(house.tau(&["wallt"]), @r"
        ------- stderr -------
        error: `wallt` is not a tau command
        hint: did you mean `wallet`?
        hint: usage: tau [OPTIONS] [COMMAND]
        [exit status: 2]
        ");
    insta::assert_snapshot!(house.tau(&["stake", "ad"]), @r"
        ------- stderr -------
        error: `ad` is not a tau command
        hint: did you mean `add`?
        hint: usage: tau stake [OPTIONS] <COMMAND>
        [exit status: 2]
        ");
    insta::assert_snapshot!(house.tau(&["wallet", "list", "--jsno"]), @r"
        ------- stderr -------
        error: there is no flag `--jsno` here
        hint: did you mean `--json`?
        hint: usage: tau wallet list --json
        [exit status: 2]
        ");
    insta::assert_snapshot!(house.tau(&["subnet", "show"]), @r"
        ------- stderr -------
        error: `NETUID` must be given
        hint: usage: tau subnet show <NETUID>
        [exit status: 2]
        ");
    insta::assert_snapshot!(house.tau(&["stake", "add", "--json", "1"]), @r#"
        {"ok":false,"command":"stake add","schema":1,"error":{"kind":"usage","message":"`--netuid` must be given","hints":["usage: tau stake add --netuid <NETUID> --json <AMOUNT>"]}}
        [exit status: 2]
        "#);
}

#[test]
fn the_version_is_one_line() {
    let house = House::new();
    let said = house.tau(&["--version"]);
    assert_eq!(said.stdout, format!("tau {}\n", env!("CARGO_PKG_VERSION")));
    assert_eq!((said.stderr.as_str(), said.code), ("", 0));
}

#[test]
fn spellings_of_btcli_are_understood() {
    for arguments in [
        ["w", "list"].as_slice(),
        &["wallet", "new_hotkey", "x", "--wallet-name", "w", "--n-words", "12"],
        &["st", "add", "--amount", "1", "--netuid", "4", "--hotkey-ss58", "5F", "--no-prompt"],
        &["stake", "remove", "--all", "-n", "4", "--rate-tolerance", "1%"],
        &["subnets", "metagraph", "--netuid", "4"],
        &["s", "list", "--json-output"],
        &["wallet", "transfer", "--dest", "5F", "--amount", "1", "--wallet.name", "w"],
        &["wallet", "balance", "--ss58", "5F"],
    ] {
        let mut all = vec!["tau"];
        all.extend(arguments);
        if let Err(error) = <Cli as clap::Parser>::try_parse_from(&all) {
            panic!("{arguments:?}: {error}");
        }
    }
}
