//! The keys, for how long they stay, and what was signed with them. No socket and no protocol.

use std::collections::VecDeque;
use std::time::{Duration, Instant, SystemTime};

use super::protocol::{Held, Signed};
use crate::keystore::{AxonRequest, Keypair, Message};
use crate::model::{AccountId, Label, Sealing, Sign, Signature};

/// The longest that a key is ever kept.
pub const LONGEST_TIME: Duration = Duration::from_secs(24 * 60 * 60);

/// More keys than anybody unlocks at once; each takes locked memory.
const MOST_KEYS: usize = 256;

/// How many signatures are remembered.
const REMEMBERED: usize = 100;

/// When something is, by the clock that only runs and by the one that also runs while the machine
/// sleeps. A key is forgotten when either says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moment {
    running: Instant,
    wall: SystemTime,
}

impl Moment {
    pub fn now() -> Self {
        Self { running: Instant::now(), wall: SystemTime::now() }
    }

    fn after(self, time: Duration) -> Self {
        Self { running: self.running + time, wall: self.wall + time }
    }

    /// How long until `later`, by the clock that is further on.
    fn until(self, later: Self) -> Duration {
        let running = later.running.saturating_duration_since(self.running);
        let wall = later.wall.duration_since(self.wall).unwrap_or_default();
        running.min(wall)
    }
}

struct Loaded {
    name: Label,
    coldkey: bool,
    key: Keypair,
    until: Moment,
    signatures: u64,
}

struct Done {
    at: Moment,
    name: Label,
    kind: &'static str,
    what: Label,
    asked_by: Label,
}

/// What decides besides the ring whether a transaction is signed.
pub type Guard = Box<dyn Fn(AccountId, &Parts<'_>) -> Result<(), String> + Send>;

/// Unlocked keys. Forgetting one wipes it.
pub struct Ring {
    keeps: Duration,
    coldkeys: bool,
    keys: Vec<Loaded>,
    done: VecDeque<Done>,
    guard: Option<Guard>,
}

/// A transaction as the bytes that a client sent.
#[derive(Clone, Copy)]
pub struct Parts<'a> {
    /// The call.
    pub call: &'a [u8],
    /// What is sent along with it.
    pub extra: &'a [u8],
    /// What is only signed.
    pub implicit: &'a [u8],
    /// Block 0 of its chain.
    pub genesis: &'a [u8; 32],
    /// Of a carrier: what its ciphertext is made of.
    pub sealing: Option<&'a Sealing>,
}

impl Ring {
    /// Without keys; each is kept for `keeps` at most.
    #[must_use]
    pub fn new(keeps: Duration) -> Self {
        Self {
            keeps: keeps.min(LONGEST_TIME),
            coldkeys: true,
            keys: Vec::new(),
            done: VecDeque::new(),
            guard: None,
        }
    }

    /// The same for a machine on which no coldkey is opened.
    #[must_use]
    pub fn for_hotkeys(self) -> Self {
        Self { coldkeys: false, ..self }
    }

    /// The same, signing only what `guard` lets pass.
    #[must_use]
    pub fn guarded(self, guard: Guard) -> Self {
        Self { guard: Some(guard), ..self }
    }

    /// How long a key is kept at most.
    #[must_use]
    pub fn keeps(&self) -> Duration {
        self.keeps
    }

    /// Keep `key` for `time`, or for as long as the agent keeps keys. One that is held already is
    /// kept anew.
    pub(super) fn add(
        &mut self,
        now: Moment,
        name: Label,
        coldkey: bool,
        key: Keypair,
        time: Option<Duration>,
    ) -> Result<(), String> {
        if coldkey && !self.coldkeys {
            return Err("this machine is for hotkeys only".to_owned());
        }
        let time = time.unwrap_or(self.keeps);
        if time > self.keeps || time.is_zero() {
            return Err(format!("it keeps keys for {} seconds at most", self.keeps.as_secs()));
        }
        let account = Sign::account(&key);
        self.keys.retain(|loaded| Sign::account(&loaded.key) != account);
        if self.keys.len() >= MOST_KEYS {
            return Err(format!("it holds {MOST_KEYS} keys already"));
        }
        self.keys.push(Loaded { name, coldkey, key, until: now.after(time), signatures: 0 });
        Ok(())
    }

    /// Forget the keys whose time is over.
    pub(super) fn expire(&mut self, now: Moment) {
        self.keys.retain(|loaded| !now.until(loaded.until).is_zero());
    }

    /// Forget one key, or all; how many.
    pub(super) fn lock(&mut self, account: Option<AccountId>) -> usize {
        let before = self.keys.len();
        self.keys.retain(|loaded| account.is_some_and(|one| Sign::account(&loaded.key) != one));
        before - self.keys.len()
    }

    /// Whether no key is held.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    fn key(&mut self, now: Moment, account: AccountId) -> Result<&mut Loaded, String> {
        self.expire(now);
        self.keys
            .iter_mut()
            .find(|loaded| Sign::account(&loaded.key) == account)
            .ok_or_else(|| format!("it does not hold the key of {account}"))
    }

    /// Sign a transaction, put together from its parts.
    pub(super) fn sign_transaction(
        &mut self,
        now: Moment,
        account: AccountId,
        parts: &Parts<'_>,
        words: &Label,
        asked_by: Label,
    ) -> Result<Signature, String> {
        if parts.call.len() < 2 {
            return Err("there is no call in this transaction".to_owned());
        }
        // A signature over a wrapped message must come from the request that says so.
        let payload = [parts.call, parts.extra, parts.implicit].concat();
        if Message::is_opened(&payload) {
            return Err("this is a message, not a transaction".to_owned());
        }
        // So must one over a request to a neuron.
        if AxonRequest::is_like(&payload) {
            return Err("this is a request to a neuron, not a transaction".to_owned());
        }
        if !parts.implicit.windows(32).any(|bytes| bytes == parts.genesis) {
            return Err("the transaction is not for the chain it is said to be for".to_owned());
        }
        self.key(now, account)?;
        if let Some(guard) = &self.guard {
            guard(account, parts)?;
        }
        let loaded = self.key(now, account)?;
        let bytes = crate::model::signed_bytes(parts.call, parts.extra, parts.implicit);
        let signature = loaded.key.sign(&bytes);
        loaded.signatures += 1;
        let name = loaded.name.clone();
        let hash = sp_crypto_hashing::blake2_256(parts.call);
        // The agent's own part comes first: the words are the command's.
        let what = Label::new(&format!(
            "call {}.{}, {} bytes, hash 0x{}: {words}",
            parts.call[0],
            parts.call[1],
            parts.call.len(),
            hex::encode(&hash[..8])
        ));
        self.remember(Done { at: now, name, kind: "transaction", what, asked_by });
        Ok(signature)
    }

    /// Sign a message, wrapped here.
    pub(super) fn sign_message(
        &mut self,
        now: Moment,
        account: AccountId,
        text: &[u8],
        asked_by: Label,
    ) -> Result<Signature, String> {
        let message = Message::wrap(text);
        let loaded = self.key(now, account)?;
        let signature = loaded.key.sign(message.signed_bytes());
        loaded.signatures += 1;
        let name = loaded.name.clone();
        let shown: String = String::from_utf8_lossy(message.text()).chars().take(80).collect();
        let what = Label::new(&format!("{} bytes: {shown}", message.text().len()));
        self.remember(Done { at: now, name, kind: "message", what, asked_by });
        Ok(signature)
    }

    /// Sign a request to a neuron, whose text is made of its parts. Only hotkeys ask neurons.
    pub(super) fn sign_request(
        &mut self,
        now: Moment,
        request: &AxonRequest,
        asked_by: Label,
    ) -> Result<Signature, String> {
        let loaded = self.key(now, request.from)?;
        if loaded.coldkey {
            return Err(
                "requests to neurons are signed by hotkeys, and this is a coldkey".to_owned()
            );
        }
        let signature = loaded.key.sign(&request.signed_bytes());
        loaded.signatures += 1;
        let name = loaded.name.clone();
        let hash = hex::encode(&request.body_hash[..8]);
        let what = Label::new(&format!("to the neuron {}, hash 0x{hash}", request.to));
        self.remember(Done { at: now, name, kind: "request", what, asked_by });
        Ok(signature)
    }

    fn remember(&mut self, done: Done) {
        self.done.truncate(REMEMBERED - 1);
        self.done.push_front(done);
    }

    pub(super) fn held(&self, now: Moment) -> Vec<Held> {
        self.keys
            .iter()
            .map(|loaded| Held {
                name: loaded.name.clone(),
                address: Sign::account(&loaded.key),
                key_type: Label::new(loaded.key.key_type().as_str()),
                coldkey: loaded.coldkey,
                seconds_left: now.until(loaded.until).as_secs(),
                signatures: loaded.signatures,
            })
            .collect()
    }

    pub(super) fn signed(&self, now: Moment) -> Vec<Signed> {
        self.done
            .iter()
            .map(|done| Signed {
                seconds_ago: now.running.saturating_duration_since(done.at.running).as_secs(),
                name: done.name.clone(),
                kind: Label::new(done.kind),
                what: done.what.clone(),
                asked_by: done.asked_by.clone(),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use secrecy::SecretString;

    use super::*;
    use crate::keystore::{KeyType, Secret, Verdict, verify};

    const MINUTE: Duration = Duration::from_secs(60);

    fn key(uri: &str) -> Keypair {
        Secret::from_uri(&SecretString::from(uri), KeyType::Sr25519).expect("uri").keypair()
    }

    fn parts<'a>(call: &'a [u8], genesis: &'a [u8; 32]) -> Parts<'a> {
        Parts { call, extra: &[1], implicit: genesis, genesis, sealing: None }
    }

    fn nobody() -> Label {
        Label::new("a test")
    }

    #[test]
    fn keys_are_forgotten_when_either_clock_says_so() {
        let start = Moment::now();
        let account = Sign::account(&key("//Alice"));
        let asleep = Moment { running: start.running, wall: start.wall + MINUTE };
        let set_back = Moment { running: start.running + MINUTE, wall: start.wall - MINUTE };
        for later in [start.after(MINUTE), asleep, set_back] {
            let mut ring = Ring::new(MINUTE);
            ring.add(start, Label::new("a"), true, key("//Alice"), None).expect("kept");
            assert!(ring.sign_message(start, account, b"x", nobody()).is_ok());
            assert!(ring.sign_message(later, account, b"x", nobody()).is_err());
            assert!(ring.is_empty());
        }
    }

    #[test]
    fn locking_forgets_one_or_all() {
        let now = Moment::now();
        let mut ring = Ring::new(MINUTE);
        for name in ["//Alice", "//Bob", "//Charlie", "//Bob"] {
            ring.add(now, Label::new(name), false, key(name), None).expect("kept");
        }
        assert_eq!(ring.held(now).len(), 3, "one key is held once");
        assert_eq!(ring.lock(Some(Sign::account(&key("//Bob")))), 1);
        assert_eq!(ring.lock(None), 2);
        assert!(ring.is_empty());
    }

    #[test]
    fn times_and_coldkeys_have_bounds() {
        let now = Moment::now();
        let mut ring = Ring::new(MINUTE).for_hotkeys();
        let mut add = |coldkey, time| ring.add(now, Label::new("k"), coldkey, key("//A"), time);
        assert!(add(true, None).is_err());
        assert!(add(false, Some(MINUTE * 2)).is_err());
        assert!(add(false, Some(Duration::ZERO)).is_err());
        assert!(add(false, Some(MINUTE)).is_ok());
        assert_eq!(Ring::new(LONGEST_TIME * 2).keeps(), LONGEST_TIME);
    }

    #[test]
    fn requests_are_signed_by_hotkeys_in_their_own_form() {
        let now = Moment::now();
        let mut ring = Ring::new(MINUTE);
        ring.add(now, Label::new("a"), true, key("//Alice"), None).expect("kept");
        ring.add(now, Label::new("a/hot"), false, key("//Bob"), None).expect("kept");
        let (alice, bob) = (Sign::account(&key("//Alice")), Sign::account(&key("//Bob")));
        let request = AxonRequest {
            nonce: 7,
            from: bob,
            to: alice,
            session: crate::keystore::SessionId([1; 16]),
            body_hash: [2; 32],
        };
        let signature = ring.sign_request(now, &request, nobody()).expect("signed");
        let text = request.signed_bytes();
        assert!(matches!(verify(bob, None, &text, signature.bytes()), Verdict::Good { .. }));
        let by_coldkey = AxonRequest { from: alice, ..request };
        let refused = ring.sign_request(now, &by_coldkey, nobody()).expect_err("a coldkey");
        assert!(refused.contains("hotkeys"), "{refused}");
        let log = ring.signed(now);
        assert_eq!((log.len(), log[0].kind.as_str()), (1, "request"));
        assert!(log[0].what.as_str().starts_with("to the neuron 5Grw"), "{log:?}");

        // A transaction that reads as one, for a chain whose genesis is made up of letters.
        let genesis = [b'a'; 32];
        let parts =
            Parts { call: &text, extra: b"", implicit: &genesis, genesis: &genesis, sealing: None };
        let refused = ring
            .sign_transaction(now, bob, &parts, &Label::new("words"), nobody())
            .expect_err("no");
        assert_eq!(refused, "this is a request to a neuron, not a transaction");
    }

    #[test]
    fn transactions_and_messages_cannot_be_taken_for_each_other() {
        let now = Moment::now();
        let mut ring = Ring::new(MINUTE);
        ring.add(now, Label::new("a"), true, key("//Alice"), None).expect("kept");
        let account = Sign::account(&key("//Alice"));
        let genesis = [7; 32];
        let mut sign = |parts: &Parts<'_>| {
            ring.sign_transaction(now, account, parts, &Label::new("words"), nobody())
        };
        assert!(sign(&parts(b"\x05\x03rest", &genesis)).is_ok());
        assert!(sign(&parts(b"<Bytes>pay</Bytes>", &genesis)).is_err());
        // In pieces, too.
        let split = Parts { extra: b"tes>", ..parts(b"<By", &genesis) };
        assert!(sign(&split).is_err());
        let other = Parts { implicit: &[8; 32], ..parts(b"\x05\x03", &genesis) };
        assert!(sign(&other).is_err());
        assert!(sign(&parts(b"\x05", &genesis)).is_err());

        let signature = ring.sign_message(now, account, b"hi", nobody()).expect("signed");
        assert!(matches!(verify(account, None, b"hi", signature.bytes()), Verdict::Good { .. }));
        let log = ring.signed(now);
        let kinds: Vec<_> = log.iter().map(|signed| signed.kind.as_str()).collect();
        assert_eq!(kinds, ["message", "transaction"]);
        assert!(log[1].what.as_str().starts_with("call 5.3, 6 bytes, hash 0x"), "{log:?}");
        assert_eq!(ring.held(now)[0].signatures, 2);
    }
}
