//! `tau explain`: every word that tau uses has a meaning, and what has none is likened.

use std::path::PathBuf;

use clap::CommandFactory;
use tau::cli::Cli;

use super::house::{House, Said};

fn explain(house: &House, words: &[&str]) -> Said {
    house.tau(&[&["explain"], words].concat())
}

#[test]
fn a_word_an_error_a_call_a_column_and_a_hyperparameter() {
    let house = House::new();
    for (words, meaning) in [
        (&["validator", "permit"][..], "the right to give weights to others"),
        (&["MaxWeightExceeded"], "one weight is larger than the subnet allows"),
        (&["SubtensorModule::NotEnoughBalanceToStake"], "there is not enough free TAO"),
        (&["1010: Invalid Transaction: Custom error: 8"], "the price would move past the limit"),
        (&["Token.FundsUnavailable"], "there is not enough free TAO"),
        (&["add_stake_limit"], "Buy alpha while its price stays within a limit"),
        (&["Dereg"], "place in the order in which subnets make room"),
        (&["burn_half_life"], "blocks in which the cost of a registration halves"),
    ] {
        let said = explain(&house, words);
        assert!(said.code == 0 && said.stdout.contains(meaning), "{words:?}: {said}");
    }
    let burn = explain(&house, &["burn", "--json"]).data();
    let kinds: Vec<&str> = burn["entries"]
        .as_array()
        .expect("entries")
        .iter()
        .filter_map(|e| e["kind"].as_str())
        .collect();
    // The word first, then the hyperparameter and the columns of that name.
    assert_eq!(kinds.first(), Some(&"term"), "{burn}");
    assert!(kinds.contains(&"hyperparameter") && kinds.contains(&"column"), "{burn}");
}

#[test]
fn what_has_no_meaning_is_likened() {
    let house = House::new();
    let said = explain(&house, &["metagrph"]);
    assert_eq!(said.code, 2, "{said}");
    assert!(said.stderr.contains("no explanation of `metagrph`"), "{said}");
    assert!(said.stderr.contains("near to it: metagraph"), "{said}");
    let said = explain(&house, &["qqqqqq"]);
    assert!(said.stderr.contains("`tau explain` alone lists"), "{said}");
    let said = explain(&house, &[]);
    assert!(said.code == 0 && said.stdout.contains("immunity period"), "{said}");
}

/// The words of the reference text's last section.
fn words() -> Option<Vec<String>> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/design/product.md");
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("SKIPPED: {} is not there, so its words are not looked up", path.display());
        return None;
    };
    let list = text.split("own: ").last().expect("a list of words").replace('\n', " ");
    let words = list.trim().trim_end_matches('.').split(", ");
    // `burn (registration cost)`, `era or mortality`: each of the two.
    let each = words.flat_map(|word| {
        let parts: Vec<&str> = word.split(" or ").flat_map(|part| part.split(" (")).collect();
        parts
            .into_iter()
            .map(|part| part.trim_end_matches(')').trim().to_owned())
            .collect::<Vec<_>>()
    });
    Some(each.collect())
}

#[test]
fn every_word_of_the_product_is_explained() {
    let Some(words) = words() else { return };
    assert!(words.len() > 20, "{words:?}");
    let lexicon = tau::tui::words::lexicon();
    let missing: Vec<_> = words.iter().filter(|word| lexicon.find(word).is_empty()).collect();
    assert!(missing.is_empty(), "no meaning of {missing:?}");
}

#[test]
fn every_column_and_hyperparameter_that_is_shown_is_explained() {
    let house = House::new();
    let lexicon = tau::tui::words::lexicon();
    let shown = house.tau(&["subnet", "hyperparameters", "7", "--network", "dev", "--json"]).data();
    let rows = shown["hyperparameters"].as_array().expect("hyperparameters");
    assert!(rows.len() > 20, "{shown}");
    let names = rows.iter().filter_map(|row| row["name"].as_str().map(str::to_owned));
    let columns =
        lexicon.entries().iter().filter(|entry| entry.kind == tau::present::WordKind::Column);
    let columns: Vec<String> = columns.map(|entry| entry.word.clone()).collect();
    // Tables of the command line alone bring no meaning of their own: their heads are words of these tables.
    assert!(columns.len() > 80, "{}", columns.len());
    let missing: Vec<String> =
        names.chain(columns).filter(|word| lexicon.find(word).is_empty()).collect();
    assert!(missing.is_empty(), "no meaning of {missing:?}");
}

#[test]
fn every_command_line_that_is_given_begins_with_a_command() {
    let tree = Cli::command();
    for entry in tau::tui::words::lexicon().entries() {
        for line in &entry.commands {
            let mut words = line.split_whitespace();
            assert_eq!(words.next(), Some("tau"), "{line}");
            // As far as words are verbs; what comes behind them are values.
            let mut command = &tree;
            for word in words {
                let Some(next) = command.find_subcommand(word) else { break };
                command = next;
            }
            let is_whole = !std::ptr::eq(command, &tree) && !command.is_subcommand_required_set();
            assert!(is_whole, "`{line}` is no command");
        }
    }
}
