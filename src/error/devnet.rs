//! Advice for the development chain.

use super::{Error, Kind};

impl From<tau_devnet::Error> for Error {
    fn from(error: tau_devnet::Error) -> Self {
        use tau_devnet::Error as E;
        let message = error.to_string();
        match error {
            E::Listen { .. } => Self::new(Kind::Network, message)
                .hint("another program may have the port: --port takes another, 0 any free one"),
            E::StateLocked { .. } => Self::new(Kind::Refused, message)
                .hint("end the other tau first; several can share one `tau devnet`"),
            E::StateCorrupt { .. } | E::StateMismatch { .. } => Self::new(Kind::Refused, message)
                .hint("`tau devnet reset` forgets the embedded chain; --state takes another file"),
            E::StateFile { .. } => Self::new(Kind::Refused, message),
            _ => Self::internal(message),
        }
    }
}
