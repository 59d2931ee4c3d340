//! A node in this process: the same JSON-RPC, no socket.

use futures::stream::{self, StreamExt};
use jsonrpsee::Methods;
use serde_json::value::RawValue;
use subxt::rpcs::client::{RawRpcFuture, RawRpcSubscription, RpcClientT};
use subxt::rpcs::{Error, UserError};

/// Messages of one subscription that may wait to be read. Statuses and headers are small; a reader
/// that is this far behind slows the node's sender down, nothing is dropped.
const WAITING: usize = 1024;

/// Transport to [`Methods`].
pub(super) struct Local(pub Methods);

#[derive(serde::Deserialize)]
struct Answer {
    result: Option<Box<RawValue>>,
    error: Option<UserError>,
}

#[derive(serde::Deserialize)]
struct Notice {
    params: NoticeParams,
}

#[derive(serde::Deserialize)]
struct NoticeParams {
    result: Box<RawValue>,
}

type Opened = (Box<RawValue>, tokio::sync::mpsc::Receiver<Box<RawValue>>);

impl Local {
    async fn ask(&self, method: &str, params: Option<Box<RawValue>>) -> Result<Opened, Error> {
        let method = serde_json::to_string(method).map_err(Error::Serialization)?;
        let params = params.as_deref().map_or("[]", RawValue::get);
        let request = format!(r#"{{"jsonrpc":"2.0","id":1,"method":{method},"params":{params}}}"#);
        let (answer, notices) =
            self.0.raw_json_request(&request, WAITING).await.map_err(Error::Deserialization)?;
        let answer: Answer = serde_json::from_str(answer.get()).map_err(Error::Deserialization)?;
        match (answer.error, answer.result) {
            (Some(error), _) => Err(Error::User(error)),
            (None, Some(result)) => Ok((result, notices)),
            // `null` is a legal answer, which serde reads as an absent one.
            (None, None) => {
                let null =
                    RawValue::from_string("null".to_owned()).map_err(Error::Serialization)?;
                Ok((null, notices))
            }
        }
    }
}

impl RpcClientT for Local {
    fn request_raw<'a>(
        &'a self,
        method: &'a str,
        params: Option<Box<RawValue>>,
    ) -> RawRpcFuture<'a, Box<RawValue>> {
        Box::pin(async move { Ok(self.ask(method, params).await?.0) })
    }

    fn subscribe_raw<'a>(
        &'a self,
        sub: &'a str,
        params: Option<Box<RawValue>>,
        _unsub: &'a str,
    ) -> RawRpcFuture<'a, RawRpcSubscription> {
        Box::pin(async move {
            let (id, notices) = self.ask(sub, params).await?;
            // Dropping the receiver ends the subscription on the node's side.
            let stream = stream::unfold(notices, |mut notices| async move {
                let notice = notices.recv().await?;
                let item = serde_json::from_str::<Notice>(notice.get())
                    .map(|notice| notice.params.result)
                    .map_err(Error::Deserialization);
                Some((item, notices))
            });
            Ok(RawRpcSubscription {
                stream: stream.boxed(),
                id: Some(id.get().trim_matches('"').to_owned()),
            })
        })
    }
}
