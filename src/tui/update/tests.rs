//! What keys, clicks and answers do to the state, without a picture or a chain.

use std::sync::Arc;
use std::time::Duration;

use crate::model::{Hotkey, Intent, NetUid, Stage, TaoAmount};
use crate::present::{Order, SubnetColumn};
use crate::tui::factory::*;
use crate::tui::key::{Key, Mouse};
use crate::tui::state::{Course, Failure, Link, Popup, Screen, Step, Value};
use crate::tui::{Effect, Event};

fn selected(desk: &Desk) -> Option<u16> {
    desk.state.subnets_screen.table.selected().map(|netuid| netuid.0)
}

fn order(desk: &Desk) -> Vec<u32> {
    desk.state.subnets_screen.table.rows().to_vec()
}

fn form(desk: &Desk) -> &crate::tui::state::StakeForm {
    match desk.state.popups.last() {
        Some(Popup::Stake(form)) => form,
        other => panic!("no form but {other:?}"),
    }
}

/// The form on subnet 1 with ten TAO in it and its plan on the screen.
fn planned() -> Desk {
    let mut desk = Desk::full();
    desk.press(":stake 1");
    desk.key(Key::Enter);
    desk.press("10");
    desk.answer_plan(Ok(plan()));
    desk
}

#[test]
fn the_start_asks_for_the_chain_and_the_keys() {
    let desk = Desk::new();
    assert!(matches!(desk.effects[..], [Effect::Connect, Effect::ReadWallets { .. }]));
}

#[test]
fn every_block_is_read_once() {
    let mut desk = Desk::full();
    desk.effects.clear();
    desk.happen(Event::Finalized(at(101)));
    // The subnets, and what happened in the block.
    assert!(
        matches!(desk.effects[..], [Effect::ReadSubnets { .. }, Effect::Ask { .. }]),
        "{:?}",
        desk.effects
    );
    desk.effects.clear();
    desk.happen(Event::Finalized(at(101)));
    assert!(desk.effects.is_empty());
}

#[test]
fn the_cursor_stays_on_its_subnet_when_the_order_changes() {
    let mut desk = Desk::full();
    desk.key(Key::Down);
    let before = selected(&desk);
    desk.press("#");
    assert_eq!(order(&desk), [0, 1, 2, 3, 4, 5]);
    assert_eq!(selected(&desk), before);
    desk.press("S");
    assert_eq!(order(&desk), [5, 4, 3, 2, 1, 0]);
    assert_eq!(selected(&desk), before);
    // The subnet is gone: the cursor keeps its place.
    let place = desk.state.subnets_screen.table.cursor();
    desk.answer_subnets(subnets(before.expect("a row"), 101));
    assert_eq!(desk.state.subnets_screen.table.cursor(), place);
}

#[test]
fn sorting_again_turns_the_order_round() {
    let mut desk = Desk::full();
    desk.press("P");
    let table = &desk.state.subnets_screen.table;
    assert_eq!((table.sort, table.order), (SubnetColumn::Price, Order::Descending));
    desk.press("P");
    assert_eq!(desk.state.subnets_screen.table.order, Order::Ascending);
    desk.press("s");
    assert_eq!(desk.state.subnets_screen.table.sort, SubnetColumn::Change);
}

#[test]
fn a_filter_is_kept_by_enter_and_cleared_by_escape() {
    let mut desk = Desk::full();
    desk.press("/ト");
    assert_eq!(order(&desk), [3]);
    desk.key(Key::Enter);
    // Keys are verbs again.
    desk.press("j");
    assert_eq!(desk.state.subnets_screen.table.filter.text(), "ト");
    desk.key(Key::Esc);
    assert_eq!(order(&desk).len(), 6);
    desk.press("/zzz");
    assert!(order(&desk).is_empty());
    assert_eq!(selected(&desk), None);
    desk.key(Key::Enter);
    desk.key(Key::Enter);
    assert_eq!(desk.state.screen, Screen::Subnets);
}

#[test]
fn a_paste_is_text_and_never_verbs() {
    let mut desk = Desk::full();
    desk.happen(Event::Paste("q\nq".to_owned()));
    assert!(!desk.effects.contains(&Effect::Quit));
    desk.press("/");
    desk.happen(Event::Paste("omr".to_owned()));
    assert_eq!(order(&desk), [2]);
}

#[test]
fn late_answers_of_another_subnet_are_dropped() {
    let mut desk = Desk::full();
    desk.press(":1");
    desk.key(Key::Enter);
    let late = desk.next_request();
    desk.press(":2");
    desk.key(Key::Enter);
    let result = Ok(Arc::new(metagraph(1, 5, 100)));
    desk.happen(Event::Metagraph { request: late, netuid: NetUid(1), result });
    let screen = desk.state.subnet_screen.as_ref().expect("a subnet");
    assert!(matches!(screen.metagraph.state(), Value::Waiting));
    desk.answer_metagraph(metagraph(2, 5, 100));
    let screen = desk.state.subnet_screen.as_ref().expect("a subnet");
    assert_eq!(screen.table.rows().len(), 5);
    assert!(!screen.impacts.is_empty());
}

#[test]
fn the_cursor_of_a_metagraph_stays_on_its_hotkey() {
    let mut desk = Desk::full();
    desk.press(":1");
    desk.key(Key::Enter);
    desk.answer_metagraph(metagraph(1, 50, 100));
    desk.press("jjj");
    let hotkey = |desk: &Desk| desk.state.subnet_screen.as_ref().and_then(|s| s.table.selected());
    let before = hotkey(&desk);
    assert!(before.is_some());
    desk.press("#");
    desk.answer_metagraph(metagraph(1, 60, 101));
    assert_eq!(hotkey(&desk), before);
}

#[test]
fn the_way_back_is_the_way_in() {
    let mut desk = Desk::full();
    desk.key(Key::Enter);
    assert_eq!(desk.state.screen, Screen::Subnet);
    desk.press("3");
    desk.key(Key::Esc);
    assert_eq!(desk.state.screen, Screen::Subnet);
    desk.key(Key::Esc);
    assert_eq!(desk.state.screen, Screen::Subnets);
    desk.key(Key::Esc);
    assert_eq!(desk.state.screen, Screen::Subnets);
}

#[test]
fn unknown_commands_and_subnets_are_told() {
    let mut desk = Desk::full();
    for text in [":77", ":stake 77"] {
        desk.press(text);
        desk.key(Key::Enter);
        let notice = desk.state.notice.as_ref().expect("a notice");
        assert_eq!(notice.text, "there is no subnet 77");
        assert_eq!(desk.state.screen, Screen::Subnets);
    }
    desk.press(":dance");
    desk.key(Key::Enter);
    assert!(desk.state.notice.as_ref().is_some_and(|notice| notice.text.contains("`dance`")));
    desk.happen(Event::Clock(Duration::from_secs(60)));
    assert_eq!(desk.state.notice, None);
}

#[test]
fn clicks_select_open_sort_and_change_screens() {
    let mut desk = Desk::full();
    desk.draw();
    desk.happen(Event::Mouse(Mouse::Click { column: 10, row: 5 }));
    assert_eq!(desk.state.subnets_screen.table.cursor(), 2);
    desk.happen(Event::Mouse(Mouse::Click { column: 30, row: 2 }));
    assert_eq!(desk.state.subnets_screen.table.sort, SubnetColumn::Price);
    desk.draw();
    desk.happen(Event::Mouse(Mouse::ScrollUp));
    desk.draw();
    let row = u16::try_from(desk.state.subnets_screen.table.cursor()).expect("a row") + 3;
    desk.happen(Event::Mouse(Mouse::Click { column: 10, row }));
    assert_eq!(desk.state.screen, Screen::Subnet);
    desk.draw();
    desk.happen(Event::Mouse(Mouse::Click { column: 11, row: 0 }));
    assert_eq!(desk.state.screen, Screen::Subnets);
    // Below a pop-up nothing can be clicked.
    desk.press("?");
    desk.draw();
    desk.happen(Event::Mouse(Mouse::Click { column: 60, row: 0 }));
    assert_eq!(desk.state.screen, Screen::Subnets);
}

#[test]
fn typing_asks_for_a_plan_and_only_the_newest_answer_counts() {
    let mut desk = Desk::full();
    desk.press(":stake 1");
    desk.key(Key::Enter);
    desk.effects.clear();
    desk.press("1");
    let [Effect::Plan { request: first, intent, signer }] = &desk.effects[..] else {
        panic!("{:?}", desk.effects);
    };
    assert_eq!(*signer, account(1));
    assert!(matches!(
        intent,
        Intent::AddStake { hotkey, amount: TaoAmount::Exact(amount), .. }
            if *hotkey == Hotkey(account(101)) && *amount == tao(1)
    ));
    let first = *first;
    desk.press("0");
    desk.happen(Event::Planned { request: first, result: Ok(Box::new(plan())) });
    assert!(matches!(form(&desk).preview, crate::tui::state::Preview::Waiting));
    desk.answer_plan(Ok(plan()));
    assert!(matches!(form(&desk).preview, crate::tui::state::Preview::Ready(_)));
    // A new block asks again and leaves the answer on the screen.
    desk.effects.clear();
    desk.happen(Event::Finalized(at(101)));
    assert!(desk.effects.iter().any(|effect| matches!(effect, Effect::Plan { .. })));
    assert!(matches!(form(&desk).preview, crate::tui::state::Preview::Ready(_)));
    // Another amount makes it outdated, and outdated figures cannot be signed.
    desk.press("0");
    assert!(matches!(form(&desk).preview, crate::tui::state::Preview::Outdated(_)));
    desk.key(Key::Enter);
    assert!(matches!(form(&desk).step, Step::Edit));
}

#[test]
fn a_form_that_is_asked_for_before_the_wallets_are_read_opens_with_them() {
    let mut desk = Desk::connected();
    desk.answer_subnets(subnets(6, 100));
    desk.press(":stake 1");
    desk.key(Key::Enter);
    assert!(desk.state.popups.is_empty());
    desk.answer_wallets(wallets());
    assert_eq!(form(&desk).netuid, NetUid(1));
    // Whoever does something else meanwhile wants something else.
    let mut desk = Desk::connected();
    desk.answer_subnets(subnets(6, 100));
    desk.press(":transfer");
    desk.key(Key::Enter);
    desk.press("j");
    desk.answer_wallets(wallets());
    assert!(desk.state.popups.is_empty());
    // Without any wallet it is said that there is none.
    let mut desk = Desk::connected();
    desk.answer_subnets(subnets(6, 100));
    desk.press("a");
    let said = desk.state.notice.as_ref().map(|notice| notice.text.as_str());
    assert_eq!(said, Some("the wallets are still being read: try again"));
}

#[test]
fn neurons_that_come_late_ask_again_for_their_hotkey() {
    let mut desk = Desk::full();
    desk.press(":stake 2");
    desk.key(Key::Enter);
    desk.press("1");
    desk.effects.clear();
    // Until now only the wallet's own hotkey was known; a validator goes before it.
    desk.answer_metagraph(metagraph(2, 8, 100));
    let asked = desk.effects.iter().find_map(|effect| match effect {
        Effect::Plan { intent: Intent::AddStake { hotkey, .. }, .. } => Some(*hotkey),
        _ => None,
    });
    let first = metagraph(2, 8, 100).neurons[0].hotkey;
    assert_eq!(form(&desk).hotkey(), Ok(first));
    assert_eq!(asked, Some(first));
    desk.key(Key::BackTab);
    desk.key(Key::Left);
    let chosen = form(&desk).hotkey();
    assert_ne!(chosen, Ok(first));
    // A choice that was made stays.
    desk.answer_metagraph(metagraph(2, 8, 101));
    assert_eq!(form(&desk).hotkey(), chosen);
}

#[test]
fn what_is_reviewed_is_what_is_signed() {
    let mut desk = planned();
    desk.key(Key::Enter);
    let Step::Review(reviewed) = &form(&desk).step else { panic!("no review") };
    let reviewed = reviewed.clone();
    // A plan that comes late must not slip under the reader's eyes.
    let mut other = plan();
    other.nonce = 99;
    desk.answer_plan(Ok(other));
    desk.happen(Event::Finalized(at(101)));
    desk.key(Key::Enter);
    assert!(desk.state.wants_secret());
    desk.happen(Event::SecretEntered);
    assert!(desk.state.wants_secret(), "an empty passphrase is none");
    desk.happen(Event::SecretTyped(5));
    desk.happen(Event::SecretEntered);
    let committed = desk.effects.iter().find_map(|effect| match effect {
        Effect::Commit { plan, wallet, .. } => Some((plan.clone(), wallet.clone())),
        _ => None,
    });
    assert_eq!(committed, Some((reviewed, "alice".to_owned())));
    assert!(!desk.state.wants_secret());
}

#[test]
fn a_wrong_passphrase_asks_again_and_signs_nothing() {
    let mut desk = planned();
    desk.key(Key::Enter);
    desk.key(Key::Enter);
    desk.happen(Event::SecretTyped(5));
    desk.happen(Event::SecretEntered);
    assert_eq!(desk.state.pending(), 1);
    let request = desk.committed();
    let failure = Failure::new("the passphrase is wrong");
    desk.happen(Event::UnlockFailed { request, failure });
    assert!(desk.state.wants_secret());
    assert_eq!(desk.state.pending(), 0);
    desk.key(Key::Esc);
    assert!(matches!(form(&desk).step, Step::Review(_)));
}

#[test]
fn a_closed_form_leaves_its_transaction_in_sight() {
    let mut desk = planned();
    desk.key(Key::Enter);
    desk.key(Key::Enter);
    desk.happen(Event::SecretTyped(5));
    desk.happen(Event::SecretEntered);
    let request = desk.committed();
    desk.key(Key::Esc);
    assert!(desk.state.popups.is_empty());
    desk.happen(Event::Progress { request, stage: Stage::Sent });
    assert_eq!(desk.state.transactions[0].course, Course::At(Stage::Sent));
    // Leaving asks first.
    desk.press("q");
    assert!(!desk.effects.contains(&Effect::Quit));
    desk.key(Key::Esc);
    desk.happen(Event::Committed { request, result: Ok(Box::new(receipt())) });
    let notice = desk.state.notice.as_ref().expect("a notice");
    assert_eq!(notice.text, "finalized: stake 10 τ on subnet 1");
    desk.press("q");
    assert!(desk.effects.contains(&Effect::Quit));
}

#[test]
fn a_wallet_that_is_not_encrypted_needs_no_passphrase() {
    let mut desk = planned();
    desk.key(Key::BackTab);
    desk.key(Key::BackTab);
    desk.key(Key::Right);
    assert_eq!(form(&desk).signer().map(|wallet| wallet.name.as_str()), Some("bob"));
    desk.answer_plan(Ok(plan()));
    desk.key(Key::Enter);
    desk.key(Key::Enter);
    assert!(matches!(form(&desk).step, Step::Running { .. }));
}

#[test]
fn a_key_that_is_elsewhere_gets_a_request_and_is_never_asked_for() {
    let mut desk = Desk::full();
    let watched: Vec<_> = wallets().into_iter().filter(|wallet| !wallet.can_sign()).collect();
    desk.answer_wallets(watched);
    desk.press(":stake 1");
    desk.key(Key::Enter);
    desk.press("10");
    desk.answer_plan(Ok(plan()));
    desk.key(Key::Enter);
    desk.key(Key::Enter);
    assert!(matches!(form(&desk).step, Step::File { .. }), "{:?}", form(&desk).step);
    assert!(!desk.state.wants_secret());
    // The keys of a card are text here.
    desk.press("py");
    desk.key(Key::Backspace);
    desk.key(Key::Backspace);
    let prepare = |desk: &mut Desk| {
        desk.effects.clear();
        desk.key(Key::Enter);
        match desk.effects.first() {
            Some(Effect::Prepare { request, from, path, words }) => {
                (*request, from.clone(), path.clone(), words.clone())
            }
            other => panic!("{other:?}"),
        }
    };
    let (request, from, path, words) = prepare(&mut desk);
    assert_eq!((from.as_str(), path.as_str()), ("cold-storage", "stake-add-100.tau"));
    assert_eq!(words[..3], ["stake", "add", "10"]);
    let taken = Failure::new("there is a file already");
    desk.happen(Event::Prepared { request, result: Err(taken.clone()) });
    assert!(
        matches!(&form(&desk).step, Step::File { problem: Some(found), .. } if *found == taken)
    );
    let (request, ..) = prepare(&mut desk);
    let prepared = crate::tui::Prepared {
        path: "/tmp/stake-add-100.tau".into(),
        screen: vec!["ADD STAKE".to_owned()],
    };
    desk.happen(Event::Prepared { request, result: Ok(Box::new(prepared)) });
    assert!(desk.draw().contains("/tmp/stake-add-100.tau"));
    assert!(
        desk.state.log.iter().any(|line| line.starts_with("tau tx prepare --from cold-storage"))
    );
    desk.press("y");
    assert!(desk.effects.contains(&Effect::Copy("/tmp/stake-add-100.tau".to_owned())));
    desk.key(Key::Esc);
    assert!(desk.state.popups.is_empty());
}

#[test]
fn a_key_that_is_here_can_have_a_request_too() {
    let mut desk = planned();
    desk.key(Key::Enter);
    assert!(matches!(form(&desk).step, Step::Review(_)));
    desk.press("p");
    assert!(matches!(form(&desk).step, Step::File { .. }));
    desk.key(Key::Esc);
    assert!(matches!(form(&desk).step, Step::Review(_)));
    desk.key(Key::Enter);
    assert!(matches!(form(&desk).step, Step::Passphrase { .. }));
}

#[test]
fn a_pinned_column_stays_and_a_second_time_lets_it_go() {
    let mut desk = Desk::full();
    desk.press("Bp");
    desk.draw();
    for _ in 0..4 {
        assert!(desk.draw().contains("Burn τ"), "{}", desk.draw());
        desk.key(Key::Right);
    }
    assert!(desk.effects.contains(&Effect::Remember));
    desk.press("p");
    assert!(desk.state.subnets_screen.table.arrangement.pinned.is_empty());
    // The first columns stay anyway.
    desk.press("Pp");
    assert!(desk.state.subnets_screen.table.arrangement.pinned.is_empty());
    // The same in the choice of columns.
    desk.press("cjjp");
    assert_eq!(desk.state.subnets_screen.table.arrangement.pinned, [2]);
    assert!(desk.draw().contains("◆ Sym"));
    // On a list nothing is sorted at first.
    desk.key(Key::Esc);
    desk.press("5p");
    assert!(desk.state.notice.as_ref().is_some_and(|notice| notice.text.contains("sort by")));
}

#[test]
fn columns_are_put_in_another_order_by_keys_and_mouse() {
    let mut desk = Desk::full();
    // The price one place further to the left, the symbol behind it.
    desk.press("cjjjK");
    assert!(desk.effects.contains(&Effect::Remember));
    desk.key(Key::Esc);
    let heads = |desk: &mut Desk| desk.draw().lines().nth(2).expect("headings").to_owned();
    let line = heads(&mut desk);
    assert!(
        line.find("Price").expect("it is shown") < line.find("Sym").expect("so is it"),
        "{line}"
    );
    // The same words make the command line print it so.
    desk.press("@y");
    let is_it = |effect: &Effect| match effect {
        Effect::Copy(text) => {
            text.contains("list --sort market-cap --columns netuid,name,price,symbol,")
        }
        _ => false,
    };
    assert!(desk.effects.iter().any(is_it), "{:?}", desk.effects);
    desk.key(Key::Esc);
    // A heading sorts by its own column, wherever it stands.
    let x = u16::try_from(crate::present::width(&line[..line.find("Price").expect("it")]));
    desk.happen(Event::Mouse(Mouse::Click { column: x.expect("a cell"), row: 2 }));
    assert_eq!(desk.state.subnets_screen.table.sort, crate::present::SubnetColumn::Price);
    // With the mouse: a click on the line chooses, one on the word moves, a second one on the line leaves out.
    desk.press("c");
    let place = |desk: &mut Desk, text: &str| {
        let picture = desk.draw();
        let (y, line) =
            picture.lines().enumerate().find(|(_, line)| line.contains(text)).expect("a line");
        let x = crate::present::width(&line[..line.find(text).expect("it is there")]);
        Mouse::Click { column: u16::try_from(x).expect("x"), row: u16::try_from(y).expect("y") }
    };
    let symbol = place(&mut desk, "✓   Sym");
    desk.happen(Event::Mouse(symbol));
    let up = place(&mut desk, "K up");
    desk.happen(Event::Mouse(up));
    assert!(desk.state.subnets_screen.table.arrangement.is_in_usual_order());
    let symbol = place(&mut desk, "✓   Sym");
    desk.happen(Event::Mouse(symbol));
    assert_eq!(desk.state.subnets_screen.table.arrangement.hidden, [2]);
}

#[test]
fn new_rules_are_told_and_everything_is_read_and_planned_by_them() {
    let mut desk = planned();
    desk.effects.clear();
    desk.happen(Event::RuntimeChanged(426));
    assert!(desk.draw().contains("runtime 426"), "{}", desk.draw());
    assert!(desk.effects.iter().any(|effect| matches!(effect, Effect::ReadSubnets { .. })));
    assert!(desk.effects.iter().any(|effect| matches!(effect, Effect::Plan { .. })));
}

#[test]
fn the_cursor_begins_where_it_was_left_or_behind_root() {
    use crate::model::NetUid;
    let desk = Desk::full();
    assert_eq!(desk.state.subnets_screen.table.selected(), Some(NetUid(5)));
    let mut desk = Desk::connected();
    desk.state.subnets_screen.begin = Some(NetUid(2));
    desk.answer_subnets(subnets(6, 100));
    assert_eq!(desk.state.subnets_screen.table.selected(), Some(NetUid(2)));
    // It stays where its user put it, root too.
    desk.press("g");
    desk.answer_subnets(subnets(6, 101));
    assert_eq!(desk.state.subnets_screen.table.selected(), Some(NetUid::ROOT));
}

#[test]
fn the_past_comes_after_the_picture_and_orders_it_anew() {
    use crate::model::NetUid;
    use crate::ops::history::{Known, Sample};
    let mut desk = Desk::connected();
    desk.answer_subnets(subnets(3, 1_000));
    desk.press("H");
    assert!(!desk.draw().contains('%') || desk.draw().contains("0.00%"));
    let known: Known = [650, 700]
        .map(|block| Sample {
            block,
            time_ms: None,
            prices: vec![(1, 12_500_000), (2, 50_000_000)],
        })
        .into_iter()
        .collect();
    desk.happen(Event::Past(std::sync::Arc::new(known)));
    let samples = desk.state.history.samples(NetUid(1));
    let blocks: Vec<u32> = samples.iter().map(|sample| sample.block).collect();
    assert_eq!(blocks, [650, 700, 1_000]);
    // Subnet 1 has doubled within the hour, and stands first.
    assert_eq!(desk.state.subnets_screen.table.keys().first(), Some(&NetUid(1)));
}

#[test]
fn a_position_opens_its_sale() {
    let mut desk = Desk::full();
    desk.press("3u");
    let form = form(&desk);
    assert_eq!(form.netuid, NetUid(1));
    assert_eq!(form.held(), alpha(12_000));
    desk.key(Key::Ctrl('a'));
    let asked = desk.effects.iter().rev().find_map(|effect| match effect {
        Effect::Plan { intent, .. } => Some(intent.clone()),
        _ => None,
    });
    assert!(matches!(
        asked,
        Some(Intent::RemoveStake { amount: crate::model::AlphaAmount::All, .. })
    ));
}

#[test]
fn no_state_or_event_shows_a_passphrase() {
    let mut desk = planned();
    desk.key(Key::Enter);
    desk.key(Key::Enter);
    // Only the number of characters is told.
    desk.happen(Event::SecretTyped(9));
    let shown = format!("{:?} {:?}", desk.state, desk.effects);
    assert!(shown.contains("typed: 9"));
    assert!(!shown.to_lowercase().contains("secretstring"));
}

#[test]
fn a_lost_node_keeps_the_figures_and_comes_back() {
    let mut desk = Desk::full();
    desk.happen(Event::Lost(crate::model::Label::new("gone")));
    let request = desk.next_request();
    desk.happen(Event::Subnets { request, result: Err(Failure::new("gone")) });
    assert!(matches!(desk.state.subnets.state(), Value::Stale(..)));
    assert_eq!(order(&desk).len(), 6);
    desk.effects.clear();
    desk.happen(Event::Back);
    assert!(desk.effects.iter().any(|effect| matches!(effect, Effect::ReadSubnets { .. })));
    assert_eq!(desk.state.link, Link::Live);
}

#[test]
fn a_failed_connection_is_tried_again() {
    let mut desk = Desk::new();
    desk.happen(Event::ConnectFailed(Failure::new("refused")));
    desk.effects.clear();
    desk.press("r");
    assert!(desk.effects.contains(&Effect::Connect));
    assert_eq!(desk.state.link, Link::Connecting);
}

#[test]
fn waiting_changes_the_picture_rarely() {
    let mut desk = Desk::full();
    desk.state.notice = None;
    // The first step is when figures stop being of the present.
    assert_eq!(desk.state.next_change(), Some(Duration::from_secs(30)));
    desk.happen(Event::Clock(Duration::from_secs(3_700)));
    assert_eq!(desk.state.next_change(), Some(Duration::from_secs(7_200)));
}

#[test]
fn n_goes_from_match_to_match_with_and_without_the_filter() {
    let mut desk = Desk::full();
    desk.press("#n");
    assert!(desk.state.notice.as_ref().is_some_and(|notice| notice.text.contains("looked for")));
    // Subnets 2 and 4 have an `m` in their names.
    desk.press("/m");
    desk.key(Key::Enter);
    assert_eq!(order(&desk), [2, 4]);
    desk.press("gn");
    assert_eq!(selected(&desk), Some(4));
    desk.press("n");
    assert_eq!(selected(&desk), Some(2), "round and round");
    desk.key(Key::Esc);
    assert_eq!(order(&desk).len(), 6);
    desk.press("gn");
    assert_eq!(selected(&desk), Some(2));
    desk.press("n");
    assert_eq!(selected(&desk), Some(4));
    desk.press("n");
    assert_eq!(selected(&desk), Some(2));
    desk.press("N");
    assert_eq!(selected(&desk), Some(4));
    // The same on a list, where nothing matches.
    desk.press("5/nobody");
    desk.key(Key::Esc);
    desk.press("n");
    assert!(desk.state.notice.as_ref().is_some_and(|notice| notice.text.contains("‘nobody’")));
    desk.press("/bob");
    desk.key(Key::Esc);
    desk.press("gn");
    let row = |desk: &Desk| {
        let list = desk.state.list().expect("a list");
        desk.state.sheet(list).selected().map(|row| row.key.clone())
    };
    assert_eq!(row(&desk).as_deref(), Some("bob"));
    desk.press("n");
    assert_eq!(row(&desk).as_deref(), Some("bob/default"));
}

#[test]
fn the_crosshair_stays_on_its_block_and_escape_takes_it_away() {
    let mut desk = Desk::full();
    desk.press(":1");
    desk.key(Key::Enter);
    desk.answer_metagraph(metagraph(1, 12, 100));
    desk.draw();
    let chart = |desk: &Desk| desk.state.subnet_screen.as_ref().expect("a subnet").chart;
    // The keys are the neurons' as long as the chart has them not.
    desk.key(Key::Left);
    assert_eq!(chart(&desk).crosshair, None);
    desk.key(Key::Tab);
    desk.key(Key::Left);
    assert_eq!(chart(&desk).crosshair, Some(100));
    desk.key(Key::Left);
    assert_eq!(chart(&desk).crosshair, Some(99));
    desk.answer_subnets(subnets(6, 110));
    assert_eq!(chart(&desk).crosshair, Some(99));
    desk.key(Key::Esc);
    assert_eq!((chart(&desk).crosshair, desk.state.screen), (None, Screen::Subnet));
    let plot = desk.state.drawn.plot.expect("a chart");
    desk.happen(Event::Mouse(Mouse::Click { column: plot.area.x, row: plot.area.y }));
    assert_eq!(chart(&desk).crosshair, Some(90));
    desk.press("vx");
    assert_eq!(chart(&desk).span.label(), "1h");
    assert_eq!(chart(&desk).shape, crate::tui::state::Shape::Candles);
}

#[test]
fn emission_and_the_order_of_deregistration_can_be_asked_for() {
    let mut desk = Desk::full();
    desk.press("/emission>20%");
    assert_eq!(order(&desk), [5, 4]);
    desk.key(Key::Esc);
    desk.press("/deregistration<=2 emission>1%");
    assert_eq!(order(&desk), [2, 1]);
    desk.key(Key::Esc);
    // Who goes first stands first, who never goes last.
    desk.press("R");
    assert_eq!(order(&desk), [1, 2, 3, 4, 5, 0]);
}

#[test]
fn answers_that_are_not_on_the_screen_draw_nothing() {
    let mut desk = Desk::full();
    let happened = |result| {
        let ask = crate::tui::ask::Ask::Happenings { after: None, until: at(101) };
        Event::Answered { request: crate::tui::Request(u64::MAX), ask, result }
    };
    let nothing = || Ok(Arc::new(crate::tui::ask::Answer::Happenings(Vec::new())));
    assert!(!desk.state.shows(&happened(nothing())));
    assert!(!desk.state.shows(&Event::Latency(Duration::from_millis(1))));
    assert!(desk.state.shows(&Event::Finalized(at(101))));
    desk.press("7]");
    assert!(desk.state.shows(&happened(nothing())), "the list of events is made of them");
    desk.press("1?");
    assert!(desk.state.shows(&happened(nothing())), "a window may be about them");
}
