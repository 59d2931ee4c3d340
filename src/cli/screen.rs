//! `tau screen`: a picture of the dashboard without a terminal.

use std::str::FromStr;

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::netuid::netuid;
use crate::error::{Error, Result};
use crate::model::NetUid;
use crate::out::{Page, Report};
use crate::session::Session;
use crate::theme::Theme;
use crate::tui::{self, DemoInfo, Key, Options, Screen, Shot};

/// Print one screen of the dashboard, without a terminal
///
/// The screen is drawn once, when everything on it has been read. --keys presses keys first, each when the
/// screen before it was complete: `/apex<enter>`, `a10`, `?`; keys with names stand in angle brackets. A
/// passphrase cannot be typed this way.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: tau screen subnet --netuid 4 --size 120x40 --format svg > subnet.svg"
)]
pub(crate) struct ScreenArgs {
    /// The screen
    #[arg(value_enum, default_value_t = Name::Subnets)]
    name: Name,
    /// The subnet of the screen `subnet`; else the first of the list
    #[arg(long, short = 'n', value_name = "NETUID", value_parser = netuid)]
    netuid: Option<NetUid>,
    /// Columns and rows
    #[arg(long, value_name = "WxH", default_value = "120x40")]
    size: Size,
    /// Plain text, text with colours for a terminal, or a drawing
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
    /// Keys to press before the picture is taken
    #[arg(long, value_name = "KEYS", value_parser = Keys::from_str, default_value = "")]
    keys: Keys,
    /// A theme of tau's or of the themes folder; else the one of the settings
    #[arg(long, value_name = "NAME")]
    theme: Option<String>,
    /// Look at the demo's chain and wallets instead of your own
    #[arg(long)]
    demo: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "lowercase")]
enum Name {
    /// All subnets
    Subnets,
    /// One subnet
    Subnet,
    /// What the wallets own
    Portfolio,
    /// Everybody whom others stake through
    Validators,
    /// The keys here
    Wallets,
    /// What was signed here
    Transactions,
    /// Blocks, events, nodes, rules
    Chain,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "lowercase")]
enum Form {
    /// Characters only
    Text,
    /// With escape sequences
    Ansi,
    /// A drawing
    Svg,
}

/// Columns and rows of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Size {
    width: u16,
    height: u16,
}

/// The largest picture, in columns and in rows.
const LARGEST: u16 = 1000;

impl FromStr for Size {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.split_once(['x', 'X', '×']);
        let sides = parts.and_then(|(width, height)| {
            Some((width.trim().parse::<u16>().ok()?, height.trim().parse::<u16>().ok()?))
        });
        match sides {
            Some((width, height))
                if width.min(height) > 0 && width <= LARGEST && height <= LARGEST =>
            {
                Ok(Self { width, height })
            }
            _ => Err(format!("a size is columns x rows up to {LARGEST}, such as 120x40")),
        }
    }
}

/// Keys to press. One type, so that clap takes the text as one value.
#[derive(Debug, Clone)]
struct Keys(Vec<Key>);

impl FromStr for Keys {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Key::sequence(text).map(Self)
    }
}

/// The theme of pictures when none is named.
const DEFAULT: &str = "default";

#[derive(Serialize)]
struct Record {
    screen: Name,
    width: u16,
    height: u16,
    format: Form,
    picture: String,
}

pub(crate) async fn run(session: &Session, args: &ScreenArgs) -> Result<Report> {
    if args.netuid.is_some() && args.name != Name::Subnet {
        return Err(Error::usage("--netuid belongs to the screen `subnet`")
            .hint("tau screen subnet --netuid 4"));
    }
    let picture =
        if args.demo { of_the_demo(session, args).await? } else { of(session, None, args).await? };
    let record = Record {
        screen: args.name,
        width: args.size.width,
        height: args.size.height,
        format: args.format,
        picture,
    };
    Report::new(&record, Page::new().finished(&record.picture))
}

#[cfg(feature = "devnet")]
async fn of_the_demo(session: &Session, args: &ScreenArgs) -> Result<String> {
    let demo = session.demo(crate::session::Pace::Command)?;
    let info = DemoInfo { passphrase: demo.passphrase.to_owned() };
    of(&demo.session, Some(info), args).await
}

#[cfg(not(feature = "devnet"))]
async fn of_the_demo(_: &Session, _: &ScreenArgs) -> Result<String> {
    Err(crate::session::without_devnet())
}

async fn of(session: &Session, demo: Option<DemoInfo>, args: &ScreenArgs) -> Result<String> {
    let screen = match args.name {
        Name::Subnets => Screen::Subnets,
        Name::Subnet => Screen::Subnet,
        Name::Portfolio => Screen::Portfolio,
        Name::Validators => Screen::Validators,
        Name::Wallets => Screen::Wallets,
        Name::Transactions => Screen::Transactions,
        Name::Chain => Screen::Chain,
    };
    // A picture is for somewhere else: what this terminal can show does not matter.
    let name = args.theme.as_deref().or(session.settings().theme.as_deref());
    let folder = session.settings().paths.themes();
    let options = Options {
        network: session.settings().network.name().to_owned(),
        demo,
        theme: Theme::load(name.unwrap_or(DEFAULT), Some(&folder))?,
        // Pictures are pressed with the keys that everybody has.
        keymap: tui::Keymap::default(),
        alerts: Vec::new(),
        is_theme_named: true,
        themes: tui::Themes { folder: Some(folder), depth: None },
        screen,
    };
    let shot = Shot {
        width: args.size.width,
        height: args.size.height,
        netuid: args.netuid,
        keys: args.keys.0.clone(),
    };
    let still = tui::still(super::dashboard::Seat(session.clone()), options, &shot).await?;
    Ok(match args.format {
        Form::Text => still.text(),
        Form::Ansi => still.ansi(),
        Form::Svg => still.svg(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_two_numbers() {
        assert_eq!("120x40".parse(), Ok(Size { width: 120, height: 40 }));
        for wrong in ["", "120", "0x40", "120x", "1001x40", "-1x5", "70000x2"] {
            assert!(wrong.parse::<Size>().is_err(), "{wrong}");
        }
    }
}
