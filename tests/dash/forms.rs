//! Forms that are made from the command line's own definitions.

use crossterm::event::KeyCode;

use crate::sitting::{PASSPHRASE, Sitting};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_transfer_is_filled_in_reviewed_signed_and_finalized() {
    let desk = Sitting::down_with_the_command_line().await;
    desk.wait_for("Example 3").await;
    desk.command(":transfer");
    desk.wait_for("Send TAO to an address").await;
    // The wallet is filled in; the field with the keys is the receiver.
    desk.wait_for("demo").await;
    desk.press("nobody");
    desk.key(KeyCode::Tab);
    desk.press("1.5");
    desk.wait_for("neither an address nor a wallet here").await;
    desk.key(KeyCode::BackTab);
    for _ in 0.."nobody".len() {
        desk.key(KeyCode::Backspace);
    }
    desk.press("bob");
    desk.wait_for("What would happen").await;
    desk.wait_for("tau transfer --wallet=demo bob 1.5").await;
    desk.key(KeyCode::Enter);
    desk.wait_for("transfer · review").await;
    desk.wait_for("(bob)").await;
    desk.key(KeyCode::Enter);
    desk.unlock().await;
    desk.see_it_final().await;
    assert!(!desk.screen.everything().contains(PASSPHRASE), "a passphrase was shown");
    desk.key(KeyCode::Esc);
    desk.leave().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_says_what_is_missing_and_offers_what_fits() {
    let desk = Sitting::down_with_the_command_line().await;
    desk.wait_for("Example 3").await;
    desk.command(":subnet register");
    desk.wait_for("subnet register").await;
    // The wallet has no hotkey of its own: said in the command line's words.
    desk.wait_for("has no hotkey").await;
    desk.key(KeyCode::Esc);
    desk.command(":stake claim type");
    desk.wait_for("swap").await;
    desk.key(KeyCode::Right);
    desk.key(KeyCode::Right);
    desk.wait_for("What would happen").await;
    desk.key(KeyCode::Esc);
    desk.leave().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_watched_wallet_gets_a_request_file_for_the_machine_with_its_key() {
    let desk = Sitting::down_with_the_command_line().await;
    desk.wait_for("Example 3").await;
    desk.command(":transfer");
    desk.wait_for("Send TAO to an address").await;
    desk.press("demo");
    desk.key(KeyCode::Tab);
    desk.press("1.5");
    desk.wait_for("What would happen").await;
    // From the wallet that is only watched: its field is the one above.
    desk.key(KeyCode::BackTab);
    desk.key(KeyCode::BackTab);
    desk.key(KeyCode::Right);
    desk.wait_for("tau transfer --wallet=bob demo 1.5").await;
    // The plan of the wallet before stays until the chain has answered for this one.
    desk.wait_for("100,000 → 99,998.49").await;
    desk.key(KeyCode::Enter);
    desk.wait_for("transfer · review").await;
    desk.wait_for("prepare a request for the machine").await;
    desk.key(KeyCode::Enter);
    desk.wait_for("request file: transfer-").await;
    // The name that is offered gives way to one of the test's own.
    desk.key(KeyCode::End);
    for _ in 0..40 {
        desk.key(KeyCode::Backspace);
    }
    let path = desk.folder().join("out.tau");
    desk.press(&path.display().to_string());
    desk.key(KeyCode::Enter);
    desk.wait_for("✓ The request is in this file").await;
    desk.wait_for("tau tx sign out.tau").await;
    assert!(path.is_file(), "{} is not there", path.display());
    assert!(!desk.screen.everything().contains("passphrase of"));
    desk.key(KeyCode::Esc);
    desk.press("@");
    desk.wait_for("tau tx prepare --from bob").await;
    desk.key(KeyCode::Esc);
    desk.leave().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_whole_command_line_fills_its_form_in() {
    let desk = Sitting::down_with_the_command_line().await;
    desk.wait_for("Example 3").await;
    desk.command(":tau transfer bob 2.5 --tip 0.001");
    desk.wait_for("tau transfer --wallet=demo --tip=0.001 bob 2.5").await;
    desk.wait_for("What would happen").await;
    desk.key(KeyCode::Esc);
    desk.command(":stake add 5 -n 1 --nonsense");
    desk.wait_for("`stake add` has no --nonsense").await;
    desk.leave().await;
}
