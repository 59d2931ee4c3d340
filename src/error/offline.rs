//! Advice for requests and answers of the air gap. Everything that a signer refuses is [`Kind::Refused`].

use super::{Error, Kind};
use crate::offline::Error as Offline;

impl From<Offline> for Error {
    fn from(error: Offline) -> Self {
        let message = error.to_string();
        let refused = |hint: &str| Self::new(Kind::Refused, message.clone()).hint(hint);
        let usage = |hint: &str| Self::usage(message.clone()).hint(hint);
        match error {
            Offline::Container(_) | Offline::Checksum | Offline::Version(_) => usage(
                "carry it over again; a file, its armour, its frames as text and PNG pictures can be read",
            ),
            Offline::Kind { .. } => {
                usage("`tau tx sign` takes requests, `tau tx submit` takes answers")
            }
            Offline::Frames(_) | Offline::Picture(_) => {
                usage("scan the missing frames and give all of them together, in any order")
            }
            Offline::UnknownChain(_) => refused(
                "nothing was signed; `tau tx pin NAME GENESIS` pins a chain whose genesis you know from elsewhere",
            ),
            Offline::Forbidden { flag, .. } => Self::new(Kind::Refused, message)
                .hint(format!("--allow {flag} signs it all the same")),
            Offline::NoPreimage { .. } => {
                refused("prepare it with --preimage, so that the call behind the hash is shown")
            }
            Offline::NoKey(_) => Self::new(Kind::Wallet, message)
                .hint("`tau wallet list` shows the keys of this machine"),
            Offline::OtherRequest(_) | Offline::BadSignature { .. } => {
                refused("nothing was sent; sign the request that was prepared on this machine")
            }
            Offline::Journal(_) => refused(
                "nothing was signed: a journal that forgot something protects nobody; restore it from a copy",
            ),
            Offline::NotCanonical(_)
            | Offline::TooMuch(_)
            | Offline::Proof(_)
            | Offline::Digest { .. }
            | Offline::Undecodable(_)
            | Offline::ForeignTerms { .. }
            | Offline::UnknownExtension(_)
            | Offline::ChangedExtension { .. }
            | Offline::Opaque(_)
            | Offline::Lifetime(_) => refused(
                "nothing was signed; have the request prepared again, by a tau of the same release",
            ),
        }
    }
}
