//! `tau wallet …`

#[cfg(feature = "network")]
mod associate;
#[cfg(feature = "network")]
mod balance;
mod create;
mod export;
mod identify;
mod import;
mod kdf;
mod list;
mod mend;
mod message;
mod migrate;
mod new_coldkey;
mod new_hotkey;
#[cfg(feature = "network")]
mod online;
mod origin;
#[cfg(feature = "network")]
mod overview;
mod passwd;
mod record;
mod remove;
mod rename;
mod show;
mod sign;
#[cfg(feature = "network")]
mod swap;
mod target;
mod verify;
mod verify_backup;
mod watch;
mod words;

use clap::Subcommand;

use crate::error::Result;
use crate::out::{Out, Report};
use crate::session::Session;
use crate::settings::Flags;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    List(list::ListArgs),
    Show(show::ShowArgs),
    Create(create::CreateArgs),
    Import(import::ImportArgs),
    Export(export::ExportArgs),
    #[command(alias = "new_hotkey")]
    NewHotkey(new_hotkey::NewHotkeyArgs),
    #[command(alias = "new_coldkey")]
    NewColdkey(new_coldkey::NewColdkeyArgs),
    Rename(rename::RenameArgs),
    #[command(alias = "rm")]
    Remove(remove::RemoveArgs),
    Trash(remove::TrashArgs),
    #[command(alias = "undo")]
    Restore(remove::RestoreArgs),
    Passwd(passwd::PasswdArgs),
    Migrate(migrate::MigrateArgs),
    VerifyBackup(verify_backup::VerifyBackupArgs),
    /// Watch addresses without their keys
    #[command(subcommand, arg_required_else_help = true)]
    Watch(watch::Command),
    Mend(mend::MendArgs),
    Kdf(kdf::KdfArgs),
    Identify(identify::IdentifyArgs),
    /// With a chain.
    #[cfg(feature = "network")]
    #[command(flatten)]
    Online(online::Command),
    Sign(sign::SignMessageArgs),
    Verify(verify::VerifyArgs),
}

impl Command {
    pub fn name(&self) -> &'static str {
        match self {
            Self::List(_) => "wallet list",
            Self::Show(_) => "wallet show",
            Self::Create(_) => "wallet create",
            Self::Import(_) => "wallet import",
            Self::Export(_) => "wallet export",
            Self::NewHotkey(_) => "wallet new-hotkey",
            Self::NewColdkey(_) => "wallet new-coldkey",
            Self::Rename(_) => "wallet rename",
            Self::Remove(_) => "wallet remove",
            Self::Trash(_) => "wallet trash",
            Self::Restore(_) => "wallet restore",
            Self::Passwd(_) => "wallet passwd",
            Self::Migrate(_) => "wallet migrate",
            Self::VerifyBackup(_) => "wallet verify-backup",
            Self::Watch(watch::Command::Add(_)) => "wallet watch add",
            Self::Mend(_) => "wallet mend",
            Self::Kdf(_) => "wallet kdf",
            Self::Identify(_) => "wallet identify",
            #[cfg(feature = "network")]
            Self::Online(command) => command.name(),
            Self::Sign(_) => "wallet sign",
            Self::Verify(_) => "wallet verify",
        }
    }

    pub fn has_table(&self) -> bool {
        match self {
            Self::List(_) | Self::Trash(_) => true,
            #[cfg(feature = "network")]
            Self::Online(command) => command.has_table(),
            _ => false,
        }
    }

    #[cfg_attr(
        not(feature = "network"),
        expect(
            clippy::unused_self,
            unused_variables,
            reason = "only what asks a chain has settings"
        )
    )]
    pub fn flags(&self, flags: &mut Flags) {
        #[cfg(feature = "network")]
        if let Self::Online(command) = self {
            command.flags(flags);
        }
    }

    pub async fn run(self, session: &Session, out: &Out, yes: bool) -> Result<Report> {
        match self {
            Self::List(args) => list::run(session, out, &args),
            Self::Show(args) => show::run(session, out, args),
            Self::Create(args) => create::run(session, out, args).await,
            Self::Import(args) => import::run(session, out, args).await,
            Self::Export(args) => export::run(session, out, args).await,
            Self::NewHotkey(args) => new_hotkey::run(session, out, args).await,
            Self::NewColdkey(args) => new_coldkey::run(session, out, args).await,
            Self::Rename(args) => rename::run(session, args),
            Self::Remove(args) => remove::remove(session, out, yes, args).await,
            Self::Trash(_) => remove::trash(session),
            Self::Restore(args) => remove::restore(session, args),
            Self::Passwd(args) => passwd::run(session, out, args).await,
            Self::Migrate(args) => migrate::run(session, out, args).await,
            Self::VerifyBackup(args) => verify_backup::run(session, out, args).await,
            Self::Watch(watch::Command::Add(args)) => watch::add(session, args),
            Self::Mend(_) => mend::run(session),
            Self::Kdf(args) => kdf::run(session, out, args).await,
            Self::Identify(args) => identify::run(session, args).await,
            #[cfg(feature = "network")]
            Self::Online(command) => command.run(session, out, yes).await,
            Self::Sign(args) => sign::run(session, out, args).await,
            Self::Verify(args) => verify::run(session, args),
        }
    }
}
