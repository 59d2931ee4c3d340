//! What all subscriptions share: follow the chain and send until either side has had enough.

use std::sync::Arc;

use jsonrpsee::{PendingSubscriptionSink, SubscriptionMessage, SubscriptionSink};
use serde::Serialize;
use tokio::sync::watch;

use crate::{
    engine::Engine,
    ledger::{Block, Place},
};

/// Send one item; `false` when the subscriber has gone.
pub(super) async fn send(sink: &SubscriptionSink, item: &impl Serialize) -> bool {
    let message = SubscriptionMessage::new(sink.method_name(), sink.subscription_id(), item);
    match message {
        Ok(message) => sink.send(message).await.is_ok(),
        Err(_) => false,
    }
}

/// Wait for the chain to grow; `false` when the subscriber or the chain has gone.
pub(super) async fn grown(sink: &SubscriptionSink, best: &mut watch::Receiver<u32>) -> bool {
    tokio::select! {
        () = sink.closed() => false,
        changed = best.changed() => changed.is_ok(),
    }
}

/// Which blocks a subscriber hears of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Heads {
    /// Every block as soon as it is there.
    Best,
    /// Blocks that cannot be taken back.
    Finalized,
}

impl Heads {
    /// The last of them.
    pub(super) fn head(self, engine: &Engine) -> Arc<Block> {
        match self {
            Heads::Best => engine.ledger().best(),
            Heads::Finalized => engine.finalized(),
        }
    }

    /// What a follower has not seen, lowest first; when blocks were taken back and there are no new ones, the
    /// block that is the head now.
    fn news(self, engine: &Engine, place: &mut Place) -> Vec<Arc<Block>> {
        let head = self.head(engine);
        let (rewound, mut blocks) = engine.ledger().news(place, head.header.number);
        if rewound && blocks.is_empty() {
            blocks.push(head);
        }
        blocks
    }
}

/// Send `item(block)` for the last block and then for every block that follows it.
pub(super) async fn blocks<T: Serialize>(
    pending: PendingSubscriptionSink,
    engine: Arc<Engine>,
    heads: Heads,
    item: impl Fn(&Block) -> T,
) {
    let Ok(sink) = pending.accept().await else { return };
    let mut best = engine.follow();
    let first = heads.head(&engine);
    let mut place = engine.ledger().place(first.header.number);
    if !send(&sink, &item(&first)).await {
        return;
    }
    // Only the receiver is held while waiting, so that a subscriber does not keep the chain running.
    let weak = Arc::downgrade(&engine);
    drop(engine);
    while grown(&sink, &mut best).await {
        let Some(engine) = weak.upgrade() else { return };
        let news = heads.news(&engine, &mut place);
        drop(engine);
        for block in news {
            if !send(&sink, &item(&block)).await {
                return;
            }
        }
    }
}
