//! Which key means what. Help and footer are made from this table, so they cannot disagree with it.

use super::key::Key;

/// A verb that a key can be bound to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Leave the dashboard.
    Quit,
    /// Give the terminal back to the shell for a while.
    Suspend,
    /// Show the keys.
    Help,
    /// One step out.
    Back,
    /// One step in.
    Open,
    /// Type a command.
    Command,
    /// Go to the subnets.
    ShowSubnets,
    /// Go to one subnet.
    ShowSubnet,
    /// Go to the portfolio.
    ShowPortfolio,
    /// Go to the validators.
    ShowValidators,
    /// Go to the wallets.
    ShowWallets,
    /// Go to the transactions.
    ShowTransactions,
    /// Go to the chain.
    ShowChain,
    /// To the next tab.
    NextTab,
    /// To the previous tab.
    PreviousTab,
    /// Read everything again.
    Refresh,
    /// One row up.
    Up,
    /// One row down.
    Down,
    /// One screen of rows up.
    PageUp,
    /// One screen of rows down.
    PageDown,
    /// To the first row.
    First,
    /// To the last row.
    Last,
    /// Earlier columns.
    Left,
    /// Further columns.
    Right,
    /// Narrow the rows.
    Filter,
    /// To the next row that matches the filter.
    NextMatch,
    /// To the row before that matches the filter.
    PreviousMatch,
    /// Earlier on the chart.
    Earlier,
    /// Later on the chart.
    Later,
    /// Much earlier on the chart.
    MuchEarlier,
    /// Much later on the chart.
    MuchLater,
    /// Another stretch of the past on the chart.
    ChartSpan,
    /// A line or candles.
    ChartShape,
    /// Order by the next column.
    SortNext,
    /// Turn the order round.
    SortReverse,
    /// To the next panel.
    NextPanel,
    /// To the previous panel.
    PreviousPanel,
    /// Give one panel the whole screen, or take it back.
    Zoom,
    /// Copy what the cursor is on.
    Copy,
    /// Say what the figures under the cursor are.
    What,
    /// Say the command that prints what is on the screen.
    CommandLine,
    /// Keep the picture as it is.
    Freeze,
    /// Mark a subnet.
    Favourite,
    /// Choose columns.
    Columns,
    /// Keep a column in sight.
    Pin,
    /// A column to the left in its table.
    ColumnLeft,
    /// A column to the right in its table.
    ColumnRight,
    /// Go to the simulator.
    Simulate,
    /// Change something of the scenario.
    Change,
    /// Take the last change of the scenario back.
    Undo,
    /// To the next mechanism of the subnet.
    Mechanism,
    /// Register on a subnet.
    Register,
    /// Send TAO.
    Send,
    /// Move stake.
    Move,
    /// Buy alpha and stake it.
    Stake,
    /// Unstake alpha and sell it.
    Unstake,
    /// To the next field.
    NextField,
    /// To the previous field.
    PreviousField,
    /// The previous choice of a field.
    PreviousChoice,
    /// The next choice of a field.
    NextChoice,
    /// Write a request for another machine instead of signing.
    Prepare,
    /// Everything there is.
    All,
    /// Go on.
    Confirm,
}

impl Action {
    /// A word or two for the footer.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Quit => "quit",
            Self::Suspend => "suspend",
            Self::Help => "help",
            Self::Back => "back",
            Self::Open => "open",
            Self::Command => "command",
            Self::ShowSubnets => "subnets",
            Self::ShowSubnet => "subnet",
            Self::ShowPortfolio => "portfolio",
            Self::ShowValidators => "validators",
            Self::ShowWallets => "wallets",
            Self::ShowTransactions => "transactions",
            Self::ShowChain => "chain",
            Self::NextTab => "tab",
            Self::PreviousTab => "previous tab",
            Self::Refresh => "refresh",
            Self::Up => "up",
            Self::Down => "down",
            Self::PageUp => "page up",
            Self::PageDown => "page down",
            Self::First => "first",
            Self::Last => "last",
            Self::Left | Self::Right => "columns",
            Self::Filter => "filter",
            Self::NextMatch => "next match",
            Self::PreviousMatch => "previous match",
            Self::Earlier => "earlier",
            Self::Later => "later",
            Self::MuchEarlier => "much earlier",
            Self::MuchLater => "much later",
            Self::ChartSpan => "span",
            Self::ChartShape => "candles",
            Self::SortNext => "sort",
            Self::SortReverse => "reverse",
            Self::NextPanel => "panel",
            Self::PreviousPanel => "previous panel",
            Self::Zoom => "zoom",
            Self::Copy => "copy",
            Self::What => "what is this",
            Self::CommandLine => "command line",
            Self::Freeze => "freeze",
            Self::Favourite => "mark",
            Self::Columns => "columns",
            Self::Pin => "pin",
            Self::ColumnLeft => "move up",
            Self::ColumnRight => "move down",
            Self::Simulate => "simulate",
            Self::Change => "change",
            Self::Undo => "undo",
            Self::Mechanism => "mechanism",
            Self::Register => "register",
            Self::Send => "send",
            Self::Move => "move",
            Self::Stake => "stake",
            Self::Unstake => "unstake",
            Self::NextField => "next field",
            Self::PreviousField => "previous field",
            Self::PreviousChoice | Self::NextChoice => "choose",
            Self::Prepare => "prepare",
            Self::All => "all of it",
            Self::Confirm => "go on",
        }
    }

    /// A sentence for the help.
    #[must_use]
    pub const fn about(self) -> &'static str {
        match self {
            Self::Quit => "leave tau",
            Self::Suspend => "back to the shell; `fg` comes back",
            Self::Help => "show or close this help",
            Self::Back => "one step back; clear a filter",
            Self::Open => "open what the cursor is on",
            Self::Command => "type a command, Tab completes",
            Self::ShowSubnets => "all subnets",
            Self::ShowSubnet => "the subnet under the cursor",
            Self::ShowPortfolio => "what your wallets own",
            Self::ShowValidators => "everybody whom others stake through",
            Self::ShowWallets => "the keys on this machine",
            Self::ShowTransactions => "what was signed here, and what became of it",
            Self::ShowChain => "blocks, events, nodes and the rules",
            Self::NextTab => "to the next tab of the screen",
            Self::PreviousTab => "to the previous tab of the screen",
            Self::Refresh => "read again now, or try to connect again",
            Self::Up => "one row up",
            Self::Down => "one row down",
            Self::PageUp => "one page up",
            Self::PageDown => "one page down",
            Self::First => "to the first row",
            Self::Last => "to the last row",
            Self::Left => "the columns before these",
            Self::Right => "the columns that had no room",
            Self::Filter => "show only rows that contain a text",
            Self::NextMatch => "to the next row that matches the last filter",
            Self::PreviousMatch => "to the row before that matches the last filter",
            Self::Earlier => "the crosshair to the left; a click puts it there",
            Self::Later => "the crosshair to the right",
            Self::MuchEarlier => "the crosshair ten columns to the left",
            Self::MuchLater => "the crosshair ten columns to the right",
            Self::ChartSpan => "1h, 24h, 7d, 30d or all of the price",
            Self::ChartShape => "the price as candles, and as a line again",
            Self::SortNext => "sort by the next column; a click on a heading does too",
            Self::SortReverse => "turn the order round",
            Self::NextPanel => "to the next panel",
            Self::PreviousPanel => "to the previous panel",
            Self::Zoom => "give the panel the whole screen, and back",
            Self::Copy => "copy the address under the cursor",
            Self::What => "what the figures under the cursor are, with formulas",
            Self::CommandLine => "the screen as a command line, and a log of them",
            Self::Freeze => "keep the picture as it is, and go on",
            Self::Favourite => "mark a subnet, so that it stands above the others",
            Self::Columns => "choose, order and pin the columns of the table",
            Self::Pin => "keep the sorted column in sight while others pass by",
            Self::ColumnLeft => "the column further to the left in its table",
            Self::ColumnRight => "the column further to the right in its table",
            Self::Simulate => "what a change would do to the next epoch",
            Self::Change => "change a stake, a weight or a take of the scenario",
            Self::Mechanism => "the subnet's next mechanism, if it has several",
            Self::Undo => "take the last change back",
            Self::Register => "register a hotkey on the subnet",
            Self::Send => "send TAO",
            Self::Move => "move stake to another hotkey or subnet",
            Self::Stake => "buy alpha with TAO and stake it",
            Self::Unstake => "unstake alpha and sell it for TAO",
            Self::NextField => "to the next field",
            Self::PreviousField => "to the previous field",
            Self::PreviousChoice => "the previous choice",
            Self::NextChoice => "the next choice",
            Self::Prepare => "in a review: a request file for the key's machine",
            Self::All => "use everything there is",
            Self::Confirm => "go on: review, unlock, close",
        }
    }
}

/// Where a binding holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Context {
    /// On every screen.
    Everywhere,
    /// Where there are rows.
    List,
    /// On the list of subnets.
    Subnets,
    /// On one subnet.
    Subnet,
    /// On the price chart of one subnet.
    Chart,
    /// On the portfolio.
    Portfolio,
    /// In the simulator.
    Simulator,
    /// On any other list.
    Rows,
    /// In a form, while it is filled in.
    Form,
    /// In a form, after it.
    Card,
    /// In the choice of columns.
    Chooser,
    /// In the help.
    Help,
}

impl Context {
    /// Every context, in the order of the help.
    pub const ALL: [Self; 12] = [
        Self::Everywhere,
        Self::List,
        Self::Subnets,
        Self::Subnet,
        Self::Chart,
        Self::Portfolio,
        Self::Simulator,
        Self::Rows,
        Self::Form,
        Self::Card,
        Self::Chooser,
        Self::Help,
    ];

    /// Heading in the help.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Everywhere => "Everywhere",
            Self::List => "Lists",
            Self::Subnets => "Subnets",
            Self::Subnet => "Subnet",
            Self::Chart => "Price chart",
            Self::Portfolio => "Portfolio",
            Self::Simulator => "Simulator",
            Self::Rows => "Other lists",
            Self::Form => "Form",
            Self::Card => "Review and result",
            Self::Chooser => "Choice of columns",
            Self::Help => "Help",
        }
    }
}

/// Where a binding is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// In the help and in the line at the bottom.
    Footer,
    /// In the help.
    Help,
}

/// Keys of one action in one context.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Binding {
    /// Where it holds.
    pub context: Context,
    /// What it does.
    pub action: Action,
    /// Any of these; the first one is shown in the footer.
    pub keys: &'static [Key],
    /// Where it is told.
    pub told: Told,
}

const fn footer(context: Context, action: Action, keys: &'static [Key]) -> Binding {
    Binding { context, action, keys, told: Told::Footer }
}

const fn help(context: Context, action: Action, keys: &'static [Key]) -> Binding {
    Binding { context, action, keys, told: Told::Help }
}

/// Every binding, in the order of help and footer.
pub const BINDINGS: &[Binding] = &[
    footer(Context::Chart, Action::Earlier, &[Key::Left, Key::Char('h')]),
    footer(Context::Chart, Action::Later, &[Key::Right, Key::Char('l')]),
    help(Context::Chart, Action::MuchEarlier, &[Key::PageUp]),
    help(Context::Chart, Action::MuchLater, &[Key::PageDown]),
    footer(Context::Chart, Action::ChartSpan, &[Key::Char('v')]),
    footer(Context::Chart, Action::ChartShape, &[Key::Char('x')]),
    help(Context::Chart, Action::Zoom, &[Key::Enter]),
    footer(Context::Subnets, Action::Open, &[Key::Enter]),
    footer(Context::Subnets, Action::Stake, &[Key::Char('a')]),
    footer(Context::Subnets, Action::Unstake, &[Key::Char('u')]),
    footer(Context::Subnet, Action::NextTab, &[Key::Char(']')]),
    help(Context::Subnet, Action::PreviousTab, &[Key::Char('[')]),
    footer(Context::Subnet, Action::Open, &[Key::Enter]),
    footer(Context::Subnet, Action::Stake, &[Key::Char('a')]),
    footer(Context::Subnet, Action::Unstake, &[Key::Char('u')]),
    footer(Context::Subnet, Action::NextPanel, &[Key::Tab]),
    help(Context::Subnet, Action::PreviousPanel, &[Key::BackTab]),
    footer(Context::Subnet, Action::Zoom, &[Key::Char('z')]),
    help(Context::Subnet, Action::ChartSpan, &[Key::Char('v')]),
    help(Context::Subnet, Action::ChartShape, &[Key::Char('x')]),
    footer(Context::Subnet, Action::Copy, &[Key::Char('y')]),
    footer(Context::Portfolio, Action::Open, &[Key::Enter]),
    footer(Context::Portfolio, Action::Stake, &[Key::Char('a')]),
    footer(Context::Portfolio, Action::Unstake, &[Key::Char('u')]),
    footer(Context::Portfolio, Action::Copy, &[Key::Char('y')]),
    footer(Context::Simulator, Action::Change, &[Key::Enter, Key::Char('e')]),
    footer(Context::Simulator, Action::Undo, &[Key::Char('x')]),
    help(Context::Simulator, Action::Mechanism, &[Key::Char('m')]),
    footer(Context::Rows, Action::Open, &[Key::Enter]),
    footer(Context::Rows, Action::NextTab, &[Key::Char(']'), Key::Tab]),
    help(Context::Rows, Action::PreviousTab, &[Key::Char('['), Key::BackTab]),
    footer(Context::Rows, Action::Copy, &[Key::Char('y')]),
    footer(Context::List, Action::Filter, &[Key::Char('/')]),
    help(Context::List, Action::NextMatch, &[Key::Char('n')]),
    help(Context::List, Action::PreviousMatch, &[Key::Char('N')]),
    footer(Context::List, Action::SortNext, &[Key::Char('s')]),
    help(Context::List, Action::SortReverse, &[Key::Char('S')]),
    footer(Context::List, Action::Right, &[Key::Right, Key::Char('l')]),
    help(Context::List, Action::Left, &[Key::Left, Key::Char('h')]),
    help(Context::List, Action::Up, &[Key::Up, Key::Char('k')]),
    help(Context::List, Action::Down, &[Key::Down, Key::Char('j')]),
    help(Context::List, Action::PageUp, &[Key::PageUp, Key::Ctrl('b'), Key::Ctrl('u')]),
    help(Context::List, Action::PageDown, &[Key::PageDown, Key::Ctrl('f'), Key::Ctrl('d')]),
    help(Context::List, Action::First, &[Key::Char('g'), Key::Home]),
    help(Context::List, Action::Last, &[Key::Char('G'), Key::End]),
    help(Context::List, Action::Columns, &[Key::Char('c')]),
    help(Context::List, Action::Pin, &[Key::Char('p')]),
    help(Context::List, Action::What, &[Key::Char('w')]),
    help(Context::Subnets, Action::Favourite, &[Key::Char('*')]),
    help(Context::Subnets, Action::Register, &[Key::Char('b')]),
    help(Context::Subnet, Action::Register, &[Key::Char('b')]),
    footer(Context::Portfolio, Action::Send, &[Key::Char('t')]),
    help(Context::Portfolio, Action::Move, &[Key::Char('m')]),
    help(Context::Everywhere, Action::CommandLine, &[Key::Char('@')]),
    help(Context::Everywhere, Action::Freeze, &[Key::Char('f')]),
    help(Context::Everywhere, Action::ShowSubnets, &[Key::Char('1')]),
    help(Context::Everywhere, Action::ShowSubnet, &[Key::Char('2')]),
    help(Context::Everywhere, Action::ShowPortfolio, &[Key::Char('3')]),
    help(Context::Everywhere, Action::ShowValidators, &[Key::Char('4')]),
    help(Context::Everywhere, Action::ShowWallets, &[Key::Char('5')]),
    help(Context::Everywhere, Action::ShowTransactions, &[Key::Char('6')]),
    help(Context::Everywhere, Action::ShowChain, &[Key::Char('7')]),
    help(Context::Everywhere, Action::Back, &[Key::Esc, Key::Backspace]),
    footer(Context::Everywhere, Action::Command, &[Key::Char(':')]),
    help(Context::Everywhere, Action::Suspend, &[Key::Ctrl('z')]),
    help(Context::Everywhere, Action::Refresh, &[Key::Char('r')]),
    footer(Context::Everywhere, Action::Help, &[Key::Char('?')]),
    footer(Context::Everywhere, Action::Quit, &[Key::Char('q'), Key::Ctrl('c')]),
    footer(Context::Form, Action::Confirm, &[Key::Enter]),
    footer(Context::Form, Action::NextField, &[Key::Tab, Key::Down]),
    help(Context::Form, Action::PreviousField, &[Key::BackTab, Key::Up]),
    footer(Context::Form, Action::NextChoice, &[Key::Right]),
    help(Context::Form, Action::PreviousChoice, &[Key::Left]),
    footer(Context::Form, Action::All, &[Key::Ctrl('a')]),
    footer(Context::Form, Action::Back, &[Key::Esc]),
    help(Context::Form, Action::Quit, &[Key::Ctrl('c')]),
    footer(Context::Card, Action::Confirm, &[Key::Enter]),
    footer(Context::Card, Action::Copy, &[Key::Char('y')]),
    footer(Context::Card, Action::Back, &[Key::Esc, Key::Char('q')]),
    help(Context::Card, Action::Prepare, &[Key::Char('p')]),
    help(Context::Card, Action::Up, &[Key::Up, Key::Char('k')]),
    help(Context::Card, Action::Down, &[Key::Down, Key::Char('j')]),
    help(Context::Card, Action::Quit, &[Key::Ctrl('c')]),
    footer(Context::Chooser, Action::Confirm, &[Key::Enter, Key::Char(' ')]),
    footer(Context::Chooser, Action::Pin, &[Key::Char('p')]),
    footer(Context::Chooser, Action::ColumnLeft, &[Key::Char('K'), Key::Left]),
    footer(Context::Chooser, Action::ColumnRight, &[Key::Char('J'), Key::Right]),
    footer(Context::Chooser, Action::Back, &[Key::Esc, Key::Char('q'), Key::Char('c')]),
    help(Context::Chooser, Action::Up, &[Key::Up, Key::Char('k')]),
    help(Context::Chooser, Action::Down, &[Key::Down, Key::Char('j')]),
    help(Context::Chooser, Action::Quit, &[Key::Ctrl('c')]),
    help(Context::Help, Action::Up, &[Key::Up, Key::Char('k')]),
    help(Context::Help, Action::Down, &[Key::Down, Key::Char('j')]),
    help(Context::Help, Action::PageUp, &[Key::PageUp]),
    help(Context::Help, Action::PageDown, &[Key::PageDown, Key::Char(' ')]),
    footer(Context::Help, Action::Back, &[Key::Esc, Key::Char('q'), Key::Char('?'), Key::Enter]),
    help(Context::Help, Action::Quit, &[Key::Ctrl('c')]),
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn what_a_key_does_fits_into_the_help_of_the_smallest_terminal() {
        for binding in BINDINGS {
            let about = binding.action.about();
            assert!(crate::present::width(about) <= 54, "too long: {about}");
        }
    }

    #[test]
    fn no_key_has_two_meanings_in_one_context() {
        let mut seen = HashSet::new();
        for binding in BINDINGS {
            assert!(!binding.keys.is_empty(), "{:?} has no key", binding.action);
            for key in binding.keys {
                assert!(
                    seen.insert((binding.context, *key)),
                    "{key} twice in {:?}",
                    binding.context
                );
            }
        }
    }
}
