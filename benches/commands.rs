//! Whole commands as processes, against the development chain with 128 subnets of 256 neurons.
//!
//! With `TAU_BENCH_BTCLI` naming an official `btcli`, it runs beside on the same node, so that ratios
//! can be read off. Nothing is asserted about time.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use tau_devnet::{BlockTime, Devnet, Options, Server, World};

/// Alice's account, as a key that everybody knows.
const PUBLIC: &str = r#"{"accountId":"0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d","publicKey":"0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d","ss58Address":"5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"}"#;

fn tau(home: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tau"));
    command
        .args(arguments)
        .env_clear()
        .env("HOME", home)
        .stdin(Stdio::null())
        .stderr(Stdio::null());
    command
}

fn succeeds(mut command: Command) -> usize {
    let output = command.output().expect("the program starts");
    assert!(output.status.success(), "{command:?} gave {}", output.status);
    output.stdout.len()
}

/// A wallet folder in btcli's layout, made of public files.
fn wallets(home: &Path, wallets: usize, hotkeys: usize) -> PathBuf {
    let root = home.join(format!("wallets-{wallets}"));
    for wallet in 0..wallets {
        let folder = root.join(format!("wallet{wallet}")).join("hotkeys");
        fs::create_dir_all(&folder).expect("folder");
        fs::write(root.join(format!("wallet{wallet}/coldkeypub.txt")), PUBLIC).expect("file");
        for hotkey in 0..hotkeys {
            fs::write(folder.join(format!("hotkey{hotkey}")), PUBLIC).expect("file");
            fs::write(folder.join(format!("hotkey{hotkey}pub.txt")), PUBLIC).expect("file");
        }
    }
    root
}

fn without_a_chain(criterion: &mut Criterion) {
    let home = tempfile::tempdir().expect("temporary folder");
    criterion.bench_function("tau --version", |bencher| {
        bencher.iter_batched(
            || tau(home.path(), &["--version"]),
            succeeds,
            BatchSize::PerIteration,
        );
    });
    for (count, hotkeys) in [(3, 2), (1_000, 10)] {
        let root = wallets(home.path(), count, hotkeys);
        let root = root.to_str().expect("temporary paths are text");
        criterion.bench_function(&format!("tau wallet list --json, {count} wallets"), |bencher| {
            let command = || tau(home.path(), &["wallet", "list", "--json", "--wallet-path", root]);
            bencher.iter_batched(command, succeeds, BatchSize::PerIteration);
        });
    }
}

/// The chain, kept up by its runtime.
fn node(runtime: &tokio::runtime::Runtime) -> (Devnet, Server) {
    runtime.block_on(async {
        let options = Options {
            world: World::sized(128, 256),
            block_time: BlockTime::Interval(Duration::from_secs(12)),
            traders: false,
            ..Options::default()
        };
        let devnet = Devnet::start(options).expect("the chain starts");
        let server = devnet.serve(0).await.expect("a free port");
        (devnet, server)
    })
}

fn on_a_chain(criterion: &mut Criterion) {
    let home = tempfile::tempdir().expect("temporary folder");
    let runtime = tokio::runtime::Runtime::new().expect("threads");
    let (_devnet, server) = node(&runtime);
    let url = server.url();
    let subnets = ["subnet", "list", "--json", "--network", &url];
    let metagraph = ["subnet", "metagraph", "1", "--json", "--network", &url];
    // Fills the metadata cache, as any earlier command would have.
    succeeds(tau(home.path(), &subnets));

    let mut group = criterion.benchmark_group("128 subnets of 256 neurons");
    group.sample_size(20);
    for (name, arguments) in
        [("tau subnet list --json", &subnets[..]), ("tau subnet metagraph 1 --json", &metagraph)]
    {
        group.bench_function(name, |bencher| {
            bencher.iter_batched(|| tau(home.path(), arguments), succeeds, BatchSize::PerIteration);
        });
    }
    if let Ok(btcli) = std::env::var("TAU_BENCH_BTCLI") {
        group.sample_size(10);
        group.bench_function("btcli subnets list --json-output", |bencher| {
            let command = || {
                let mut command = Command::new(&btcli);
                command
                    .args(["subnets", "list", "--json-output", "--network", &url])
                    .env("HOME", home.path())
                    .env("COLUMNS", "10000")
                    .stdin(Stdio::null())
                    .stderr(Stdio::null());
                command
            };
            bencher.iter_batched(command, succeeds, BatchSize::PerIteration);
        });
    }
    group.finish();
}

criterion_group!(benches, without_a_chain, on_a_chain);
criterion_main!(benches);
