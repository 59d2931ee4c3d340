//! `tau screen`: the dashboard where there is no terminal.

use super::house::House;

#[test]
fn every_screen_has_exactly_the_size_that_was_asked_for() {
    let house = House::new();
    for (screen, sign) in [("subnets", "Price"), ("subnet", "Metagraph"), ("portfolio", "Free")] {
        for (size, rows) in [("80x24", 24), ("160x50", 50)] {
            let said = house.tau(&["screen", screen, "--demo", "--size", size]);
            assert_eq!((said.code, said.stderr.as_str()), (0, ""), "{said}");
            assert_eq!(said.stdout.lines().count(), rows, "{said}");
            assert!(said.stdout.contains("● live"), "{said}");
            assert!(said.stdout.to_lowercase().contains(&sign.to_lowercase()), "{sign}: {said}");
        }
    }
}

#[test]
fn keys_are_pressed_one_after_the_other_on_complete_screens() {
    let house = House::new();
    let said = house.tau(&["screen", "--demo", "--keys", ":subnet 4<enter>a10"]);
    assert!(said.stdout.contains("What would happen"), "{said}");
    assert!(said.stdout.contains("you receive"), "{said}");
}

#[test]
fn colours_are_escape_sequences_or_a_drawing() {
    let house = House::new();
    let ansi = house.tau(&["screen", "--demo", "--size", "80x24", "--format", "ansi"]);
    assert!(ansi.stdout.contains("\u{1b}[38;2;"), "{ansi}");
    assert_eq!(ansi.stdout.lines().count(), 24, "{ansi}");
    let mono = house.tau(&["screen", "--demo", "--format", "ansi", "--theme", "mono"]);
    assert!(!mono.stdout.contains("\u{1b}[38;2;"), "{mono}");
    let svg = house.tau(&["screen", "--demo", "--format", "svg"]);
    assert!(svg.stdout.starts_with("<svg xmlns="), "{svg}");
    assert!(svg.stdout.trim_end().ends_with("</svg>"), "{svg}");
    assert!(svg.stdout.contains("viewBox=\"0 0 1008.0 720.0\""), "{svg}");
}

#[test]
fn a_node_that_is_not_there_is_on_the_picture() {
    let house = House::new();
    let said = house.tau(&["--network", "ws://127.0.0.1:1", "screen", "--size", "80x24"]);
    assert_eq!(said.code, 0, "{said}");
    assert!(said.stdout.contains("refused"), "{said}");
    assert!(said.stdout.contains("✗ no connection"), "{said}");
}

#[test]
fn what_is_no_size_no_key_and_no_theme_is_said() {
    let house = House::new();
    for (arguments, sentence, code) in [
        (&["screen", "--size", "80"][..], "a size is columns x rows", 2),
        (&["screen", "--keys", "<hyper>"], "no key is called `<hyper>`", 2),
        (&["screen", "portfolio", "-n", "3"], "--netuid belongs to the screen `subnet`", 2),
        (&["screen", "--demo", "--theme", "nope"], "nope", 2),
    ] {
        let said = house.tau(arguments);
        assert_eq!(said.code, code, "{said}");
        assert!(said.stderr.contains(sentence), "{sentence}: {said}");
    }
}
