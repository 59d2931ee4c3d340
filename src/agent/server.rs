//! The agent's end of the socket.

use std::fs::{self, File};
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{UnixListener, UnixStream};
use zeroize::Zeroizing;

use super::protocol::{
    Added, Answer, Asked, LONGEST, Request, SignMessage, SignRequest, SignTransaction, Status,
    VERSION,
};
use super::ring::{Moment, Parts, Ring};
use super::{Error, Place};
use crate::keystore::{AxonRequest, KeyType, Secret, SessionId};
use crate::model::{Label, Sealing, Signature};

/// How long one command may take to say what it wants.
const PATIENCE: Duration = Duration::from_secs(5);

/// How often the clocks are looked at while keys are held.
const TICK: Duration = Duration::from_secs(1);

/// A request with a key in it fits without the buffer being moved, which would leave a copy.
const ROOM: usize = 8 * 1024;

/// A socket that is listened on. Dropping it takes it away.
pub struct Server {
    listener: UnixListener,
    socket: PathBuf,
    /// Held for as long as this is the user's agent.
    _lock: File,
}

impl Server {
    /// Begin to listen at `place`. Needs a tokio runtime.
    ///
    /// # Errors
    /// There is an agent already, or the place is not the user's own.
    pub fn bind(place: &Place) -> Result<Self, Error> {
        let lock = place.claim()?;
        let socket = place.socket();
        let failed = |source| Error::Io { path: socket.clone(), source };
        let listener = UnixListener::bind(&socket).map_err(failed)?;
        // The folder is closed to others already.
        fs::set_permissions(&socket, fs::Permissions::from_mode(0o600)).map_err(failed)?;
        Ok(Self { listener, socket, _lock: lock })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.socket);
    }
}

/// What one answer leads to.
#[derive(PartialEq, Eq)]
enum After {
    GoOn,
    End,
}

/// Answer until asked to end. Dropping the future forgets all keys, as its end does.
pub async fn serve(server: Server, ring: Ring) {
    let ring = Arc::new(Mutex::new(ring));
    let (end, mut ended) = tokio::sync::mpsc::channel::<()>(1);
    // One that was just woken up looks at the clocks before anything else.
    let mut tick = tokio::time::interval(TICK);
    loop {
        let holds_keys = !held(&ring).is_empty();
        tokio::select! {
            biased;
            _ = ended.recv() => break,
            _ = tick.tick(), if holds_keys => held(&ring).expire(Moment::now()),
            accepted = server.listener.accept() => {
                let Ok((stream, _)) = accepted else { continue };
                let (ring, end) = (Arc::clone(&ring), end.clone());
                tokio::spawn(async move {
                    let talk = tokio::time::timeout(PATIENCE, converse(stream, &ring));
                    if talk.await.ok().flatten() == Some(After::End) {
                        let _ = end.send(()).await;
                    }
                });
            }
        }
    }
    held(&ring).lock(None);
}

/// A panic while the keys were held leaves them as they are: to be signed with or forgotten.
fn held(ring: &Mutex<Ring>) -> MutexGuard<'_, Ring> {
    ring.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One question and its answer. `None` if the other side is not the user, or went away.
async fn converse(mut stream: UnixStream, ring: &Mutex<Ring>) -> Option<After> {
    let peer = stream.peer_cred().ok()?;
    if peer.uid() != rustix::process::geteuid().as_raw() {
        return None;
    }
    let line = read_line(&mut stream).await?;
    let (answer, after) = match serde_json::from_slice::<Asked<'_>>(&line) {
        Ok(Asked { tau_agent: VERSION, ask }) => {
            let after = if matches!(ask, Request::Stop) { After::End } else { After::GoOn };
            (answer(&mut held(ring), ask, || program(peer.pid())), after)
        }
        Ok(Asked { tau_agent, .. }) => {
            (Answer::Refused(format!("it speaks version {VERSION}, not {tau_agent}")), After::GoOn)
        }
        // The parser's message could quote what it read.
        Err(_) => (Answer::Refused("it does not understand the request".to_owned()), After::GoOn),
    };
    let mut text = serde_json::to_vec(&answer).ok()?;
    text.push(b'\n');
    // Whoever asked to end should hear that it was done, but need not.
    let _ = stream.write_all(&text).await;
    Some(after)
}

async fn read_line(stream: &mut UnixStream) -> Option<Zeroizing<Vec<u8>>> {
    let mut line = Zeroizing::new(Vec::with_capacity(ROOM));
    loop {
        let before = line.len();
        if stream.read_buf(&mut *line).await.ok()? == 0 {
            return None;
        }
        if let Some(end) = line[before..].iter().position(|&byte| byte == b'\n') {
            line.truncate(before + end);
            return Some(line);
        }
        if line.len() > LONGEST {
            return None;
        }
    }
}

/// Number and name of the process that asks.
fn program(pid: Option<i32>) -> Label {
    let Some(pid) = pid else { return Label::new("a process") };
    let name = fs::read_to_string(format!("/proc/{pid}/comm")).unwrap_or_default();
    Label::new(&format!("{} ({pid})", name.trim()))
}

fn answer(ring: &mut Ring, ask: Request<'_>, asked_by: impl FnOnce() -> Label) -> Answer {
    let now = Moment::now();
    ring.expire(now);
    let done = match ask {
        Request::Status => {
            return Answer::Status(Status {
                pid: std::process::id(),
                keeps_seconds: ring.keeps().as_secs(),
                keys: ring.held(now),
                signed: ring.signed(now),
            });
        }
        Request::Add(added) => add(ring, now, &added).map(|()| Answer::Done(1)),
        Request::SignTransaction(asked) => {
            sign_transaction(ring, now, &asked, asked_by()).map(|it| told(&it))
        }
        Request::SignMessage(SignMessage { account, text }) => hex::decode(text)
            .map_err(|_| "the message is not in hexadecimal digits".to_owned())
            .and_then(|text| ring.sign_message(now, account, &text, asked_by()))
            .map(|it| told(&it)),
        Request::SignRequest(asked) => {
            sign_request(ring, now, &asked, asked_by()).map(|it| told(&it))
        }
        Request::Lock(account) => Ok(Answer::Done(ring.lock(account))),
        Request::Stop => Ok(Answer::Done(ring.lock(None))),
    };
    done.unwrap_or_else(Answer::Refused)
}

fn add(ring: &mut Ring, now: Moment, added: &Added<'_>) -> Result<(), String> {
    let key_type: KeyType = added.key_type.parse().map_err(|_| "no such key type".to_owned())?;
    let mut bytes = Zeroizing::new([0_u8; 64]);
    let bytes = bytes
        .get_mut(..added.private_key.len() / 2)
        .ok_or_else(|| "the private key is too long".to_owned())?;
    let secret = hex::decode_to_slice(added.private_key, bytes)
        .ok()
        .and_then(|()| Secret::from_bytes(bytes, key_type).ok())
        .ok_or_else(|| "this is not a private key".to_owned())?;
    let time = added.seconds.map(Duration::from_secs);
    ring.add(now, added.name.clone(), added.coldkey, secret.keypair(), time)
}

fn sign_transaction(
    ring: &mut Ring,
    now: Moment,
    asked: &SignTransaction,
    asked_by: Label,
) -> Result<Signature, String> {
    let bytes = |what: &str, digits: &str| {
        hex::decode(digits).map_err(|_| format!("the {what} is not in hexadecimal digits"))
    };
    let call = bytes("call", &asked.call)?;
    let extra = bytes("extension", &asked.extra)?;
    let implicit = bytes("extension", &asked.implicit)?;
    let sealing = match &asked.sealing {
        None => None,
        Some(sealed) => Some(Sealing {
            key: bytes("shield's key", &sealed.key)?,
            secret: bytes("shield's secret", &sealed.secret)?,
            nonce: bytes("shield's nonce", &sealed.nonce)?,
            transaction: bytes("shielded transaction", &sealed.transaction)?,
        }),
    };
    let parts = Parts {
        call: &call,
        extra: &extra,
        implicit: &implicit,
        genesis: &asked.genesis.0,
        sealing: sealing.as_ref(),
    };
    let words = Label::new(&format!(
        "{} on {}, number {}, until block {}",
        asked.words, asked.network, asked.nonce, asked.valid_until
    ));
    ring.sign_transaction(now, asked.account, &parts, &words, asked_by)
}

fn sign_request(
    ring: &mut Ring,
    now: Moment,
    asked: &SignRequest,
    asked_by: Label,
) -> Result<Signature, String> {
    let mut session = [0; 16];
    hex::decode_to_slice(&asked.session, &mut session)
        .map_err(|_| "the session is not 16 bytes in hexadecimal digits".to_owned())?;
    let request = AxonRequest {
        nonce: asked.nonce,
        from: asked.account,
        to: asked.axon,
        session: SessionId(session),
        body_hash: asked.body_hash.0,
    };
    ring.sign_request(now, &request, asked_by)
}

fn told(signature: &Signature) -> Answer {
    let key_type = match signature {
        Signature::Sr25519(_) => KeyType::Sr25519,
        Signature::Ed25519(_) => KeyType::Ed25519,
    };
    Answer::Signature {
        key_type: key_type.as_str().to_owned(),
        signature: hex::encode(signature.bytes()),
    }
}
