//! One confirmation for many operations.

mod file;

use clap::Args;

pub(crate) use file::{BatchFileArgs, run};

use super::hotkeys::{staking_hotkey, validator};
use crate::error::Result;
use crate::model::{BatchMode, Hotkey, Intent, NetUid};
use crate::session::{Named, Session};

/// Further hotkeys, and what happens if one operation fails.
#[derive(Debug, Args)]
#[command(next_help_heading = "Several at once")]
pub(crate) struct BatchArgs {
    /// Do it for each of these hotkeys, under one signature
    #[arg(
        long,
        visible_alias = "include-hotkeys",
        value_name = "NAME|ADDRESS",
        value_delimiter = ','
    )]
    hotkeys: Vec<String>,
    /// Do as many as can be done, instead of all or none
    #[arg(long)]
    best_effort: bool,
}

/// Which hotkeys a command takes.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Whose {
    /// Those of this machine.
    Own,
    /// Anybody's; names that validators give themselves too.
    Validators,
}

impl BatchArgs {
    /// The hotkeys that are meant: those named, else the one of --hotkey.
    pub async fn hotkeys(&self, session: &Session, whose: Whose) -> Result<Vec<Named>> {
        if self.hotkeys.is_empty() {
            let one = match whose {
                Whose::Own => session.own_hotkey()?,
                Whose::Validators => staking_hotkey(session).await?,
            };
            return Ok(vec![one]);
        }
        let mut named = Vec::new();
        for text in &self.hotkeys {
            named.push(match whose {
                Whose::Own => session.hotkey(text)?,
                Whose::Validators => validator(session, text).await?,
            });
        }
        Ok(named)
    }

    /// One intent for every hotkey on every subnet: the only one as it is, several as a batch.
    pub fn intent(
        &self,
        hotkeys: &[Named],
        subnets: &[NetUid],
        one: impl Fn(Hotkey, NetUid) -> Intent,
    ) -> Intent {
        let mut items: Vec<Intent> = subnets
            .iter()
            .flat_map(|netuid| hotkeys.iter().map(|named| one(Hotkey(named.account), *netuid)))
            .collect();
        match (items.len(), items.pop()) {
            (1, Some(only)) => only,
            (_, last) => {
                items.extend(last);
                let mode = match self.best_effort {
                    true => BatchMode::BestEffort,
                    false => BatchMode::Atomic,
                };
                Intent::Batch { mode, items }
            }
        }
    }
}
