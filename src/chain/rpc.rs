//! Questions to a node: with a time limit, counted, one retry when the connection was lost or the
//! node left a question without an answer. With a quorum, what can be compared is asked of several
//! nodes, and they must agree.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use subxt::rpcs::client::{RpcClient, RpcParams, RpcSubscription};
use subxt::rpcs::{Error as RpcError, UserError};

use super::Error;
use super::quorum::Witness;
use super::socket::{Line, Link, whole_seconds};
use crate::model::{Hash, Label};

/// JSON-RPC code of a node that has no such method.
const METHOD_NOT_FOUND: i32 = -32601;

/// A client with its manners. Cheap to clone.
#[derive(Clone)]
pub(super) struct Rpc {
    client: RpcClient,
    /// The connection's state; `None` for a node in this process, which cannot be lost.
    line: Option<Line>,
    limit: Duration,
    /// Other nodes that have to say the same.
    witnesses: Arc<[Witness]>,
    asked: Arc<Mutex<Asked>>,
}

#[derive(Default)]
struct Asked {
    calls: BTreeMap<String, u64>,
    latency: Option<Duration>,
}

/// Why a submission failed.
pub(super) enum Refusal {
    /// The node said no.
    Pool(UserError),
    /// Nobody knows whether the node took it.
    Unknown(Label),
}

impl Rpc {
    pub(super) fn new(client: RpcClient, line: Option<Line>, limit: Duration) -> Self {
        Self { client, line, limit, witnesses: Arc::default(), asked: Arc::default() }
    }

    /// The same with nodes that have to agree.
    pub(super) fn with_witnesses(mut self, witnesses: Vec<Witness>) -> Self {
        self.witnesses = witnesses.into();
        self
    }

    /// Other nodes that have to say the same.
    pub(super) fn witnesses(&self) -> &[Witness] {
        &self.witnesses
    }

    /// How long one answer may take.
    pub(super) fn limit(&self) -> Duration {
        self.limit
    }

    pub(super) fn endpoint(&self) -> Label {
        match self.line.as_ref().map(Line::link) {
            Some(Link::Up(_, endpoint)) => endpoint,
            Some(Link::Down(_)) => "the node".into(),
            None => "in process".into(),
        }
    }

    /// Questions asked so far, by method; runtime calls also by what they called.
    pub(super) fn traffic(&self) -> BTreeMap<String, u64> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).calls.clone()
    }

    pub(super) fn latency(&self) -> Option<Duration> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).latency
    }

    fn count(&self, name: &str) {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        *asked.calls.entry(name.to_owned()).or_default() += 1;
    }

    fn note(&self, latency: Duration) {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).latency = Some(latency);
    }

    /// Ask something that changes nothing. A lost connection is waited for once; a node that does
    /// not answer is left for another one, if there is another.
    pub(super) async fn ask<T: DeserializeOwned>(
        &self,
        method: &str,
        params: RpcParams,
    ) -> Result<T, Error> {
        let answer = self.ask_all(method, params).await?;
        serde_json::from_str(answer.get()).map_err(|error| Error::Decode {
            what: format!("the answer to {method}"),
            reason: error.to_string(),
        })
    }

    async fn ask_all(&self, method: &str, params: RpcParams) -> Result<Box<RawValue>, Error> {
        let params = params.build();
        let own = self.ask_raw(method, params.clone());
        if self.witnesses.is_empty() || !is_of_one_block(method, params.as_deref()) {
            return own.await;
        }
        self.agree(method, params, own).await
    }

    /// Ask this node alone.
    pub(super) async fn ask_raw(
        &self,
        method: &str,
        params: Option<Box<RawValue>>,
    ) -> Result<Box<RawValue>, Error> {
        let asked = self.line.as_ref().and_then(Line::endpoint);
        match self.ask_once(method, params.clone()).await {
            Err(error @ Error::TimedOut { .. }) => match (asked, &self.line) {
                (Some(endpoint), Some(line)) if line.leave(&endpoint) => {
                    self.ask_once(method, params).await
                }
                _ => Err(error),
            },
            answer => answer,
        }
    }

    async fn ask_once(
        &self,
        method: &str,
        params: Option<Box<RawValue>>,
    ) -> Result<Box<RawValue>, Error> {
        self.count(method);
        let begun = Instant::now();
        let question = async {
            match self.client.request_raw(method, params.clone()).await {
                Err(RpcError::DisconnectedWillReconnect(_)) => {
                    self.client.request_raw(method, params).await
                }
                answer => answer,
            }
        };
        let answer = tokio::time::timeout(self.limit, question)
            .await
            .map_err(|_| self.overdue(method))?
            .map_err(|error| self.translate(method, error))?;
        self.note(begun.elapsed());
        Ok(answer)
    }

    /// Ask something that a node may not offer.
    pub(super) async fn ask_if_offered<T: DeserializeOwned>(
        &self,
        method: &str,
        params: RpcParams,
    ) -> Result<Option<T>, Error> {
        match self.ask(method, params).await {
            Ok(answer) => Ok(Some(answer)),
            Err(Error::Node { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Run a runtime API at a block.
    pub(super) async fn call(
        &self,
        function: &str,
        input: &[u8],
        block: Hash,
    ) -> Result<Vec<u8>, Error> {
        self.count(function);
        let params = subxt::rpcs::rpc_params![function, hex_text(input), block];
        let answer: HexBytes = self.ask("state_call", params).await?;
        Ok(answer.0)
    }

    /// Subscribe. The stream ends with the connection.
    pub(super) async fn subscribe<T: DeserializeOwned>(
        &self,
        method: &str,
        params: RpcParams,
        end: &str,
    ) -> Result<RpcSubscription<T>, Error> {
        self.count(method);
        let question = self.client.subscribe(method, params, end);
        tokio::time::timeout(self.limit, question)
            .await
            .map_err(|_| self.overdue(method))?
            .map_err(|error| self.translate(method, error))
    }

    /// Hand a transaction to the node and watch it.
    pub(super) async fn submit_and_watch<T: DeserializeOwned>(
        &self,
        extrinsic: &[u8],
    ) -> Result<RpcSubscription<T>, Refusal> {
        let method = "author_submitAndWatchExtrinsic";
        self.count(method);
        let params = subxt::rpcs::rpc_params![hex_text(extrinsic)];
        let asked = self.line.as_ref().and_then(Line::endpoint);
        let question = self.client.subscribe(method, params, "author_unwatchExtrinsic");
        let answer = tokio::time::timeout(self.limit, question).await;
        self.leave_if(answer.is_err(), asked);
        refusal(answer)
    }

    /// Hand a transaction to the node.
    pub(super) async fn submit(&self, extrinsic: &[u8]) -> Result<(), Refusal> {
        let method = "author_submitExtrinsic";
        self.count(method);
        let params = subxt::rpcs::rpc_params![hex_text(extrinsic)];
        let asked = self.line.as_ref().and_then(Line::endpoint);
        let question = self.client.request::<serde_json::Value>(method, params);
        let answer = tokio::time::timeout(self.limit, question).await;
        self.leave_if(answer.is_err(), asked);
        refusal(answer).map(drop)
    }

    /// Leave a node that said nothing to a transaction: the next look asks another one.
    fn leave_if(&self, is_overdue: bool, endpoint: Option<Label>) {
        if let (true, Some(endpoint), Some(line)) = (is_overdue, endpoint, &self.line) {
            line.leave(&endpoint);
        }
    }

    fn overdue(&self, method: &str) -> Error {
        let link = self.line.as_ref().map(Line::link);
        if let Some(Link::Down(reason)) = link {
            return Error::Disconnected { endpoint: self.endpoint(), reason };
        }
        Error::TimedOut {
            endpoint: self.endpoint(),
            what: Label::new(method),
            seconds: whole_seconds(self.limit),
        }
    }

    fn translate(&self, method: &str, error: RpcError) -> Error {
        match error {
            RpcError::User(error) if is_pruned(&error) => {
                Error::Pruned { reason: Label::new(&words(&error)) }
            }
            RpcError::User(error) => Error::Node {
                method: method.to_owned(),
                code: error.code,
                text: if error.code == METHOD_NOT_FOUND {
                    "it does not offer this method".into()
                } else {
                    Label::new(&words(&error))
                },
            },
            RpcError::DisconnectedWillReconnect(reason) => {
                Error::Disconnected { endpoint: self.endpoint(), reason: Label::new(&reason) }
            }
            RpcError::Deserialization(reason) => Error::Decode {
                what: format!("the answer to {method}"),
                reason: reason.to_string(),
            },
            other => Error::Disconnected {
                endpoint: self.endpoint(),
                reason: Label::new(&other.to_string()),
            },
        }
    }
}

fn refusal<T>(
    answer: Result<Result<T, RpcError>, tokio::time::error::Elapsed>,
) -> Result<T, Refusal> {
    match answer {
        Ok(Ok(taken)) => Ok(taken),
        Ok(Err(RpcError::User(error))) => Err(Refusal::Pool(error)),
        Ok(Err(error)) => Err(Refusal::Unknown(Label::new(&error.to_string()))),
        Err(_) => Err(Refusal::Unknown("the node did not answer in time".into())),
    }
}

/// Whether every honest node gives the same answer: the question names a block.
fn is_of_one_block(method: &str, params: Option<&RawValue>) -> bool {
    match method {
        "state_call" | "state_queryStorageAt" | "state_getStorage" | "state_getKeysPaged" => true,
        // Not the hash of a number: honest nodes differ in it until the block is final.
        "chain_getHeader" | "chain_getBlock" | "state_getRuntimeVersion" => {
            params.is_some_and(|params| !matches!(params.get(), "[]" | "[null]"))
        }
        _ => false,
    }
}

fn is_pruned(error: &UserError) -> bool {
    let text = words(error).to_lowercase();
    text.contains("state already discarded")
        || text.contains("unknown block")
        || text.contains("unknownblock")
}

/// Message and data: nodes put the reason in either.
pub(super) fn words(error: &UserError) -> String {
    let data = error.data.as_deref().map(|data| {
        serde_json::from_str::<String>(data.get()).unwrap_or_else(|_| data.get().to_owned())
    });
    match data {
        Some(data) if !data.is_empty() && data != "null" => format!("{}: {data}", error.message),
        _ => error.message.clone(),
    }
}

pub(super) fn hex_text(bytes: &[u8]) -> String {
    format!("0x{}", hex::encode(bytes))
}

/// Bytes as nodes write them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct HexBytes(pub Vec<u8>);

impl<'de> serde::Deserialize<'de> for HexBytes {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        let digits = text.strip_prefix("0x").unwrap_or(&text);
        hex::decode(digits).map(Self).map_err(serde::de::Error::custom)
    }
}
