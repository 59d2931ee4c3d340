//! Why a request or an answer is refused. Every text in it is tau's own or was cleaned.

use crate::model::{AccountId, Hash, Label};

/// A refusal. Nothing has been signed or sent when one is met.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Not one of tau's files, or cut short.
    #[error("this is no request and no answer of tau: {0}")]
    Container(String),
    /// The checksum does not match: the file was damaged or changed on its way.
    #[error("the checksum does not match: the file was damaged or changed on its way")]
    Checksum,
    /// Written by a later tau.
    #[error("it is of format version {0}, and this tau reads version 1")]
    Version(u8),
    /// An answer where a request is needed, or the other way round.
    #[error("this is {found}, and {wanted} is needed")]
    Kind {
        /// What it is.
        found: &'static str,
        /// What it should be.
        wanted: &'static str,
    },
    /// There is one way to write every request, and this is another.
    #[error("it is not written in the one allowed way: {0}")]
    NotCanonical(String),
    /// A bound of the format is passed.
    #[error("it holds too much: {0}")]
    TooMuch(String),
    /// The proof of the runtime's types does not hold.
    #[error("the proof of the runtime's types does not hold: {0}")]
    Proof(&'static str),
    /// The digest of the types is not what the request says.
    #[error("the types that came along are not those of the digest: {found}, not {stated}")]
    Digest {
        /// As recomputed.
        found: Hash,
        /// As stated.
        stated: Hash,
    },
    /// A call or an extension that cannot be read completely.
    #[error("it cannot be read completely, so it is not signed: {0}")]
    Undecodable(String),
    /// A chain that this signer does not know.
    #[error("it is for a chain that is not pinned here (genesis {0})")]
    UnknownChain(Hash),
    /// Another token or address format than Bittensor's.
    #[error("it states another {what} than this chain has: {stated}, not {wanted}")]
    ForeignTerms {
        /// Symbol, digits or prefix.
        what: &'static str,
        /// As stated.
        stated: Label,
        /// As it is.
        wanted: String,
    },
    /// A transaction extension that tau does not know carries data.
    #[error("the transaction extension {0} is unknown and carries data")]
    UnknownExtension(Label),
    /// A known transaction extension is missing or has another shape.
    #[error("the transaction extension {name} {change}")]
    ChangedExtension {
        /// Which.
        name: Label,
        /// How.
        change: &'static str,
    },
    /// The key is not here.
    #[error("no key of {0} is on this machine")]
    NoKey(AccountId),
    /// A hash stands for something that is not shown.
    #[error("{call} approves {hash} without the call that it stands for")]
    NoPreimage {
        /// Pallet and call.
        call: Label,
        /// The hash.
        hash: Hash,
    },
    /// A call whose content nobody can see.
    #[error("{0} hides what it does: its content cannot be shown")]
    Opaque(Label),
    /// The lifetime contradicts itself.
    #[error("its lifetime is not possible: {0}")]
    Lifetime(String),
    /// Something that is signed only with a flag that says so.
    #[error("{what}")]
    Forbidden {
        /// What it is.
        what: String,
        /// The flag that allows it.
        flag: &'static str,
    },
    /// The answer is not to this request.
    #[error("the answer is not to this request: {0}")]
    OtherRequest(String),
    /// The signature does not verify.
    #[error("the signature of item {item} is not {signer}'s, or is over something else")]
    BadSignature {
        /// The item, counted from one.
        item: usize,
        /// Who should have signed.
        signer: AccountId,
    },
    /// Frames of different transfers, or not all of them.
    #[error("the frames do not make a whole: {0}")]
    Frames(String),
    /// A picture without a readable code.
    #[error("no QR code can be read in the picture: {0}")]
    Picture(String),
    /// The journal of this machine is damaged.
    #[error("the journal of signatures is damaged in line {0}")]
    Journal(usize),
}
