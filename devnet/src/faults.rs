//! Faults on purpose: what the next requests meet instead of an answer.
//!
//! They stand before the methods in the socket's server, so that a client sees what a bad node or a bad line would show it.

use std::{collections::VecDeque, sync::Arc, time::Duration};

use jsonrpsee::{
    MethodResponse,
    core::middleware::{Batch, BatchEntry, Notification, RpcServiceT},
    types::{ErrorObjectOwned, Id, Request},
};
use parking_lot::Mutex;
use tower::Layer;

/// How long a lost answer is awaited: the socket is the client's to close before that.
const FOREVER: Duration = Duration::from_secs(600);
/// Faults that may wait at one time.
const MAX_FAULTS: usize = 1_024;

/// What a request meets.
#[derive(Debug, Clone)]
pub(crate) enum Effect {
    /// This error, and nothing is done.
    Error(ErrorObjectOwned),
    /// It is done, and the answer gets lost.
    Lost,
    /// Nothing is done and nothing is answered.
    Silence,
    /// The answer comes later.
    Delay(Duration),
}

/// An effect on some requests to come.
#[derive(Debug, Clone)]
pub(crate) struct Fault {
    /// Method that it waits for; any but `tau_…` if absent.
    pub(crate) method: Option<String>,
    /// Requests that meet it.
    pub(crate) times: u32,
    /// What they meet.
    pub(crate) effect: Effect,
}

/// Faults that wait for their requests.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    waiting: Mutex<VecDeque<Fault>>,
}

impl Faults {
    /// Let a fault wait; `false` when too many do.
    pub(crate) fn add(&self, fault: Fault) -> bool {
        let mut waiting = self.waiting.lock();
        let fits = waiting.len() < MAX_FAULTS;
        if fits && fault.times > 0 {
            waiting.push_back(fault);
        }
        fits
    }

    /// Forget all faults; says how many there were.
    pub(crate) fn clear(&self) -> usize {
        std::mem::take(&mut *self.waiting.lock()).len()
    }

    /// What a request for `method` meets: the first fault that waits for it, once less.
    fn meet(&self, method: &str) -> Option<Effect> {
        if method.starts_with("tau_") {
            return None;
        }
        let mut waiting = self.waiting.lock();
        let index = waiting
            .iter()
            .position(|fault| fault.method.as_deref().is_none_or(|wanted| wanted == method))?;
        let fault = waiting.get_mut(index)?;
        let effect = fault.effect.clone();
        fault.times -= 1;
        if fault.times == 0 {
            waiting.remove(index);
        }
        Some(effect)
    }
}

/// Say nothing for longer than any client waits.
async fn silence(id: Id<'static>) -> MethodResponse {
    tokio::time::sleep(FOREVER).await;
    MethodResponse::error(id, ErrorObjectOwned::owned(-32_000, "lost on purpose", None::<()>))
}

/// Puts the faults before the methods.
#[derive(Debug, Clone)]
pub(crate) struct FaultLayer(pub(crate) Arc<Faults>);

impl<S> Layer<S> for FaultLayer {
    type Service = Faulty<S>;

    fn layer(&self, inner: S) -> Faulty<S> {
        Faulty { inner, faults: self.0.clone() }
    }
}

/// Methods behind faults.
#[derive(Debug, Clone)]
pub(crate) struct Faulty<S> {
    inner: S,
    faults: Arc<Faults>,
}

impl<S> RpcServiceT for Faulty<S>
where
    S: RpcServiceT<MethodResponse = MethodResponse> + Send + Sync + Clone + 'static,
{
    type MethodResponse = MethodResponse;
    type NotificationResponse = S::NotificationResponse;
    type BatchResponse = S::BatchResponse;

    fn call<'a>(&self, request: Request<'a>) -> impl Future<Output = MethodResponse> + Send + 'a {
        let effect = self.faults.meet(request.method_name());
        let inner = self.inner.clone();
        async move {
            match effect {
                None => inner.call(request).await,
                Some(Effect::Delay(time)) => {
                    tokio::time::sleep(time).await;
                    inner.call(request).await
                }
                Some(Effect::Error(error)) => {
                    MethodResponse::error(request.id().into_owned(), error)
                }
                Some(Effect::Lost) => {
                    let id = request.id().into_owned();
                    let _ = inner.call(request).await;
                    silence(id).await
                }
                Some(Effect::Silence) => silence(request.id().into_owned()).await,
            }
        }
    }

    fn batch<'a>(&self, batch: Batch<'a>) -> impl Future<Output = S::BatchResponse> + Send + 'a {
        // A batch has one answer: what its first request meets delays or silences all of it.
        let methods = batch.iter().filter_map(|entry| match entry {
            Ok(BatchEntry::Call(request)) => Some(request.method_name()),
            _ => None,
        });
        let effect = methods.filter_map(|method| self.faults.meet(method)).next();
        let inner = self.inner.clone();
        async move {
            match effect {
                None | Some(Effect::Error(_)) => inner.batch(batch).await,
                Some(Effect::Delay(time)) => {
                    tokio::time::sleep(time).await;
                    inner.batch(batch).await
                }
                Some(Effect::Lost | Effect::Silence) => {
                    tokio::time::sleep(FOREVER).await;
                    inner.batch(batch).await
                }
            }
        }
    }

    fn notification<'a>(
        &self,
        notification: Notification<'a>,
    ) -> impl Future<Output = S::NotificationResponse> + Send + 'a {
        self.inner.notification(notification)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn silence(method: Option<&str>, times: u32) -> Fault {
        Fault { method: method.map(str::to_owned), times, effect: Effect::Silence }
    }

    #[test]
    fn a_fault_meets_its_method_as_often_as_it_says() {
        let faults = Faults::default();
        assert!(faults.add(silence(Some("state_call"), 2)));
        assert!(faults.add(silence(None, 1)));
        assert!(faults.meet("tau_mine").is_none());
        assert!(faults.meet("state_call").is_some());
        assert!(faults.meet("chain_getHeader").is_some());
        assert!(faults.meet("chain_getHeader").is_none());
        assert!(faults.meet("state_call").is_some());
        assert!(faults.meet("state_call").is_none());
    }

    #[test]
    fn faults_can_be_forgotten() {
        let faults = Faults::default();
        assert!(faults.add(silence(None, 0)));
        assert!(faults.meet("state_call").is_none());
        assert!(faults.add(silence(None, 5)));
        assert_eq!(faults.clear(), 1);
        assert!(faults.meet("state_call").is_none());
    }
}
