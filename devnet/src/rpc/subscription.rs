//! What all subscriptions share: follow the chain and send until either side has had enough.

use jsonrpsee::{PendingSubscriptionSink, SubscriptionMessage, SubscriptionSink};
use serde::Serialize;
use tokio::sync::watch;

use crate::{engine::Engine, ledger::Block};

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

/// Send `item(block)` for the best block and then for every block that follows it.
pub(super) async fn blocks<T: Serialize>(
    pending: PendingSubscriptionSink,
    engine: std::sync::Arc<Engine>,
    item: impl Fn(&Block) -> T,
) {
    let Ok(sink) = pending.accept().await else { return };
    let mut best = engine.follow();
    let first = engine.ledger().best();
    let mut last = first.header.number;
    if !send(&sink, &item(&first)).await {
        return;
    }
    // Only the receiver is held while waiting, so that a subscriber does not keep the chain running.
    let weak = std::sync::Arc::downgrade(&engine);
    drop(engine);
    while grown(&sink, &mut best).await {
        let Some(engine) = weak.upgrade() else { return };
        let news = engine.ledger().above(last);
        drop(engine);
        for block in news {
            last = block.header.number;
            if !send(&sink, &item(&block)).await {
                return;
            }
        }
    }
}
