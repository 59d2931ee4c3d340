//! The command line behind `:`, with everything that may be meant by what was typed.

use super::{Screen, State, TextField};
use crate::model::NetUid;
use crate::present::truncate;

/// A command that is being typed.
#[derive(Debug, Clone, Default)]
pub struct CommandLine {
    /// What was typed.
    pub field: TextField,
    /// Place of the suggestion that the cursor is on.
    pub chosen: usize,
}

/// A command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Show the keys.
    Help,
    /// Leave.
    Quit,
    /// Read everything again.
    Refresh,
    /// Go to a screen.
    Screen(Screen),
    /// Go to one subnet.
    Subnet(NetUid),
    /// The simulator, of one subnet if one is named.
    Simulate(Option<NetUid>),
    /// Open the stake form, on a subnet if one is named.
    Stake(Option<NetUid>),
    /// Open the form of a command, with what was said of its fields: label and text.
    Form(String, Vec<(String, String)>),
    /// Copy this.
    Copy(String),
    /// Use the theme of this name.
    Theme(String),
    /// Say what a word means.
    Explain(String),
}

/// Something that may be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// What is written.
    pub text: String,
    /// What it does.
    pub about: String,
    /// The command.
    pub command: Command,
}

impl CommandLine {
    /// What may be meant, the likeliest first.
    #[must_use]
    pub fn candidates(&self, state: &State) -> Vec<Candidate> {
        let typed = self.field.text().trim().to_lowercase();
        if typed.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<(u32, Candidate)> = everything(state)
            .into_iter()
            .filter_map(|candidate| Some((score(&typed, &candidate)?, candidate)))
            .collect();
        found
            .sort_by(|(a, left), (b, right)| a.cmp(b).then(left.text.len().cmp(&right.text.len())));
        found.truncate(40);
        found.into_iter().map(|(_, candidate)| candidate).collect()
    }

    /// The suggestion that the cursor is on, or that begins as what was typed.
    #[must_use]
    pub fn completion(&self, state: &State) -> Option<String> {
        let typed = self.field.text();
        let candidates = self.candidates(state);
        let chosen = candidates.get(self.chosen)?;
        let rest = chosen.text.strip_prefix(typed)?;
        (!rest.is_empty()).then(|| rest.to_owned())
    }

    /// Take the suggestion.
    pub fn complete(&mut self, state: &State) {
        let candidates = self.candidates(state);
        if let Some(chosen) = candidates.get(self.chosen) {
            self.field = TextField::new(chosen.text.clone());
            self.chosen = 0;
        }
    }

    /// What was typed, understood: word by word, else the suggestion that the cursor is on.
    ///
    /// # Errors
    /// One sentence about what it is not.
    pub fn parse(&self, state: &State) -> Result<Command, String> {
        let text = self.field.text().trim();
        let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
        let rest = rest.trim();
        let netuid = || {
            rest.parse::<NetUid>().map_err(|_| format!("`{rest}` is not the number of a subnet"))
        };
        if let Ok(netuid) = text.parse::<NetUid>() {
            return Ok(Command::Subnet(netuid));
        }
        // A form is meant by all of its words.
        if let Some(spec) = state.forms.iter().find(|spec| spec.command == text) {
            return Ok(Command::Form(spec.command.clone(), Vec::new()));
        }
        if let Some(form) = filled(state, text) {
            return form;
        }
        Ok(match (word, rest) {
            ("help" | "h" | "?", "") => Command::Help,
            ("quit" | "q" | "q!" | "exit", "") => Command::Quit,
            ("refresh" | "r", "") => Command::Refresh,
            ("portfolio" | "p", "") => Command::Screen(Screen::Portfolio),
            ("subnets", "") => Command::Screen(Screen::Subnets),
            ("validators" | "v", "") => Command::Screen(Screen::Validators),
            ("wallets" | "w", "") => Command::Screen(Screen::Wallets),
            ("transactions" | "tx", "") => Command::Screen(Screen::Transactions),
            ("chain" | "c", "") => Command::Screen(Screen::Chain),
            ("simulate" | "simulator", "") => Command::Simulate(None),
            ("simulate" | "simulator", _) => Command::Simulate(Some(netuid()?)),
            ("stake", "") => Command::Stake(None),
            ("stake", number) if number.parse::<NetUid>().is_ok() => {
                Command::Stake(Some(netuid()?))
            }
            ("explain" | "what", word) if !word.is_empty() => Command::Explain(word.to_owned()),
            ("theme", name) if !name.is_empty() => Command::Theme(name.to_owned()),
            ("subnet" | "s", number) if !number.is_empty() && !is_word(number) => {
                Command::Subnet(netuid()?)
            }
            _ => {
                let candidates = self.candidates(state);
                let chosen = candidates.get(self.chosen.min(candidates.len().saturating_sub(1)));
                chosen.map(|candidate| candidate.command.clone()).ok_or_else(|| {
                    format!("there is no command `{}`; ? shows the keys", truncate(text, 40))
                })?
            }
        })
    }
}

/// A command with its arguments, as in a terminal: the form of the longest name that the text begins with, filled in.
fn filled(state: &State, text: &str) -> Option<Result<Command, String>> {
    let text = text.strip_prefix("tau ").unwrap_or(text);
    let begins = |command: &str| text.strip_prefix(command).filter(|rest| rest.starts_with(' '));
    let specs = state.forms.iter().filter_map(|spec| Some((spec, begins(&spec.command)?)));
    let (spec, rest) = specs.max_by_key(|(spec, _)| spec.command.len())?;
    let given = shell_words::split(rest)
        .map_err(|_| "a quotation mark is missing".to_owned())
        .and_then(|words| spec.given(&words));
    Some(given.map(|given| Command::Form(spec.command.clone(), given)))
}

/// Whether a text is no number.
fn is_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic())
}

/// Everything that can be meant.
fn everything(state: &State) -> Vec<Candidate> {
    let one = |text: String, about: String, command| Candidate { text, about, command };
    let simple = |text: &str, about: &str, command| one(text.to_owned(), about.to_owned(), command);
    let mut all = vec![
        simple("subnets", "all subnets", Command::Screen(Screen::Subnets)),
        simple("portfolio", "what your wallets own", Command::Screen(Screen::Portfolio)),
        simple("validators", "whom others stake through", Command::Screen(Screen::Validators)),
        simple("wallets", "the keys on this machine", Command::Screen(Screen::Wallets)),
        simple("transactions", "what was signed here", Command::Screen(Screen::Transactions)),
        simple("chain", "blocks, events, nodes, rules", Command::Screen(Screen::Chain)),
        simple("stake", "buy alpha and stake it", Command::Stake(None)),
        simple("simulate", "the next epoch, with changes", Command::Simulate(None)),
        simple("refresh", "read everything again", Command::Refresh),
        simple("help", "the keys", Command::Help),
        simple("quit", "leave tau", Command::Quit),
    ];
    for name in crate::theme::BUILTIN {
        all.push(one(
            format!("theme {name}"),
            "another look".to_owned(),
            Command::Theme(name.to_owned()),
        ));
    }
    for spec in &state.forms {
        let command = Command::Form(spec.command.clone(), Vec::new());
        all.push(one(spec.command.clone(), spec.about.clone(), command));
    }
    if let Some(subnets) = state.subnets() {
        for subnet in &subnets.list {
            let text = format!("subnet {}", subnet.netuid);
            all.push(one(text, subnet.name.to_string(), Command::Subnet(subnet.netuid)));
        }
    }
    for wallet in state.wallets() {
        let address = wallet.coldkey.to_string();
        all.push(one(format!("copy {}", wallet.name), address.clone(), Command::Copy(address)));
        for (name, hotkey) in &wallet.hotkeys {
            let address = hotkey.to_string();
            let text = format!("copy {}/{name}", wallet.name);
            all.push(one(text, address.clone(), Command::Copy(address)));
        }
    }
    all
}

/// How well a candidate fits what was typed, less being better; nothing if it does not.
fn score(typed: &str, candidate: &Candidate) -> Option<u32> {
    let text = candidate.text.to_lowercase();
    if text == typed {
        return Some(0);
    }
    if text.starts_with(typed) {
        return Some(1);
    }
    if let Some(place) = text.find(typed) {
        return Some(10 + u32::try_from(place).unwrap_or(u32::MAX / 2));
    }
    if candidate.about.to_lowercase().contains(typed) {
        return Some(50);
    }
    scattered(typed, &text).map(|gaps| 100 + gaps)
}

/// How many letters lie between the letters of `typed` in `text`, if they are all there in order.
fn scattered(typed: &str, text: &str) -> Option<u32> {
    let mut gaps = 0;
    let mut rest = text.chars();
    for wanted in typed.chars().filter(|c| !c.is_whitespace()) {
        loop {
            match rest.next() {
                Some(c) if c == wanted => break,
                Some(_) => gaps += 1,
                None => return None,
            }
        }
    }
    Some(gaps)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::factory::Desk;

    fn parse(text: &str) -> Result<Command, String> {
        let desk = Desk::full();
        let line = CommandLine { field: TextField::new(text), chosen: 0 };
        line.parse(&desk.state)
    }

    #[test]
    fn commands_and_their_short_forms() {
        assert_eq!(parse("subnet 4"), Ok(Command::Subnet(NetUid(4))));
        assert_eq!(parse("s 4"), Ok(Command::Subnet(NetUid(4))));
        assert_eq!(parse("4"), Ok(Command::Subnet(NetUid(4))));
        assert_eq!(parse("stake 7"), Ok(Command::Stake(Some(NetUid(7)))));
        assert_eq!(parse("stake"), Ok(Command::Stake(None)));
        assert_eq!(parse("  q "), Ok(Command::Quit));
        assert_eq!(parse("v"), Ok(Command::Screen(Screen::Validators)));
        assert_eq!(parse("theme light"), Ok(Command::Theme("light".to_owned())));
        assert_eq!(parse("explain child key"), Ok(Command::Explain("child key".to_owned())));
        assert!(parse("zzzz").is_err_and(|error| error.contains("`zzzz`")));
        assert!(parse("subnet 70000").is_err());
    }

    #[test]
    fn what_is_typed_finds_commands_subnets_and_addresses() {
        let desk = Desk::full();
        let found = |text: &str| -> Vec<String> {
            let line = CommandLine { field: TextField::new(text), chosen: 0 };
            line.candidates(&desk.state).into_iter().map(|one| one.text).collect()
        };
        assert_eq!(found("apex").first().map(String::as_str), Some("subnet 1"));
        assert_eq!(found("vldtr").first().map(String::as_str), Some("validators"));
        assert!(found("alice").contains(&"copy alice".to_owned()));
        let mut line = CommandLine { field: TextField::new("po"), chosen: 0 };
        assert_eq!(line.completion(&desk.state).as_deref(), Some("rtfolio"));
        line.complete(&desk.state);
        assert_eq!(line.field.text(), "portfolio");
        assert_eq!(line.completion(&desk.state), None);
    }
}
