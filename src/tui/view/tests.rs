use crate::tui::factory::*;
use crate::tui::key::Key;

#[test]
fn show() {
    let mut desk = Desk::full();
    println!("{}", desk.draw());
    desk.key(Key::Enter);
    desk.answer_metagraph(metagraph(1, 12, 100));
    println!("{}", desk.draw());
    desk.press("3");
    println!("{}", desk.draw());
    desk.press("a");
    desk.press("10");
    println!("{}", desk.draw());
    desk.answer_plan(Ok(plan()));
    println!("{}", desk.draw());
    desk.key(Key::Enter);
    println!("{}", desk.draw());
    desk.key(Key::Enter);
    println!("{}", desk.draw());
    desk.press("?");
    let mut desk = Desk::full();
    desk.press("?");
    println!("{}", desk.draw());
    let mut desk = Desk::full();
    desk.size = (120, 40);
    println!("{}", desk.draw());
    desk.key(Key::Enter);
    desk.answer_metagraph(metagraph(1, 12, 100));
    println!("{}", desk.draw());
    desk.press("3");
    println!("{}", desk.draw());
}
