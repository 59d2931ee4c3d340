//! Looking around in a chain by names: storage, constants, runtime APIs, events, blocks; and which
//! commands its runtime allows.

use super::Error;
use crate::chain::{
    Chain, Described, Difference, Pinned, Probe, Queried, Requirement, Runtime, Verdict, Version,
    Walk, surface,
};
use crate::model::{At, BlockEvent, BlockSummary, Decoded, Hash, Network};

/// What a runtime allows, and how the endpoints do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Examination {
    /// The chain.
    pub network: Network,
    /// The block whose rules these are.
    pub at: At,
    /// The newest runtime that this program was written against.
    pub written_for: u32,
    /// Identifiers of the transaction extensions, in order.
    pub extensions: Vec<String>,
    /// Every endpoint with its health; none of a chain in this process.
    pub endpoints: Vec<Probe>,
    /// Every command that asks a chain.
    pub verdicts: Vec<Verdict>,
}

/// What the runtime allows, and how the endpoints do.
///
/// # Errors
/// [`Error::Chain`].
pub async fn examine(chain: &Chain) -> Result<Examination, Error> {
    let (pinned, endpoints) = futures::join!(chain.pin(), chain.probe());
    let pinned = pinned?;
    Ok(Examination {
        network: network_at(chain, &pinned),
        at: pinned.at(),
        written_for: surface::WRITTEN_FOR,
        extensions: pinned.runtime().extensions(),
        endpoints,
        verdicts: pinned.runtime().verdicts(),
    })
}

/// The chain with the rules of one block.
#[must_use]
pub fn network_at(chain: &Chain, pinned: &Pinned) -> Network {
    Network {
        spec_version: pinned.runtime().spec_version(),
        transaction_version: pinned.runtime().transaction_version(),
        ..chain.network()
    }
}

/// Everything that one command needs, row by row; `None` for a command that asks no chain.
#[must_use]
pub fn requirements(pinned: &Pinned, command: &str) -> Option<Vec<Requirement>> {
    let needs = surface::needs_of(command)?;
    Some(pinned.runtime().requirements(needs))
}

/// The commands that ask a chain.
pub fn asking() -> impl Iterator<Item = &'static str> {
    surface::COMMANDS.iter().map(|needs| needs.command)
}

/// The finalized blocks above `after` up to `until`, the oldest first: news may skip some.
///
/// # Errors
/// [`Error::Chain`].
pub async fn blocks_between(chain: &Chain, after: At, until: At) -> Result<Vec<At>, Error> {
    Ok(chain.blocks_between(after, until).await?)
}

/// Whether a command asks a chain, and if it does, whether it only looks.
#[must_use]
pub fn only_reads(command: &str) -> Option<bool> {
    surface::needs_of(command).map(|needs| needs.acts == surface::needs::Acts::Reads)
}

/// New arguments of a call that are optional and stay empty.
#[must_use]
pub fn left_empty(chain: &Chain, pallet: &str, call: &str) -> Vec<String> {
    chain.runtime().left_empty(pallet, call)
}

/// Entries of a storage item, or a constant; which of the two it is. `None` if there is neither.
///
/// # Errors
/// [`Error::Chain`] for keys that do not fit, or the node cannot be asked.
pub async fn query(
    pinned: &Pinned,
    pallet: &str,
    item: &str,
    keys: &[String],
    walk: &Walk,
) -> Result<Option<(&'static str, Queried)>, Error> {
    let runtime = pinned.runtime();
    let name = format!("{pallet}.{item}");
    let is_storage =
        runtime.described().iter().any(|one| one.kind == "storage" && one.name == name);
    if is_storage {
        return Ok(Some(("storage", pinned.query(pallet, item, keys, walk).await?)));
    }
    match runtime.constant_named(pallet, item) {
        None => Ok(None),
        Some(value) => {
            let entries = vec![(Vec::new(), value?)];
            Ok(Some((
                "constant",
                Queried { entries, has_more: false, next: None, is_default: false },
            )))
        }
    }
}

/// Ask a runtime API; `None` if there is none of that name.
///
/// # Errors
/// [`Error::Chain`] for inputs that do not fit, or the node cannot be asked.
pub async fn call(
    pinned: &Pinned,
    group: &str,
    method: &str,
    inputs: &[String],
) -> Result<Option<Decoded>, Error> {
    let name = format!("{group}.{method}");
    if !pinned.runtime().described().iter().any(|one| one.kind == "api" && one.name == name) {
        return Ok(None);
    }
    Ok(Some(pinned.call_api(group, method, inputs).await?))
}

/// A constant's value; `None` if there is none of that name.
///
/// # Errors
/// [`Error::Chain`] when its bytes are not of its type.
pub fn constant(pinned: &Pinned, pallet: &str, name: &str) -> Result<Option<Decoded>, Error> {
    Ok(pinned.runtime().constant_named(pallet, name).transpose()?)
}

/// The bytes of any call, its arguments by name as a person types them; `None` if there is none of that name.
///
/// # Errors
/// [`Error::Chain`] for arguments that do not fit.
pub fn call_of_texts(
    pinned: &Pinned,
    pallet: &str,
    call: &str,
    args: &[(String, String)],
) -> Result<Option<Vec<u8>>, Error> {
    if !pinned.runtime().has_call_named(pallet, call) {
        return Ok(None);
    }
    Ok(Some(pinned.runtime().call_of_texts(pallet, call, args)?))
}

/// What the metadata has under a name, its types as they are typed.
#[must_use]
pub fn explained(pinned: &Pinned, name: &str) -> Vec<Described> {
    pinned.runtime().explained(name)
}

/// What changes from one runtime to another; each is metadata as a node hands it out, or the connected chain's.
///
/// # Errors
/// [`Error::Chain`] for bytes that are no metadata.
pub fn differences(
    before: Result<&Pinned, &[u8]>,
    after: Result<&Pinned, &[u8]>,
) -> Result<Vec<Difference>, Error> {
    let read = |side: Result<&Pinned, &[u8]>| match side {
        Ok(pinned) => Ok(pinned.runtime().clone()),
        Err(bytes) => {
            let version = Version { spec_version: 0, transaction_version: 0 };
            Runtime::from_metadata(bytes, Hash([0; 32]), &version).map(std::sync::Arc::new)
        }
    };
    Ok(read(before)?.changes_to(&*read(after)?))
}

/// Everything that the runtime's metadata names.
#[must_use]
pub fn described(pinned: &Pinned) -> Vec<Described> {
    pinned.runtime().described()
}

/// All events of a block.
///
/// # Errors
/// [`Error::Chain`].
pub async fn events(pinned: &Pinned) -> Result<Vec<BlockEvent>, Error> {
    Ok(pinned.events().await?)
}

/// The last `count` blocks up to `newest`, the newest first.
///
/// # Errors
/// [`Error::Chain`].
pub async fn blocks(chain: &Chain, newest: At, count: u32) -> Result<Vec<BlockSummary>, Error> {
    Ok(chain.blocks(newest, count).await?)
}
