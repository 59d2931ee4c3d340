//! The way over the air gap: a machine with a chain and no key, and the built program as a machine with keys in a
//! network namespace of its own with nothing in it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use secrecy::SecretString;
use serde_json::Value;
use tau::keystore::{Directory, KeyType, NewKey, Protection, Secret, seal::Cost};
use tau::model::{AccountId, Coldkey, Hash, Hotkey, Intent, Plan, Receipt, Stage};
use tau::offline::{
    Answer, Container, FRAME_BYTES, Knowledge, Request, Verified, armoured, frames, gather,
    picture, verify,
};
use tau::ops::{self, PlanOptions, PrepareOptions, Wait};
use tau_devnet::World;
use tempfile::TempDir;

use crate::bench::Bench;

/// Opens the keys of the machine without a network.
const PASSPHRASE: &str = "correct horse 1";

/// Who acts: well-known names, each with a key of one scheme.
#[derive(Debug, Clone, Copy)]
pub struct Cast(pub KeyType);

impl Cast {
    const ROLES: [(&str, &str); 5] = [
        ("alice", "//Alice"),
        ("bob", "//Bob"),
        ("owner", tau_devnet::accounts::DEMO.uri),
        ("miner", tau_devnet::accounts::DEMO_MINER.uri),
        ("validator", tau_devnet::accounts::DEMO_VALIDATOR.uri),
    ];

    fn secret(uri: &str, scheme: KeyType) -> Secret {
        Secret::from_uri(&SecretString::from(uri), scheme).expect("a well-known key")
    }

    pub fn account(self, role: &str) -> AccountId {
        let found = Self::ROLES.iter().find(|(name, _)| *name == role);
        Self::secret(found.expect("somebody of the cast").1, self.0).account()
    }

    pub fn coldkey(self, role: &str) -> Coldkey {
        Coldkey(self.account(role))
    }

    pub fn hotkey(self, role: &str) -> Hotkey {
        Hotkey(self.account(role))
    }

    /// The same world with these keys in it instead of those of sr25519.
    pub fn in_world(self, world: &World) -> World {
        let mut text = serde_json::to_string(world).expect("plain data");
        for (_, uri) in Self::ROLES {
            let usual = Self::secret(uri, KeyType::Sr25519).account().to_string();
            text = text.replace(&usual, &Self::secret(uri, self.0).account().to_string());
        }
        serde_json::from_str(&text).expect("the same data")
    }
}

/// How a request and its answer travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    File,
    Armour,
    Codes,
    Pictures,
}

impl Way {
    const ALL: [Self; 4] = [Self::File, Self::Armour, Self::Codes, Self::Pictures];

    /// Files that hold these bytes.
    fn files(self, bytes: &[u8]) -> Vec<Vec<u8>> {
        match self {
            Self::File => vec![bytes.to_vec()],
            Self::Armour => vec![armoured(bytes).into_bytes()],
            Self::Codes => {
                let mut texts = frames(bytes, FRAME_BYTES);
                texts.reverse();
                vec![texts.join("\n").into_bytes()]
            }
            Self::Pictures => frames(bytes, FRAME_BYTES)
                .iter()
                .rev()
                .map(|text| picture(text).expect("a picture"))
                .collect(),
        }
    }
}

/// A machine with keys and no network.
struct Machine {
    home: TempDir,
    unshare: Option<PathBuf>,
}

/// `unshare`, if a namespace without a network can be made here.
fn unshare() -> Option<PathBuf> {
    let path = ["/usr/bin/unshare", "/bin/unshare"]
        .map(PathBuf::from)
        .into_iter()
        .find(|path| path.exists())?;
    let tried = Command::new(&path)
        .args(["-rn", "true"])
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .status();
    tried.is_ok_and(|status| status.success()).then_some(path)
}

impl Machine {
    fn new(genesis: Hash, cast: Cast) -> Self {
        let home = tempfile::tempdir().expect("a folder");
        let wallets = Directory::open(home.path().join(".bittensor/wallets"));
        for (name, uri) in Cast::ROLES {
            let secret = Cast::secret(uri, cast.0);
            let passphrase = SecretString::from(PASSPHRASE);
            let protection = Protection::Passphrase { passphrase: &passphrase, cost: Cost::FLOOR };
            let key = NewKey { secret: &secret, protection };
            let mut count = 0u8;
            let mut random = |bytes: &mut [u8]| {
                count = count.wrapping_add(1);
                bytes.fill(count);
                Ok(())
            };
            wallets.create(name, &key, None, &mut random).expect("a wallet");
        }
        let machine = Self { home, unshare: unshare() };
        if machine.unshare.is_none() {
            eprintln!("SKIPPED: no network namespace can be made here; signing with a network");
        }
        machine.tau(&["tx", "pin", "drill", &genesis.to_string()]);
        machine
    }

    fn tau(&self, arguments: &[&str]) -> Value {
        let program = env!("CARGO_BIN_EXE_tau");
        let mut command = match &self.unshare {
            Some(unshare) => {
                let mut command = Command::new(unshare);
                command.args(["-rn", program]);
                command
            }
            None => Command::new(program),
        };
        let output = command
            .args(["--json", "--yes"])
            .args(arguments)
            .env_clear()
            .env("HOME", self.home.path())
            .env("TAU_PASSWORD", PASSPHRASE)
            .current_dir(self.home.path())
            .stdin(Stdio::null())
            .output()
            .expect("tau starts");
        let document: Value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("one document ({error}): {output:?}"));
        assert_eq!(document["ok"], true, "{document}");
        document["data"].clone()
    }

    /// Sign what arrives and hand back what leaves.
    fn sign(&self, files: Vec<Vec<u8>>, accept: &BTreeSet<String>) -> Vec<u8> {
        let paths: Vec<String> = (0..files.len()).map(|index| format!("in{index}")).collect();
        for (path, bytes) in paths.iter().zip(&files) {
            std::fs::write(self.home.path().join(path), bytes).expect("a file");
        }
        let words: Vec<&str> = accept.iter().map(String::as_str).collect();
        let words = words.join(",");
        let mut arguments = vec!["tx", "sign", "-o", "out.tau"];
        if !words.is_empty() {
            arguments.extend(["--accept", &words]);
        }
        arguments.extend(paths.iter().map(String::as_str));
        self.tau(&arguments);
        std::fs::read(self.home.path().join("out.tau")).expect("the answer")
    }
}

/// Both machines, and the calls that went from one to the other by which ways.
pub struct Gap {
    pub bench: Bench,
    pub cast: Cast,
    machine: Machine,
    /// What went over the gap, and by which ways it was signed.
    pub went: BTreeMap<String, BTreeSet<Way>>,
    turn: usize,
}

impl Gap {
    pub async fn new(bench: Bench, cast: Cast) -> Self {
        let machine = Machine::new(bench.chain.network().genesis, cast);
        // Both schemes begin with another way.
        let turn = usize::from(cast.0 == KeyType::Ed25519);
        Self { bench, cast, machine, went: BTreeMap::new(), turn }
    }

    /// A set of these wishes of one key, all the way.
    pub async fn carry(&mut self, role: &str, intents: &[Intent]) -> Vec<Receipt> {
        let plans = self.plans(self.cast.account(role), intents).await;
        self.carry_plans(role, &plans).await
    }

    /// Plans with numbers that follow each other.
    pub async fn plans(&self, from: AccountId, intents: &[Intent]) -> Vec<Plan> {
        let mut plans: Vec<Plan> = Vec::new();
        for intent in intents {
            let nonce = plans.last().map(|plan| plan.nonce + 1);
            let options = PlanOptions { period: 2048, nonce, ..PlanOptions::default() };
            let plan = ops::plan(&self.bench.chain, intent, from, &options).await;
            plans.push(plan.unwrap_or_else(|error| panic!("{intent:?}: {error}")));
        }
        plans
    }

    pub async fn carry_plans(&mut self, role: &str, plans: &[Plan]) -> Vec<Receipt> {
        let (request, verified, ways) = self.signed(role, plans, PrepareOptions::default()).await;
        let receipts = self.send(&request, &verified).await;
        for plan in plans {
            self.note(format!("{}.{}", plan.call.pallet, plan.call.call), &ways);
            // A call that nobody can make by itself goes inside another.
            let inner = plan.call.args.iter().filter(|arg| arg.name == "call");
            for path in inner.filter_map(|arg| arg.value.split_once('(')) {
                self.note(path.0.to_owned(), &ways);
            }
        }
        receipts
    }

    pub fn note(&mut self, call: String, ways: &BTreeSet<Way>) {
        self.went.entry(call).or_default().extend(ways);
    }

    /// Prepared here, signed there, and back: in this turn's way, with `TAU_EVERY_WAY=1` in all of them one after the
    /// other. What arrives is the same bytes.
    pub async fn signed(
        &mut self,
        role: &str,
        plans: &[Plan],
        options: PrepareOptions,
    ) -> (Request, Vec<Verified>, BTreeSet<Way>) {
        let own = Cast::ROLES.iter().map(|(name, _)| (self.cast.account(name), (*name).to_owned()));
        let knowledge = Knowledge {
            chains: vec![("drill".to_owned(), self.bench.chain.network().genesis)],
            own: own.collect(),
            ..Knowledge::default()
        };
        let from = self.cast.account(role);
        let (request, review) = ops::prepare(&self.bench.chain, from, plans, options, &knowledge)
            .await
            .expect("a request");
        let bytes = request.encode_container();
        // The copy that is kept here.
        let kept = Container::decode(&bytes).expect("kept").request().expect("a request");
        assert_eq!(kept, request);
        // Pictures take their time: they are drawn and read in their turn.
        for way in [Way::File, Way::Armour, Way::Codes] {
            let arrived = gather(&way.files(&bytes)).expect("whole").request().expect("a request");
            assert_eq!(arrived, kept, "{way:?}");
        }
        let accept = review.items.iter().flat_map(|item| &item.demands).map(|one| one.word.clone());
        let accept: BTreeSet<String> = accept.collect();
        self.turn += 1;
        let ways = match std::env::var_os("TAU_EVERY_WAY") {
            Some(_) => BTreeSet::from(Way::ALL),
            None => BTreeSet::from([Way::ALL[self.turn % Way::ALL.len()]]),
        };
        let mut verified = Vec::new();
        for way in &ways {
            let answer = self.machine.sign(way.files(&bytes), &accept);
            // The same way back.
            let answer: Answer =
                gather(&way.files(&answer)).expect("whole").answer().expect("an answer");
            verified = verify(&kept, &answer).expect("good signatures");
            assert_eq!(verified.len(), kept.items.len());
        }
        (kept, verified, ways)
    }

    pub async fn send(&self, kept: &Request, verified: &[Verified]) -> Vec<Receipt> {
        let mut receipts = Vec::new();
        for one in verified {
            let receipt = ops::send_signed(
                &self.bench.chain,
                &self.bench.journal,
                kept,
                one,
                Wait::Finalization,
                &mut |_| {},
            )
            .await
            .unwrap_or_else(|error| panic!("item {}: {error}", one.item + 1));
            assert!(matches!(receipt.stage, Stage::Finalized(_)), "{receipt:?}");
            let entry = self.bench.journal.read(&receipt.transaction).expect("it is readable");
            assert_eq!(entry.expect("it is in the journal").word(), "succeeded");
            receipts.push(receipt);
        }
        receipts
    }

    /// Write a value into the chain's state: what would take days, and what an owner of a subnet does by other means.
    pub async fn set_storage(&self, item: &str, key: Vec<u8>, value: Vec<u8>) {
        self.bench.set_subtensor(item, key, value).await;
    }
}
