//! Hotkeys of others: by address, by a name of one's own, or by the name that a validator gives itself.

use crate::error::{Error, Result};
use crate::model::Label;
use crate::ops;
use crate::session::{Named, Session, address};

/// The hotkey to stake through: see [`validator`].
///
/// # Errors
/// [`Kind::Usage`](crate::error::Kind::Usage) naming the flag if none was said: it is a choice, not a default.
pub(crate) async fn staking_hotkey(session: &Session) -> Result<Named> {
    match &session.settings().hotkey {
        Some(text) => validator(session, text).await,
        None => Err(Error::usage("`--hotkey` must be given: stake goes through a hotkey")
            .hint("`tau subnet metagraph NETUID` shows the validators of a subnet")),
    }
}

/// The hotkey of an address, of a name of one's own or in the address book, or of a name that a validator gives
/// itself. Anybody can call himself anything: a name that several have is refused, and plans show the address.
///
/// # Errors
/// It is nobody's, or more than one's.
pub(crate) async fn validator(session: &Session, text: &str) -> Result<Named> {
    let unknown = match session.hotkey(text) {
        Ok(named) => return Ok(named),
        Err(error) => error,
    };
    // An address with a slip of the pen is nobody's name, and neither is a path to a key.
    if address(text.trim()).is_err() || text.contains('/') {
        return Err(unknown);
    }
    if let Some(entry) = session.addresses()?.remove(text) {
        return Ok(Named { account: entry.address, name: Some(text.to_owned()) });
    }
    let Ok(chain) = session.chain().await else {
        return Err(unknown.hint("no node could be asked whether a validator calls itself so"));
    };
    match ops::validators_called(&chain, text).await?.as_slice() {
        [] => {
            Err(unknown
                .hint("no validator calls itself so; `tau validator list` shows those that do"))
        }
        [hotkey] => Ok(Named { account: hotkey.0, name: None }),
        several => Err(several.iter().fold(
            Error::usage(format!(
                "{} validators call themselves `{}`",
                several.len(),
                Label::new(text)
            )),
            |error, hotkey| error.hint(hotkey.to_string()),
        )),
    }
}
