//! Buying and selling stake through the form, to finality.

use crossterm::event::KeyCode;
use serde_json::json;

use crate::sitting::{PASSPHRASE, Sitting};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stake_is_planned_reviewed_unlocked_and_finalized() {
    let desk = Sitting::down().await;
    desk.wait_for("Example 3").await;
    desk.command(":stake 1");
    desk.wait_for("Stake on 1 Example 1").await;
    desk.press("10");
    // economics.md 1.6: 10 TAO into 10,000 TAO and 400,000 alpha at even weights.
    desk.wait_for("What would happen").await;
    desk.wait_for("399.399").await;
    desk.key(KeyCode::Enter);
    desk.wait_for("review").await;
    desk.wait_for("add_stake_limit").await;
    desk.key(KeyCode::Enter);
    desk.wait_for("passphrase of demo").await;

    desk.press("sesame");
    desk.wait_for("••••••").await;
    desk.key(KeyCode::Enter);
    desk.wait_for("wrong passphrase").await;
    desk.press(PASSPHRASE);
    desk.key(KeyCode::Enter);
    desk.wait_for("✓ sent to the node").await;
    desk.mine(1).await;
    desk.wait_for("✓ Finalized in block 4").await;
    desk.wait_for("received     399.399").await;
    desk.key(KeyCode::Enter);
    desk.press("3");
    desk.wait_for("10,399.399").await;

    let shown = desk.screen.everything();
    assert!(!shown.contains(PASSPHRASE) && !shown.contains("sesame"), "a passphrase was shown");
    desk.leave().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_position_is_sold_from_the_portfolio() {
    let desk = Sitting::down().await;
    desk.wait_for("Example 3").await;
    desk.press("3");
    desk.wait_for("Positions 3").await;
    // Cursor on the position of subnet 1.
    desk.press("/example 1");
    desk.wait_for("Positions 1 of 3").await;
    desk.key(KeyCode::Enter);
    desk.press("u");
    desk.wait_for("Unstake from 1 Example 1").await;
    desk.wait_for("of 10,000 staked").await;
    desk.press("100");
    desk.wait_for("What would happen").await;
    desk.key(KeyCode::Enter);
    desk.wait_for("remove_stake_limit").await;
    desk.key(KeyCode::Enter);
    desk.unlock().await;
    desk.see_it_final().await;
    desk.key(KeyCode::Esc);
    desk.wait_for("9,900.0000").await;
    desk.leave().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_chain_would_refuse_is_never_signed() {
    let desk = Sitting::down().await;
    desk.wait_for("Example 3").await;
    desk.command(":stake 1");
    desk.wait_for("Stake on 1").await;
    // Half the pool: far beyond half a per cent.
    desk.press("5000");
    desk.wait_for("The chain would refuse this").await;
    desk.wait_for("past your limit").await;
    desk.key(KeyCode::Enter);
    desk.wait_for("✗").await;
    assert!(!desk.screen.text().contains("review"));
    desk.key(KeyCode::Esc);
    desk.wait_without("The chain would refuse").await;
    // A subnet whose token cannot be traded yet.
    desk.command(":stake 5");
    desk.press("1");
    desk.wait_for("not been started").await;
    desk.key(KeyCode::Esc);
    desk.leave().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_machine_for_hotkeys_never_asks_for_a_coldkeys_passphrase() {
    let desk = Sitting::down_on_a_hot_machine().await;
    desk.wait_for("Example 3").await;
    desk.command(":stake 1");
    desk.wait_for("Stake on 1").await;
    desk.press("10");
    desk.wait_for("What would happen").await;
    desk.key(KeyCode::Enter);
    // Nothing is unlocked here: the request goes to the machine that has the key.
    desk.wait_for("prepare a request for the machine").await;
    desk.key(KeyCode::Enter);
    desk.wait_for("request file:").await;
    assert!(!desk.screen.everything().contains("passphrase of"));
    desk.key(KeyCode::Esc);
    desk.key(KeyCode::Esc);
    desk.key(KeyCode::Esc);
    desk.wait_without("Stake on 1").await;
    desk.leave().await;
}

/// Forget what the authors of the next blocks announced, while a block is made.
async fn forget_keys(desk: &Sitting) {
    let mut values: Vec<(String, Option<String>)> = Vec::new();
    for name in ["AuthorKeys", "NextKey"] {
        let hash = |text: &str| sp_crypto_hashing::twox_128(text.as_bytes()).to_vec();
        let prefix = format!("0x{}", hex::encode([hash("MevShield"), hash(name)].concat()));
        let params = vec![json!(prefix), json!(10)];
        let keys: Vec<String> =
            desk.devnet.rpc().call("state_getKeysPaged", params).await.expect("an answer");
        values.extend(keys.into_iter().map(|key| (key, None)));
    }
    desk.steer("tau_setStorage", json!([values])).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_shield_that_is_gone_after_the_review_is_asked_about_before_anything_is_signed() {
    let desk = Sitting::down_at_the_lever().await;
    desk.wait_for("Example 3").await;
    desk.command(":stake 1");
    desk.wait_for("Stake on 1 Example 1").await;
    desk.press("10");
    desk.wait_for("What would happen").await;
    desk.key(KeyCode::Enter);
    desk.wait_for("MEV shield   on: inside a carrier").await;
    desk.key(KeyCode::Enter);
    desk.wait_for("passphrase of demo").await;
    forget_keys(&desk).await;
    desk.unlock().await;
    desk.wait_for("✗ It did not work").await;
    desk.wait_for("Nothing was signed").await;
    // Back to the form, which is planned anew; the plan says that it goes openly.
    desk.key(KeyCode::Esc);
    desk.wait_for("What would happen  at block 4").await;
    desk.key(KeyCode::Enter);
    desk.wait_for("off: the chain announces no key").await;
    desk.wait_for("unlock and sign without the shield").await;
    desk.key(KeyCode::Enter);
    desk.unlock().await;
    desk.see_it_final().await;
    desk.key(KeyCode::Esc);
    desk.press("6");
    desk.wait_for("add_stake_limit").await;
    assert!(!desk.screen.everything().contains("submit_encrypted"), "there is no carrier");
    desk.leave().await;
}
