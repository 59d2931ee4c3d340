//! `tau agent lock`

use clap::Args;
use serde::Serialize;

use crate::error::{Error, Kind, Result};
use crate::out::{Page, Report};
use crate::session::Session;

/// Have the agent forget keys now: all of them, or those that are named
#[derive(Debug, Args)]
#[command(after_help = "Example: tau agent lock savings")]
pub(crate) struct LockArgs {
    /// Wallets, hotkeys as WALLET/HOTKEY, or addresses
    #[arg(value_name = "WALLET|ADDRESS")]
    names: Vec<String>,
}

#[derive(Serialize)]
struct Locked {
    forgotten: usize,
}

pub(crate) fn run(session: &Session, args: LockArgs) -> Result<Report> {
    let agent = session.agent();
    if args.names.is_empty() {
        return report(agent.lock(None)?);
    }
    let held = agent.status()?.keys;
    let mut forgotten = 0;
    for name in &args.names {
        // The name it was added by works even when the wallet is gone.
        let account = match held.iter().find(|held| held.name.as_str() == name) {
            Some(held) => held.address,
            None => session.account(name)?.account,
        };
        match agent.lock(Some(account))? {
            0 => {
                return Err(Error::new(Kind::Wallet, format!("the agent does not hold `{name}`"))
                    .hint("`tau agent status` shows what it holds"));
            }
            count => forgotten += count,
        }
    }
    report(forgotten)
}

fn report(forgotten: usize) -> Result<Report> {
    let page = Page::new().line(match forgotten {
        0 => "It held no key".to_owned(),
        1 => "Forgot one key".to_owned(),
        count => format!("Forgot {count} keys"),
    });
    Report::new(&Locked { forgotten }, page)
}
