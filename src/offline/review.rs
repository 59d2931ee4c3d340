//! From a request to what a person reads before signing. Everything on the screen but the claims is decoded from
//! the bytes that are signed, or is this machine's own knowledge.

mod argument;
mod screen;
mod walk;

use std::collections::{BTreeMap, BTreeSet};

pub use screen::{Line, Screen, Tone};

use super::Error;
use super::container::{Item, LifetimeSection, Request};
use super::journal::{Entry, Standing};
use super::knowledge::{Allowance, Knowledge};
use super::payload::surround_by;
use super::proof::{self, Terms};
use super::value::{Call, Types};
use super::words::fingerprint;
use crate::model::{AccountId, Hash, Label, NetUid, Tao, signed_bytes};
use crate::present::exact;
use walk::Walk;

/// The token of every Bittensor chain.
pub const SYMBOL: &str = "TAO";
/// Its digits behind the point.
pub const DECIMALS: u8 = 9;
/// Network number in its addresses.
pub const SS58_PREFIX: u16 = 42;
/// Seconds of a block.
const BLOCK_SECONDS: u64 = 12;

/// A word that a person has to type before an item is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demand {
    /// Why.
    pub why: String,
    /// The word.
    pub word: String,
}

/// What moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Asset {
    /// TAO.
    Tao,
    /// Alpha of a subnet.
    Alpha(NetUid),
}

impl Asset {
    /// An amount of it.
    #[must_use]
    pub fn amount(self, rao: u64) -> String {
        match self {
            Self::Tao => format!("{} TAO", exact(rao)),
            Self::Alpha(netuid) if netuid.is_root() => format!("{} TAO staked on root", exact(rao)),
            Self::Alpha(netuid) => format!("{} alpha of subnet {netuid}", exact(rao)),
        }
    }
}

/// An item as it is signed and as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reviewed {
    /// The call.
    pub call: Call,
    /// The bytes that are signed.
    pub payload: Vec<u8>,
    /// Everything a person must see.
    pub screen: Screen,
    /// Words to be typed.
    pub demands: Vec<Demand>,
    /// What leaves or is committed.
    pub moved: Vec<(Asset, u64)>,
    /// Accounts that it names.
    pub targets: Vec<AccountId>,
    /// One line about it.
    pub summary: String,
    /// Its words.
    pub words: String,
    /// The line for the journal.
    pub entry: Entry,
    /// Whether exactly this was signed here before.
    pub again: bool,
}

/// A whole request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// What tells the request from every other.
    pub id: Hash,
    /// What the chain is called here.
    pub network: String,
    /// Whose signature.
    pub account: AccountId,
    /// The items.
    pub items: Vec<Reviewed>,
    /// Sums of what moves, alternatives counted once.
    pub totals: Vec<(Asset, u128)>,
}

/// Check a request whole and make its screens.
///
/// # Errors
/// Everything in [`Error`] that concerns a request. Then nothing of it may be signed.
pub fn review(request: &Request, knowledge: &Knowledge) -> Result<Review, Error> {
    request.check()?;
    check_terms(request)?;
    let metadata = &request.metadata;
    let stated = Hash(metadata.digest);
    let found = Hash(proof::digest(&metadata.proof.root()?, &metadata.extrinsic, &terms(request)));
    if found != stated {
        return Err(Error::Digest { found, stated });
    }
    let types = Types::new(&metadata.proof.leaves, metadata.extrinsic.call);
    examine(&types, request, knowledge, &mut BTreeSet::new())
}

/// What the digest says besides types.
#[must_use]
pub fn terms(request: &Request) -> Terms<'_> {
    Terms {
        spec_version: request.runtime.spec_version,
        spec_name: &request.runtime.spec_name,
        ss58_prefix: request.network.ss58_prefix,
        decimals: request.runtime.decimals,
        symbol: &request.runtime.symbol,
    }
}

fn check_terms(request: &Request) -> Result<(), Error> {
    let foreign = |what, stated: String, wanted: String| {
        Err(Error::ForeignTerms { what, stated: Label::new(&stated), wanted })
    };
    let runtime = &request.runtime;
    if runtime.symbol != SYMBOL {
        return foreign("token", runtime.symbol.clone(), SYMBOL.to_owned());
    }
    if runtime.decimals != DECIMALS {
        return foreign("number of digits", runtime.decimals.to_string(), DECIMALS.to_string());
    }
    let prefix = request.network.ss58_prefix;
    if prefix != SS58_PREFIX {
        return foreign("address prefix", prefix.to_string(), SS58_PREFIX.to_string());
    }
    Ok(())
}

/// The screens by types whose digest was checked or is being made. Places of the types that were needed are added
/// to `used`.
pub(super) fn examine(
    types: &Types<'_>,
    request: &Request,
    knowledge: &Knowledge,
    used: &mut BTreeSet<usize>,
) -> Result<Review, Error> {
    let genesis = Hash(request.network.genesis);
    let network = knowledge.chain(genesis).ok_or(Error::UnknownChain(genesis))?;
    let id = request.id();
    let mut journal = knowledge.journal.clone();
    let mut items: Vec<Reviewed> = Vec::with_capacity(request.items.len());
    let mut totals: BTreeMap<Asset, u128> = BTreeMap::new();
    for (index, item) in request.items.iter().enumerate() {
        let surround = surround_by(types, request, item, used)?;
        let payload = signed_bytes(&item.call, &surround.extra, &surround.implicit);
        let call = types.call(&item.call, used)?;
        let mut walk = Walk::new(types, request, item, knowledge, used);
        walk.call(&call, 0, request.account())?;
        walk.all_preimages_used()?;
        let (lines, mut warnings, mut demands) = (walk.lines, walk.warnings, walk.demands);
        let (moved, targets, compared) = (walk.moved, walk.targets, walk.compared);

        let digest = Hash(sp_crypto_hashing::blake2_256(&payload));
        let entry = Entry {
            genesis,
            account: request.account(),
            nonce: item.nonce,
            payload: digest,
            call: Label::new(&call.path()).to_string(),
            valid_until: item.lifetime.valid_until(),
            targets: targets.clone(),
        };
        let standing = journal.standing(genesis, request.account(), item.nonce, digest);
        let again = standing == Standing::Again;
        let nonce = number(item, &standing, knowledge, &mut warnings)?;
        journal.push(entry.clone());
        lifetime(&item.lifetime, knowledge, &mut warnings)?;
        tip(item, knowledge)?;
        if item.alternative {
            warnings.insert(
                0,
                "it takes the place of the item before it: one of the two can land".into(),
            );
        }
        demands.dedup();

        let words = fingerprint(&payload);
        let head = Head { index, network, nonce: &nonce, words: &words, compared };
        let screen = head.screen(request, item, knowledge, lines, warnings);
        if !item.alternative {
            for (asset, rao) in &moved {
                *totals.entry(*asset).or_default() += u128::from(*rao);
            }
        }
        items.push(Reviewed {
            summary: summary(&call, &moved),
            call,
            payload,
            screen,
            demands,
            moved,
            targets,
            words,
            entry,
            again,
        });
    }
    Ok(Review {
        id,
        network: network.to_owned(),
        account: request.account(),
        items,
        totals: totals.into_iter().collect(),
    })
}

fn summary(call: &Call, moved: &[(Asset, u64)]) -> String {
    let path = Label::new(&call.path());
    match moved {
        [] => path.to_string(),
        moved => {
            let amounts: Vec<String> =
                moved.iter().take(3).map(|(asset, rao)| asset.amount(*rao)).collect();
            let more = if moved.len() > 3 { " and more" } else { "" };
            format!("{path}: {}{more}", amounts.join(", "))
        }
    }
}

/// What is said of an item's number.
fn number(
    item: &Item,
    standing: &Standing<'_>,
    knowledge: &Knowledge,
    warnings: &mut Vec<String>,
) -> Result<String, Error> {
    let nonce = item.nonce;
    let policy = &knowledge.policy;
    Ok(match standing {
        Standing::First => format!("{nonce}; nothing was signed with this key here before"),
        Standing::Next => format!("{nonce}, the one after the last signed here"),
        Standing::Again => {
            warnings.push("exactly this was signed here before".to_owned());
            format!("{nonce}, signed before")
        }
        Standing::Behind { last } => format!("{nonce}; the last one signed here is {last}"),
        Standing::Gap { last } => {
            let missing = nonce - last - 1;
            if missing > policy.gap && !policy.allowed.contains(&Allowance::Gap) {
                return Err(Error::Forbidden {
                    what: format!(
                        "number {nonce} is far beyond {last}, the last one signed here: it could be kept for later"
                    ),
                    flag: Allowance::Gap.word(),
                });
            }
            warnings.push(format!(
                "{missing} numbers between {last}, the last one signed here, and this one: it waits for them"
            ));
            format!("{nonce}; the last one signed here is {last}")
        }
        Standing::Replaces(before) => {
            let call = Label::new(&before.call);
            if !item.alternative && !policy.allowed.contains(&Allowance::Replace) {
                return Err(Error::Forbidden {
                    what: format!(
                        "number {nonce} was signed before for {call}: whoever has both could choose"
                    ),
                    flag: Allowance::Replace.word(),
                });
            }
            if !item.alternative {
                warnings.push(format!("it replaces {call}, which was signed with this number"));
            }
            format!("{nonce}, instead of {call}")
        }
    })
}

fn lifetime(
    lifetime: &LifetimeSection,
    knowledge: &Knowledge,
    warnings: &mut Vec<String>,
) -> Result<(), Error> {
    let policy = &knowledge.policy;
    if lifetime.is_immortal() {
        if !policy.allowed.contains(&Allowance::Immortal) {
            return Err(Error::Forbidden {
                what: "the signature would never expire".to_owned(),
                flag: Allowance::Immortal.word(),
            });
        }
        warnings.push("the signature never expires: it can be used at any time".to_owned());
    } else if lifetime.period > policy.period {
        if !policy.allowed.contains(&Allowance::LongLife) {
            return Err(Error::Forbidden {
                what: format!("a lifetime of {} blocks is too long", lifetime.period),
                flag: Allowance::LongLife.word(),
            });
        }
        warnings.push(format!("the signature lives for {} blocks", lifetime.period));
    }
    Ok(())
}

fn tip(item: &Item, knowledge: &Knowledge) -> Result<(), Error> {
    let policy = &knowledge.policy;
    if item.tip > policy.tip.rao() && !policy.allowed.contains(&Allowance::Tip) {
        return Err(Error::Forbidden {
            what: format!("a tip of {} TAO is large", Tao::from_rao(item.tip)),
            flag: Allowance::Tip.word(),
        });
    }
    Ok(())
}

/// What stands around the call on the screen.
struct Head<'a> {
    index: usize,
    network: &'a str,
    nonce: &'a str,
    words: &'a str,
    compared: Vec<(Label, Label)>,
}

impl Head<'_> {
    fn screen(
        self,
        request: &Request,
        item: &Item,
        knowledge: &Knowledge,
        call: Vec<Line>,
        warnings: Vec<String>,
    ) -> Screen {
        let runtime = &request.runtime;
        let account = request.account();
        let signer = match knowledge.name(account) {
            Some(name) => format!("{account} ({name})"),
            None => account.to_string(),
        };
        let mut lines = vec![
            Line::field(
                "Chain",
                format!(
                    "{}, runtime {} {}, transactions v{}",
                    self.network,
                    Label::new(&runtime.spec_name),
                    runtime.spec_version,
                    runtime.transaction_version
                ),
            ),
            Line::field("Signer", signer),
        ];
        lines.extend(call);
        match item.lifetime.valid_until() {
            None => lines.push(Line::field("Valid", "for ever")),
            Some(until) => {
                let length = duration(u64::from(item.lifetime.period) * BLOCK_SECONDS);
                lines.push(Line::field(
                    "Valid",
                    format!(
                        "from block {} until block {until}, about {length}",
                        item.lifetime.birth
                    ),
                ));
                lines.push(Line::field("Born in", Hash(item.lifetime.birth_hash).to_string()));
            }
        }
        lines.push(Line::field("Number", self.nonce));
        if item.tip > 0 {
            lines.push(Line::field("Tip", format!("{} TAO", exact(item.tip))));
        }
        lines.push(Line::field("Words", self.words));
        let mut claims =
            vec![(Label::from("newest block"), Label::new(&claimed_block(request, item)))];
        claims.extend(self.compared);
        claims.extend(request.claims(self.index));
        let title = match request.items.len() {
            1 => "To be signed".to_owned(),
            count => format!("To be signed, item {} of {count}", self.index + 1),
        };
        Screen { title, lines, warnings, claims }
    }
}

/// When the lifetime ends, if the online machine's block and clock are honest.
fn claimed_block(request: &Request, item: &Item) -> String {
    let advisory = &request.advisory;
    let left = item.lifetime.valid_until().map(|until| until.saturating_sub(advisory.block));
    let clock = (advisory.time_ms > 0).then(|| clock(advisory.time_ms / 1000));
    match (left, clock) {
        (Some(left), Some(now)) => format!(
            "{} at {now}; valid until about {}",
            advisory.block,
            self::clock(advisory.time_ms / 1000 + u64::from(left) * BLOCK_SECONDS)
        ),
        (_, Some(now)) => format!("{} at {now}", advisory.block),
        (_, None) => advisory.block.to_string(),
    }
}

/// Seconds since 1970 as a date and a time of day in UTC.
fn clock(seconds: u64) -> String {
    format!("{} UTC", crate::present::minute(seconds))
}

/// A length of time in words.
fn duration(seconds: u64) -> String {
    let (hours, minutes) = (seconds / 3600, seconds % 3600 / 60);
    match (hours, minutes) {
        (0, 0) => format!("{seconds} s"),
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_those_of_the_calendar() {
        assert_eq!(clock(0), "1970-01-01 00:00 UTC");
        assert_eq!(clock(951_782_399), "2000-02-28 23:59 UTC");
        assert_eq!(clock(951_868_799), "2000-02-29 23:59 UTC");
        assert_eq!(clock(1_782_904_920), "2026-07-01 11:22 UTC");
        assert_eq!(duration(2048 * 12), "6 h 49 min");
        assert_eq!(duration(48), "48 s");
    }
}
