//! Looking around: screens, filters, sizes, silence, a node that goes away.

use std::time::Duration;

use crossterm::event::KeyCode;
use tau::chain::{Chain, ConnectOptions};
use tau::model::Label;
use tau_devnet::accounts::DEMO_VALIDATOR;
use tau_devnet::{BlockTime, Devnet, World};

use crate::sitting::Sitting;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_subnet_is_found_opened_and_left() {
    let desk = Sitting::down().await;
    desk.wait_for("Example 3").await;
    desk.press("/example 2");
    desk.wait_for("Subnets 1 of 6").await;
    desk.key(KeyCode::Enter);
    desk.key(KeyCode::Enter);
    desk.wait_for("2 Subnet › 2 Example 2").await;
    desk.wait_for("Metagraph 2").await;
    // The pool is the reference's second example: the weights are not even.
    desk.wait_for("51.2% τ").await;
    // The chart begins with what the node still knows; a block comes, and it has one price more.
    desk.wait_for("3 blocks, ").await;
    desk.mine(1).await;
    desk.wait_for("4 blocks, ").await;
    desk.press("G");
    desk.press("g");
    desk.press("y");
    // The notice of it goes away by itself; what was copied stays.
    desk.until_copied(&[DEMO_VALIDATOR.ss58()]).await;
    desk.key(KeyCode::Esc);
    desk.wait_for("Subnets 1 of 6").await;
    desk.key(KeyCode::Esc);
    desk.wait_for("Subnets 6").await;
    desk.leave().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_portfolio_shows_all_wallets() {
    let desk = Sitting::down().await;
    desk.wait_for("Example 3").await;
    desk.press("3");
    desk.wait_for("Positions 3").await;
    desk.wait_for("◌ bob").await;
    // 10,000 alpha at 0.025 less the price's truncation (economics.md 1.6), and less its sale's impact.
    desk.wait_for("249.9999").await;
    desk.wait_for("243.78").await;
    desk.wait_for("100,000.0000").await;
    desk.leave().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_small_window_says_so_and_a_large_one_comes_back() {
    let desk = Sitting::down().await;
    desk.wait_for("Example 3").await;
    desk.resize(20, 5);
    desk.wait_for("this is 20x5").await;
    desk.press("3?");
    desk.resize(120, 40);
    desk.wait_for("open what the cursor is on").await;
    desk.key(KeyCode::Esc);
    desk.wait_for("Positions 3").await;
    desk.leave().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_drawn_while_nothing_happens() {
    let desk = Sitting::down().await;
    desk.wait_for("Example 3").await;
    desk.press("3");
    desk.wait_for("Positions 3").await;
    let quiet = Duration::from_millis(300);
    // What was under way may still come.
    while tokio::time::timeout(quiet, desk.screen.next_picture()).await.is_ok() {}
    let before = desk.screen.pictures();
    let next = tokio::time::timeout(quiet * 3, desk.screen.next_picture()).await;
    assert!(next.is_err(), "a picture without a reason");
    assert_eq!(desk.screen.pictures(), before);
    desk.mine(1).await;
    desk.wait_for("block 4").await;
    let drawn = desk.screen.pictures() - before;
    assert!(drawn < 12, "{drawn} pictures for one block");
    desk.leave().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_that_goes_away_is_told_and_its_figures_stay() {
    let devnet = Devnet::start(tau_devnet::Options {
        world: World::bare(),
        block_time: BlockTime::Manual,
        traders: false,
        ..tau_devnet::Options::default()
    })
    .expect("a devnet");
    devnet.mine(3).await.expect("blocks");
    let server = devnet.serve(0).await.expect("a server");
    let chain = Chain::connect(&ConnectOptions {
        name: Label::new("dev"),
        endpoints: vec![server.url()],
        metadata_cache: None,
        timeout: Duration::from_secs(5),
        expected_genesis: None,
        quorum: 1,
    })
    .await
    .expect("a connection");
    let desk = Sitting::at(devnet, chain);
    desk.wait_for("Example 3").await;
    desk.wait_for("● live").await;
    drop(server);
    desk.wait_for("node lost").await;
    assert!(desk.screen.text().contains("Example 3"));
    desk.leave().await;
}
