//! Reads that several nodes have to agree on.
//!
//! Only questions that name a block are compared: every honest node gives the same answer to them.
//! A node that has not got the block yet is waited for.

use std::future::Future;
use std::time::Duration;

use serde_json::Value;
use serde_json::value::RawValue;
use subxt::rpcs::client::RpcClient;
use tokio::time::Instant;

use super::rpc::Rpc;
use super::socket::Socket;
use super::{ConnectOptions, Error};
use crate::model::{Hash, Label};

/// Pause before a node that lags is asked again.
const LAG: Duration = Duration::from_millis(250);

/// Another node that has to say the same.
pub(super) struct Witness {
    rpc: Rpc,
    endpoint: Label,
}

impl Witness {
    /// Where it is.
    pub(super) fn endpoint(&self) -> &Label {
        &self.endpoint
    }
}

/// Connect to `wanted` nodes besides the one at `taken`.
///
/// # Errors
/// [`Error::TooFewNodes`] when fewer answer.
pub(super) async fn witnesses(
    options: &ConnectOptions,
    genesis: Hash,
    taken: &Label,
    wanted: usize,
) -> Result<Vec<Witness>, Error> {
    let others = options.endpoints.iter().filter(|endpoint| Label::new(endpoint) != *taken);
    let dials = others.map(|endpoint| {
        let mut options = options.clone();
        options.endpoints = vec![endpoint.clone()];
        options.expected_genesis = Some(genesis);
        async move {
            let (socket, _) = Socket::open(&options).await?;
            let line = socket.line();
            let rpc = Rpc::new(RpcClient::new(socket), Some(line), options.timeout);
            Ok::<_, Error>(Witness { rpc, endpoint: Label::new(endpoint) })
        }
    });
    let mut reached = Vec::new();
    let mut reason = Label::from("no more endpoints are given");
    for dialled in futures::future::join_all(dials).await {
        match dialled {
            Ok(witness) => reached.push(witness),
            Err(error) => reason = Label::new(&error.to_string()),
        }
    }
    if reached.len() < wanted {
        return Err(Error::TooFewNodes { wanted: wanted + 1, reached: reached.len() + 1, reason });
    }
    reached.truncate(wanted);
    Ok(reached)
}

impl Rpc {
    /// The answer that all nodes give.
    pub(super) async fn agree(
        &self,
        method: &str,
        params: Option<Box<RawValue>>,
        own: impl Future<Output = Result<Box<RawValue>, Error>>,
    ) -> Result<Box<RawValue>, Error> {
        let others = self.witnesses().iter().map(|witness| {
            let params = params.clone();
            async move { (witness.endpoint(), witness.rpc.testify(method, params).await) }
        });
        let (own, others) = futures::join!(own, futures::future::join_all(others));
        let own = own?;
        let value = parsed(method, &own)?;
        let mut said = vec![(self.endpoint(), value.clone())];
        for (endpoint, answer) in others {
            said.push((endpoint.clone(), parsed(method, &answer?)?));
        }
        // The answer that most nodes give, the first of them if none has most.
        let votes = |answer: &Value| said.iter().filter(|(_, one)| one == answer).count();
        let most = said.iter().map(|(_, answer)| votes(answer)).max().unwrap_or_default();
        let is_usual = |answer: &Value| votes(answer) == most;
        let usual =
            said.iter().find(|(_, answer)| is_usual(answer)).map_or(&value, |(_, answer)| answer);
        let odd: Vec<&str> = said
            .iter()
            .filter(|(_, answer)| answer != usual)
            .map(|(endpoint, _)| endpoint.as_str())
            .collect();
        if odd.is_empty() {
            return Ok(own);
        }
        let rest: Vec<&str> = said
            .iter()
            .filter(|(_, answer)| answer == usual)
            .map(|(endpoint, _)| endpoint.as_str())
            .collect();
        Err(Error::Disagreement {
            endpoint: Label::new(&odd.join(", ")),
            others: Label::new(&rest.join(", ")),
            method: question(method, params.as_deref()),
        })
    }

    /// The answer of a node that may not have the block yet.
    async fn testify(
        &self,
        method: &str,
        params: Option<Box<RawValue>>,
    ) -> Result<Box<RawValue>, Error> {
        let until = Instant::now() + self.limit();
        loop {
            let answer = self.ask_raw(method, params.clone()).await;
            let lags = match &answer {
                Ok(answer) => answer.get() == "null" && method.starts_with("chain_"),
                Err(Error::Pruned { .. } | Error::Node { .. }) => true,
                Err(_) => false,
            };
            if !lags || Instant::now() >= until {
                return answer;
            }
            tokio::time::sleep(LAG).await;
        }
    }
}

fn parsed(method: &str, answer: &RawValue) -> Result<Value, Error> {
    serde_json::from_str(answer.get()).map_err(|error| Error::Decode {
        what: format!("the answer to {method}"),
        reason: error.to_string(),
    })
}

/// What was asked: a runtime call by its function.
fn question(method: &str, params: Option<&RawValue>) -> String {
    let function = params
        .filter(|_| method == "state_call")
        .and_then(|params| serde_json::from_str::<Vec<Value>>(params.get()).ok())
        .and_then(|params| params.first().and_then(Value::as_str).map(str::to_owned));
    function.unwrap_or_else(|| method.to_owned())
}
