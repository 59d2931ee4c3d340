//! Which commands a runtime allows: the table of needs held against its metadata.

use super::encode::{self, Envelope};
use super::surface::{COMMANDS, CommandNeeds, Need, Span, needs::Acts, needs_of};
use super::{Error, Runtime, Shape, shape};
use crate::model::{At, Mortality, Tao};

/// What a runtime means to one command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Noun and verb.
    pub command: &'static str,
    /// Why it is refused; empty if it is not.
    pub refused: Vec<String>,
    /// What it does without, or leaves empty.
    pub notes: Vec<String>,
}

/// One thing that a command needs, held against a runtime.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// `call`, `storage`, `api`, `event`.
    pub kind: &'static str,
    /// `Pallet.name`.
    pub name: String,
    /// Arguments, keys and values with their shapes.
    pub shape: String,
    /// Whether the command does without it, or with another one in its place.
    pub dispensable: bool,
    /// What differs; an absent item is one.
    pub verdict: Result<(), String>,
}

impl Runtime {
    /// Everything that a command needs, row by row.
    #[must_use]
    pub fn requirements(&self, needs: &CommandNeeds) -> Vec<Requirement> {
        let mut rows = Vec::new();
        for need in needs.needs {
            self.list(need, false, &mut rows);
        }
        rows
    }

    fn list(&self, need: &Need, dispensable: bool, rows: &mut Vec<Requirement>) {
        let listed = |shapes: &[Shape]| {
            let shapes: Vec<String> = shapes.iter().map(ToString::to_string).collect();
            format!("({})", shapes.join(", "))
        };
        let (kind, shape, verdict) = match need {
            Need::Call(row) => {
                ("call", format!("({})", shape::named(row.args)), self.check_call(row))
            }
            Need::Storage(row) if row.keys.is_empty() => {
                ("storage", row.value.to_string(), self.check_storage(row))
            }
            Need::Storage(row) => {
                let shape = format!("{} → {}", listed(row.keys), row.value);
                ("storage", shape, self.check_storage(row))
            }
            Need::Api(row) => {
                let shape = format!("{} → {}", listed(row.inputs), row.output);
                ("api", shape, self.check_api(row))
            }
            Need::Event(row) => ("event", listed(row.fields), self.check_event(row)),
            Need::All(needs) => {
                return needs.iter().for_each(|need| self.list(need, dispensable, rows));
            }
            Need::FirstOf(needs) => {
                return needs.iter().for_each(|need| self.list(need, true, rows));
            }
            Need::Perhaps(need) => return self.list(need, true, rows),
        };
        rows.push(Requirement { kind, name: need.path(), shape, dispensable, verdict });
    }

    /// What this runtime means to every command that asks a chain.
    #[must_use]
    pub fn verdicts(&self) -> Vec<Verdict> {
        COMMANDS.iter().map(|needs| self.verdict(needs)).collect()
    }

    /// Refuse a command that this runtime has changed something for.
    ///
    /// # Errors
    /// [`Error::CommandRefused`] with what changed.
    pub fn permit(&self, command: &str) -> Result<(), Error> {
        let Some(needs) = needs_of(command) else { return Ok(()) };
        let verdict = self.verdict(needs);
        if verdict.refused.is_empty() {
            return Ok(());
        }
        Err(Error::CommandRefused {
            command: verdict.command,
            spec_version: self.spec_version(),
            changes: verdict.refused,
        })
    }

    /// What this runtime means to one command.
    #[must_use]
    pub fn verdict(&self, needs: &CommandNeeds) -> Verdict {
        let mut verdict =
            Verdict { command: needs.command, refused: Vec::new(), notes: Vec::new() };
        if needs.acts == Acts::Signs
            && let Err(error) = self.check_extensions()
        {
            verdict.refused.push(error.to_string());
        }
        for need in needs.needs {
            match self.check(need, &mut verdict.notes) {
                Ok(()) => {}
                Err(changes) => verdict.refused.extend(changes),
            }
        }
        verdict.notes.dedup();
        verdict
    }

    /// Whether all transaction extensions can be filled.
    fn check_extensions(&self) -> Result<(), Error> {
        let birth = At { block: 0, hash: self.genesis() };
        let mortality = Mortality { birth, period: 64 };
        let envelope = Envelope { nonce: 0, mortality, tip: Tao::ZERO };
        encode::extensions(self, &envelope).map(drop)
    }

    /// Check one need; what is merely worth knowing goes to `notes`.
    fn check(&self, need: &Need, notes: &mut Vec<String>) -> Result<(), Vec<String>> {
        let one = |path: String, verdict: Result<(), String>| {
            verdict.map_err(|change| vec![format!("{path}: {change}")])
        };
        match need {
            Need::Call(row) => {
                one(row.path(), self.check_call(row))?;
                notes.extend(self.left_empty(row.pallet, row.name).into_iter().map(|name| {
                    format!("{}: the new argument `{name}` is left empty", row.path())
                }));
                Ok(())
            }
            Need::Storage(row) => one(row.path(), self.check_storage(row)),
            Need::Api(row) => one(row.path(), self.check_api(row)),
            Need::Event(row) => one(row.path(), self.check_event(row)),
            Need::All(needs) => {
                let changes: Vec<String> = needs
                    .iter()
                    .filter_map(|need| self.check(need, notes).err())
                    .flatten()
                    .collect();
                if changes.is_empty() { Ok(()) } else { Err(changes) }
            }
            Need::FirstOf(needs) => {
                let Some(taken) = needs.iter().find(|need| self.has(need)) else {
                    let missing: Vec<String> = needs.iter().map(Need::path).collect();
                    return Err(vec![format!("{}: missing", missing.join(", "))]);
                };
                self.check(taken, notes)
            }
            Need::Perhaps(need) => {
                if let Err(changes) = self.check(need, notes)
                    && self.expects(need)
                {
                    notes.extend(changes);
                }
                Ok(())
            }
        }
    }

    /// Whether a runtime of this version is known to have it.
    fn expects(&self, need: &Need) -> bool {
        let covers = |span: &Span| span.covers(self.spec_version());
        match need {
            Need::Call(row) => covers(&row.span),
            Need::Storage(row) => covers(&row.span),
            Need::Api(row) => covers(&row.span),
            Need::Event(row) => covers(&row.span),
            Need::All(needs) | Need::FirstOf(needs) => needs.iter().all(|need| self.expects(need)),
            Need::Perhaps(need) => self.expects(need),
        }
    }

    /// Whether it is there, whatever its shape.
    fn has(&self, need: &Need) -> bool {
        match need {
            Need::Call(row) => self.has_call(row),
            Need::Storage(row) => self.has_storage(row),
            Need::Api(row) => self.has_api(row),
            Need::Event(row) => self.has_event(row),
            Need::All(needs) => needs.iter().all(|need| self.has(need)),
            Need::FirstOf(needs) => needs.iter().any(|need| self.has(need)),
            Need::Perhaps(_) => true,
        }
    }

    /// Arguments of a call that no row of the table names: they are optional, and stay empty.
    #[must_use]
    pub fn left_empty(&self, pallet: &str, call: &str) -> Vec<String> {
        let known = super::surface::CALLS
            .iter()
            .find(|row| row.pallet == pallet && row.name == call)
            .map(|row| row.args);
        let variant = self
            .metadata()
            .pallet_by_name(pallet)
            .and_then(|pallet| pallet.call_variant_by_name(call));
        let (Some(known), Some(variant)) = (known, variant) else { return Vec::new() };
        variant
            .fields
            .iter()
            .filter(|field| shape::is_optional(self.types(), field.ty.id))
            .filter_map(|field| field.name.clone())
            .filter(|name| known.iter().all(|(row, _)| row != name))
            .collect()
    }
}
