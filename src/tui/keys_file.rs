//! The user's own keys: `keys.toml`, one table for each context, actions by name.
//!
//! ```toml
//! [everywhere]
//! quit = ["Q", "ctrl-c"]
//! [subnets]
//! favourite = "m"
//! ```
//!
//! What is not in the file stays as it is. A key given twice in one context, a name that means nothing and a
//! key that no keyboard has are refused, with what is near.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;

use super::key::Key;
use super::keymap::{Action, BINDINGS, Context, Told};

/// Keys of one action in one context.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// Where it holds.
    pub context: Context,
    /// What it does.
    pub action: Action,
    /// Any of these; the first one is shown in the footer.
    pub keys: Vec<Key>,
    /// Where it is told.
    pub told: Told,
}

/// Which key means what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keymap(Vec<Bound>);

impl Default for Keymap {
    fn default() -> Self {
        Self(
            BINDINGS
                .iter()
                .map(|binding| Bound {
                    context: binding.context,
                    action: binding.action,
                    keys: binding.keys.to_vec(),
                    told: binding.told,
                })
                .collect(),
        )
    }
}

/// `NextTab` as `next-tab`.
fn kebab(name: &str) -> String {
    let mut text = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !text.is_empty() {
            text.push('-');
        }
        text.extend(c.to_lowercase());
    }
    text
}

fn action_name(action: Action) -> String {
    kebab(&format!("{action:?}"))
}

fn context_name(context: Context) -> String {
    kebab(&format!("{context:?}"))
}

/// What is likest to `name`, as a clause.
fn near<'a>(name: &str, candidates: impl Iterator<Item = &'a String>) -> String {
    candidates
        .map(|candidate| (strsim::jaro_winkler(name, candidate), candidate))
        .filter(|(likeness, _)| *likeness > 0.75)
        .max_by(|left, right| left.0.total_cmp(&right.0))
        .map(|(_, candidate)| format!("; did you mean `{candidate}`?"))
        .unwrap_or_default()
}

#[derive(serde::Deserialize)]
#[serde(untagged)]
enum Given {
    One(String),
    Several(Vec<String>),
}

impl Keymap {
    /// The keys of a file.
    ///
    /// # Errors
    /// One sentence about the first thing that cannot be meant, and what is near.
    pub fn read(text: &str) -> Result<Self, String> {
        let file: BTreeMap<String, BTreeMap<String, Given>> = toml::from_str(text)
            .map_err(|error| format!("it is not TOML of the right form: {}", error.message()))?;
        let mut map = Self::default();
        for (context_text, actions) in file {
            let names: Vec<String> = Context::ALL.iter().map(|one| context_name(*one)).collect();
            let context = Context::ALL
                .iter()
                .copied()
                .find(|context| context_name(*context) == context_text)
                .ok_or_else(|| {
                    let near = near(&context_text, names.iter());
                    format!("`[{context_text}]` is no part of the dashboard{near}")
                })?;
            for (action_text, given) in actions {
                map.bind(context, &action_text, given)?;
            }
        }
        map.check()?;
        Ok(map)
    }

    fn bind(&mut self, context: Context, action_text: &str, given: Given) -> Result<(), String> {
        let names: Vec<String> =
            BINDINGS.iter().map(|binding| action_name(binding.action)).collect();
        let action = BINDINGS
            .iter()
            .map(|binding| binding.action)
            .find(|action| action_name(*action) == action_text)
            .ok_or_else(|| {
                let near = near(action_text, names.iter());
                format!("`{action_text}` is nothing that a key can do{near}")
            })?;
        let texts = match given {
            Given::One(text) => vec![text],
            Given::Several(texts) => texts,
        };
        let keys = texts.iter().map(|text| key(text)).collect::<Result<Vec<_>, _>>()?;
        match self.0.iter_mut().find(|bound| bound.context == context && bound.action == action) {
            Some(bound) => bound.keys = keys,
            None => self.0.push(Bound { context, action, keys, told: Told::Help }),
        }
        Ok(())
    }

    /// No key means two things in one context.
    fn check(&self) -> Result<(), String> {
        let mut seen: HashMap<(Context, Key), Action> = HashMap::new();
        for bound in &self.0 {
            for key in &bound.keys {
                if let Some(other) = seen.insert((bound.context, *key), bound.action) {
                    return Err(format!(
                        "in [{}] the key {key} means both `{}` and `{}`",
                        context_name(bound.context),
                        action_name(other),
                        action_name(bound.action)
                    ));
                }
            }
        }
        Ok(())
    }

    /// What `key` means where these contexts hold, the first one that knows it.
    #[must_use]
    pub fn lookup(&self, contexts: &[Context], key: Key) -> Option<Action> {
        contexts.iter().find_map(|context| {
            let bound = |bound: &&Bound| bound.context == *context && bound.keys.contains(&key);
            self.0.iter().find(bound).map(|bound| bound.action)
        })
    }

    /// The bindings that the footer tells where these contexts hold; none whose key means something else there.
    pub fn hints<'a>(&'a self, contexts: &'a [Context]) -> impl Iterator<Item = &'a Bound> {
        let is_meant = move |bound: &Bound| {
            bound.keys.first().is_some_and(|key| self.lookup(contexts, *key) == Some(bound.action))
        };
        contexts.iter().flat_map(move |context| {
            self.0.iter().filter(move |bound| {
                bound.context == *context && bound.told == Told::Footer && is_meant(bound)
            })
        })
    }

    /// Every binding of a context, in the order of the help.
    pub fn of(&self, context: Context) -> impl Iterator<Item = &Bound> {
        self.0.iter().filter(move |bound| bound.context == context && !bound.keys.is_empty())
    }

    /// All of it as a file that says the same.
    #[must_use]
    pub fn file(&self) -> String {
        let mut text = String::new();
        for context in Context::ALL {
            let _ = writeln!(text, "[{}]", context_name(context));
            for bound in self.0.iter().filter(|bound| bound.context == context) {
                let keys: Vec<String> =
                    bound.keys.iter().map(|key| format!("{:?}", key_name(*key))).collect();
                let _ = writeln!(
                    text,
                    "{} = [{}] # {}",
                    action_name(bound.action),
                    keys.join(", "),
                    bound.action.about()
                );
            }
            text.push('\n');
        }
        text
    }
}

fn key(text: &str) -> Result<Key, String> {
    let mut characters = text.chars();
    if let (Some(c), None) = (characters.next(), characters.next()) {
        return Ok(Key::Char(c));
    }
    match Key::sequence(&format!("<{text}>"))?.as_slice() {
        [key] => Ok(*key),
        _ => Err(format!("`{text}` is not one key")),
    }
}

fn key_name(key: Key) -> String {
    match key {
        Key::Char(' ') => "space".to_owned(),
        Key::Char(c) => c.to_string(),
        Key::Ctrl(c) => format!("ctrl-{c}"),
        Key::BackTab => "backtab".to_owned(),
        Key::PageUp => "pageup".to_owned(),
        Key::PageDown => "pagedown".to_owned(),
        other => format!("{other:?}").to_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nearer_context_wins() {
        let map = Keymap::default();
        let contexts = [Context::Subnet, Context::List, Context::Everywhere];
        assert_eq!(map.lookup(&contexts, Key::Tab), Some(Action::NextPanel));
        assert_eq!(map.lookup(&contexts, Key::Char('q')), Some(Action::Quit));
        assert_eq!(map.lookup(&[Context::Help], Key::Char('q')), Some(Action::Back));
        assert_eq!(map.lookup(&contexts, Key::Char('§')), None);
    }

    #[test]
    fn the_footer_tells_no_key_that_means_something_else() {
        let map = Keymap::default();
        let contexts = [Context::Simulator, Context::Rows, Context::List, Context::Everywhere];
        let told: Vec<Action> = map.hints(&contexts).map(|bound| bound.action).collect();
        assert!(told.contains(&Action::Change) && told.contains(&Action::Quit), "{told:?}");
        assert!(!told.contains(&Action::Open), "Enter changes the scenario there: {told:?}");
    }

    #[test]
    fn a_file_changes_what_it_names_and_nothing_else() {
        let map =
            Keymap::read("[everywhere]\nquit = \"Q\"\n[subnets]\nfavourite = [\"m\", \"ctrl-m\"]")
                .expect("a keymap");
        let contexts = [Context::Subnets, Context::List, Context::Everywhere];
        assert_eq!(map.lookup(&contexts, Key::Char('Q')), Some(Action::Quit));
        assert_eq!(map.lookup(&contexts, Key::Char('q')), None);
        assert_eq!(map.lookup(&contexts, Key::Ctrl('m')), Some(Action::Favourite));
        assert_eq!(map.lookup(&contexts, Key::Char('?')), Some(Action::Help));
    }

    #[test]
    fn what_cannot_be_meant_is_refused_with_a_hint() {
        let wrong = |text: &str| Keymap::read(text).expect_err(text);
        assert!(wrong("[portfolo]\nopen = \"x\"").contains("did you mean `portfolio`?"));
        assert!(wrong("[subnets]\nopne = \"x\"").contains("did you mean `open`?"));
        assert!(wrong("[subnets]\nopen = \"hyper-x\"").contains("<hyper-x>"));
        let twice = wrong("[subnets]\nopen = \"a\"");
        assert!(twice.contains("means both `open` and `stake`"), "{twice}");
        assert!(wrong("subnets = 1").contains("not TOML of the right form"));
    }

    #[test]
    fn the_file_that_is_written_reads_as_the_same() {
        let map = Keymap::default();
        assert_eq!(Keymap::read(&map.file()), Ok(map));
    }
}
