//! How fast the chain is: blocks, stake calls, the first answer, memory. Nothing is asserted about time.
//!
//! The world is the largest that mainnet allows: 128 subnets of 256 neurons.

#[path = "../tests/devnet/kit.rs"]
#[allow(dead_code, reason = "the tests use the rest")]
mod kit;

use std::time::{Duration, Instant};

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use node_subtensor_runtime::{Runtime, RuntimeCall};
use pallet_subtensor::genesis::Position;
use serde_json::json;
use tau_devnet::{BlockTime, Devnet, Options, World};
use tokio::runtime::Runtime as Tokio;

use kit::{Transaction, call, id};

// As in the binary.
#[cfg(target_os = "linux")]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// Neurons of the subnet whose epoch is measured, ...
const NEURONS: u16 = 256;

/// ... and those of them that judge the others.
const VALIDATORS: u16 = 64;

/// Stake calls in one block.
const STAKES: u32 = 200;

fn tokio() -> Tokio {
    Tokio::new().unwrap_or_else(|error| panic!("{error}"))
}

fn options(world: World) -> Options {
    Options { world, block_time: BlockTime::Manual, traders: false, ..Options::default() }
}

fn start(world: World) -> Devnet {
    Devnet::start(options(world)).unwrap_or_else(|error| panic!("{error}"))
}

/// Megabytes that this process holds now, and at most so far.
fn memory() -> (u64, u64) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let of = |name: &str| {
        let line = status.lines().find(|line| line.starts_with(name)).unwrap_or_default();
        line.split_whitespace().nth(1).and_then(|kb| kb.parse::<u64>().ok()).unwrap_or(0) / 1_024
    };
    (of("VmRSS:"), of("VmHWM:"))
}

fn blocks(criterion: &mut Criterion) {
    let runtime = tokio();
    let _inside = runtime.enter();
    let devnet = start(World::sized(128, 256));
    let mut group = criterion.benchmark_group("128 subnets x 256 neurons");
    group.sample_size(10).throughput(Throughput::Elements(360));
    group.measurement_time(Duration::from_secs(30));
    // A whole tempo, so that every subnet's epoch is in it once.
    group.bench_function("360 blocks without transactions", |bencher| {
        bencher
            .iter(|| runtime.block_on(devnet.mine(360)).unwrap_or_else(|error| panic!("{error}")));
    });
    group.finish();
    let (now, most) = memory();
    println!(
        "memory of this process after {} blocks: {now} MiB, at most {most} MiB",
        devnet.best()
    );
}

fn stakes(criterion: &mut Criterion) {
    let runtime = tokio();
    let _inside = runtime.enter();
    let devnet = start(World::bare());
    let hotkey = id("//Demo//validator");
    let mut group = criterion.benchmark_group("stake");
    group.sample_size(10).throughput(Throughput::Elements(u64::from(STAKES)));
    group.bench_function("200 calls in one block", |bencher| {
        bencher.iter_batched(
            || {
                runtime.block_on(async {
                    let stake: RuntimeCall = pallet_subtensor::Call::<Runtime>::add_stake {
                        hotkey: hotkey.clone(),
                        netuid: 1,
                        amount_staked: 10_000_000,
                    }
                    .into();
                    let first = Transaction::new(&devnet, "//Alice", &stake).await;
                    for nonce in first.nonce..first.nonce + STAKES {
                        let one = Transaction { nonce, ..first.clone() };
                        call(&devnet, "author_submitExtrinsic", json!([one.hex()])).await;
                    }
                });
            },
            |()| runtime.block_on(devnet.mine(1)).unwrap_or_else(|error| panic!("{error}")),
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

fn first_answer(criterion: &mut Criterion) {
    let runtime = tokio();
    let mut group = criterion.benchmark_group("start");
    group.sample_size(10);
    group.bench_function("demo world to the first answer over the socket", |bencher| {
        bencher.iter_custom(|times| {
            let mut spent = Duration::ZERO;
            for seed in 0..times {
                let begun = Instant::now();
                runtime.block_on(async {
                    let devnet = start(World::demo(seed));
                    let server = devnet.serve(0).await.unwrap_or_else(|error| panic!("{error}"));
                    let client = jsonrpsee::ws_client::WsClientBuilder::default()
                        .build(server.url())
                        .await
                        .unwrap_or_else(|error| panic!("{error}"));
                    let params = jsonrpsee::rpc_params![];
                    let name: String =
                        jsonrpsee::core::client::ClientT::request(&client, "system_chain", params)
                            .await
                            .unwrap_or_else(|error| panic!("{error}"));
                    assert_eq!(name, "tau devnet");
                });
                spent += begun.elapsed();
            }
            spent
        });
    });
    group.finish();
}

/// One subnet of 256 neurons, of which 64 have stake, permits and an opinion of all others; an epoch every `tempo` blocks.
fn contested(tempo: u16) -> World {
    let mut world = World::sized(1, NEURONS);
    let subnet = &mut world.chain.subnets[0];
    subnet.parameters.tempo = tempo;
    subnet.parameters.max_validators = VALIDATORS;
    for (uid, neuron) in (0..VALIDATORS).zip(&mut subnet.neurons) {
        neuron.figures.validator_permit = true;
        neuron.figures.last_update = u64::from(world.height);
        neuron.weights =
            (VALIDATORS..NEURONS).map(|other| (other, 1_000 + other * 7 + uid * 3)).collect();
        world.chain.positions.push(Position {
            hotkey: neuron.hotkey.clone(),
            coldkey: neuron.coldkey.clone(),
            netuid: subnet.netuid,
            alpha: 1_000_000_000_000 * (1 + u64::from(uid)),
        });
    }
    world
}

/// The difference between the two is the whole epoch: stakes read, Yuma's answer worked out, everybody paid.
fn epoch(criterion: &mut Criterion) {
    let runtime = tokio();
    let _inside = runtime.enter();
    let mut group = criterion.benchmark_group("256 neurons with 64 validators");
    for (name, tempo) in [("a block with an epoch", 1), ("a block without one", u16::MAX)] {
        let devnet = start(contested(tempo));
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                runtime.block_on(devnet.mine(1)).unwrap_or_else(|error| panic!("{error}"))
            });
        });
    }
    group.finish();
}

criterion_group!(benches, blocks, epoch, stakes, first_answer);
criterion_main!(benches);
