//! The command line behind `:`.

use super::TextField;
use crate::model::NetUid;

/// Words that a command begins with, for completion.
const WORDS: [&str; 7] = ["help", "portfolio", "quit", "refresh", "stake", "subnet", "subnets"];

/// A command that is being typed.
#[derive(Debug, Clone, Default)]
pub struct CommandLine {
    /// What was typed.
    pub field: TextField,
}

/// A command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// Show the keys.
    Help,
    /// Go to the portfolio.
    Portfolio,
    /// Leave.
    Quit,
    /// Read everything again.
    Refresh,
    /// Open the form, on a subnet if one is named.
    Stake(Option<NetUid>),
    /// Go to one subnet.
    Subnet(NetUid),
    /// Go to the list.
    Subnets,
}

impl CommandLine {
    /// What is most likely meant, as the rest of the word.
    #[must_use]
    pub fn completion(&self) -> Option<&'static str> {
        let typed = self.field.text();
        if typed.is_empty() {
            return None;
        }
        WORDS.iter().find_map(|word| word.strip_prefix(typed)).filter(|rest| !rest.is_empty())
    }

    /// Take the completion.
    pub fn complete(&mut self) {
        if let Some(rest) = self.completion() {
            self.field.end();
            self.field.paste(rest);
        }
    }

    /// What was typed, understood.
    ///
    /// # Errors
    /// One sentence about what it is not.
    pub fn parse(&self) -> Result<Command, String> {
        let text = self.field.text().trim();
        let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
        let netuid = || {
            rest.trim()
                .parse::<NetUid>()
                .map_err(|_| format!("`{}` is not the number of a subnet", rest.trim()))
        };
        match (word, rest.trim()) {
            ("help" | "h" | "?", "") => Ok(Command::Help),
            ("portfolio" | "p", "") => Ok(Command::Portfolio),
            ("quit" | "q" | "q!" | "exit", "") => Ok(Command::Quit),
            ("refresh" | "r", "") => Ok(Command::Refresh),
            ("stake", "") => Ok(Command::Stake(None)),
            ("stake", _) => Ok(Command::Stake(Some(netuid()?))),
            ("subnets", "") => Ok(Command::Subnets),
            ("subnet" | "s", _) => Ok(Command::Subnet(netuid()?)),
            _ if text.parse::<NetUid>().is_ok() => {
                text.parse().map(Command::Subnet).map_err(|_| String::new())
            }
            _ => Err(format!("there is no command `{text}`; try one of {}", WORDS.join(", "))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> CommandLine {
        CommandLine { field: TextField::new(text) }
    }

    #[test]
    fn commands_are_understood_and_completed() {
        assert_eq!(line("subnet 4").parse(), Ok(Command::Subnet(NetUid(4))));
        assert_eq!(line("4").parse(), Ok(Command::Subnet(NetUid(4))));
        assert_eq!(line(" q ").parse(), Ok(Command::Quit));
        assert_eq!(
            line("subnet four").parse(),
            Err("`four` is not the number of a subnet".to_owned())
        );
        assert!(line("make me rich").parse().is_err());
        let mut typed = line("po");
        assert_eq!(typed.completion(), Some("rtfolio"));
        typed.complete();
        assert_eq!(typed.field.text(), "portfolio");
        assert_eq!(typed.completion(), None);
    }
}
