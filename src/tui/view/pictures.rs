//! Every screen and every window above them, at every size and in every theme.

use std::sync::Arc;

use crate::chain::{DelegateRow, EpochStorage, Health, Probe, Verdict};
use crate::model::{
    AccountId, Alpha, BlockEvent, BlockSummary, Decoded, Hash, Label, Mortality, Take, Tao,
};
use crate::ops::{
    BurnCost, Entry, EpochInputs, Examination, Happening, Hyperparameter, Listing, Moment, Setting,
    Validator, Words,
};
use crate::tui::ask::{Answer, Ask, Happened};
use crate::tui::factory::*;
use crate::tui::form_spec::{FieldSpec, FormSpec, Leads, Said, Takes};
use crate::tui::key::Key;
use crate::tui::{Effect, Event};

/// Themes whose pictures are kept: the usual one, a light one, and one without a colour.
const PICTURED: [&str; 3] = ["default", "light", "mono"];

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
        needed: ["to", "amount"].contains(&label),
        several: false,
        default: None,
        short: None,
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

/// A transaction that was signed here and came into a block.
fn journal() -> Listing {
    let happening = Happening::Succeeded { at: at(99), index: 2, fee: Some(Tao::from_rao(1_385)) };
    let entry = Entry {
        transaction: Hash([0xab; 32]),
        at_ms: 1_795_284_129_000,
        network: network(),
        signer: account(1),
        nonce: 3,
        mortality: Mortality { birth: at(90), period: 64 },
        tip: Tao::ZERO,
        call: Words {
            pallet: Label::new("SubtensorModule"),
            call: Label::new("add_stake_limit"),
            args: vec![(Label::new("netuid"), Label::new("1"))],
        },
        call_bytes: vec![7, 88],
        bytes: vec![1, 2, 3],
        shield: None,
        moments: vec![Moment { at_ms: 1_795_284_141_000, happening }],
    };
    Listing { entries: vec![entry], broken: Vec::new() }
}

fn examination() -> Examination {
    let endpoint = Label::new("wss://entrypoint.example:443");
    let health = Ok(Health { latency: std::time::Duration::from_millis(41), best: 101 });
    let verdict = |command, refused: &[&str], notes: &[&str]| Verdict {
        command,
        refused: refused.iter().map(|text| (*text).to_owned()).collect(),
        notes: notes.iter().map(|text| (*text).to_owned()).collect(),
    };
    Examination {
        network: network(),
        at: at(100),
        written_for: 425,
        extensions: vec!["CheckNonce".to_owned()],
        endpoints: vec![Probe { endpoint, health }],
        verdicts: vec![
            verdict("stake add", &[], &[]),
            verdict("subnet list", &[], &["the volume is not known on this runtime"]),
            verdict("stake swap", &["SubtensorModule.swap_stake has other arguments"], &[]),
        ],
    }
}

fn burn_cost() -> BurnCost {
    BurnCost {
        at: at(100),
        burn: tao(2),
        next: Tao::from_rao(2_520_000_000),
        least: Tao::from_rao(500_000),
        most: tao(100),
        is_open: true,
        is_full: false,
    }
}

fn epoch_inputs() -> EpochInputs {
    let metagraph = metagraph(1, 8, 100);
    let storage = EpochStorage {
        weights: (0..8).map(|_| vec![(4, 40_000), (5, 20_000), (6, 5_535)]).collect(),
        bonds: vec![Vec::new(); 8],
        takes: vec![Take(11_796); 8],
        bonds_penalty: 0,
        stake_threshold: Alpha::ZERO,
        last_update: vec![90; 8],
        mechanisms: 2,
        split: None,
    };
    EpochInputs::new(metagraph, 0, storage, &[])
}

/// Every screen and every window, with a text that must be on it.
fn desks() -> Vec<(&'static str, Desk)> {
    let open = |keys: &str| {
        let mut desk = Desk::full();
        desk.state.forms = forms();
        desk.press(keys);
        desk
    };
    // The overview of subnet 1, and as many tabs further.
    let subnet = |tabs: &str| {
        let mut desk = open(":1");
        desk.key(Key::Enter);
        desk.answer_metagraph(metagraph(1, 8, 100));
        desk.press(tabs);
        desk
    };
    // A list whose rows come with an answer.
    let listed = |mut desk: Desk, told: Answer| {
        let list = desk.state.list().expect("a list is shown");
        let asked = list.ask(&desk.state).expect("a question");
        answer(&mut desk, &asked, told);
        desk
    };
    let tempo = Hyperparameter { name: Label::new("tempo"), value: Setting::Number(360) };
    let half_life =
        Hyperparameter { name: Label::new("burn_half_life"), value: Setting::Number(360) };
    let block = BlockSummary {
        at: at(100),
        time_ms: Some(1_795_284_129_000),
        transactions: Vec::new(),
        events: 7,
    };
    let happenings = Ask::Happenings { after: None, until: at(100) };
    let mut activity = subnet("");
    answer(&mut activity, &happenings, Answer::Happenings(happened()));
    activity.press("]]]");
    let mut events = open("");
    answer(&mut events, &happenings, Answer::Happenings(happened()));
    events.press("7]");
    let mut changed = listed(subnet("]]]]"), Answer::Epoch(Box::new(epoch_inputs())));
    changed.press("e");
    let mut form = open(":transfer");
    form.key(Key::Enter);
    let mut columns = open("c");
    columns.key(Key::Down);
    let mut neuron = subnet("");
    neuron.key(Key::Enter);
    let mut validator = listed(open("4"), Answer::Validators(at(100), validators()));
    validator.key(Key::Enter);
    let mut transaction = listed(open("6"), Answer::Journal(journal()));
    transaction.key(Key::Enter);
    let stake = || {
        let mut desk = open(":stake 1");
        desk.key(Key::Enter);
        desk.press("10");
        desk.answer_plan(Ok(plan()));
        desk
    };
    // Reviewed, unlocked, and on its way.
    let sent = || {
        let mut desk = stake();
        desk.key(Key::Enter);
        desk.key(Key::Enter);
        desk.happen(Event::SecretTyped(4));
        desk.happen(Event::SecretEntered);
        let request = desk.committed();
        (desk, request)
    };
    let mut review = stake();
    review.key(Key::Enter);
    let mut unlock = stake();
    unlock.key(Key::Enter);
    unlock.key(Key::Enter);
    let (mut sending, request) = sent();
    sending.happen(Event::Progress { request, stage: crate::model::Stage::Sent });
    let (mut leaving, _) = sent();
    leaving.key(Key::Ctrl('c'));
    let (mut done, request) = sent();
    done.happen(Event::Committed { request, result: Ok(Box::new(receipt())) });
    let mut lost = open("");
    lost.happen(Event::Lost(Label::new("connection reset")));
    let mut welcome = Desk::connected();
    welcome.state.welcomed = false;
    welcome.answer_wallets(Vec::new());
    welcome.answer_subnets(subnets(6, 100));
    vec![
        ("apex", open("")),
        ("Overview", subnet("")),
        ("Positions 3", open("3")),
        ("Rizzo", listed(open("4"), Answer::Validators(at(100), validators()))),
        ("only watched", open("5")),
        ("SubtensorModule.add_stak", listed(open("6"), Answer::Journal(journal()))),
        ("Blocks 1", listed(open("7"), Answer::Blocks(vec![block]))),
        ("StakeAdded", events),
        ("entrypoint.example", listed(open("7]]"), Answer::Doctor(Box::new(examination())))),
        ("subnet list", listed(open("7]]]"), Answer::Doctor(Box::new(examination())))),
        (
            "blocks from one pay-out",
            listed(subnet("]"), Answer::Hyperparameters(at(100), vec![tempo])),
        ),
        (
            "right after somebody registers",
            listed(subnet("]]"), Answer::Registration(burn_cost(), vec![half_life])),
        ),
        ("stake", activity),
        ("Incent", listed(subnet("]]]]"), Answer::Epoch(Box::new(epoch_inputs())))),
        ("Imagine one change", changed),
        ("to is missing", form),
        ("show or leave out", columns),
        ("reading its weights", neuron),
        ("Nominators", validator),
        ("Finalized", done),
        ("succeeded", transaction),
        ("What is this?", open("w")),
        ("tau subnet list", open("@")),
        ("validators", open(":vali")),
        ("Help", open("?")),
        ("What would happen", stake()),
        ("review", review),
        ("passphrase of alice", unlock),
        ("sent to the node", sending),
        ("Leave?", leaving),
        ("node lost", lost),
        ("Welcome to tau", welcome),
        ("connecting", Desk::new()),
    ]
}

/// A number that two pictures share only if every cell of them looks the same, on any machine (FNV-1a).
fn fingerprint(buffer: &ratatui::buffer::Buffer) -> u32 {
    let mut looks = String::new();
    let mut style = None;
    for cell in buffer.content() {
        if style.replace(cell.style()) != Some(cell.style()) {
            looks.push_str(&format!("{:?}{:?}{:?};", cell.fg, cell.bg, cell.modifier));
        }
        looks.push_str(cell.symbol());
    }
    let bytes = looks.into_bytes().into_iter();
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (hash >> 32) as u32
}

#[test]
fn every_screen_and_window_is_whole_at_every_size_and_in_every_theme() {
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

/// A change of any cell of any of these pictures changes its number: look at the picture itself (`tau screen`, or
/// print `desk.draw()` here), then renew the table.
#[test]
fn pictures_stay_as_they_are() {
    let mut table = format!("{:32}", "80x24, 120x40, 200x60 in");
    for theme in PICTURED {
        table.push_str(&format!("{theme:27}"));
    }
    for (text, mut desk) in desks() {
        table.push_str(&format!("\n{text:31}"));
        for theme in PICTURED {
            for size in [(80, 24), (120, 40), (200, 60)] {
                desk.size = size;
                desk.draw();
                table.push_str(&format!(" {:08x}", fingerprint(&desk.buffer(theme).0)));
            }
        }
    }
    insta::assert_snapshot!(table, @"
    80x24, 120x40, 200x60 in        default                    light                      mono                       
    apex                            7b06071a 6da41808 206dd1d1 047dd103 16f8f123 5fda1275 c7520617 2e324a9e 91ebf771
    Overview                        c871a5be 73408c10 6ec87362 ac5f25f0 8c12bdee 2faf474d 07228a59 d1aefaa2 4fb37e06
    Positions 3                     413b526d 4f14f94c a774325d f815c85e ddd618d1 6cb0d6e7 c4d522cb 01e6c8c4 e563e1ad
    Rizzo                           89b67e08 c9187e76 00035f8e aa8028cf 2e6587fc 5fb94f03 9515d5b7 ac83ec9c 67816b14
    only watched                    71db3bf4 23af4e7c e816d872 5e1e49a7 b024b0ee ed74081c 6f6590f8 6e50f96e 24d72606
    SubtensorModule.add_stak        7dfbec02 d7e631ce 4157f65a da638f55 987f9943 68f34782 452f88c5 50cd2060 55e5af62
    Blocks 1                        aacd51dc 6625a1a6 1364e450 575a9f75 be5d5a2a c11df261 43c0aba6 d3d1fd21 c05b3063
    StakeAdded                      f6821a31 3ddb15a9 6139a2cc 14eb5135 f948eaa0 f87ae1e7 2c9952f9 a4443335 305d592f
    entrypoint.example              13932a97 d8686df5 6448f980 f738dd88 0aece33f 0642e211 61d50b61 bd5b359a e2d038dd
    subnet list                     d1c0718e 3194d8b1 11a9183b fef1b11c 55dfb4f0 f016a36b 3adb6b2b 4c2a82af 64ce6067
    blocks from one pay-out         7afb7539 37b7daf2 46812368 73bb24ab ccf64880 ed67377d 45d3d100 0649b26b d2a88796
    right after somebody registers  66d8fe06 a56a6b83 f0e07704 9dbf38d5 e99fc4de 0e437933 244064ee 1cd2f24a 41a77c11
    stake                           a53e34b6 f9c13f49 c6040cfd c7d3034d 50d54d70 9bcaa6dc 3aff2b13 3340059a 4b512335
    Incent                          1d0f57e8 13659d7d a9f6dd65 b5cdd031 cc43014e 032aa19b eebddd7d 56a34fb3 17f77ae8
    Imagine one change              79b56ed3 ec9b52e5 ff1c3451 c1a24f97 38d0b9c2 6f1b861c 163cd053 ca813754 55f264d6
    to is missing                   946b1ffe 72a8a43c 4ea93c70 3b11c9d9 60986642 07601e3d 78b74caf 0f19c230 d07e7419
    show or leave out               ac3fc1d8 ea7166e9 6106bc98 af34e90a 84a02b6b 75cef454 7ea0a472 a98b6c3e 17cefbe1
    reading its weights             c33661c3 7e286312 a1c5f2e2 5cec776f 4f0f9f5e ce3a9a6f c07af9e1 66c9fa49 a1afea6a
    Nominators                      5ddb6327 616d0afe 9499f4c4 0b6b1380 89af8ebc 5ee46931 c5f96558 03fbeaad 4255ca07
    Finalized                       92d0e17e 25658ba5 316c9633 5d4d0bf4 6282e033 cd850838 4d463b82 a4f926ac 175ce41a
    succeeded                       4a124897 d643c9d2 78a3434a 0ff4301b 6525e47a f9e05b5e 33ebc888 46f6e6d7 6114f352
    What is this?                   d32145bf f3696691 4838a6d7 406595fa d1d3ffc9 f76c05ab d76198f0 f3831e08 bf549d86
    tau subnet list                 41348c59 db549537 46b6f4ed bf1f45ac 46d5f8ce c35366ec b3498035 fdf11b24 54f4e3ee
    validators                      fc6c6928 3357ed6f a0d68636 53da183f 23e60bc7 7aef845d 2391475e 726729a4 18e48de4
    Help                            05d6d11d 16bebcc2 c62f6a5d a13b4412 e24c35e8 97d273f1 08684d87 72f61b96 83484c49
    What would happen               c980b64e c6b3c344 ba381e9f aea5adba 979a4089 917d246b 0a57761e e5ebc9a0 647f5546
    review                          e7eb385d 698b9272 d2516d36 adeb6c63 19a549e8 0fad192a b6d4098c 20885925 fd62116f
    passphrase of alice             a7004b17 e1545ba5 24a453c8 08fac7c8 3f3c59ba 4f11215c 69087edb f21f3a19 f74d122a
    sent to the node                ae6e6012 cfbffbfd 277b2e1f 533831d0 b31a441f ad586fad 7d001dd9 5cb1e6c1 78bbd159
    Leave?                          33312d4c a4a058ad 14fd0f8c 147a4e36 ade79dda 9535bd9d 0563297c 742d02a4 8eda7510
    node lost                       db28d7e8 730acabe cab2140a f92ca8c7 9e7deb59 ade3364d a712d31b 47066d94 906cce92
    Welcome to tau                  ecb43aa5 b3c1436e f18489d4 17c54f19 af9dc756 da28e4e8 dac8e98d aa0d7e72 028c8fdc
    connecting                      df49e260 d64f348c 547781c5 2db96bc9 f9b9b616 a01778ed d7f058e1 c9c9699d b1806198
    ");
}

#[test]
fn own_accounts_are_called_by_their_names() {
    let activity = desks().into_iter().find(|(text, _)| *text == "stake");
    let picture = activity.expect("the activity").1.draw();
    let line = picture.lines().find(|line| line.contains("stake ")).expect("a stake");
    assert!(line.contains("alice") && line.contains("10.00") && line.contains("399.0"), "{line}");
}

#[test]
fn the_validators_at_80_by_24() {
    let validators = desks().into_iter().find(|(text, _)| *text == "Rizzo");
    let mut desk = validators.expect("the validators").1;
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
