//! Questions, on a real pseudo-terminal.

use std::io::{Read, Write};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

use super::house::{ALICE, BOB, House, PASSPHRASE};

/// Run tau on a terminal; when it has said the first of a pair, type the second. What was on the
/// screen and the exit code.
pub fn typed(house: &House, arguments: &[&str], answers: &[(&str, &str)]) -> (String, u32) {
    typed_slowly(house, arguments, answers, |_| {})
}

/// The same; `before` is told of every question before it is answered.
pub fn typed_slowly(
    house: &House,
    arguments: &[&str],
    answers: &[(&str, &str)],
    before: impl Fn(&str),
) -> (String, u32) {
    let size = PtySize { rows: 40, cols: 160, pixel_width: 0, pixel_height: 0 };
    let pair = native_pty_system().openpty(size).expect("a terminal");
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_tau"));
    command.args(arguments);
    command.env_clear();
    command.env("HOME", house.path(""));
    command.env("NO_COLOR", "1");
    command.env("TERM", "xterm");
    let mut child = pair.slave.spawn_command(command).expect("tau starts");
    drop(pair.slave);
    let mut reader = pair.master.try_clone_reader().expect("a reader");
    let mut writer = pair.master.take_writer().expect("a writer");
    let (mut screen, mut seen) = (String::new(), 0);
    let mut answers = answers.iter();
    let mut next = answers.next();
    let mut bytes = [0; 4096];
    loop {
        // The other side of a terminal that has ended is an error on some systems.
        let count = reader.read(&mut bytes).unwrap_or(0);
        if count == 0 {
            break;
        }
        screen.push_str(&String::from_utf8_lossy(&bytes[..count]));
        while let Some((question, answer)) = next
            && let Some(at) = screen[seen..].find(question)
        {
            seen += at + question.len();
            before(question);
            writer.write_all(answer.as_bytes()).expect("typed");
            next = answers.next();
        }
    }
    assert!(next.is_none(), "{next:?} was never asked: {screen}");
    (screen, child.wait().expect("tau ends").exit_code())
}

#[test]
fn a_wallet_is_made_without_the_passphrase_being_seen() {
    let house = House::new();
    let secret = "not-to-be-seen";
    let line = format!("{secret}\n");
    let (screen, code) = typed(
        &house,
        &["wallet", "create", "savings"],
        &[("Passphrase for the new coldkey: ", &line), ("The same again: ", &line)],
    );
    assert_eq!(code, 0, "{screen}");
    assert!(!screen.contains(secret), "{screen}");
    assert!(screen.contains("Recovery words of coldkey"), "{screen}");
    assert!(screen.contains("Made wallet savings"), "{screen}");
}

#[test]
fn the_strength_of_a_new_passphrase_is_said() {
    let make = |passphrase: &str| {
        let line = format!("{passphrase}\n");
        let answers = [("coldkey: ", line.as_str()), ("again: ", line.as_str())];
        let (screen, code) = typed(&House::new(), &["wallet", "create", "savings"], &answers);
        assert_eq!(code, 0, "{screen}");
        assert!(!screen.contains(passphrase), "{screen}");
        screen
    };
    let strong = make("mule orbit canyon velvet trumpet");
    assert!(strong.contains("The passphrase is strong, found after about 10^"), "{strong}");
    let weak = make("bittensor1");
    assert!(weak.contains("warning: the passphrase is weak, found after"), "{weak}");
}

#[test]
fn the_agent_is_asked_instead_of_a_person() {
    let house = House::with_alice();
    let password = format!("{PASSPHRASE}\n");
    let add = ["agent", "add", "alice"];
    let (screen, code) = typed(&house, &add, &[("coldkey.tau: ", password.as_str())]);
    assert_eq!(code, 0, "{screen}");
    let transfer = ["--network", "dev", "transfer", BOB, "1"];
    let (screen, code) = typed(&house, &transfer, &[("Sign and send? [y/N] ", "y\n")]);
    let stopped = house.tau(&["agent", "stop"]);
    assert_eq!(code, 0, "{screen}");
    assert!(screen.contains("Sent 1 TAO") && !screen.contains("Passphrase of"), "{screen}");
    assert_eq!(stopped.code, 0, "{stopped}");
}

#[test]
fn two_different_passphrases_make_no_wallet() {
    let house = House::new();
    let (screen, code) = typed(
        &house,
        &["wallet", "create", "savings"],
        &[("new coldkey: ", "one\n"), ("again: ", "two\n")],
    );
    assert_eq!(code, 2, "{screen}");
    assert!(screen.contains("error: the two passphrases differ"), "{screen}");
    assert!(!house.path(".bittensor").exists());
}

#[test]
fn ctrl_c_at_a_passphrase_is_130() {
    let house = House::new();
    let (screen, code) =
        typed(&house, &["wallet", "create", "savings"], &[("new coldkey: ", "\u{3}")]);
    assert_eq!(code, 130, "{screen}");
    assert!(screen.contains("\nerror: interrupted"), "{screen}");
}

#[test]
fn consent_is_asked_after_the_plan_was_shown() {
    let house = House::with_alice();
    let transfer = ["--network", "dev", "transfer", BOB, "1"];
    let (screen, code) = typed(&house, &transfer, &[("Sign and send? [y/N] ", "n\n")]);
    assert_eq!(code, 1, "{screen}");
    assert!(screen.contains("error: not done, as you said no"), "{screen}");
    assert!(screen.contains(&format!("{ALICE} (alice)")), "{screen}");

    let (screen, code) = typed(&house, &transfer, &[("Sign and send? [y/N] ", "\u{3}")]);
    assert_eq!(code, 130, "{screen}");

    let password = format!("{PASSPHRASE}\n");
    let answers = [("Sign and send? [y/N] ", "y\n"), ("coldkey.tau: ", password.as_str())];
    let (screen, code) = typed(&house, &transfer, &answers);
    assert_eq!(code, 0, "{screen}");
    assert!(screen.contains("Sent 1 TAO"), "{screen}");
    assert!(!screen.contains(PASSPHRASE), "{screen}");
}
