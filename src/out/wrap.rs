//! Long lines in a terminal: broken between words, never inside an address, a hash or a command.

use crate::present::width;

/// `text` in lines of at most `room` cells. Words that are longer stand alone and stay whole; what is
/// between backticks is one word, so that a command can be copied.
pub(super) fn wrap(text: &str, room: usize) -> Vec<String> {
    if width(text) <= room {
        return vec![text.to_owned()];
    }
    let mut lines = vec![String::new()];
    for word in words(text) {
        let Some(line) = lines.last_mut() else { break };
        if line.is_empty() {
            line.push_str(word);
        } else if width(line) + 1 + width(word) <= room {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

/// Split at blanks, but not between backticks.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    text.split(move |letter: char| {
        quoted ^= letter == '`';
        letter == ' ' && !quoted
    })
    .filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words() {
        assert_eq!(wrap("one two three", 13), ["one two three"]);
        assert_eq!(wrap("one two three", 12), ["one two", "three"]);
        assert_eq!(wrap("one two three", 1), ["one", "two", "three"]);
        assert_eq!(wrap("", 5), [""]);
    }

    #[test]
    fn long_words_and_commands_stay_whole() {
        assert_eq!(wrap("a 5GrwvaEF5zXb b", 6), ["a", "5GrwvaEF5zXb", "b"]);
        assert_eq!(wrap("run `tau tx list` now", 8), ["run", "`tau tx list`", "now"]);
    }
}
