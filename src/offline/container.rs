//! The file that travels: one encoding only, with version, length and checksum.
//!
//! `docs/offline-signing.md` is the normative text. A request holds the fields of transactions and never their
//! payload; an answer holds signatures. Whatever decodes here encodes to the same bytes.

use codec::{Decode, DecodeAll, Encode};

use super::Error;
use super::proof::{Proof, TreeHash};
use super::types::Extrinsic;
use crate::model::{AccountId, Hash, Label, Signature};

/// First bytes of every container.
pub const MAGIC: [u8; 6] = *b"tau-tx";
/// The format's version.
pub const VERSION: u8 = 1;
/// Bytes before the body: magic, version, kind, length.
const HEAD: usize = 12;
/// Bytes after the body.
const CHECKSUM: usize = 32;
/// Longest container.
pub const MAX_BYTES: usize = 512 * 1024;
/// Items of a set.
pub const MAX_ITEMS: usize = 64;
/// Longest call.
pub const MAX_CALL: usize = 64 * 1024;
/// Calls that hashes in an item stand for.
pub const MAX_PREIMAGES: usize = 8;
/// Answers of a bundle.
pub const MAX_ANSWERS: usize = 16;
/// Claims of the online machine.
pub const MAX_CLAIMS: usize = 512;
/// Longest text anywhere.
const MAX_TEXT: usize = 256;

/// Which chain.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct NetworkSection {
    /// Hash of block 0. What the network is called is the signer's own knowledge.
    pub genesis: [u8; 32],
    /// Network number in addresses.
    pub ss58_prefix: u16,
}

/// Which rules.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct RuntimeSection {
    /// The runtime's name.
    pub spec_name: String,
    /// Version of the rules.
    pub spec_version: u32,
    /// Version of the transaction format.
    pub transaction_version: u32,
    /// Digits behind the point of the token.
    pub decimals: u8,
    /// The token's symbol.
    pub symbol: String,
}

/// How bytes are read, and proof that the chain reads them so.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct MetadataSection {
    /// The types that the items need, or all of them.
    pub proof: Proof,
    /// The shape of a transaction: address, call, signature and extensions in their order.
    pub extrinsic: Extrinsic,
    /// The digest of all that; what `CheckMetadataHash` signs.
    pub digest: TreeHash,
}

/// A signature scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub enum Scheme {
    /// Edwards curve.
    Ed25519,
    /// Schnorrkel.
    Sr25519,
}

/// Whose signature is wanted.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct SignerSection {
    /// The public key.
    pub account: [u8; 32],
    /// Its scheme, if the online machine knows it; the key on the signer decides.
    pub scheme: Option<Scheme>,
    /// What the online machine calls it; a claim.
    pub hint: String,
}

/// From when and for how long a signature holds.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct LifetimeSection {
    /// Blocks: a power of two from 4 to 65,536; 0 for ever.
    pub period: u32,
    /// The first valid block; 0 for ever.
    pub birth: u32,
    /// Its hash; the genesis hash for ever.
    pub birth_hash: [u8; 32],
}

/// One transaction of a set.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Item {
    /// The call's bytes.
    pub call: Vec<u8>,
    /// How long it is valid.
    pub lifetime: LifetimeSection,
    /// Its number.
    pub nonce: u32,
    /// Extra for the block author, in rao.
    pub tip: u64,
    /// Whether it takes the place of the item before it: both have the same number, one can land.
    pub alternative: bool,
    /// Calls that hashes in this one stand for (multisig approvals, proxy announcements).
    pub preimages: Vec<Vec<u8>>,
}

/// Something that the online machine says and nobody can check offline.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Claim {
    /// Of which item, counted from 0.
    pub item: u16,
    /// What it is about.
    pub name: String,
    /// What it says.
    pub value: String,
}

/// What the online machine claims. Shown apart, believed by nobody.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
pub struct Advisory {
    /// The newest finalized block when it was prepared.
    pub block: u32,
    /// The chain's clock then, milliseconds since 1970; 0 if not known.
    pub time_ms: u64,
    /// Where it was read.
    pub endpoint: String,
    /// Spot prices in rao per alpha by subnet, sorted.
    pub prices: Vec<(u16, u64)>,
    /// Anything else.
    pub claims: Vec<Claim>,
}

/// What is to be signed.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Request {
    /// Which chain.
    pub network: NetworkSection,
    /// Which rules.
    pub runtime: RuntimeSection,
    /// How bytes are read.
    pub metadata: MetadataSection,
    /// Whose signature.
    pub signer: SignerSection,
    /// The set, by number.
    pub items: Vec<Item>,
    /// Claims.
    pub advisory: Advisory,
}

/// A signature of one item.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct SignedItem {
    /// Which, counted from 0.
    pub item: u16,
    /// By which scheme.
    pub scheme: Scheme,
    /// The signature.
    pub signature: [u8; 64],
}

impl SignedItem {
    /// The signature as the chain takes it.
    #[must_use]
    pub fn signature(&self) -> Signature {
        match self.scheme {
            Scheme::Ed25519 => Signature::Ed25519(self.signature),
            Scheme::Sr25519 => Signature::Sr25519(self.signature),
        }
    }
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Answer {
    /// Identity of the request: hash of its container.
    pub request: [u8; 32],
    /// Who signed.
    pub account: [u8; 32],
    /// The signer's count of signatures so far; 0 if it keeps none.
    pub sequence: u64,
    /// Signatures, sorted by item.
    pub items: Vec<SignedItem>,
}

/// Any of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Container {
    /// Something to sign.
    Request(Box<Request>),
    /// Something signed.
    Answer(Box<Answer>),
    /// Several answers to different requests, in the order in which they are sent: what the members of a multisig
    /// signed.
    Bundle(Vec<Answer>),
}

impl Container {
    /// Read bytes.
    ///
    /// # Errors
    /// [`Error::Container`], [`Error::Version`], [`Error::Checksum`], [`Error::TooMuch`],
    /// [`Error::NotCanonical`].
    pub fn decode(bytes: &[u8]) -> Result<Self, Error> {
        let (kind, body) = open(bytes)?;
        let unreadable = |error: codec::Error| Error::Container(error.to_string());
        let container = match kind {
            0 => {
                let request = Request::decode_all(&mut &*body).map_err(unreadable)?;
                request.check()?;
                Self::Request(Box::new(request))
            }
            1 => {
                let answer = Answer::decode_all(&mut &*body).map_err(unreadable)?;
                answer.check()?;
                Self::Answer(Box::new(answer))
            }
            2 => {
                let answers = Vec::<Answer>::decode_all(&mut &*body).map_err(unreadable)?;
                check_bundle(&answers)?;
                Self::Bundle(answers)
            }
            _ => return Err(Error::Container(format!("kind {kind} is not known"))),
        };
        // The codec is strict already; this is the promise itself.
        if container.encode() != bytes {
            return Err(Error::NotCanonical("it encodes to other bytes".to_owned()));
        }
        Ok(container)
    }

    /// Write bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        match self {
            Self::Request(request) => request.encode_container(),
            Self::Answer(answer) => answer.encode_container(),
            Self::Bundle(answers) => close(2, &answers.encode()),
        }
    }

    fn word(&self) -> &'static str {
        match self {
            Self::Request(_) => "a request",
            Self::Answer(_) => "an answer",
            Self::Bundle(_) => "several answers",
        }
    }

    /// The request in it.
    ///
    /// # Errors
    /// [`Error::Kind`].
    pub fn request(self) -> Result<Request, Error> {
        match self {
            Self::Request(request) => Ok(*request),
            other => Err(Error::Kind { found: other.word(), wanted: "a request" }),
        }
    }

    /// The answer in it.
    ///
    /// # Errors
    /// [`Error::Kind`].
    pub fn answer(self) -> Result<Answer, Error> {
        match self {
            Self::Answer(answer) => Ok(*answer),
            other => Err(Error::Kind { found: other.word(), wanted: "an answer" }),
        }
    }
}

fn check_bundle(answers: &[Answer]) -> Result<(), Error> {
    if !(2..=MAX_ANSWERS).contains(&answers.len()) {
        return Err(Error::TooMuch(format!("{} answers in one", answers.len())));
    }
    let mut requests: Vec<_> = answers.iter().map(|answer| answer.request).collect();
    requests.sort_unstable();
    if requests.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(Error::NotCanonical("two answers are to one request".to_owned()));
    }
    answers.iter().try_for_each(Answer::check)
}

/// Kind and body of a container whose checksum holds.
fn open(bytes: &[u8]) -> Result<(u8, &[u8]), Error> {
    let short = || Error::Container("it is cut short".to_owned());
    if bytes.len() > MAX_BYTES {
        return Err(Error::TooMuch(format!("{} bytes, and {MAX_BYTES} are allowed", bytes.len())));
    }
    let rest = bytes
        .strip_prefix(&MAGIC)
        .ok_or_else(|| Error::Container("it does not begin like one".to_owned()))?;
    let (head, _) = rest.split_at_checked(HEAD - MAGIC.len()).ok_or_else(short)?;
    if head[0] != VERSION {
        return Err(Error::Version(head[0]));
    }
    let length = u32::from_be_bytes([head[2], head[3], head[4], head[5]]);
    let length = usize::try_from(length).map_err(|_| short())?;
    let (signed, checksum) =
        bytes.split_at_checked(HEAD.saturating_add(length)).ok_or_else(short)?;
    match checksum.len() {
        CHECKSUM => {}
        0..CHECKSUM => return Err(short()),
        _ => return Err(Error::NotCanonical("something follows its end".to_owned())),
    }
    if sp_crypto_hashing::blake2_256(signed) != *checksum {
        return Err(Error::Checksum);
    }
    Ok((head[1], signed.get(HEAD..).unwrap_or_default()))
}

fn close(kind: u8, body: &[u8]) -> Vec<u8> {
    // Nothing that is made here comes near the limit of the length's type.
    let length = u32::try_from(body.len()).unwrap_or(u32::MAX);
    let mut bytes = MAGIC.to_vec();
    bytes.extend([VERSION, kind]);
    bytes.extend(length.to_be_bytes());
    bytes.extend(body);
    bytes.extend(sp_crypto_hashing::blake2_256(&bytes));
    bytes
}

fn short_text(what: &str, text: &str) -> Result<(), Error> {
    if text.len() > MAX_TEXT {
        return Err(Error::TooMuch(format!("{what} of {} bytes", text.len())));
    }
    Ok(())
}

impl Request {
    /// As it travels.
    #[must_use]
    pub fn encode_container(&self) -> Vec<u8> {
        close(0, &self.encode())
    }

    /// What tells it from every other request: the hash of all its bytes.
    #[must_use]
    pub fn id(&self) -> Hash {
        Hash(sp_crypto_hashing::blake2_256(&self.encode_container()))
    }

    /// Whose signature is wanted.
    #[must_use]
    pub fn account(&self) -> AccountId {
        AccountId(self.signer.account)
    }

    /// Claims about an item, cleaned.
    pub fn claims(&self, item: usize) -> impl Iterator<Item = (Label, Label)> + '_ {
        self.advisory
            .claims
            .iter()
            .filter(move |claim| usize::from(claim.item) == item)
            .map(|claim| (Label::new(&claim.name), Label::new(&claim.value)))
    }

    /// The bounds and the one allowed order of everything.
    ///
    /// # Errors
    /// [`Error::TooMuch`], [`Error::NotCanonical`], [`Error::Lifetime`].
    pub fn check(&self) -> Result<(), Error> {
        let odd = |what: &str| Err(Error::NotCanonical(what.to_owned()));
        short_text("a runtime's name", &self.runtime.spec_name)?;
        short_text("a symbol", &self.runtime.symbol)?;
        short_text("a hint", &self.signer.hint)?;
        short_text("an endpoint", &self.advisory.endpoint)?;
        if self.items.is_empty() || self.items.len() > MAX_ITEMS {
            return Err(Error::TooMuch(format!(
                "{} items, and 1 to {MAX_ITEMS} are allowed",
                self.items.len()
            )));
        }
        for (index, item) in self.items.iter().enumerate() {
            item.check(&self.network.genesis)?;
            let before = index.checked_sub(1).and_then(|before| self.items.get(before));
            let expected = match (before, item.alternative) {
                (None, false) => item.nonce,
                (Some(before), true) => before.nonce,
                (Some(before), false) => before.nonce.wrapping_add(1),
                (None, true) => return odd("the first item cannot be an alternative"),
            };
            if item.nonce != expected {
                return odd("the numbers of its items do not follow one another");
            }
        }
        let advisory = &self.advisory;
        if advisory.claims.len() > MAX_CLAIMS || advisory.prices.len() > MAX_CLAIMS {
            return Err(Error::TooMuch("claims".to_owned()));
        }
        for claim in &advisory.claims {
            short_text("a claim", &claim.name)?;
            short_text("a claim", &claim.value)?;
        }
        if !advisory.claims.is_sorted_by_key(|claim| claim.item) {
            return odd("its claims are out of order");
        }
        if !advisory.prices.is_sorted_by(|a, b| a.0 < b.0) {
            return odd("its prices are out of order");
        }
        Ok(())
    }
}

impl Item {
    fn check(&self, genesis: &[u8; 32]) -> Result<(), Error> {
        if self.call.len() > MAX_CALL || self.preimages.len() > MAX_PREIMAGES {
            return Err(Error::TooMuch("a call".to_owned()));
        }
        if self.preimages.iter().any(|call| call.len() > MAX_CALL) {
            return Err(Error::TooMuch("a call that a hash stands for".to_owned()));
        }
        self.lifetime.check(genesis)
    }
}

impl LifetimeSection {
    /// Whether it never ends.
    #[must_use]
    pub fn is_immortal(&self) -> bool {
        self.period == 0
    }

    /// The last block that can include the transaction; `None` if it never ends.
    #[must_use]
    pub fn valid_until(&self) -> Option<u32> {
        (!self.is_immortal()).then(|| self.birth.saturating_add(self.period).saturating_sub(1))
    }

    fn check(&self, genesis: &[u8; 32]) -> Result<(), Error> {
        let bad = |what: String| Err(Error::Lifetime(what));
        if self.is_immortal() {
            if self.birth != 0 || self.birth_hash != *genesis {
                return bad("without an end it must be born in block 0".to_owned());
            }
            return Ok(());
        }
        if !self.period.is_power_of_two() || !(4..=65_536).contains(&self.period) {
            return bad(format!("{} blocks is not a power of two from 4 to 65536", self.period));
        }
        let step = (self.period >> 12).max(1);
        if !(self.birth % self.period).is_multiple_of(step) {
            return bad(format!("{} blocks cannot begin at block {}", self.period, self.birth));
        }
        Ok(())
    }
}

impl Answer {
    /// As it travels.
    #[must_use]
    pub fn encode_container(&self) -> Vec<u8> {
        close(1, &self.encode())
    }

    fn check(&self) -> Result<(), Error> {
        if self.items.is_empty() || self.items.len() > MAX_ITEMS {
            return Err(Error::TooMuch("signatures".to_owned()));
        }
        if !self.items.is_sorted_by(|a, b| a.item < b.item) {
            return Err(Error::NotCanonical("its signatures are out of order".to_owned()));
        }
        Ok(())
    }
}
