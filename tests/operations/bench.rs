//! A devnet with a small world, a client of it, and keys.

use sp_core::{Pair as _, sr25519};
use tau::chain::Chain;
use tau::model::{AccountId, Coldkey, Hotkey, Intent, Plan, Receipt, Sign, Signature, Stage};
use tau::ops::{self, PlanOptions, Wait};
use tau_devnet::world::{Hotkey as WorldHotkey, Identity, Neuron, Position, Subnet, SubnetIdentity};
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

/// The hotkey of the validator on every subnet of [`world`].
pub fn validator() -> Key {
    Key::new("//Validator")
}

/// The owner of [`validator`] and of all subnets, with an identity.
pub fn owner() -> Key {
    Key::new("//Owner")
}

fn foreign(account: AccountId) -> sp_core::crypto::AccountId32 {
    account.0.into()
}

fn subnet(netuid: u16, tao: u64, alpha: u64, quote_weight: u64) -> Subnet {
    Subnet {
        netuid,
        symbol: "β".to_owned(),
        identity: Some(SubnetIdentity {
            name: format!("Subnet {netuid}\u{1b}[2J"),
            description: "For tests".to_owned(),
            url: "https://example.com".to_owned(),
            github: String::new(),
            contact: "owner@example.com".to_owned(),
        }),
        owner: foreign(owner().account()),
        owner_hotkey: foreign(validator().account()),
        tao,
        alpha,
        quote_weight,
        fee_rate: 33,
        moving_price_percent: 100,
        volume: 0,
        started: true,
        age: 1_000,
        tempo: 360,
        burn: UNIT,
        min_burn: 500_000,
        max_burn: 100 * UNIT,
        max_neurons: 256,
        max_validators: 64,
        immunity: 5_000,
        neurons: vec![Neuron {
            hotkey: foreign(validator().account()),
            axon: Some(([203, 0, 113, 7], 8_091)),
            age: 500,
            last_update: 10,
            validator: true,
            incentive: 0,
            dividends: 65_535,
            consensus: 1,
            validator_trust: 2,
            emission: 3,
        }],
    }
}

/// Subnet 1 holds 10,000 TAO and 400,000 alpha at even weights (economics.md 1.6); subnet 2 the same
/// at w2 = 0.512345678; subnet 3 has not been started; subnet 4 holds 1 TAO and 4 alpha.
pub fn world() -> World {
    let mut world = World::empty();
    let even = 500_000_000_000_000_000;
    world.hotkeys.push(WorldHotkey {
        hotkey: foreign(validator().account()),
        owner: foreign(owner().account()),
        take: Some(11_796),
    });
    world.identities.push(Identity {
        coldkey: foreign(owner().account()),
        name: "The\u{202e} Owner".to_owned(),
        url: String::new(),
        description: String::new(),
    });
    world.subnets = vec![
        subnet(1, 10_000 * UNIT, 400_000 * UNIT, even),
        subnet(2, 10_000 * UNIT, 400_000 * UNIT, 512_345_678_000_000_000),
        Subnet { started: false, ..subnet(3, 1_000 * UNIT, 1_000 * UNIT, even) },
        subnet(4, UNIT, 4 * UNIT, even),
    ];
    world.positions.push(Position {
        coldkey: foreign(owner().account()),
        hotkey: foreign(validator().account()),
        netuid: 1,
        alpha: 5_000 * UNIT,
    });
    world
}

pub struct Bench {
    pub devnet: Devnet,
    pub chain: Chain,
}

pub fn start(world: World) -> Devnet {
    let options =
        Options { world, block_time: BlockTime::Instant, traders: false, ..Options::default() };
    Devnet::start(options).expect("the devnet starts")
}

impl Bench {
    pub async fn new() -> Self {
        Self::of(world()).await
    }

    pub async fn of(world: World) -> Self {
        let devnet = start(world);
        // Block 1 writes the genesis hash that signatures refer to.
        devnet.mine(1).await.expect("a block");
        let chain =
            Chain::in_process("dev".into(), devnet.rpc(), None).await.expect("it answers");
        Self { devnet, chain }
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

    pub async fn commit(&self, plan: &Plan, key: &Key) -> Result<(Receipt, Vec<Stage>), ops::Error> {
        let mut stages = Vec::new();
        let receipt =
            ops::commit(&self.chain, plan, key, Wait::Finalization, &mut |stage| stages.push(stage))
                .await?;
        Ok((receipt, stages))
    }

    /// Plan and commit.
    pub async fn carry_out(&self, intent: Intent, key: &Key) -> (Plan, Receipt) {
        let plan = self.plan(intent, key).await.expect("it can be planned");
        let (receipt, _) = self.commit(&plan, key).await.expect("it succeeds");
        (plan, receipt)
    }

    pub async fn free(&self, key: &Key) -> u64 {
        let (_, balances) =
            ops::balances(&self.chain, &[key.account()]).await.expect("a balance");
        balances[0].free.rao()
    }
}
