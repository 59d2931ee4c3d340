//! News of a chain as a stream that survives lost connections and runtime upgrades.

use std::time::Duration;

use codec::Encode;
use futures::stream::{self, Stream, StreamExt};
use subxt::rpcs::client::RpcSubscription;
use subxt::rpcs::rpc_params;
use tokio::sync::mpsc;

use super::{Chain, Error, Header, block_number, header, runtime_version};
use crate::model::{At, Hash, Label};

/// One piece of news. A stream of them never ends by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChainUpdate {
    /// A block that stays.
    Finalized(At),
    /// A block that could still be replaced.
    Best(At),
    /// The connection is gone; it is being restored.
    Lost(Label),
    /// The connection is back.
    Back,
    /// The chain's rules changed; the new metadata is loaded already.
    RuntimeChanged {
        /// The new rules' version.
        spec_version: u32,
    },
}

/// News that may wait for a slow reader.
const WAITING: usize = 64;

/// Pause before a subscription is tried again.
const RETRY: Duration = Duration::from_millis(500);

pub(super) fn follow(chain: Chain) -> impl Stream<Item = ChainUpdate> + Send + Unpin + use<> {
    let (sender, receiver) = mpsc::channel(WAITING);
    tokio::spawn(async move {
        let reader = sender.clone();
        tokio::select! {
            () = reader.closed() => {}
            () = watch(&chain, &sender) => {}
        }
    });
    stream::unfold(receiver, |mut receiver| async move {
        receiver.recv().await.map(|update| (update, receiver))
    })
    .boxed()
}

/// Subscribe, pass news on, subscribe again; ends when nobody listens.
async fn watch(chain: &Chain, news: &mpsc::Sender<ChainUpdate>) {
    let mut spec_version = chain.runtime().spec_version();
    let mut lost = false;
    loop {
        let why = match Feed::open(chain).await {
            Ok(mut feed) => {
                if lost && news.send(ChainUpdate::Back).await.is_err() {
                    return;
                }
                lost = false;
                match feed.pump(chain, news, &mut spec_version).await {
                    Some(why) => why,
                    None => return,
                }
            }
            Err(error) => Label::new(&error.to_string()),
        };
        if !lost && news.send(ChainUpdate::Lost(why)).await.is_err() {
            return;
        }
        lost = true;
        tokio::time::sleep(RETRY).await;
    }
}

struct Feed {
    finalized: RpcSubscription<Header>,
    best: RpcSubscription<Header>,
    rules: RpcSubscription<serde_json::Value>,
}

impl Feed {
    async fn open(chain: &Chain) -> Result<Self, Error> {
        let rpc = &chain.inner.rpc;
        let (finalized, best, rules) = futures::try_join!(
            rpc.subscribe(
                "chain_subscribeFinalizedHeads",
                rpc_params![],
                "chain_unsubscribeFinalizedHeads"
            ),
            rpc.subscribe("chain_subscribeNewHeads", rpc_params![], "chain_unsubscribeNewHeads"),
            rpc.subscribe(
                "state_subscribeRuntimeVersion",
                rpc_params![],
                "state_unsubscribeRuntimeVersion"
            ),
        )?;
        Ok(Self { finalized, best, rules })
    }

    /// Pass news on until the connection ends (why) or nobody listens (`None`).
    async fn pump(
        &mut self,
        chain: &Chain,
        news: &mpsc::Sender<ChainUpdate>,
        spec_version: &mut u32,
    ) -> Option<Label> {
        let ended = || Some(Label::new("the node ended the subscription"));
        loop {
            let update = tokio::select! {
                head = self.finalized.next() => match at(head) {
                    Ok(at) => Ok(ChainUpdate::Finalized(at)),
                    Err(why) => Err(why),
                },
                head = self.best.next() => match at(head) {
                    Ok(at) => Ok(ChainUpdate::Best(at)),
                    Err(why) => Err(why),
                },
                version = self.rules.next() => match version {
                    Some(Ok(_)) => match newest_rules(chain).await {
                        Ok(found) if found != *spec_version => {
                            *spec_version = found;
                            Ok(ChainUpdate::RuntimeChanged { spec_version: found })
                        }
                        Ok(_) => continue,
                        Err(error) => Err(Some(Label::new(&error.to_string()))),
                    },
                    Some(Err(error)) => Err(Some(Label::new(&error.to_string()))),
                    None => Err(None),
                },
            };
            match update {
                Ok(update) => {
                    if news.send(update).await.is_err() {
                        return None;
                    }
                }
                Err(Some(why)) => return Some(why),
                Err(None) => return ended(),
            }
        }
    }
}

/// Load the rules of the best block; their version.
async fn newest_rules(chain: &Chain) -> Result<u32, Error> {
    let rpc = &chain.inner.rpc;
    let best: Hash = rpc.ask("chain_getBlockHash", rpc_params![]).await?;
    let (version, _) =
        futures::try_join!(runtime_version(rpc, Some(best)), header(rpc, Some(best)))?;
    Ok(chain.rules_of(&version, best).await?.spec_version())
}

fn at(head: Option<Result<Header, subxt::rpcs::Error>>) -> Result<At, Option<Label>> {
    match head {
        Some(Ok(header)) => match block_number(&header) {
            Ok(block) => Ok(At { block, hash: hash_of(&header) }),
            Err(error) => Err(Some(Label::new(&error.to_string()))),
        },
        Some(Err(error)) => Err(Some(Label::new(&error.to_string()))),
        None => Err(None),
    }
}

/// A block's hash is the hash of its header.
fn hash_of(header: &Header) -> Hash {
    Hash(sp_crypto_hashing::blake2_256(&header.encode()))
}
