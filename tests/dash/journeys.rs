//! What somebody comes for, from beginning to end: looking for a subnet, staking, following it, selling again;
//! taking a place; losing the node and getting it back; sitting through a change of the chain's rules.

use std::time::Duration;

use crossterm::event::KeyCode;
use serde_json::json;
use tau::chain::{Chain, ConnectOptions};
use tau::model::Label;
use tau_devnet::{BlockTime, Devnet, World};

use crate::sitting::{PASSPHRASE, Sitting};

/// From a filled form to finality.
async fn sign(desk: &Sitting) {
    desk.wait_for("What would happen").await;
    desk.key(KeyCode::Enter);
    desk.wait_for("review").await;
    desk.key(KeyCode::Enter);
    desk.unlock().await;
    desk.see_it_final().await;
    desk.key(KeyCode::Esc);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_subnet_is_found_staked_on_followed_and_left() {
    let desk = Sitting::down().await;
    desk.wait_for("Example 3").await;
    // Found by its name, and opened.
    desk.command("/example 1");
    desk.wait_for("Subnets 1 of").await;
    desk.key(KeyCode::Enter);
    desk.wait_for("› 1 Example 1").await;
    desk.wait_for("Metagraph 2").await;
    desk.press("a");
    desk.wait_for("Stake on 1 Example 1").await;
    desk.press("5");
    sign(&desk).await;
    // Followed: in the journal with its steps, and in the activity of the subnet.
    desk.press("6");
    desk.wait_for("add_stake_limit").await;
    desk.wait_for("succeeded").await;
    desk.press("2]]]");
    desk.wait_for("Activity of subnet 1").await;
    desk.wait_for("stake ").await;
    // And sold again: all of it, from the position.
    desk.press("3");
    desk.wait_for("Positions ").await;
    desk.command("/example 1");
    desk.wait_for("with ‘example 1’").await;
    desk.press("u");
    desk.wait_for("Unstake from 1 Example 1").await;
    desk.press("1");
    sign(&desk).await;
    desk.press("6");
    desk.wait_for("remove_stake_limit").await;
    assert!(!desk.screen.everything().contains(PASSPHRASE), "a passphrase was shown");
    desk.leave().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hotkey_takes_a_place_on_a_subnet() {
    let desk = Sitting::down_with_the_command_line().await;
    desk.add_hotkey("miner");
    desk.wait_for("Example 3").await;
    // A wallet that changed outside is read again.
    desk.press("r5");
    desk.wait_for("miner").await;
    desk.press("1");
    desk.command("/example 1");
    desk.wait_for("Subnets 1 of").await;
    desk.press("b");
    desk.wait_for("subnet register").await;
    sign(&desk).await;
    desk.press("5");
    desk.wait_for("Wallets ").await;
    desk.press("6");
    desk.wait_for("register").await;
    desk.wait_for("succeeded").await;
    desk.leave().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_is_lost_and_comes_back() {
    let devnet = Devnet::start(tau_devnet::Options {
        world: World::bare(),
        block_time: BlockTime::Manual,
        traders: false,
        ..tau_devnet::Options::default()
    })
    .expect("a devnet");
    devnet.mine(3).await.expect("blocks");
    let server = devnet.serve(0).await.expect("a server");
    let url = server.url();
    let chain = Chain::connect(&ConnectOptions {
        name: Label::new("dev"),
        endpoints: vec![url.clone()],
        metadata_cache: None,
        timeout: Duration::from_secs(5),
        expected_genesis: None,
        quorum: 1,
    })
    .await
    .expect("a connection");
    let desk = Sitting::at(devnet, chain);
    desk.wait_for("● live").await;
    drop(server);
    desk.wait_for("node lost").await;
    desk.mine(2).await;
    let port: u16 = url.rsplit(':').next().and_then(|port| port.parse().ok()).expect("a port");
    // The port may be held for a moment by what was just closed.
    let back = async {
        loop {
            if let Ok(server) = desk.devnet.serve(port).await {
                return server;
            }
            tokio::task::yield_now().await;
        }
    };
    let _server = tokio::time::timeout(Duration::from_secs(60), back).await.expect("the port");
    desk.wait_for("● live").await;
    desk.mine(1).await;
    // What happened meanwhile is on the screen.
    desk.wait_for("block 6").await;
    desk.leave().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_rules_change_while_somebody_is_about_to_sign() {
    let desk = Sitting::down_at_the_lever().await;
    desk.wait_for("Example 3").await;
    desk.command(":transfer");
    desk.wait_for("Send TAO to an address").await;
    desk.press("bob");
    desk.key(KeyCode::Tab);
    desk.press("1.5");
    desk.wait_for("What would happen").await;
    desk.key(KeyCode::Enter);
    desk.wait_for("transfer · review").await;
    desk.wait_for("(runtime 425)").await;
    // Now, with the card open.
    desk.steer("tau_upgrade", json!([{ "without": ["SubtensorModule.add_stake_limit"] }])).await;
    desk.wait_for("the chain's rules changed: runtime 426").await;
    desk.key(KeyCode::Enter);
    desk.unlock().await;
    // What was read on the card is not what would be signed now: nothing is.
    desk.wait_for("do it again: it is planned anew").await;
    desk.wait_for("Nothing was signed").await;
    desk.key(KeyCode::Esc);
    // The fields are as they were, and the chain is asked again.
    desk.wait_for("tau transfer --wallet=demo bob 1.5").await;
    desk.wait_for("runtime 426 is newer").await;
    desk.key(KeyCode::Enter);
    desk.wait_for("(runtime 426)").await;
    desk.key(KeyCode::Enter);
    desk.unlock().await;
    desk.see_it_final().await;
    desk.key(KeyCode::Esc);
    // What the new rules took away is refused before anybody is asked; the rest goes on.
    desk.command("/example 1");
    desk.wait_for("Subnets 1 of").await;
    desk.press("a5");
    desk.wait_for("add_stake_limit").await;
    desk.wait_for("runtime 426").await;
    desk.key(KeyCode::Esc);
    desk.press("6");
    desk.wait_for("transfer_keep_alive").await;
    desk.wait_for("succeeded").await;
    desk.leave().await;
}
