//! Values for tests: a small world that looks like the real one.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::Duration;

use tau_economics::pool::Pool;

use super::event::Event;
use super::key::Key;
use super::look::Look;
use super::state::{Screen, Signer, State, WalletInfo};
use super::{Effect, Request, drawn, render, update};
use crate::model::{
    AccountId, Alpha, At, Axon, Balance, Coldkey, Hash, Hotkey, Intent, Label, Metagraph,
    Mortality, NetUid, Network, Neuron, Outcome, Plan, PlannedCall, Portfolio, Position, Price,
    RAO_PER_TAO, Ratio, Receipt, Settled, Stage, Subnet, Subnets, Tao, Trade, TradeSide, Uid,
};
use crate::theme::Theme;

const NAMES: [(&str, &str); 6] = [
    ("root", "τ"),
    ("apex", "α"),
    ("omron", "β"),
    ("トークン", "ト"),
    ("a name that is far too long for its column", "δ"),
    ("", "ε"),
];

pub fn at(block: u32) -> At {
    At { block, hash: Hash([7; 32]) }
}

pub fn account(number: u8) -> AccountId {
    AccountId([number; 32])
}

pub fn tao(whole: u64) -> Tao {
    Tao::from_rao(whole * RAO_PER_TAO)
}

pub fn alpha(whole: u64) -> Alpha {
    Alpha::from_rao(whole * RAO_PER_TAO)
}

/// Subnet `netuid` at a price that moves with the block.
pub fn subnet(netuid: u16, block: u32) -> Subnet {
    let number = u64::from(netuid);
    let (name, symbol) = NAMES.get(usize::from(netuid)).copied().unwrap_or(("more", "ζ"));
    let pool = (netuid > 0).then(|| Pool {
        tao: (10_000 + 777 * number + u64::from(block % 7) * 20) * RAO_PER_TAO,
        alpha: (400_000 + 31_000 * number) * RAO_PER_TAO,
        quote_weight: 500_000_000_000_000_000,
        fee_rate: 33,
    });
    Subnet {
        netuid: NetUid(netuid),
        name: Label::new(name),
        symbol: Label::new(symbol),
        identity: None,
        owner_coldkey: Coldkey(account(40)),
        owner_hotkey: Hotkey(account(41)),
        registered_at: 10 * number,
        price: pool.map_or(Price::ONE, |pool| Price::from_rao(pool.price_rao())),
        moving_price: Price::from_rao(24_000_000),
        tao_in: pool.map_or(tao(1_000_000), |pool| Tao::from_rao(pool.tao)),
        alpha_in: pool.map_or(Alpha::ZERO, |pool| Alpha::from_rao(pool.alpha)),
        alpha_out: alpha(1_000_000 + 5_000 * number),
        tao_in_emission: Tao::from_rao(4_000_000 * number),
        tao_bought: Tao::ZERO,
        alpha_in_emission: alpha(1),
        alpha_out_emission: alpha(1),
        volume_rao: u128::from(number) * 1_234_567 * u128::from(RAO_PER_TAO),
        tempo: 360,
        blocks_since_step: u64::from(block) % 360,
        burn: Some(Tao::from_rao(500_000_000 + number)),
        neurons: Some(64 + netuid),
        max_neurons: Some(256),
        pool,
    }
}

pub fn subnets(count: u16, block: u32) -> Subnets {
    Subnets {
        at: at(block),
        list: (0..count).map(|netuid| subnet(netuid, block)).collect(),
        immunity: Some(60),
    }
}

pub fn metagraph(netuid: u16, count: u16, block: u32) -> Metagraph {
    let neuron = |uid: u16| {
        let number = u64::from(uid);
        let mut key = [0; 32];
        key[..2].copy_from_slice(&uid.to_be_bytes());
        key[2] = 9;
        Neuron {
            uid: Uid(uid),
            hotkey: Hotkey(AccountId(key)),
            coldkey: Coldkey(account(50)),
            name: (uid < 3)
                .then(|| Label::new(["Opentensor", "東京検証", "Rizzo"][usize::from(uid)])),
            axon: (uid > 3).then(|| Axon {
                ip: IpAddr::V4(Ipv4Addr::new(10, 0, 0, u8::try_from(uid % 250).unwrap_or(0))),
                port: 8091,
                version: 1,
                block: 1,
            }),
            active: true,
            validator_permit: uid < 4,
            last_update: u64::from(block).saturating_sub(60 * number),
            registered_at: if uid == 5 { u64::from(block) } else { 1 },
            emission: Alpha::from_rao(number * 123_456_789),
            dividends: if uid < 4 { 16_000 - uid * 100 } else { 0 },
            incentive: if uid < 4 { 0 } else { 65_535 / (uid + 1) },
            consensus: 30_000,
            alpha_stake: alpha(100_000 / (number + 1)),
            validator_trust: Some(0),
            tao_stake: tao(50_000 / (number + 1)),
            total_stake: alpha(120_000 / (number + 1)),
        }
    };
    Metagraph {
        at: at(block),
        subnet: subnet(netuid, block),
        immunity_period: 50,
        registration_allowed: true,
        max_validators: 64,
        neurons: (0..count).map(neuron).collect(),
    }
}

pub fn wallets() -> Vec<WalletInfo> {
    let wallet = |name: &str, key: u8, signer| WalletInfo {
        name: name.to_owned(),
        coldkey: Coldkey(account(key)),
        signer,
        hotkeys: vec![("default".to_owned(), Hotkey(account(key + 100)))],
    };
    vec![
        wallet("alice", 1, Signer::Passphrase),
        wallet("bob", 2, Signer::Open),
        wallet("cold-storage", 3, Signer::WatchOnly),
    ]
}

pub fn position(owner: u8, netuid: u16, amount: u64) -> Position {
    let subnet = subnet(netuid, 100);
    let amount = alpha(amount);
    let value = subnet.price.value_of(amount);
    let sale = subnet.pool.and_then(|pool| pool.simulate_sell(amount.rao()).ok());
    Position {
        coldkey: Coldkey(account(owner)),
        hotkey: Hotkey(account(owner + 100)),
        hotkey_name: (netuid == 1).then(|| Label::new("Opentensor")),
        netuid: NetUid(netuid),
        subnet: subnet.name.clone(),
        symbol: subnet.symbol.clone(),
        alpha: amount,
        price: subnet.price,
        value,
        if_sold: sale.map(|sale| Tao::from_rao(sale.tao_amount)).or(Some(value)),
        is_registered: netuid != 3,
    }
}

pub fn portfolios() -> Vec<Portfolio> {
    let portfolio = |owner: u8, free: u64, positions: Vec<Position>| Portfolio {
        at: at(100),
        coldkey: Coldkey(account(owner)),
        balance: Balance { free: tao(free), ..Balance::default() },
        positions,
    };
    vec![
        portfolio(1, 1_234, vec![position(1, 1, 12_000), position(1, 3, 800)]),
        portfolio(2, 50, vec![position(2, 0, 25)]),
        portfolio(3, 9_000, Vec::new()),
    ]
}

pub fn network() -> Network {
    Network {
        name: Label::new("dev"),
        genesis: Hash([1; 32]),
        spec_version: 425,
        transaction_version: 1,
    }
}

/// The plan of spending 10 TAO on subnet 1.
pub fn plan() -> Plan {
    let pool = subnet(1, 100).pool.expect("a pool");
    let trade = pool.simulate_buy(tao(10).rao()).expect("a trade");
    let price = Price::from_rao(pool.price_rao());
    Plan {
        intent: Intent::AddStake {
            hotkey: Hotkey(account(101)),
            netuid: NetUid(1),
            amount: crate::model::TaoAmount::Exact(tao(10)),
            limit: crate::model::Limit::default(),
        },
        network: network(),
        at: at(100),
        signer: account(1),
        call: PlannedCall {
            pallet: "SubtensorModule".to_owned(),
            call: "add_stake_limit".to_owned(),
            args: Vec::new(),
            bytes: vec![7, 88],
        },
        nonce: 3,
        mortality: Mortality { birth: at(100), period: 64 },
        tip: Tao::ZERO,
        fee: Tao::from_rao(1_385_912),
        outcome: Outcome::Trade(Trade {
            side: TradeSide::Buy,
            netuid: NetUid(1),
            hotkey: Hotkey(account(101)),
            tao: tao(10),
            alpha: Alpha::from_rao(trade.alpha_amount),
            pool_fee_tao: Tao::from_rao(trade.tao_fee),
            pool_fee_alpha: Alpha::ZERO,
            price_now: price,
            price_after: Price::from_rao(price.rao() + 46_000),
            price_limit: Some(price.above(crate::model::Tolerance::default())),
            partial: false,
            impact: Ratio::from_millionths(1_431),
            position_before_alpha: alpha(12_000),
            position_after_alpha: Alpha::from_rao(alpha(12_000).rao() + trade.alpha_amount),
            burned: false,
        }),
        shield: None,
        free_before: tao(1_234),
        free_after: Tao::from_rao(tao(1_224).rao() - 1_385_912),
        warnings: vec![crate::model::Warning::HotkeyNotRegistered {
            hotkey: Hotkey(account(101)),
            netuid: NetUid(1),
        }],
    }
}

pub fn receipt() -> Receipt {
    Receipt {
        transaction: Hash([0xab; 32]),
        stage: Stage::Finalized(at(102)),
        index: Some(2),
        fee: Some(Tao::from_rao(1_385_912)),
        settled: Some(Settled::StakeAdded {
            tao: tao(10),
            alpha: Alpha::from_rao(399_123_456_789),
            pool_fee_tao: Tao::from_rao(5_035_477),
        }),
        free_after: Some(Tao::from_rao(tao(1_224).rao() - 1_385_912)),
        carrier: None,
        events: Vec::new(),
    }
}

/// A dashboard under test: what it knows, what it wants done, what it looks like.
pub struct Desk {
    pub state: State,
    pub effects: Vec<Effect>,
    pub size: (u16, u16),
}

impl Desk {
    /// Not connected yet.
    pub fn new() -> Self {
        let mut desk = Self {
            state: State::new("dev", Screen::Subnets, None),
            effects: Vec::new(),
            size: (80, 24),
        };
        desk.effects = super::start(&mut desk.state);
        desk
    }

    /// Connected, nothing read.
    pub fn connected() -> Self {
        let mut desk = Self::new();
        desk.happen(Event::Connected(Box::new(network())));
        desk.happen(Event::Finalized(at(100)));
        desk
    }

    /// Connected, with everything read at some blocks.
    pub fn full() -> Self {
        let mut desk = Self::connected();
        desk.answer_wallets(wallets());
        for block in 90..=100 {
            desk.answer_subnets(subnets(6, block));
        }
        desk.answer_portfolios(portfolios());
        desk.happen(Event::Latency(Duration::from_millis(3)));
        desk
    }

    pub fn happen(&mut self, event: Event) {
        self.effects.extend(update(&mut self.state, event));
    }

    /// A number that no question had before.
    pub fn next_request(&mut self) -> Request {
        self.state.request()
    }

    /// The transaction that was asked for last.
    pub fn committed(&self) -> Request {
        let asked = self.effects.iter().rev().find_map(|effect| match effect {
            Effect::Commit { request, .. } => Some(*request),
            _ => None,
        });
        asked.expect("a transaction was asked for")
    }

    pub fn answer_wallets(&mut self, wallets: Vec<WalletInfo>) {
        let request = self.state.request();
        self.happen(Event::Wallets { request, result: Ok(Arc::new(wallets)) });
    }

    pub fn answer_subnets(&mut self, subnets: Subnets) {
        let request = self.state.request();
        self.happen(Event::Subnets { request, result: Ok(Arc::new(subnets)) });
    }

    pub fn answer_portfolios(&mut self, portfolios: Vec<Portfolio>) {
        let request = self.state.request();
        self.happen(Event::Portfolios { request, result: Ok(Arc::new(portfolios)) });
    }

    pub fn answer_metagraph(&mut self, metagraph: Metagraph) {
        let (request, netuid) = (self.state.request(), metagraph.netuid());
        self.happen(Event::Metagraph { request, netuid, result: Ok(Arc::new(metagraph)) });
    }

    /// Answer the last question about a plan.
    pub fn answer_plan(&mut self, result: Result<Plan, super::Failure>) {
        let asked = self.effects.iter().rev().find_map(|effect| match effect {
            Effect::Plan { request, .. } => Some(*request),
            _ => None,
        });
        let request = asked.expect("a plan was asked for");
        self.happen(Event::Planned { request, result: result.map(Box::new) });
    }

    /// Press keys: every character of `text`.
    pub fn press(&mut self, text: &str) {
        text.chars().for_each(|c| self.key(Key::Char(c)));
    }

    pub fn key(&mut self, key: Key) {
        self.happen(Event::Key(key));
    }

    /// Draw, and let the state learn from it.
    pub fn draw(&mut self) -> String {
        self.buffer("ansi").1
    }

    pub fn buffer(&mut self, theme: &str) -> (ratatui::buffer::Buffer, String) {
        let area = ratatui::layout::Rect::new(0, 0, self.size.0, self.size.1);
        let mut buf = ratatui::buffer::Buffer::empty(area);
        let look = Look::new(&Theme::load(theme, None).expect("a theme"));
        let seen = render(&self.state, &look, area, &mut buf);
        drawn(&mut self.state, seen);
        let text = super::view::lines(&buf).join("\n");
        (buf, text)
    }
}
