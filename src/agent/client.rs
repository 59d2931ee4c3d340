//! A command's end of the socket.

use std::io::{ErrorKind, Read, Write};
use std::os::unix::net::UnixStream;
use std::time::Duration;

use serde::Serialize;
use zeroize::Zeroizing;

use super::protocol::{
    Added, Answer, Asked, LONGEST, Request, Sealed, SignMessage, SignRequest, SignTransaction,
    Status, VERSION,
};
use super::{Error, Place};
use crate::keystore::{AxonRequest, KeyType, Message, Secret};
use crate::model::{AccountId, Hash, Label, SignError, Signature, Unsigned};

/// How long the agent has for an answer; it has nothing slow to do.
const PATIENCE: Duration = Duration::from_secs(10);

/// A request with a key in it fits without the buffer being moved, which would leave a copy.
const ROOM: usize = 8 * 1024;

/// Speaks to the user's agent, if one runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    place: Place,
}

impl Client {
    /// To the agent at `place`. Nothing is connected yet.
    #[must_use]
    pub fn new(place: Place) -> Self {
        Self { place }
    }

    /// What it holds and what it signed.
    ///
    /// # Errors
    /// [`Error::NotRunning`] if there is none.
    pub fn status(&self) -> Result<Status, Error> {
        match self.ask(Request::Status)? {
            Answer::Status(status) => Ok(status),
            other => Err(odd(&other)),
        }
    }

    /// Have it keep a key, for `time` or as long as it keeps keys.
    ///
    /// # Errors
    /// [`Error::Refused`] if it does not want this key, or not for so long.
    pub fn add(
        &self,
        name: &str,
        is_coldkey: Coldkey,
        secret: &Secret,
        time: Option<Duration>,
    ) -> Result<(), Error> {
        let private_key = Zeroizing::new(hex::encode(secret.private_key()));
        let added = Added {
            name: Label::new(name),
            coldkey: is_coldkey == Coldkey::Yes,
            key_type: secret.key_type().as_str(),
            private_key: &private_key,
            seconds: time.map(|time| time.as_secs()),
        };
        self.ask(Request::Add(added)).and_then(|answer| done(&answer)).map(|_| ())
    }

    /// Have it forget one key, or all; how many it forgot.
    ///
    /// # Errors
    /// [`Error::NotRunning`] if there is none.
    pub fn lock(&self, account: Option<AccountId>) -> Result<usize, Error> {
        self.ask(Request::Lock(account)).and_then(|answer| done(&answer))
    }

    /// Have it forget all keys and end.
    ///
    /// # Errors
    /// [`Error::NotRunning`] if there is none.
    pub fn stop(&self) -> Result<usize, Error> {
        self.ask(Request::Stop).and_then(|answer| done(&answer))
    }

    /// The key of `account`, if the agent runs and holds it.
    #[must_use]
    pub fn key(&self, account: AccountId) -> Option<RemoteKey> {
        let status = self.status().ok()?;
        status
            .keys
            .iter()
            .any(|held| held.address == account)
            .then(|| RemoteKey { client: self.clone(), account })
    }

    fn ask(&self, ask: Request<'_>) -> Result<Answer, Error> {
        self.place.check()?;
        let gone = |error: std::io::Error| match error.kind() {
            ErrorKind::NotFound | ErrorKind::ConnectionRefused => Error::NotRunning,
            _ => Error::Unreachable(error.to_string()),
        };
        let mut stream = UnixStream::connect(self.place.socket()).map_err(gone)?;
        stream.set_read_timeout(Some(PATIENCE)).map_err(gone)?;
        stream.set_write_timeout(Some(PATIENCE)).map_err(gone)?;
        check_peer(&stream, &self.place)?;
        let mut line = Zeroizing::new(Vec::with_capacity(ROOM));
        Asked { tau_agent: VERSION, ask }
            .serialize(&mut serde_json::Serializer::new(&mut *line))
            .map_err(|error| Error::Protocol(error.to_string()))?;
        line.push(b'\n');
        stream.write_all(&line).map_err(gone)?;
        let mut answer = Vec::new();
        stream.take(LONGEST as u64).read_to_end(&mut answer).map_err(gone)?;
        if answer.is_empty() {
            return Err(Error::Unreachable("it hung up".to_owned()));
        }
        match serde_json::from_slice(&answer) {
            Ok(Answer::Refused(why)) => Err(Error::Refused(why)),
            Ok(answer) => Ok(answer),
            Err(error) => Err(Error::Protocol(error.to_string())),
        }
    }
}

/// What is kept: a coldkey, or a hotkey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coldkey {
    /// It owns funds.
    Yes,
    /// It works on subnets.
    No,
}

/// Secrets are only told to a process of the same user, whoever owns the file it listens on.
#[cfg(target_os = "linux")]
fn check_peer(stream: &UnixStream, place: &Place) -> Result<(), Error> {
    let peer = rustix::net::sockopt::socket_peercred(stream)
        .map_err(|error| Error::Unreachable(error.to_string()))?;
    if peer.uid == rustix::process::geteuid() {
        return Ok(());
    }
    Err(Error::Unsafe { path: place.socket(), why: "somebody else listens there" })
}

/// The owner of folder and socket was checked, which is what this system offers.
#[cfg(not(target_os = "linux"))]
fn check_peer(_: &UnixStream, _: &Place) -> Result<(), Error> {
    Ok(())
}

fn done(answer: &Answer) -> Result<usize, Error> {
    match answer {
        Answer::Done(count) => Ok(*count),
        other => Err(odd(other)),
    }
}

fn odd(answer: &Answer) -> Error {
    let kind = match answer {
        Answer::Status(_) => "a status",
        Answer::Signature { .. } => "a signature",
        Answer::Done(_) => "done",
        Answer::Refused(_) => "a refusal",
    };
    Error::Protocol(format!("it answered with {kind}"))
}

/// A key that the agent holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteKey {
    client: Client,
    account: AccountId,
}

impl RemoteKey {
    /// The account it signs for.
    #[must_use]
    pub fn account(&self) -> AccountId {
        self.account
    }

    /// Have the agent sign a transaction.
    ///
    /// # Errors
    /// It is gone, or forgot the key meanwhile.
    pub fn sign_transaction(&self, transaction: &Unsigned<'_>) -> Result<Signature, SignError> {
        let call = transaction.call;
        let args: Vec<String> =
            call.args.iter().map(|arg| format!("{}: {}", arg.name, arg.value)).collect();
        self.sign(Request::SignTransaction(SignTransaction {
            account: self.account,
            network: Label::new(transaction.network),
            genesis: transaction.genesis,
            words: Label::new(&format!("{}.{}({})", call.pallet, call.call, args.join(", "))),
            nonce: transaction.nonce,
            valid_until: transaction.mortality.valid_until(),
            call: hex::encode(&call.bytes),
            extra: hex::encode(transaction.extra),
            implicit: hex::encode(transaction.implicit),
            sealing: transaction.sealing.map(|sealing| Sealed {
                key: hex::encode(&sealing.key),
                secret: hex::encode(&sealing.secret),
                nonce: hex::encode(&sealing.nonce),
                transaction: hex::encode(&sealing.transaction),
            }),
        }))
    }

    /// Have the agent sign a message.
    ///
    /// # Errors
    /// It is gone, or forgot the key meanwhile.
    pub fn sign_message(&self, message: &Message) -> Result<Signature, SignError> {
        let text = hex::encode(message.text());
        self.sign(Request::SignMessage(SignMessage { account: self.account, text }))
    }

    /// Have the agent sign a request to a neuron.
    ///
    /// # Errors
    /// It is gone, or forgot the key meanwhile, or the key is a coldkey.
    pub fn sign_request(&self, request: &AxonRequest) -> Result<Signature, SignError> {
        self.sign(Request::SignRequest(SignRequest {
            account: self.account,
            axon: request.to,
            nonce: request.nonce,
            session: hex::encode(request.session.0),
            body_hash: Hash(request.body_hash),
        }))
    }

    fn sign(&self, request: Request<'_>) -> Result<Signature, SignError> {
        let answer = self.client.ask(request).map_err(|error| match error {
            Error::Refused(why) => SignError::Refused(why),
            other => SignError::Unreachable(other.to_string()),
        })?;
        let odd = || SignError::Unreachable("its answer is no signature".to_owned());
        let Answer::Signature { key_type, signature } = answer else { return Err(odd()) };
        let mut bytes = [0; 64];
        hex::decode_to_slice(signature, &mut bytes).map_err(|_| odd())?;
        match key_type.parse() {
            Ok(KeyType::Sr25519) => Ok(Signature::Sr25519(bytes)),
            Ok(KeyType::Ed25519) => Ok(Signature::Ed25519(bytes)),
            Err(_) => Err(odd()),
        }
    }
}
