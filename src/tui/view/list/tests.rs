//! Screens of lists and the windows above them, at every size and in every theme.

use std::sync::Arc;

use crate::chain::DelegateRow;
use crate::model::{AccountId, BlockEvent, Decoded, Label, Take};
use crate::ops::{Hyperparameter, Setting, Validator};
use crate::tui::ask::{Answer, Ask, Happened};
use crate::tui::factory::*;
use crate::tui::form_spec::{FieldSpec, FormSpec, Leads, Said, Takes};
use crate::tui::key::Key;
use crate::tui::list::ListId;
use crate::tui::{Effect, Event};

fn validators() -> Vec<Validator> {
    (0..12_u8)
        .map(|number| Validator {
            row: DelegateRow {
                hotkey: crate::model::Hotkey(account(60 + number)),
                owner: crate::model::Coldkey(account(90 + number)),
                take: Take(u16::from(number) * 1_000),
                nominators: usize::from(number) * 3,
                registrations: Vec::new(),
                permits: Vec::new(),
            },
            name: (number % 3 != 2)
                .then(|| Label::new(if number == 4 { "東京" } else { "Rizzo" })),
            root: tao(1_000_000 / (u64::from(number) + 1)),
            alpha: None,
        })
        .collect()
}

/// Answer the newest question of this kind.
fn answer(desk: &mut Desk, wanted: &Ask, answer: Answer) {
    let asked = desk.effects.iter().rev().find_map(|effect| match effect {
        Effect::Ask { request, ask } if ask.replaces(wanted) => Some((*request, ask.clone())),
        _ => None,
    });
    let (request, ask) = asked.unwrap_or_else(|| panic!("{wanted:?} was not asked"));
    desk.happen(Event::Answered { request, ask, result: Ok(Arc::new(answer)) });
}

fn happened() -> Vec<Happened> {
    let event = BlockEvent {
        transaction: Some(2),
        pallet: Label::new("SubtensorModule"),
        name: Label::new("StakeAdded"),
        fields: Decoded::List(vec![
            Decoded::Account(AccountId([1; 32])),
            Decoded::Account(AccountId([101; 32])),
            Decoded::Wide("10000000000".to_owned()),
            Decoded::Wide("399000000000".to_owned()),
            Decoded::Small(1),
            Decoded::Wide("5".to_owned()),
        ]),
    };
    vec![Happened { at: at(100), time_ms: Some(1_795_284_129_000), events: vec![event] }]
}

fn forms() -> Vec<Arc<FormSpec>> {
    let field = |label: &str, said, takes| FieldSpec {
        label: label.to_owned(),
        help: format!("what {label} means"),
        said,
        takes,
        required: label == "to",
        several: false,
        default: None,
    };
    vec![Arc::new(FormSpec {
        command: "transfer".to_owned(),
        about: "Send TAO to an address".to_owned(),
        leads: Leads::Signature,
        fields: vec![
            field("wallet", Said::Flag("--wallet".to_owned()), Takes::Wallet),
            field("to", Said::Place(1), Takes::Account),
            field("amount", Said::Place(2), Takes::Amount),
        ],
    })]
}

/// Every screen and window that this file is about, with a text that must be on it.
fn desks() -> Vec<(&'static str, Desk)> {
    let open = |keys: &str| {
        let mut desk = Desk::full();
        desk.state.forms = forms();
        desk.press(keys);
        desk
    };
    let mut list = open("4");
    answer(&mut list, &Ask::Validators, Answer::Validators(at(100), validators()));
    let mut rules = open(":1");
    rules.key(Key::Enter);
    rules.answer_metagraph(metagraph(1, 8, 100));
    rules.press("]");
    let tempo = Hyperparameter { name: Label::new("tempo"), value: Setting::Number(360) };
    let asked = ListId::Hyperparameters.ask(&rules.state).expect("a question");
    answer(&mut rules, &asked, Answer::Hyperparameters(at(100), vec![tempo]));
    let mut activity = open(":1");
    activity.key(Key::Enter);
    let asked = Ask::Happenings { after: None, until: at(100) };
    answer(&mut activity, &asked, Answer::Happenings(happened()));
    activity.press("]]]");
    let mut form = open(":transfer");
    form.key(Key::Enter);
    let mut columns = open("c");
    columns.key(Key::Down);
    let mut neuron = open(":1");
    neuron.key(Key::Enter);
    neuron.answer_metagraph(metagraph(1, 8, 100));
    neuron.key(Key::Enter);
    vec![
        ("Rizzo", list),
        ("blocks from one pay-out", rules),
        ("stake", activity),
        ("to is missing", form),
        ("show or leave out", columns),
        ("reading its weights", neuron),
        ("only watched", open("5")),
        ("What is this?", open("w")),
        ("tau subnet list", open("@")),
        ("validators", open(":vali")),
    ]
}

#[test]
fn every_list_and_window_is_whole_at_every_size_and_in_every_theme() {
    for (text, mut desk) in desks() {
        for size in [(80, 24), (120, 40), (200, 60)] {
            desk.size = size;
            // The first picture tells how many pages of columns there are, the second one says so.
            desk.draw();
            let plain = desk.draw();
            assert!(plain.contains(text), "no `{text}` at {size:?} on\n{plain}");
            for theme in crate::theme::BUILTIN {
                assert_eq!(desk.buffer(theme).1, plain, "{theme} changes the text");
            }
            for line in plain.lines() {
                let cells = crate::present::width(line);
                assert!(cells <= usize::from(size.0), "{cells} cells at {size:?}: {line}");
            }
        }
        // Tiny ones say so, and nothing is out of bounds.
        for size in [(1, 1), (20, 5), (79, 23)] {
            desk.size = size;
            desk.draw();
        }
    }
}

#[test]
fn own_accounts_are_called_by_their_names() {
    let (_, mut desk) = desks().into_iter().nth(2).expect("the activity");
    let picture = desk.draw();
    let line = picture.lines().find(|line| line.contains("stake ")).expect("a stake");
    assert!(line.contains("alice") && line.contains("10.00") && line.contains("399.0"), "{line}");
}

#[test]
fn the_validators_at_80_by_24() {
    let (_, mut desk) = desks().remove(0);
    insta::assert_snapshot!(desk.draw().lines().take(8).collect::<Vec<_>>().join("\n"), @"
     τ tau   1 Subn  2 Subn  3 Port  4 Validators  5 Wall  6 Tran  7 Chai       dev
    ╭ Validators 12 ───────────────────────────────────────────────────────────────╮
    │ Name                Hotkey           Take   On root τ     Yield   Nominators │
    │ Rizzo               5DRgd8…tPB7        0%       1.00M         —            0 │
    │ Rizzo               5DSzyD…MZN6     1.53%        500k         —            3 │
    │ —                   5DUKKH…pfms     3.05%        333k         —            6 │
    │ Rizzo               5DVdfM…Hzmt     4.58%        250k         —            9 │
    │ 東京                5DWx1S…kwPC      6.1%        200k         —           12 │
    ");
}
