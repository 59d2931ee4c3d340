//! A form for one command, made from what the command line says of it.

use std::sync::Arc;

use super::{Preview, State, Step, TextField};
use crate::tui::event::Request;
use crate::tui::form_spec::{FieldSpec, FormSpec, Leads, Takes};

/// Something that may stand in a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What is written.
    pub value: String,
    /// What it is.
    pub about: String,
}

/// The form.
#[derive(Debug, Clone)]
pub struct CommandForm {
    /// The command.
    pub spec: Arc<FormSpec>,
    /// What stands in the fields, in their order.
    pub values: Vec<TextField>,
    /// Where typing goes.
    pub focus: usize,
    /// What the chain would do.
    pub preview: Preview,
    /// The first question about the fields as they are now.
    pub asked: Request,
    /// Who signs, once the plan says so: a wallet, or `wallet/hotkey`.
    pub key: String,
    /// How far it is.
    pub step: Step,
    /// Lines scrolled off the top of a card.
    pub scroll: usize,
}

impl CommandForm {
    /// A form with what is known filled in: label and value.
    #[must_use]
    pub fn new(spec: Arc<FormSpec>, known: &[(String, String)]) -> Self {
        let values: Vec<TextField> = spec
            .fields
            .iter()
            .map(|field| {
                let known = known.iter().find(|(label, _)| *label == field.label);
                let value = known.map(|(_, value)| value.clone());
                let value = value.or_else(|| field.default.clone()).unwrap_or_default();
                match field.takes {
                    Takes::Flag if value.is_empty() => TextField::new("no"),
                    _ => TextField::new(value),
                }
            })
            .collect();
        // The first field that keeps the command from being run, else the first one.
        let focus = lacking(&spec, &values).unwrap_or(0);
        Self {
            spec,
            values,
            focus,
            preview: Preview::Incomplete("fill in the fields".to_owned()),
            asked: Request::default(),
            key: String::new(),
            step: Step::Edit,
            scroll: 0,
        }
    }

    /// The field with the keys.
    #[must_use]
    pub fn field(&self) -> Option<&FieldSpec> {
        self.spec.fields.get(self.focus)
    }

    /// Whether it ends in a signature.
    #[must_use]
    pub fn signs(&self) -> bool {
        self.spec.leads == Leads::Signature
    }

    /// What stands in the fields.
    #[must_use]
    pub fn texts(&self) -> Vec<String> {
        self.values.iter().map(|value| value.text().to_owned()).collect()
    }

    /// The command line's words for it.
    #[must_use]
    pub fn words(&self) -> Vec<String> {
        self.spec.words(&self.texts())
    }

    /// What is missing, in a sentence.
    #[must_use]
    pub fn missing(&self) -> Option<String> {
        let missing =
            |(field, value): &(&FieldSpec, &TextField)| field.required && value.is_empty();
        let (field, _) = self.spec.fields.iter().zip(&self.values).find(missing)?;
        Some(format!("{} is missing: {}", field.label, field.help))
    }

    /// The value of the field with this label.
    #[must_use]
    pub fn value(&self, label: &str) -> Option<&str> {
        let place = self.spec.fields.iter().position(|field| field.label == label)?;
        self.values.get(place).map(TextField::text)
    }

    /// What may stand in the field with the keys, best first.
    #[must_use]
    pub fn suggestions(&self, state: &State) -> Vec<Suggestion> {
        let (Some(field), Some(value)) = (self.field(), self.values.get(self.focus)) else {
            return Vec::new();
        };
        // In a field of several the last word is being typed.
        let typed = match field.several {
            true => value.text().rsplit(' ').next().unwrap_or(""),
            false => value.text(),
        };
        let needle = typed.trim().to_lowercase();
        let mut all = everything(field, state);
        all.retain(|one| {
            needle.is_empty()
                || one.value.to_lowercase().contains(&needle)
                || one.about.to_lowercase().contains(&needle)
        });
        all.sort_by_key(|one| {
            let value = one.value.to_lowercase();
            (value != needle, !value.starts_with(&needle))
        });
        all
    }
}

/// Fields that can say what another one is about: then that one is not missing.
const INSTEAD: [&str; 3] = ["all", "file", "uids"];

/// The first field that is empty and has to be said, or holds what it cannot take.
fn lacking(spec: &FormSpec, values: &[TextField]) -> Option<usize> {
    let pairs = || spec.fields.iter().zip(values);
    let is_said = |(field, value): (&FieldSpec, &TextField)| {
        INSTEAD.contains(&field.label.as_str()) && !["", "no"].contains(&value.text().trim())
    };
    let is_replaced = pairs().any(is_said);
    pairs().position(|(field, value)| match value.text().trim() {
        "" => field.required || (field.needed && !is_replaced),
        text => !field.is_sound(text),
    })
}

/// Everything that makes sense in a field.
fn everything(field: &FieldSpec, state: &State) -> Vec<Suggestion> {
    let one = |value: String, about: String| Suggestion { value, about };
    match &field.takes {
        Takes::Flag => {
            vec![one("no".to_owned(), String::new()), one("yes".to_owned(), field.help.clone())]
        }
        Takes::Choice(choices) => {
            choices.iter().map(|choice| one(choice.clone(), String::new())).collect()
        }
        Takes::NetUid => state
            .subnets()
            .map(|all| {
                all.list
                    .iter()
                    .map(|subnet| one(subnet.netuid.to_string(), subnet.name.to_string()))
                    .collect()
            })
            .unwrap_or_default(),
        Takes::Wallet => state
            .wallets()
            .iter()
            .map(|wallet| one(wallet.name.clone(), wallet.coldkey.to_string()))
            .collect(),
        Takes::Hotkey => hotkeys(state),
        Takes::Account => state
            .wallets()
            .iter()
            .map(|wallet| one(wallet.name.clone(), wallet.coldkey.to_string()))
            .chain(hotkeys(state))
            .collect(),
        Takes::Amount => vec![one("all".to_owned(), "everything there is".to_owned())],
        Takes::Text => Vec::new(),
    }
}

/// Own hotkeys, those with own stake, and the validators of the subnet that was last looked at.
fn hotkeys(state: &State) -> Vec<Suggestion> {
    let mut found: Vec<Suggestion> = Vec::new();
    for wallet in state.wallets() {
        for (name, hotkey) in &wallet.hotkeys {
            found.push(Suggestion {
                value: format!("{}/{name}", wallet.name),
                about: hotkey.to_string(),
            });
        }
    }
    let portfolios = state.portfolios.value().map_or(&[][..], |all| all.as_slice());
    for position in portfolios.iter().flat_map(|own| &own.positions) {
        let name = position.hotkey_name.as_ref().map_or("", |name| name.as_str());
        let about = format!("{name} your stake on {}", position.netuid);
        found.push(Suggestion {
            value: position.hotkey.to_string(),
            about: about.trim().to_owned(),
        });
    }
    let graph = state.subnet_screen.as_ref().and_then(|screen| screen.metagraph.value());
    for neuron in graph.map_or(&[][..], |graph| &graph.neurons[..]) {
        if neuron.validator_permit {
            let name = neuron.name.as_ref().map_or("validator", |name| name.as_str());
            found.push(Suggestion { value: neuron.hotkey.to_string(), about: name.to_owned() });
        }
    }
    let mut seen = std::collections::HashSet::new();
    found.retain(|one| seen.insert(one.value.clone()));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::form_spec::Said;

    fn field(label: &str, said: Said, takes: Takes, needed: bool) -> FieldSpec {
        FieldSpec {
            label: label.to_owned(),
            help: String::new(),
            said,
            takes,
            required: false,
            needed,
            several: false,
            default: None,
            short: None,
        }
    }

    #[test]
    fn the_cursor_begins_where_something_is_missing_or_wrong() {
        let flag = |name: &str| Said::Flag(format!("--{name}"));
        let fields = vec![
            field("wallet", flag("wallet"), Takes::Wallet, false),
            field("hotkey", flag("hotkey"), Takes::Hotkey, true),
            field("amount", Said::Place(1), Takes::Amount, true),
            field("all", flag("all"), Takes::Flag, false),
            FieldSpec { several: true, ..field("netuid", flag("netuid"), Takes::NetUid, true) },
            field("note", Said::Place(2), Takes::Text, false),
            field("how", flag("how"), Takes::Choice(vec!["keep".to_owned()]), false),
        ];
        let spec = Arc::new(FormSpec {
            command: "stake add".to_owned(),
            about: String::new(),
            leads: Leads::Signature,
            fields,
        });
        let at = |known: &[(&str, &str)]| {
            let known: Vec<(String, String)> = known
                .iter()
                .map(|(label, text)| ((*label).to_owned(), (*text).to_owned()))
                .collect();
            let form = CommandForm::new(spec.clone(), &known);
            form.field().expect("a field").label.clone()
        };
        assert_eq!(at(&[]), "hotkey");
        assert_eq!(at(&[("amount", "5")]), "hotkey");
        assert_eq!(at(&[("hotkey", "mine")]), "amount");
        assert_eq!(at(&[("hotkey", "mine"), ("amount", "5")]), "netuid");
        let full = [("hotkey", "mine"), ("amount", "5"), ("netuid", "1 4")];
        assert_eq!(at(&full), "wallet", "what may stay empty is not missing");
        let with = |more: (&'static str, &'static str)| {
            let mut given = vec![more];
            given.extend(full);
            at(&given)
        };
        assert_eq!(with(("amount", "much")), "amount");
        assert_eq!(with(("amount", "ALL")), "wallet");
        assert_eq!(with(("netuid", "1 x")), "netuid");
        assert_eq!(with(("how", "else")), "how");
        assert_eq!(with(("how", "Keep")), "wallet");
        assert_eq!(at(&[("all", "yes")]), "wallet", "that stands in for what is needed");
    }
}
