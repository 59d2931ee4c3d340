//! Scopes and tones as terminal colours.

use crate::theme::Scope;

/// What a word on standard error is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    Error,
    Warning,
    Hint,
    Heading,
    Dim,
}

/// Colours, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Paint {
    on: bool,
}

impl Paint {
    pub fn new(on: bool) -> Self {
        Self { on }
    }

    fn wrap(self, sgr: &str, text: &str) -> String {
        if self.on && !sgr.is_empty() && !text.trim().is_empty() {
            format!("\u{1b}[{sgr}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }

    pub fn tone(self, tone: Tone, text: &str) -> String {
        let sgr = match tone {
            Tone::Error => "1;31",
            Tone::Warning => "1;33",
            Tone::Hint => "1;36",
            Tone::Heading => "1",
            Tone::Dim => "2",
        };
        self.wrap(sgr, text)
    }

    pub fn scope(self, scope: Scope, text: &str) -> String {
        self.wrap(sgr(scope), text)
    }
}

/// Sixteen-colour sequences, which every terminal's own palette fits to its background.
fn sgr(scope: Scope) -> &'static str {
    match scope {
        Scope::TextDim | Scope::Stale | Scope::DeltaFlat | Scope::NeuronInactive => "2",
        Scope::TextStrong | Scope::Heading | Scope::HeadingSorted | Scope::Title => "1",
        Scope::AmountAlpha | Scope::Hint => "36",
        Scope::DeltaUp | Scope::Success | Scope::NeuronActive => "32",
        Scope::DeltaDown | Scope::Error => "31",
        Scope::Warning | Scope::Demo | Scope::NeuronImmune => "33",
        Scope::Symbol | Scope::NeuronValidator => "35",
        Scope::KeyCold => "34",
        Scope::KeyHot => "33",
        _ => "",
    }
}
