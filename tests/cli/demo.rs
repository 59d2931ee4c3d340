//! `tau demo` and `tau` where nobody looks.

use super::house::House;

#[test]
fn the_tour_tells_the_whole_story() {
    let house = House::bare();
    let said = house.tau(&["demo"]);
    assert_eq!(said.code, 0, "{said}");
    assert_eq!(said.stderr, "");
    for part in [
        "$ tau subnet list",
        "$ tau subnet metagraph",
        "$ tau stake list --wallet demo",
        "$ tau stake add 10 --netuid",
        "Staked 10 TAO for ",
        "Finalized",
        "The same wallet, after.",
    ] {
        assert!(said.stdout.contains(part), "{part} is missing: {said}");
    }
    let left: Vec<_> = std::fs::read_dir(house.path("")).expect("home").flatten().collect();
    assert!(left.iter().all(|entry| entry.file_name() == ".cache"), "nothing is kept: {left:?}");
}

#[test]
fn the_tour_is_a_document_too() {
    let house = House::bare();
    let said = house.tau(&["demo", "--tour", "--json"]);
    let data = said.data();
    let steps = data["steps"].as_array().expect("steps");
    assert_eq!(steps.len(), 5);
    let value = |step: usize| {
        let text = steps[step]["data"]["coldkeys"][0]["staked_tao"].as_str().expect("an amount");
        text.parse::<f64>().expect("a number")
    };
    // More than what was spent, as the price rose with it.
    assert!(value(4) - value(2) > 9.9, "ten TAO more are staked: {} {}", value(2), value(4));
    assert!(steps[3]["data"]["receipt"]["stage"]["finalized"].is_object(), "{said}");
}

#[test]
fn the_dashboard_needs_a_terminal() {
    let house = House::bare();
    insta::assert_snapshot!(house.tau(&[]), @r"
        ------- stderr -------
        error: the dashboard needs a terminal
        hint: `tau help` lists the commands, `tau demo --tour` prints the screens as text
        [exit status: 2]
        ");
    insta::assert_snapshot!(house.tau(&["--json"]), @r#"
        {"ok":false,"command":"dashboard","schema":1,"error":{"kind":"usage","message":"the dashboard has no JSON and no CSV","hints":["`tau help` lists the commands that have"]}}
        [exit status: 2]
        "#);
}
