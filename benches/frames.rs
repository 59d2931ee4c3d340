//! One frame of the two big tables, and what happens before one: sorting and filtering 4,096 rows.
//!
//! Budgets (a frame 2 ms at 200x60, a sort or filter 5 ms) are compared by eye; nothing is asserted.

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use tau::model::{
    AccountId, Alpha, At, Coldkey, Hash, Hotkey, Label, Metagraph, NetUid, Network, Neuron, Price,
    Subnet, Subnets, Tao, Uid,
};
use tau::theme::Theme;
use tau::tui::{Effect, Event, Key, Look, Screen, State, render, update};
use tau_economics::pool::{DEFAULT_FEE_RATE, EVEN_WEIGHT, Pool};

const AREA: Rect = Rect { x: 0, y: 0, width: 200, height: 60 };

fn at() -> At {
    At { block: 5_400_000, hash: Hash([7; 32]) }
}

fn account(number: u32) -> AccountId {
    let mut bytes = [0; 32];
    bytes[..4].copy_from_slice(&number.to_le_bytes());
    AccountId(bytes)
}

fn subnet(netuid: u16) -> Subnet {
    let number = u64::from(netuid) + 1;
    let pool = Pool {
        tao: number * 777_000_000_000,
        alpha: number * 31_000_000_000_000,
        quote_weight: EVEN_WEIGHT,
        fee_rate: DEFAULT_FEE_RATE,
    };
    Subnet {
        netuid: NetUid(netuid),
        name: Label::new(&format!("subnet {}", number * 7919 % 1000)),
        symbol: Label::new("α"),
        identity: None,
        owner_coldkey: Coldkey(account(1)),
        owner_hotkey: Hotkey(account(2)),
        registered_at: 5_000_000 - number,
        price: Price::from_rao(pool.price_rao()),
        moving_price: Price::from_rao(pool.price_rao()),
        tao_in: Tao::from_rao(pool.tao),
        alpha_in: Alpha::from_rao(pool.alpha),
        alpha_out: Alpha::from_rao(pool.alpha * 3),
        tao_in_emission: Tao::from_rao(number * 100_000),
        tao_bought: Tao::ZERO,
        alpha_in_emission: Alpha::from_rao(1_000_000_000),
        alpha_out_emission: Alpha::from_rao(1_000_000_000),
        volume_rao: u128::from(number) * 1_000_000_000_000,
        tempo: 360,
        blocks_since_step: number % 360,
        burn: Some(Tao::from_rao(number * 1_000_000)),
        neurons: Some(256),
        max_neurons: Some(256),
        pool: Some(pool),
    }
}

fn neuron(uid: u16) -> Neuron {
    let scattered = u32::from(uid).wrapping_mul(2_654_435_761);
    let share = u16::try_from(scattered >> 16).unwrap_or(0);
    Neuron {
        uid: Uid(uid),
        hotkey: Hotkey(account(scattered)),
        coldkey: Coldkey(account(scattered / 3)),
        name: uid.is_multiple_of(8).then(|| Label::new(&format!("neuron {uid}"))),
        axon: None,
        active: true,
        validator_permit: uid.is_multiple_of(64),
        last_update: u64::from(scattered % 5_400_000),
        registered_at: u64::from(scattered % 5_400_000),
        emission: Alpha::from_rao(u64::from(scattered)),
        dividends: share,
        incentive: share / 2,
        consensus: share / 3,
        alpha_stake: Alpha::from_rao(u64::from(scattered) * 1_000),
        validator_trust: Some(0),
        tao_stake: Tao::from_rao(u64::from(scattered) * 10),
        total_stake: Alpha::from_rao(u64::from(scattered) * 1_002),
    }
}

/// A dashboard that has read 128 subnets.
fn subnets_state() -> State {
    let mut state = State::new("dev", Screen::Subnets, None);
    let network = Network {
        name: "dev".into(),
        genesis: Hash([1; 32]),
        spec_version: 425,
        transaction_version: 1,
    };
    let effects = update(&mut state, Event::Connected(Box::new(network)));
    let list = (0..128).map(subnet).collect();
    for effect in effects {
        if let Effect::ReadSubnets { request } = effect {
            let subnets = Arc::new(Subnets { at: at(), list: Vec::clone(&list), immunity: None });
            let _ = update(&mut state, Event::Subnets { request, result: Ok(subnets) });
        }
    }
    assert!(state.subnets().is_some(), "the subnets were not taken");
    state
}

/// The same, with the first subnet open and 4,096 neurons read.
fn metagraph_state() -> State {
    let mut state = subnets_state();
    for effect in update(&mut state, Event::Key(Key::Enter)) {
        if let Effect::ReadMetagraph { request, netuid } = effect {
            let metagraph = Metagraph {
                at: at(),
                subnet: subnet(netuid.0),
                immunity_period: 5_000,
                registration_allowed: true,
                max_validators: 64,
                neurons: (0..4_096).map(neuron).collect(),
            };
            let event = Event::Metagraph { request, netuid, result: Ok(Arc::new(metagraph)) };
            let _ = update(&mut state, event);
        }
    }
    state
}

fn frames(criterion: &mut Criterion) {
    let look = Look::new(&Theme::load("default", None).expect("embedded theme"));
    let mut group = criterion.benchmark_group("frame 200x60");
    for (name, state) in [("128 subnets", subnets_state()), ("4096 neurons", metagraph_state())] {
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let mut buffer = Buffer::empty(AREA);
                black_box(render(black_box(&state), &look, AREA, &mut buffer));
                buffer
            });
        });
    }
    group.finish();
}

fn rows(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("4096 rows");
    let mut state = metagraph_state();
    group.bench_function("sort", |bencher| {
        bencher.iter(|| black_box(update(&mut state, Event::Key(Key::Char('S')))));
    });
    let mut state = metagraph_state();
    let _ = update(&mut state, Event::Key(Key::Char('/')));
    let mut typed = false;
    group.bench_function("filter by one more or one fewer letter", |bencher| {
        bencher.iter(|| {
            typed = !typed;
            let key = if typed { Key::Char('7') } else { Key::Backspace };
            black_box(update(&mut state, Event::Key(key)))
        });
    });
    group.finish();
}

criterion_group!(benches, frames, rows);
criterion_main!(benches);
