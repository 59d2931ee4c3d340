//! A devnet with a small world, a client of it, and keys.

use jsonrpsee::core::params::ArrayParams;
use serde_json::Value;
use sp_core::{Pair as _, sr25519};
use tau::chain::Chain;
use tau::model::{
    AccountId, Alpha, Coldkey, Hash, Hotkey, Intent, Limit, NetUid, Place, Plan, Receipt, Sign,
    Signature, Stage, Tao, TaoAmount,
};
use tau::ops::{self, Journal, PlanOptions, Wait};
use tau_devnet::{BlockTime, Devnet, Options, World};

/// One TAO or alpha in rao.
pub const UNIT: u64 = 1_000_000_000;

/// A key under the development phrase.
pub struct Key(sr25519::Pair);

impl Key {
    pub fn new(uri: &str) -> Self {
        Self(sr25519::Pair::from_string(uri, None).expect("a valid path"))
    }

    pub fn account(&self) -> AccountId {
        AccountId(self.0.public().0)
    }

    pub fn hotkey(&self) -> Hotkey {
        Hotkey(self.account())
    }

    pub fn coldkey(&self) -> Coldkey {
        Coldkey(self.account())
    }
}

impl Sign for Key {
    fn account(&self) -> AccountId {
        Key::account(self)
    }

    fn sign(&self, message: &[u8]) -> Signature {
        Signature::Sr25519(self.0.sign(message).0)
    }
}

pub fn alice() -> Key {
    Key::new("//Alice")
}

pub fn bob() -> Key {
    Key::new("//Bob")
}

/// The first neuron of every subnet of [`world`].
pub fn validator() -> Key {
    Key::new(tau_devnet::accounts::DEMO_VALIDATOR.uri)
}

/// The second neuron of every subnet of [`world`].
pub fn miner() -> Key {
    Key::new(tau_devnet::accounts::DEMO_MINER.uri)
}

/// The owner of [`validator`], [`miner`] and all subnets, with an identity.
pub fn owner() -> Key {
    Key::new(tau_devnet::accounts::DEMO.uri)
}

/// The bare world: subnet 1 holds 10,000 TAO and 400,000 alpha at even weights (economics.md 1.6),
/// subnet 2 the same at w2 = 0.512345678, subnet 3 1 TAO and 4 alpha, subnet 4 150 TAO and 100
/// alpha, subnet 5 has not been started. Names are as strangers may choose them.
pub fn world() -> World {
    let mut world = World::bare();
    let subnet = &mut world.chain.subnets[0];
    subnet.identity.name = "First\u{1b}[2J of\u{202e} all".to_owned();
    let owner = owner().account().0.into();
    world.chain.identities = vec![(owner, Default::default())];
    world.chain.identities[0].1.name = "The\u{7} owner".to_owned();
    world
}

pub struct Bench {
    pub devnet: Devnet,
    pub chain: Chain,
    pub journal: Journal,
    _folder: tempfile::TempDir,
}

/// A journal that goes with its folder.
pub fn journal() -> (tempfile::TempDir, Journal) {
    let folder = tempfile::tempdir().expect("a folder");
    let journal = Journal::open(folder.path().join("journal"), || 0);
    (folder, journal)
}

pub fn start(world: World) -> Devnet {
    paced(world, BlockTime::Instant)
}

fn paced(world: World, block_time: BlockTime) -> Devnet {
    let options = Options { world, block_time, traders: false, ..Options::default() };
    Devnet::start(options).expect("the devnet starts")
}

fn hex(bytes: &[u8]) -> String {
    format!("0x{}", hex::encode(bytes))
}

/// The key of a storage entry, of which the last part is hashed already.
pub fn path(pallet: &str, item: &str, key: &[u8]) -> Vec<u8> {
    let hash = |name: &str| sp_crypto_hashing::twox_128(name.as_bytes());
    [&hash(pallet)[..], &hash(item), key].concat()
}

/// The key under which the Proxy pallet keeps something of an account.
pub fn of_proxies(item: &str, account: AccountId) -> Vec<u8> {
    path("Proxy", item, &[&sp_crypto_hashing::twox_64(&account.0)[..], &account.0].concat())
}

/// The key of a call that waits for members of a multisig.
pub fn of_multisig(account: AccountId, call_hash: Hash) -> Vec<u8> {
    let (first, second) =
        (sp_crypto_hashing::twox_64(&account.0), sp_crypto_hashing::blake2_128(&call_hash.0));
    path("Multisig", "Multisigs", &[&first[..], &account.0, &second, &call_hash.0].concat())
}

/// Where the deposit is in the bytes of what waits: behind block and place.
pub const DEPOSIT_OF_WAITING: std::ops::Range<usize> = 8..16;

impl Bench {
    pub async fn new() -> Self {
        Self::of(world()).await
    }

    pub async fn of(world: World) -> Self {
        Self::on(start(world)).await
    }

    /// Its storage can be written.
    pub async fn steered(world: World) -> Self {
        let options = Options {
            world,
            block_time: BlockTime::Instant,
            traders: false,
            control: true,
            ..Options::default()
        };
        Self::on(Devnet::start(options).expect("the devnet starts")).await
    }

    /// Blocks are made when the test says so.
    pub async fn manual() -> Self {
        Self::on(paced(world(), BlockTime::Manual)).await
    }

    async fn on(devnet: Devnet) -> Self {
        // Block 1 writes the genesis hash that signatures refer to.
        devnet.mine(1).await.expect("a block");
        let chain = Chain::in_process("dev".into(), devnet.rpc(), None).await.expect("it answers");
        let (folder, journal) = journal();
        Self { devnet, chain, journal, _folder: folder }
    }

    pub async fn plan(&self, intent: Intent, signer: &Key) -> Result<Plan, ops::Error> {
        ops::plan(&self.chain, &intent, signer.account(), &PlanOptions::default()).await
    }

    pub async fn refusal(&self, intent: Intent, signer: &Key) -> String {
        match self.plan(intent, signer).await {
            Ok(plan) => panic!("it was planned: {plan:?}"),
            Err(error) => error.to_string(),
        }
    }

    pub async fn commit(
        &self,
        plan: &Plan,
        key: &Key,
    ) -> Result<(Receipt, Vec<Stage>), ops::Error> {
        let mut stages = Vec::new();
        let mut progress = |stage| stages.push(stage);
        let receipt =
            ops::commit(&self.chain, &self.journal, plan, key, Wait::Finalization, &mut progress)
                .await?;
        Ok((receipt, stages))
    }

    /// Plan and commit.
    pub async fn carry_out(&self, intent: Intent, key: &Key) -> (Plan, Receipt) {
        let plan = self.plan(intent, key).await.expect("it can be planned");
        let (receipt, _) = self.commit(&plan, key).await.expect("it succeeds");
        (plan, receipt)
    }

    /// Ask a devnet that lets itself be steered for something.
    pub async fn steer(&self, method: &str, argument: impl serde::Serialize + Send) {
        let mut params = ArrayParams::new();
        params.insert(argument).expect("plain data");
        let methods = self.devnet.rpc();
        let block: Value = methods.call(method, params).await.expect("it is done");
        assert!(block["number"].is_u64(), "{block}");
    }

    /// Write an entry of SubtensorModule's storage, of a devnet that lets itself be steered.
    pub async fn set_subtensor(&self, item: &str, key: impl AsRef<[u8]>, value: impl AsRef<[u8]>) {
        self.write(&[(path("SubtensorModule", item, key.as_ref()), value.as_ref().to_vec())]).await;
    }

    /// Write raw storage, of a devnet that lets itself be steered.
    pub async fn write(&self, entries: &[(Vec<u8>, Vec<u8>)]) {
        let entries: Vec<[String; 2]> =
            entries.iter().map(|(key, value)| [hex(key), hex(value)]).collect();
        self.steer("tau_setStorage", entries).await;
    }

    /// Raw storage.
    pub async fn raw(&self, key: &[u8]) -> Vec<u8> {
        let mut params = ArrayParams::new();
        params.insert(hex(key)).expect("text");
        let methods = self.devnet.rpc();
        let value: String = methods.call("state_getStorage", params).await.expect("it is there");
        hex::decode(value.trim_start_matches("0x")).expect("hex")
    }

    /// Let a deposit be what an older release held: at `place` of the bytes of an entry, and held of the account.
    pub async fn held_before(
        &self,
        entry: &[u8],
        place: std::ops::Range<usize>,
        account: AccountId,
        deposit: u64,
    ) {
        let hashed = sp_crypto_hashing::blake2_128(&account.0);
        let key = path("System", "Account", &[&hashed[..], &account.0].concat());
        let (mut kept, mut balance) = (self.raw(entry).await, self.raw(&key).await);
        let number = |bytes: &[u8]| u64::from_le_bytes(bytes.try_into().expect("eight bytes"));
        let now = number(&kept[place.clone()]);
        kept[place].copy_from_slice(&deposit.to_le_bytes());
        // Four counters of 4 bytes; then what is free, and what is held.
        let (free, held) = (number(&balance[16..24]), number(&balance[24..32]));
        balance[16..24].copy_from_slice(&(free + now - deposit).to_le_bytes());
        balance[24..32].copy_from_slice(&(held + deposit - now).to_le_bytes());
        self.write(&[(entry.to_vec(), kept), (key, balance)]).await;
    }

    /// Alice buys alpha through the validator at any price.
    pub async fn stake(&self, netuid: u16, tao: u64) {
        let intent = Intent::AddStake {
            hotkey: validator().hotkey(),
            netuid: NetUid(netuid),
            amount: TaoAmount::Exact(Tao::from_rao(tao)),
            limit: Limit::Market,
        };
        self.carry_out(intent, &alice()).await;
    }

    /// What a coldkey holds in a place.
    pub async fn position(&self, key: &Key, place: Place) -> Alpha {
        let found = ops::portfolio(&self.chain, &[key.coldkey()]).await.expect("positions");
        let held = &found[0].positions;
        let held = held.iter().find(|one| (one.netuid, one.hotkey) == (place.netuid, place.hotkey));
        held.map_or(Alpha::ZERO, |held| held.alpha)
    }

    pub async fn free(&self, key: &Key) -> u64 {
        let (_, balances) = ops::balances(&self.chain, &[key.account()]).await.expect("a balance");
        balances[0].free.rao()
    }
}
