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
    apex                            da517f18 358b58b4 925a9450 775c4ac1 d77f76cf 608bf107 4fb4cf50 e9430098 622c0893
    Overview                        b136f9f9 7aca11b0 e34ffdbe 25b85866 5540eabc f20976bc 5e64dc41 9dd0cc7e fd553f2f
    Positions 3                     c3d02418 fa1a403b 38925125 d97ef1f6 a1388297 6a556bad ee2950ab b98538d7 109b01a7
    Rizzo                           154c0d12 75a78e3a 8200b0a0 26f9386e e24c071c 74865cc6 02bd0333 7edb70b8 54858b0f
    only watched                    c9e8c87d 5a9f7a49 80b4b2ba cb9b5534 a2947be5 55aa8af0 41f2035c 19a391c5 53e257c6
    SubtensorModule.add_stak        0c343c10 d8cd7e6f 809ab12d ebc151c7 544c8296 0a20f80f afe70c0d f1ad0f90 06ecef12
    Blocks 1                        de5c3045 23961057 41819299 d70a418f 5409d695 c89eae0b c615ec72 8fd32881 c395a75a
    StakeAdded                      fd1c36b5 8a3a0989 1a221463 d17c3477 67e24c6f da9b6bd0 b1d3d80c 040cd94d 50347c1b
    entrypoint.example              d3b61f42 aa25d353 9f9cf113 0affea6f ed5e0b0d e230e3f5 1e6e1b13 77ee6b12 63af5e61
    subnet list                     097f53ca bc42b707 9cc0d1db 383b8052 616ec964 76b82868 5432ad37 4ce698ae 6ed8ccb3
    blocks from one pay-out         f74cf877 b7684a81 b07e0c4e 1d2abdf2 3bf42051 ee66af57 fb45f935 14b1bb3b cbe1a694
    right after somebody registers  c0048439 37b6a3c4 57848444 eb2c6cf8 406147ec cd5ccc95 b5c3790f fc7b35b5 83d672f3
    stake                           591409e2 9ef08078 970f634a a750fe52 6ac6e3bc 527d6cf5 6e0b1e6c f0fc6988 fb4471f2
    Incent                          d299caea 09b0438f cb79c85f 394351a4 8f030d80 64a4d409 42d12186 b1fba2f0 2ee537c9
    Imagine one change              9d2a40dc 2d62f49b cc43cf8f 52780ff2 640db0c6 f46b0112 a4c0f921 15d52611 e880c0e7
    to is missing                   f019d7b2 82af6e33 71c2efdf e1566e3d 8edc861f defe1ca2 621ec4c6 7a059e18 cf8a892c
    show or leave out               cc7cbd2c 00458488 569a760f 551aaa3a 53c90185 f0318b62 47a49269 046071d0 acbe32be
    reading its weights             4674118e 65f6c539 7ff1e885 c5ad4094 8fee6dd6 c7cbe0c6 25ce6026 777dd033 a538ad93
    Nominators                      bb56d2d8 d695152d 6a1122d0 f273f2ac 6bd72987 13d9f6c8 8e6ff688 d6717cf5 1cbfb65d
    Finalized                       8a240cd9 884af9c5 959274cc bcca63de 64d84144 3ba3f9ba 54a075d6 aa266379 5ba65602
    succeeded                       2ce3be91 805e5808 8af7445c 5849643d 1bfce181 c9762a4b 560ecb3f 57ccb7c4 e3a23c34
    What is this?                   ff9d0d5a aaffc251 54488779 3971807e a37f24b6 9e778821 3abdadf8 44d921f8 f55ec0df
    tau subnet list                 e9e13b95 46edb445 a4a07661 ce657f3a fe9711bc f0fddbe9 eb3dac7c 7758b5bd 67bff3b2
    validators                      8475e9ff f025d4a7 1750db39 55b1f1ef 2c647445 0ec2a301 8f36d874 2dd77bc6 1e24c679
    Help                            3d57c23e 21b5330d a6d7ab23 9bd37e75 f79fc605 9c43f98c 61ca22c4 3bebf7c5 9d1f1080
    What would happen               d43ac8c5 3457fab5 030d57fe 5cc288ea baa948f2 7f8e6d6f acd528db c7763819 2d828732
    review                          fe108047 abcfefe1 67fc358c 69fa2979 e9e22607 0b2c4af2 74c0f602 d61cd95e 5b2af239
    passphrase of alice             df7600ac 7911a010 a669af01 5bc1b410 daf2f252 7d922c65 b4e62115 b6ed4a38 aa7a1adc
    sent to the node                7460a8af 21b937e1 c1e77e74 94fd03a2 48454a3a 52a3093a 655b0980 4b92fe18 6c129ad4
    Leave?                          e1af8185 e0b00962 ccda8f1d 1e3a6d15 69887c43 9214f9b2 33411d86 f8520cce 4bf97004
    no connection                   14ecf1bd 2cec0f36 140fd825 2f89cce8 bdf216a6 159f0c3e 9344c259 b2196118 fe85d11a
    Welcome to tau                  22882150 1afe316b 12e13f3e b71a3f49 f5c3e9c6 e7bba352 edc2045d 01014e8a a5e871a7
    connecting                      56f5ff66 cb6f661d c0384fa9 7cbe60b5 3e338624 5f894f5c 8719c736 2d0ed125 02089529
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
