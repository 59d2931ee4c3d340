//! What crossterm reads, in the dashboard's words.

use crossterm::event::{
    Event as Raw, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent,
    MouseEventKind,
};

use super::event::Event;
use super::key::{Key, Mouse};

/// The event that a raw one stands for; nothing for what the dashboard does not listen to.
pub(super) fn translate(raw: Raw) -> Option<Event> {
    match raw {
        Raw::Key(key) => translate_key(&key).map(Event::Key),
        Raw::Mouse(mouse) => translate_mouse(&mouse).map(Event::Mouse),
        Raw::Paste(text) => Some(Event::Paste(text)),
        Raw::Resize(..) => Some(Event::Resized),
        Raw::FocusGained | Raw::FocusLost => None,
    }
}

fn translate_key(key: &KeyEvent) -> Option<Key> {
    if key.kind == KeyEventKind::Release {
        return None;
    }
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    // With Alt a key is somebody else's.
    if key.modifiers.contains(KeyModifiers::ALT) {
        return None;
    }
    match key.code {
        KeyCode::Char(c) if control => Some(Key::Ctrl(c.to_ascii_lowercase())),
        KeyCode::Char(c) => Some(Key::Char(c)),
        KeyCode::Enter => Some(Key::Enter),
        KeyCode::Esc => Some(Key::Esc),
        KeyCode::Tab if key.modifiers.contains(KeyModifiers::SHIFT) => Some(Key::BackTab),
        KeyCode::Tab => Some(Key::Tab),
        KeyCode::BackTab => Some(Key::BackTab),
        KeyCode::Up => Some(Key::Up),
        KeyCode::Down => Some(Key::Down),
        KeyCode::Left => Some(Key::Left),
        KeyCode::Right => Some(Key::Right),
        KeyCode::Home => Some(Key::Home),
        KeyCode::End => Some(Key::End),
        KeyCode::PageUp => Some(Key::PageUp),
        KeyCode::PageDown => Some(Key::PageDown),
        KeyCode::Backspace => Some(Key::Backspace),
        KeyCode::Delete => Some(Key::Delete),
        _ => None,
    }
}

fn translate_mouse(mouse: &MouseEvent) -> Option<Mouse> {
    match mouse.kind {
        MouseEventKind::Down(MouseButton::Left) => {
            Some(Mouse::Click { column: mouse.column, row: mouse.row })
        }
        MouseEventKind::ScrollDown => Some(Mouse::ScrollDown),
        MouseEventKind::ScrollUp => Some(Mouse::ScrollUp),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_listened_to_becomes_an_event() {
        let press = |code, modifiers| translate(Raw::Key(KeyEvent::new(code, modifiers)));
        let key = |event| match event {
            Some(Event::Key(key)) => Some(key),
            _ => None,
        };
        assert_eq!(key(press(KeyCode::Char('C'), KeyModifiers::CONTROL)), Some(Key::Ctrl('c')));
        assert_eq!(key(press(KeyCode::Char('S'), KeyModifiers::SHIFT)), Some(Key::Char('S')));
        assert_eq!(key(press(KeyCode::Tab, KeyModifiers::SHIFT)), Some(Key::BackTab));
        assert!(press(KeyCode::Char('x'), KeyModifiers::ALT).is_none());
        assert!(press(KeyCode::F(5), KeyModifiers::NONE).is_none());
        assert!(translate(Raw::FocusGained).is_none());
        let moved = MouseEvent {
            kind: MouseEventKind::Moved,
            column: 1,
            row: 1,
            modifiers: KeyModifiers::NONE,
        };
        assert!(translate(Raw::Mouse(moved)).is_none());
    }
}
