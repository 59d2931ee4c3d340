//! Screens of lists: validators, wallets, transactions, the chain, and the tabs of one subnet.

use crossterm::event::KeyCode;

use crate::sitting::Sitting;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_screen_can_be_reached_and_shows_what_the_chain_says() {
    let desk = Sitting::down().await;
    desk.wait_for("Example 3").await;
    desk.press("4");
    desk.wait_for("Validators ").await;
    desk.wait_for("On root").await;
    desk.press("5");
    desk.wait_for("only watched").await;
    desk.press("/signs~passphrase");
    desk.wait_for("Wallets 1 of").await;
    desk.key(KeyCode::Enter);
    desk.key(KeyCode::Enter);
    desk.wait_for("if sold now").await;
    desk.key(KeyCode::Esc);
    desk.key(KeyCode::Esc);
    desk.press("7");
    desk.wait_for("What was signed").await;
    desk.press("]");
    desk.wait_for("Pallet").await;
    desk.press("]]");
    desk.wait_for("stake add").await;
    desk.press("[[[");
    desk.wait_for("Blocks ").await;
    desk.key(KeyCode::Enter);
    desk.wait_for("Timestamp.set").await;
    desk.key(KeyCode::Esc);
    desk.leave().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_subnet_has_its_rules_its_price_of_a_place_and_its_neurons() {
    let desk = Sitting::down().await;
    desk.wait_for("Example 3").await;
    desk.command(":1");
    desk.wait_for("Metagraph 2").await;
    desk.key(KeyCode::Enter);
    desk.wait_for("What it says of others").await;
    desk.wait_for("pruning").await;
    desk.key(KeyCode::Esc);
    desk.press("]");
    desk.wait_for("Hyperparameters of subnet 1").await;
    desk.wait_for("immunity_period").await;
    desk.wait_for("blocks in which a new neuron").await;
    desk.press("/tempo");
    desk.key(KeyCode::Enter);
    desk.wait_for("with ‘tempo’").await;
    desk.press("]");
    desk.wait_for("Registration of subnet 1").await;
    desk.wait_for("right after somebody registers").await;
    desk.press("w");
    desk.wait_for("What is this?").await;
    desk.key(KeyCode::Esc);
    desk.press("@");
    desk.wait_for("tau subnet burn-cost 1").await;
    desk.press("y");
    desk.wait_for("copied the command line").await;
    assert_eq!(desk.copied(), ["tau subnet burn-cost 1"]);
    desk.key(KeyCode::Esc);
    desk.leave().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_signed_is_found_again_with_its_steps_and_in_the_activity() {
    let desk = Sitting::down().await;
    desk.wait_for("Example 3").await;
    desk.press("6");
    desk.wait_for("nothing was signed here yet").await;
    desk.command(":stake 1");
    desk.press("10");
    desk.wait_for("What would happen").await;
    desk.key(KeyCode::Enter);
    desk.key(KeyCode::Enter);
    desk.unlock().await;
    desk.see_it_final().await;
    desk.key(KeyCode::Esc);
    desk.wait_for("succeeded").await;
    desk.wait_for("add_stake_limit").await;
    desk.key(KeyCode::Enter);
    desk.wait_for("What became of it").await;
    desk.wait_for("a node took it").await;
    desk.key(KeyCode::Esc);
    // The deed is in the subnet's activity, and its command line in the log.
    desk.command(":1");
    desk.press("]]]");
    desk.wait_for("Activity of subnet 1").await;
    desk.until("a stake of demo", |screen| {
        screen.lines().any(|line| line.contains("stake") && line.contains("demo"))
    })
    .await;
    desk.press("@");
    desk.wait_for("tau stake add 10 --netuid 1").await;
    desk.key(KeyCode::Esc);
    desk.leave().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn columns_marks_and_freezing() {
    let desk = Sitting::down().await;
    desk.wait_for("Example 3").await;
    desk.press("c");
    desk.wait_for("show or leave out").await;
    // The fourth column is the price.
    desk.press("jjj");
    desk.key(KeyCode::Enter);
    desk.key(KeyCode::Esc);
    desk.wait_without("Price τ").await;
    desk.press("*");
    desk.wait_for("★1").await;
    desk.press("f");
    desk.wait_for("frozen at").await;
    desk.mine(1).await;
    desk.wait_for("block 4").await;
    desk.wait_for("frozen at 3").await;
    desk.press("f");
    desk.wait_without("frozen at 3").await;
    desk.command(":theme light");
    desk.wait_for("this is the theme light").await;
    desk.command(":theme nothing");
    desk.wait_for("there is no theme `nothing`").await;
    desk.leave().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_colon_finds_what_is_meant() {
    let desk = Sitting::down().await;
    desk.wait_for("Example 3").await;
    desk.press(":exam");
    desk.wait_for("subnet 1").await;
    desk.key(KeyCode::Down);
    desk.key(KeyCode::Enter);
    desk.wait_for("Metagraph ").await;
    desk.press(":copy bo");
    desk.key(KeyCode::Tab);
    desk.key(KeyCode::Enter);
    desk.wait_for("copied").await;
    assert_eq!(desk.copied().len(), 1);
    desk.command(":zzzz");
    desk.wait_for("there is no command").await;
    desk.leave().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_is_imagined_and_taken_back() {
    let desk = Sitting::down().await;
    desk.wait_for("Example 3").await;
    desk.command(":simulate 1");
    desk.wait_for("Simulator of subnet 1").await;
    desk.wait_for("→ then").await;
    desk.key(KeyCode::Enter);
    desk.wait_for("Imagine one change").await;
    desk.key(KeyCode::Tab);
    desk.key(KeyCode::Tab);
    desk.press("1000");
    desk.key(KeyCode::Enter);
    desk.wait_for("stake of 0 = 1,000 α").await;
    desk.press("x");
    desk.wait_for("taken back").await;
    desk.wait_without(": stake of").await;
    desk.leave().await;
}
