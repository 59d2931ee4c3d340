//! What the dashboard knows of a command: its words and its fields. The command line makes these from its own
//! definitions, so that a new command has its form by itself.

/// Whether the wallet that a command names is one that is not there yet.
#[must_use]
pub fn names_something_new(command: &str) -> bool {
    matches!(command, "wallet create" | "wallet import" | "wallet new-coldkey")
}

/// What a field takes, for completion and for what stands beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Takes {
    /// Yes or no.
    Flag,
    /// One of these.
    Choice(Vec<String>),
    /// The number of a subnet.
    NetUid,
    /// A wallet of this machine.
    Wallet,
    /// A hotkey: an address, or a name.
    Hotkey,
    /// An account: an address, or a name.
    Account,
    /// An amount, or `all`.
    Amount,
    /// Anything else.
    Text,
}

/// How a field is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// By its place among the words.
    Place(usize),
    /// Behind this flag.
    Flag(String),
}

/// A field of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldSpec {
    /// What stands before it.
    pub label: String,
    /// What it means, in a sentence.
    pub help: String,
    /// How it is said.
    pub said: Said,
    /// What it takes.
    pub takes: Takes,
    /// Whether there is nothing to do without it.
    pub required: bool,
    /// Whether the command asks for it if nothing at all is said. Where it is not required something else can take its
    /// place, such as `--all` that of an amount.
    pub needed: bool,
    /// Whether several values may stand there, with blanks between them.
    pub several: bool,
    /// What holds if nothing is said.
    pub default: Option<String>,
    /// The letter that is short for its flag.
    pub short: Option<char>,
}

/// What a form leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leads {
    /// A plan, a review, a signature.
    Signature,
    /// A change of the simulator's scenario; nothing of it reaches a chain.
    Scenario,
    /// The command runs in the terminal, which the dashboard lends it: it may ask for secrets, and none
    /// of them comes near the dashboard.
    Terminal,
}

/// A command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormSpec {
    /// Noun and verb.
    pub command: String,
    /// What it does, in a sentence.
    pub about: String,
    /// What it leads to.
    pub leads: Leads,
    /// What can be said.
    pub fields: Vec<FieldSpec>,
}

impl FieldSpec {
    /// Whether a text can be what the field takes, as far as that is known without asking anybody. What is empty says
    /// nothing, and is no mistake.
    #[must_use]
    pub fn is_sound(&self, text: &str) -> bool {
        let is_one = |word: &str| match &self.takes {
            Takes::Flag => ["yes", "no"].contains(&word),
            Takes::Choice(choices) => {
                choices.iter().any(|choice| choice.eq_ignore_ascii_case(word))
            }
            Takes::NetUid => word.parse::<u16>().is_ok(),
            Takes::Amount => {
                word.eq_ignore_ascii_case("all")
                    || word.starts_with(|c: char| c.is_ascii_digit() || c == '.')
            }
            Takes::Wallet | Takes::Hotkey | Takes::Account | Takes::Text => true,
        };
        let is_apart = |c: char| c.is_whitespace() || c == ',';
        match self.several {
            true => text.split(is_apart).filter(|word| !word.is_empty()).all(is_one),
            false => text.trim().is_empty() || is_one(text.trim()),
        }
    }
}

impl FormSpec {
    /// The command line's words for these values, in the order of the fields; what is empty is not said.
    #[must_use]
    pub fn words(&self, values: &[String]) -> Vec<String> {
        let mut words: Vec<String> =
            self.command.split_whitespace().map(ToOwned::to_owned).collect();
        let pairs = || self.fields.iter().zip(values).filter(|(_, value)| !value.trim().is_empty());
        for (field, value) in pairs() {
            let Said::Flag(flag) = &field.said else { continue };
            match field.takes {
                Takes::Flag => {
                    if value == "yes" {
                        words.push(flag.clone());
                    }
                }
                // What is taken for granted need not be said.
                _ if field.default.as_deref() == Some(value.trim()) => {}
                _ => {
                    for part in parts(field, value) {
                        words.push(format!("{flag}={part}"));
                    }
                }
            }
        }
        let mut placed: Vec<(usize, Vec<String>)> = pairs()
            .filter_map(|(field, value)| match field.said {
                Said::Place(place) => Some((place, parts(field, value))),
                Said::Flag(_) => None,
            })
            .collect();
        placed.sort_by_key(|(place, _)| *place);
        words.extend(placed.into_iter().flat_map(|(_, parts)| parts));
        words
    }

    /// What words behind the command say of its fields, as label and text.
    ///
    /// # Errors
    /// One sentence about the word that says nothing here.
    pub fn given(&self, words: &[String]) -> Result<Vec<(String, String)>, String> {
        let mut given: Vec<(String, String)> = Vec::new();
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let (flag, inside) = match word.split_once('=') {
                Some((flag, value)) if flag.starts_with('-') => (flag, Some(value.to_owned())),
                _ => (word.as_str(), None),
            };
            let is_number = flag[1.min(flag.len())..].starts_with(|c: char| c.is_ascii_digit());
            let (field, text) = if flag.starts_with('-') && !is_number {
                let named = |field: &&FieldSpec| {
                    let short = field.short.map(|short| format!("-{short}"));
                    matches!(&field.said, Said::Flag(name) if name == flag)
                        || short.as_deref() == Some(flag)
                };
                let field = self.fields.iter().find(named);
                let field = field.ok_or_else(|| format!("`{}` has no {flag}", self.command))?;
                let text = match (inside, &field.takes) {
                    (Some(text), _) => text,
                    (None, Takes::Flag) => "yes".to_owned(),
                    (None, _) => {
                        words.next().cloned().ok_or_else(|| format!("{flag} wants a value"))?
                    }
                };
                (field, text)
            } else {
                let is_free = |field: &&FieldSpec| {
                    let is_placed = matches!(field.said, Said::Place(_));
                    is_placed
                        && (field.several || !given.iter().any(|(label, _)| *label == field.label))
                };
                let field = self.fields.iter().find(is_free);
                (field.ok_or_else(|| format!("`{word}` is too much here"))?, word.clone())
            };
            match given.iter_mut().find(|(label, _)| field.several && *label == field.label) {
                Some((_, before)) => *before = format!("{before} {text}"),
                None => given.push((field.label.clone(), text)),
            }
        }
        Ok(given)
    }

    /// The same as one line that a shell understands.
    #[must_use]
    pub fn line(&self, values: &[String]) -> String {
        let words = self.words(values).into_iter().map(|word| quoted(&word)).collect::<Vec<_>>();
        format!("tau {}", words.join(" "))
    }
}

fn parts(field: &FieldSpec, value: &str) -> Vec<String> {
    if field.several {
        value.split_whitespace().map(ToOwned::to_owned).collect()
    } else {
        vec![value.trim().to_owned()]
    }
}

/// A word as a shell reads it back.
#[must_use]
pub fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_=./:,%@+".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

/// A request that was written for the machine with the key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prepared {
    /// The file.
    pub path: std::path::PathBuf,
    /// What that machine will show, line by line.
    pub screen: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(label: &str, said: Said, takes: Takes) -> FieldSpec {
        FieldSpec {
            label: label.to_owned(),
            help: String::new(),
            said,
            takes,
            required: false,
            needed: false,
            several: false,
            default: None,
            short: None,
        }
    }

    fn spec() -> FormSpec {
        FormSpec {
            command: "stake add".to_owned(),
            about: String::new(),
            leads: Leads::Signature,
            fields: vec![
                field("amount", Said::Place(1), Takes::Amount),
                FieldSpec {
                    several: true,
                    short: Some('n'),
                    ..field("netuid", Said::Flag("--netuid".to_owned()), Takes::NetUid)
                },
                field("partial", Said::Flag("--partial".to_owned()), Takes::Flag),
                field("note", Said::Flag("--note".to_owned()), Takes::Text),
            ],
        }
    }

    #[test]
    fn words_become_values() {
        let given = |words: &str| {
            let words: Vec<String> = words.split_whitespace().map(str::to_owned).collect();
            spec().given(&words).map(|given| {
                given
                    .into_iter()
                    .map(|(label, text)| format!("{label}: {text}"))
                    .collect::<Vec<_>>()
            })
        };
        assert_eq!(
            given("--netuid 1 10 -n=4 --partial").as_deref(),
            Ok(&["netuid: 1 4", "amount: 10", "partial: yes"].map(str::to_owned)[..])
        );
        assert_eq!(given("-5").as_deref(), Ok(&["amount: -5".to_owned()][..]));
        assert_eq!(given("10 20"), Err("`20` is too much here".to_owned()));
        assert_eq!(given("--note"), Err("--note wants a value".to_owned()));
        assert_eq!(given("--netuids 3"), Err("`stake add` has no --netuids".to_owned()));
        assert_eq!(given(""), Ok(Vec::new()));
    }

    #[test]
    fn values_become_words() {
        let spec = spec();
        let values = ["10", "1 4", "yes", "it's"].map(str::to_owned);
        assert_eq!(
            spec.words(&values),
            ["stake", "add", "--netuid=1", "--netuid=4", "--partial", "--note=it's", "10"]
        );
        assert_eq!(
            spec.line(&values),
            "tau stake add --netuid=1 --netuid=4 --partial '--note=it'\\''s' 10"
        );
        let nothing = ["10", "", "no", ""].map(str::to_owned);
        assert_eq!(spec.words(&nothing), ["stake", "add", "10"]);
    }
}
