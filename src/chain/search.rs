//! Finding a transaction in the chain by its hash and its number.

use futures::StreamExt;
use futures::stream;
use subxt::rpcs::rpc_params;

use super::rpc::HexBytes;
use super::submit::Signed;
use super::{Chain, Error, encode, header};
use crate::model::{At, Hash, Stage};

/// Blocks looked through at one time.
const AT_ONCE: usize = 16;

/// How far the chain has been looked through for one transaction.
#[derive(Debug, Clone, Copy)]
pub(super) struct Search {
    /// Blocks before this one stay as they are and do not hold it.
    from: u32,
    /// Whether the node could not show a block that ought to be there.
    gaps: bool,
}

impl Search {
    /// For a transaction that no block before this one can hold.
    pub(super) fn since(block: u32) -> Self {
        Self { from: block, gaps: false }
    }
}

/// What a look through the chain shows of a transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// It is in a block.
    Here(Stage),
    /// It is in no block yet, and could still come into one.
    Nowhere,
    /// It can never be in a block any more, for this reason.
    Void(Error),
    /// The node cannot tell: it lacks blocks that could hold it.
    Unknown,
}

#[derive(serde::Deserialize)]
struct Block {
    block: Body,
}

#[derive(serde::Deserialize)]
struct Body {
    extrinsics: Vec<HexBytes>,
}

impl Chain {
    /// What became of a transaction that was signed some time ago.
    ///
    /// # Errors
    /// When the node cannot be asked.
    pub async fn find(&self, signed: &Signed) -> Result<Found, Error> {
        let birth = signed.mortality.birth;
        let hash: Option<Hash> =
            self.inner.rpc.ask("chain_getBlockHash", rpc_params![birth.block]).await?;
        match hash {
            None => Ok(Found::Unknown),
            Some(hash) if hash != birth.hash => Ok(Found::Void(Error::OtherBranch {
                transaction: signed.hash(),
                birth: birth.block,
            })),
            Some(_) => self.look_for(signed, &mut Search::since(birth.block)).await,
        }
    }

    /// Whether the node's pool holds a transaction, as far as it says.
    ///
    /// # Errors
    /// When the node cannot be asked.
    pub async fn is_waiting(&self, transaction: &Hash) -> Result<bool, Error> {
        let pool: Option<Vec<HexBytes>> =
            self.inner.rpc.ask_if_offered("author_pendingExtrinsics", rpc_params![]).await?;
        Ok(pool.unwrap_or_default().iter().any(|bytes| encode::hash(&bytes.0) == *transaction))
    }

    /// Look for the transaction in the blocks that could hold it and were not looked through yet.
    pub(super) async fn look_for(
        &self,
        signed: &Signed,
        search: &mut Search,
    ) -> Result<Found, Error> {
        let (finalized, best) = futures::try_join!(self.head(), header(&self.inner.rpc, None))?;
        let valid_until = signed.mortality.valid_until();
        let newest = best.0.max(finalized.block).min(valid_until);
        let wanted = signed.hash();
        let mut looks = stream::iter(search.from..=newest)
            .map(|block| self.hash_with(block, wanted))
            .buffered(AT_ONCE);
        let mut block = search.from;
        while let Some(look) = looks.next().await {
            match look? {
                Look::There(hash) => {
                    let at = At { block, hash };
                    let stays = block <= finalized.block;
                    return Ok(Found::Here(if stays {
                        Stage::Finalized(at)
                    } else {
                        Stage::InBlock(at)
                    }));
                }
                Look::NotThere => {}
                Look::NoBlock => search.gaps |= block <= finalized.block,
            }
            block = block.saturating_add(1);
        }
        search.from = search.from.max(finalized.block.min(newest).saturating_add(1));
        let accounts = [signed.signer];
        let balances = self.pin_at(finalized.hash).await?.balances(&accounts).await?;
        let next = balances.first().copied().flatten().map_or(0, |balance| balance.nonce);
        let is_used = next > signed.nonce;
        Ok(match (is_used, search.gaps) {
            (true, true) => Found::Unknown,
            (true, false) => {
                Found::Void(Error::Replaced { transaction: wanted, nonce: signed.nonce })
            }
            (false, _) if finalized.block >= valid_until => {
                Found::Void(Error::Expired { transaction: wanted, valid_until })
            }
            (false, _) => Found::Nowhere,
        })
    }

    async fn hash_with(&self, block: u32, transaction: Hash) -> Result<Look, Error> {
        let hash: Option<Hash> =
            self.inner.rpc.ask("chain_getBlockHash", rpc_params![block]).await?;
        let Some(hash) = hash else { return Ok(Look::NoBlock) };
        Ok(match self.place(hash, transaction).await? {
            Place::At(_) => Look::There(hash),
            Place::NotThere => Look::NotThere,
            Place::NoBlock => Look::NoBlock,
        })
    }

    /// The transaction's place in a block.
    pub(super) async fn place(&self, block: Hash, transaction: Hash) -> Result<Place, Error> {
        let block: Option<Block> = self.inner.rpc.ask("chain_getBlock", rpc_params![block]).await?;
        let Some(block) = block else { return Ok(Place::NoBlock) };
        let found =
            block.block.extrinsics.iter().position(|bytes| encode::hash(&bytes.0) == transaction);
        Ok(match found.and_then(|index| u32::try_from(index).ok()) {
            Some(index) => Place::At(index),
            None => Place::NotThere,
        })
    }
}

/// One block's answer to a search.
enum Look {
    There(Hash),
    NotThere,
    NoBlock,
}

/// Where a transaction stands in a block.
pub(super) enum Place {
    At(u32),
    NotThere,
    NoBlock,
}
