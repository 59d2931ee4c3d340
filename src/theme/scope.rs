//! The meanings that a theme gives a look.

macro_rules! scopes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// What a piece of the screen means.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub enum Scope {
            $($(#[$doc])* $variant,)*
        }

        impl Scope {
            /// Every scope.
            pub const ALL: [Self; [$($name),*].len()] = [$(Self::$variant),*];

            /// Its name in theme files.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }
    };
}

scopes! {
    /// Behind everything.
    Background = "ui.background",
    /// Ordinary text.
    Text = "ui.text",
    /// Text that may be overlooked.
    TextDim = "ui.text.dim",
    /// Text that must not be overlooked.
    TextStrong = "ui.text.strong",
    /// Frame of a panel.
    Border = "ui.border",
    /// Frame of the panel that has the keys.
    BorderFocus = "ui.border.focus",
    /// Title of a panel.
    Title = "ui.title",
    /// Line at the top.
    Header = "ui.header",
    /// Name of a screen that is not shown.
    Tab = "ui.tab",
    /// Name of the screen that is shown.
    TabActive = "ui.tab.active",
    /// Heading of a column.
    Heading = "ui.heading",
    /// Heading of the column that the table is sorted by.
    HeadingSorted = "ui.heading.sorted",
    /// The row with the cursor.
    Selection = "ui.selection",
    /// A window above the screen.
    Popup = "ui.popup",
    /// Line at the bottom.
    Status = "ui.status",
    /// Name of a key on the keyboard.
    Key = "ui.key",
    /// A place to type.
    Field = "ui.field",
    /// The place where typing goes.
    FieldFocus = "ui.field.focus",
    /// What a filter found.
    Match = "ui.match",
    /// An amount of TAO.
    AmountTao = "amount.tao",
    /// An amount of alpha.
    AmountAlpha = "amount.alpha",
    /// A price.
    AmountPrice = "amount.price",
    /// A rise.
    DeltaUp = "delta.up",
    /// A fall.
    DeltaDown = "delta.down",
    /// No change.
    DeltaFlat = "delta.flat",
    /// A token symbol.
    Symbol = "symbol",
    /// A coldkey, or the name of a wallet.
    KeyCold = "key.cold",
    /// A hotkey.
    KeyHot = "key.hot",
    /// A key that is only watched.
    KeyWatch = "key.watch",
    /// A neuron that may set weights.
    NeuronValidator = "neuron.validator",
    /// A neuron that works.
    NeuronActive = "neuron.active",
    /// A neuron too young to be pruned.
    NeuronImmune = "neuron.immune",
    /// A neuron that does nothing.
    NeuronInactive = "neuron.inactive",
    /// First series of a chart.
    Chart1 = "chart.1",
    /// Second series of a chart.
    Chart2 = "chart.2",
    /// Axes of a chart.
    ChartAxis = "chart.axis",
    /// Figures that are not of the present.
    Stale = "data.stale",
    /// The mark of a chain without value.
    Demo = "demo",
    /// Something went wrong.
    Error = "error",
    /// Something may go wrong.
    Warning = "warning",
    /// What to do about it.
    Hint = "hint",
    /// It worked.
    Success = "success",
}

impl Scope {
    /// Whether it is told apart by its background alone, so that it needs another mark where there are
    /// no colours.
    pub(super) const fn needs_contrast(self) -> bool {
        matches!(self, Self::Selection | Self::TabActive | Self::FieldFocus | Self::Demo)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_in_place() {
        for (index, scope) in Scope::ALL.into_iter().enumerate() {
            assert_eq!(scope as usize, index);
            assert_eq!(Scope::ALL.iter().filter(|other| other.name() == scope.name()).count(), 1);
        }
    }
}
