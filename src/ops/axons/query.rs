//! Asking one axon as the official SDK does.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::time::{Instant, timeout_at};

use super::exchange::{self, Trouble};
use super::{AxonError, Failure, Question};
use crate::keystore::{AxonRequest, SessionId};
use crate::model::{AccountId, Label, SignError, Signature};

/// Bytes of an answer's body that are read.
const LONGEST_BODY: usize = 1024 * 1024;

/// Who asks whom, and in which session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asking {
    /// The hotkey that signs.
    pub from: AccountId,
    /// The hotkey of the neuron.
    pub to: AccountId,
    /// Where it answers.
    pub axon: SocketAddr,
    /// A session of this request alone.
    pub session: SessionId,
}

/// What an axon answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The status of HTTP.
    pub status: u16,
    /// Names in small letters, and values.
    pub headers: Vec<(Label, Label)>,
    /// The first bytes of the body.
    pub body: Vec<u8>,
    /// Whether these are all.
    pub is_whole: bool,
    /// How long the connection took.
    pub connect: Duration,
    /// From the first packet to the end of the answer.
    pub total: Duration,
    /// What was signed.
    pub request: AxonRequest,
}

impl Reply {
    /// The first header of this name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&Label> {
        self.headers.iter().find(|(one, _)| one.as_str() == name).map(|(_, value)| value)
    }
}

/// Connect, sign and ask. The signature is made last, because axons refuse what is older than some seconds; `now` is
/// the clock, nanoseconds since 1970.
///
/// # Errors
/// There is no answer, or the key's holder does not sign.
pub async fn query(
    asking: &Asking,
    question: &Question,
    now: impl FnOnce() -> u64,
    sign: impl FnOnce(&AxonRequest) -> Result<Signature, SignError>,
) -> Result<Reply, AxonError> {
    let at = asking.axon;
    let failed = |why| AxonError::Failed { at, why };
    let start = Instant::now();
    let until = start + question.timeout();
    let mut stream = timeout_at(until, TcpStream::connect(at))
        .await
        .map_err(|_| failed(Failure::Timeout))?
        .map_err(|error| failed(Failure::of(&error)))?;
    let connect = start.elapsed();
    let own = stream.local_addr().map_err(|error| failed(Failure::of(&error)))?.ip();
    let request = AxonRequest {
        nonce: now(),
        from: asking.from,
        to: asking.to,
        session: asking.session,
        body_hash: question.body_hash(),
    };
    let signature = sign(&request)?;
    let text = question.compose(&request, &signature, own, at);
    let (head, rest) = match timeout_at(until, exchange::say(&mut stream, &text)).await {
        Ok(Ok(said)) => said,
        Ok(Err(Trouble::Closed)) => return Err(failed(Failure::Closed)),
        Ok(Err(Trouble::NotHttp)) => return Err(AxonError::NotHttp(at)),
        Ok(Err(Trouble::TooLong)) => return Err(AxonError::TooLong(at)),
        Err(_) => return Err(failed(Failure::Silent)),
    };
    let body = timeout_at(until, exchange::body(&mut stream, &head, rest, LONGEST_BODY))
        .await
        .map_err(|_| AxonError::Unended { at, status: head.status })?;
    let headers = head
        .headers
        .iter()
        .map(|(name, value)| (Label::new(name), Label::from_bytes(value)))
        .collect();
    Ok(Reply {
        status: head.status,
        headers,
        body: body.bytes,
        is_whole: body.is_whole,
        connect,
        total: start.elapsed(),
        request,
    })
}
