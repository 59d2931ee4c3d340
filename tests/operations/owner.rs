//! What owners of subnets set: every hyperparameter with the chain's answer read back, and each way in which
//! the chain would refuse.

use serde_json::json;
use tau::chain::surface::{OWNER_PARAMETERS, Takes};
use tau::model::{BatchMode, Intent, NetUid, Outcome, ParameterValue, Plan, Tao};
use tau::ops::{self, OwnerSheet};

use crate::any::{any, bytes};
use crate::bench::{Bench, Key, alice, miner, owner, world};

const ONE: NetUid = NetUid(1);

pub fn set_on(netuid: NetUid, name: &str, value: &str) -> Intent {
    let (name, value) = ops::parameter_value(name, value).expect("it means something");
    Intent::SetHyperparameter { netuid, name: name.to_owned(), value }
}

fn set(name: &str, value: &str) -> Intent {
    set_on(ONE, name, value)
}

async fn sheet_of(bench: &Bench, netuid: NetUid) -> OwnerSheet {
    ops::owner_sheet(&bench.chain, netuid).await.expect("it is read").1
}

async fn sheet(bench: &Bench) -> OwnerSheet {
    sheet_of(bench, ONE).await
}

pub fn shown(sheet: &OwnerSheet, name: &str) -> String {
    let one = sheet.values.iter().find(|one| one.row.name == name);
    let one = one.unwrap_or_else(|| panic!("no {name}"));
    ops::shown(one.row, &one.value)
}

fn change(plan: &Plan, name: &str) -> String {
    let Outcome::Change { changes, .. } = &plan.outcome else { panic!("{:?}", plan.outcome) };
    let one = changes.iter().find(|one| one.name == name).expect("it changes");
    format!("{} -> {}", one.before.as_deref().unwrap_or("nothing"), one.after)
}

/// A value that the chain takes and that is none of the usual ones, after what has to be so before.
pub fn sample(name: &str) -> (&'static [(&'static str, &'static str)], String) {
    let before: &[(&str, &str)] = match name {
        "alpha_low" | "alpha_high" => &[("liquid_alpha_enabled", "true")],
        _ => &[],
    };
    let row = OWNER_PARAMETERS.iter().find(|row| row.name == name).expect("a row");
    let value = match (name, row.takes) {
        ("max_allowed_uids", _) => "200".to_owned(),
        ("immune_owner_uids_limit", _) => "5".to_owned(),
        ("activity_cutoff", _) => "777".to_owned(),
        ("min_childkey_take", _) => "5%".to_owned(),
        ("alpha_low", _) => "3000".to_owned(),
        ("alpha_high", _) => "65000".to_owned(),
        ("root_claim_threshold", _) => "12345".to_owned(),
        (_, Takes::Number { least, .. }) => (least + 88).to_string(),
        ("min_burn", _) => "0.4".to_owned(),
        (_, Takes::Tao { .. }) => "0.5".to_owned(),
        (_, Takes::Share { .. }) => "12345".to_owned(),
        (_, Takes::Factor { .. }) => "1.75".to_owned(),
        (_, Takes::Unearned) => "recycle".to_owned(),
        (_, Takes::Hotkey) => miner().account().to_string(),
        // Whatever it is not.
        (_, Takes::Flag) => String::new(),
    };
    (before, value)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_hyperparameter_is_set_and_read_again() {
    let bench = Bench::new().await;
    // The window and the limits of one change are not those of another.
    for row in OWNER_PARAMETERS {
        // Both bounds of liquid alpha are one change: each has a subnet of its own.
        let netuid = NetUid(match row.name {
            "alpha_low" => 2,
            "alpha_high" => 3,
            _ => 1,
        });
        let (before, mut value) = sample(row.name);
        for (name, value) in before {
            bench.carry_out(set_on(netuid, name, value), &owner()).await;
        }
        let was = shown(&sheet_of(&bench, netuid).await, row.name);
        if value.is_empty() {
            value = if was == "true" { "false" } else { "true" }.to_owned();
        }
        let intent = set_on(netuid, row.name, &value);
        let (plan, _) = bench.carry_out(intent.clone(), &owner()).await;
        assert!(plan.call.args.iter().any(|arg| arg.name == "netuid"), "{:?}", plan.call);
        let now = shown(&sheet_of(&bench, netuid).await, row.name);
        assert_ne!(was, now, "{}", row.name);
        assert_eq!(change(&plan, row.name), format!("{was} -> {now}"), "{}", row.name);
        let again = bench.refusal(intent, &owner()).await;
        assert!(again.starts_with(&format!("{} is ", row.name)), "{again}");
    }
    // The same call sets both bounds: each kept the other.
    let low = sheet_of(&bench, NetUid(2)).await;
    assert!(shown(&low, "alpha_high").contains("58982 of 65535"), "{}", shown(&low, "alpha_high"));
    let off = set("voting_power_tracking", "false");
    let (plan, _) = bench.carry_out(off, &owner()).await;
    assert_eq!(plan.call.call, "disable_voting_power_tracking");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_is_refused_until_the_owner_may_change_it_again() {
    let mut world = world();
    world.chain.subnets[0].parameters.tempo = 60;
    let bench = Bench::of(world).await;
    bench.carry_out(set("rho", "11"), &owner()).await;
    let now = sheet(&bench).await;
    let rho = now.values.iter().find(|one| one.row.name == "rho").expect("rho");
    assert_eq!(rho.interval, 120, "two tempos");
    let text = bench.refusal(set("rho", "12"), &owner()).await;
    let wanted = format!("rho of subnet 1 can be changed again from block {}", rho.from);
    assert!(text.starts_with(&wanted), "{text}");
    // Something else is not held up by it.
    bench.carry_out(set("immunity_period", "100"), &owner()).await;
    // The chain agrees on the block: a block too early fails, and this is the first that does not.
    loop {
        let at = bench.chain.pin().await.expect("a block").at().block;
        if at + 1 >= rho.from {
            break;
        }
        bench.devnet.mine(u32::min(rho.from - at - 1, 50)).await.expect("blocks");
    }
    match bench.plan(set("rho", "12"), &owner()).await {
        Ok(plan) => bench.commit(&plan, &owner()).await.expect("the chain takes it"),
        Err(error) => panic!("{error}"),
    };
    assert_eq!(shown(&sheet(&bench).await, "rho"), "12");
}

#[tokio::test(flavor = "multi_thread")]
async fn owners_change_nothing_shortly_before_an_epoch() {
    let bench = Bench::manual().await;
    let window = sheet(&bench).await.window;
    let epoch = window.next_epoch.expect("it has epochs");
    assert_eq!(window.blocks, 10);
    // The last block that takes it is eleven before the epoch: it is the one after this.
    let at = bench.chain.pin().await.expect("a block").at().block;
    bench.devnet.mine(epoch - 11 - at).await.expect("blocks");
    let open = bench.plan(set("rho", "11"), &owner()).await.expect("it is open");
    assert!(
        open.warnings
            .iter()
            .any(|one| one.to_string().contains(&format!("until block {}", epoch - 10))),
        "{:?}",
        open.warnings
    );
    bench.devnet.mine(1).await.expect("a block");
    let text = bench.refusal(set("rho", "11"), &owner()).await;
    assert_eq!(
        text,
        format!(
            "owners change nothing in the 10 blocks before an epoch: subnet 1 is closed until block {epoch}; \
             now is block {}",
            epoch - 10
        )
    );
    let error = tau::error::Error::from(
        bench.plan(set("rho", "11"), &owner()).await.expect_err("it is closed"),
    );
    assert_eq!(error.kind, tau::error::Kind::Rejected);
    assert!(error.hints.iter().any(|hint| hint.contains("10 more blocks")), "{:?}", error.hints);
    // Neither mechanisms nor places; but the hotkey and what is no hyperparameter.
    let count = Intent::SetMechanisms { netuid: ONE, count: 1 };
    assert_eq!(bench.refusal(count, &owner()).await, "mechanisms is 1 already");
    let trim = Intent::TrimNeurons { netuid: ONE, places: 100 };
    assert!(bench.refusal(trim, &owner()).await.starts_with("owners change nothing"));
    let hotkey = set("owner_hotkey", &miner().account().to_string());
    bench.plan(hotkey, &owner()).await.expect("it is never closed");
    // The epoch opens it again.
    bench.devnet.mine(10).await.expect("blocks");
    bench.plan(set("rho", "11"), &owner()).await.expect("it is open again");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_chain_would_refuse_is_refused_before() {
    let bench = Bench::new().await;
    let refused = async |name: &str, value: &str| bench.refusal(set(name, value), &owner()).await;
    let stranger = bench.refusal(set("rho", "11"), &alice()).await;
    assert_eq!(stranger, format!("subnet 1 belongs to the coldkey {}", owner().account()));
    assert_eq!(
        refused("tempo", "359").await,
        "tempo cannot be 359: the chain takes 360 to 50400 blocks"
    );
    assert_eq!(
        refused("max_allowed_uids", "257").await,
        "max_allowed_uids cannot be 257: the chain takes 1 to 256 neurons"
    );
    assert!(refused("max_allowed_uids", "3").await.contains("no fewer than 64"));
    assert_eq!(
        refused("min_burn", "1").await,
        "min_burn cannot be 1 TAO: the chain takes 0 to 0.999999999 TAO"
    );
    assert_eq!(
        refused("max_burn", "0.1").await,
        "max_burn cannot be 0.1 TAO: the chain takes at least 0.100000001 TAO"
    );
    assert_eq!(
        refused("burn_increase_mult", "3.000000001").await,
        "burn_increase_mult cannot be 3.000000001: the chain takes a factor from 1 to 3"
    );
    assert_eq!(
        refused("activity_cutoff", "359").await,
        "activity_cutoff cannot be 359: the chain takes at least 360 blocks"
    );
    assert_eq!(
        refused("min_childkey_take", "19%").await,
        "min_childkey_take cannot be 19% (12451 of 65535): the chain takes 0% to 18%"
    );
    assert_eq!(
        refused("alpha_low", "3000").await,
        "alpha_low needs liquid_alpha_enabled, which is off on subnet 1"
    );
    let wrong = Intent::SetHyperparameter {
        netuid: ONE,
        name: "rho".to_owned(),
        value: ParameterValue::Tao(Tao::from_rao(1)),
    };
    assert!(bench.refusal(wrong, &owner()).await.starts_with("rho cannot be 0.000000001 TAO"));
    let unknown = Intent::SetHyperparameter {
        netuid: ONE,
        name: "kappa".to_owned(),
        value: ParameterValue::Number(1),
    };
    assert_eq!(
        bench.refusal(unknown, &owner()).await,
        "`kappa` is not a hyperparameter that owners can set on this runtime"
    );
    let elsewhere = Intent::SetMechanisms { netuid: NetUid(77), count: 2 };
    assert!(bench.refusal(elsewhere, &owner()).await.contains("77"));
}

#[tokio::test(flavor = "multi_thread")]
async fn mechanisms_share_the_emission() {
    let bench = Bench::new().await;
    let count = |count| Intent::SetMechanisms { netuid: ONE, count };
    let split = |parts: Option<Vec<u16>>| Intent::SplitEmission { netuid: ONE, parts };
    assert_eq!(
        bench.refusal(count(2), &owner()).await,
        "mechanisms cannot be 2: the chain takes 1 to 1 (at most 2, and 256 neurons over all \
         mechanisms with 256 places)"
    );
    assert_eq!(
        bench.refusal(split(Some(vec![1, 2])), &owner()).await,
        "2 parts were given, and subnet 1 has 1 mechanisms"
    );
    bench.carry_out(Intent::TrimNeurons { netuid: ONE, places: 128 }, &owner()).await;
    assert_eq!(sheet(&bench).await.places, 128);
    let (plan, _) = bench.carry_out(count(2), &owner()).await;
    assert_eq!(change(&plan, "mechanisms"), "1 -> 2");
    assert_eq!(sheet(&bench).await.mechanisms, 2);
    let text = bench.refusal(count(1), &owner()).await;
    assert!(text.starts_with("mechanisms of subnet 1 can be changed again from block "), "{text}");
    let text = bench.refusal(split(Some(vec![1, 2])), &owner()).await;
    assert!(text.contains("3 of 65535 in all"), "{text}");
    let (plan, _) = bench.carry_out(split(Some(vec![45_875, 19_660])), &owner()).await;
    assert_eq!(change(&plan, "split"), "even -> 70%, 30%");
    assert_eq!(sheet(&bench).await.split, Some(vec![45_875, 19_660]));
    let text = bench.refusal(split(None), &owner()).await;
    assert!(text.starts_with("split of subnet 1 can be changed again from block "), "{text}");
    let trim = Intent::TrimNeurons { netuid: ONE, places: 100 };
    let text = bench.refusal(trim, &owner()).await;
    assert!(text.starts_with("the number of neurons of subnet 1 can be changed again"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trimmed_subnet_loses_who_the_plan_says() {
    let mut world = world();
    let subnet = &mut world.chain.subnets[0];
    subnet.parameters.immunity_period = 0;
    let bench = Bench::steered(world).await;
    // Two neurons are there; four more come.
    for name in ["//A", "//B", "//C", "//D"] {
        let hotkey = Key::new(name).hotkey();
        bench.carry_out(Intent::Register { hotkey, netuid: ONE, max_burn: None }, &alice()).await;
    }
    // The chain lets owners go down to 64 places; here it lets them go down to two.
    let netuid = 1u16.to_le_bytes();
    bench.set_subtensor("MinAllowedUids", &netuid, &2u16.to_le_bytes()).await;
    let trim = |places| Intent::TrimNeurons { netuid: ONE, places };
    let text = bench.refusal(trim(1), &owner()).await;
    assert!(text.starts_with("max_allowed_uids cannot be 1: the chain takes 2 to 256"), "{text}");
    let before = ops::metagraph(&bench.chain, ONE).await.expect("a metagraph");
    assert_eq!(before.neurons.len(), 6);
    let (plan, _) = bench.carry_out(trim(4), &owner()).await;
    let gone = change(&plan, "removed_uids");
    let gone: Vec<u16> = gone
        .trim_start_matches("nothing -> ")
        .split(", ")
        .map(|uid| uid.parse().expect("a uid"))
        .collect();
    let after = ops::metagraph(&bench.chain, ONE).await.expect("a metagraph");
    assert_eq!(after.neurons.len(), 4);
    let left: Vec<_> = after.neurons.iter().map(|neuron| neuron.hotkey).collect();
    for neuron in &before.neurons {
        let stays = !gone.contains(&neuron.uid.0);
        assert_eq!(left.contains(&neuron.hotkey), stays, "uid {}", neuron.uid);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_symbol_is_chosen() {
    let bench = Bench::new().await;
    let symbol = |symbol: &str| Intent::SetSymbol { netuid: ONE, symbol: symbol.to_owned() };
    let was = sheet(&bench).await.symbol;
    let (plan, _) = bench.carry_out(symbol("ω"), &owner()).await;
    assert_eq!(change(&plan, "symbol"), format!("{was} -> ω"));
    assert_eq!(sheet(&bench).await.symbol.as_str(), "ω");
    assert_eq!(bench.refusal(symbol("ω"), &owner()).await, "the symbol is ω already");
    let (_, two) = ops::owner_sheet(&bench.chain, NetUid(2)).await.expect("it is read");
    let taken = two.symbol.to_string();
    assert_eq!(
        bench.refusal(symbol(&taken), &owner()).await,
        format!("another subnet has the symbol {taken}")
    );
    let text = bench.refusal(symbol("ψ"), &alice()).await;
    assert!(text.starts_with("subnet 1 belongs to the coldkey "), "{text}");
}

fn trigger(netuid: u16) -> Intent {
    Intent::TriggerEpoch { netuid: NetUid(netuid) }
}

/// Subnet 1 with epochs a hundred blocks apart, whose weights are set openly.
async fn open_subnet() -> Bench {
    let mut world = world();
    world.chain.subnets[0].parameters.tempo = 100;
    world.chain.subnets[0].parameters.commit_reveal_weights = false;
    Bench::steered(world).await
}

async fn now(bench: &Bench) -> u32 {
    bench.chain.pin().await.expect("a block").at().block
}

#[tokio::test(flavor = "multi_thread")]
async fn an_epoch_comes_when_its_owner_calls_for_it() {
    let bench = open_subnet().await;
    let stranger = bench.refusal(trigger(1), &alice()).await;
    assert_eq!(stranger, format!("subnet 1 belongs to the coldkey {}", owner().account()));
    let nowhere = bench.refusal(trigger(77), &owner()).await;
    assert!(nowhere.contains("no subnet 77"), "{nowhere}");
    let commits = bench.refusal(trigger(2), &owner()).await;
    assert_eq!(
        commits,
        "no epoch can be called for while weights are committed first, as on subnet 2"
    );

    let itself = sheet(&bench).await.window.next_epoch.expect("it has epochs");
    let fires = now(&bench).await + 11;
    assert!(fires < itself, "{fires} {itself}");
    let plan = bench.plan(trigger(1), &owner()).await.expect("a plan");
    assert_eq!(change(&plan, "next_epoch_block"), format!("{itself} -> {fires}"));
    assert_eq!(change(&plan, "epoch_after_it_block"), format!("nothing -> {}", fires + 100));
    assert_eq!(change(&plan, "can_be_done"), "nothing -> once in 200 blocks");
    assert!(
        plan.warnings.iter().any(|one| one.to_string().contains(&fires.to_string())),
        "{:?}",
        plan.warnings
    );
    // What comes after it under the same signature finds the subnet closed.
    let batch = |next| Intent::Batch { mode: BatchMode::Atomic, items: vec![trigger(1), next] };
    let closed = bench.refusal(batch(set("rho", "11")), &owner()).await;
    let expected = "operation 2: owners change nothing in the 10 blocks before an epoch";
    assert!(closed.starts_with(expected), "{closed}");
    let twice = bench.refusal(batch(trigger(1)), &owner()).await;
    assert!(
        twice.starts_with("operation 2: an epoch of subnet 1 is called for already"),
        "{twice}"
    );
    bench.commit(&plan, &owner()).await.expect("the chain takes it");
    assert_eq!(sheet(&bench).await.window.pending, Some(fires));

    let again = bench.refusal(trigger(1), &owner()).await;
    let at = now(&bench).await;
    assert_eq!(
        again,
        format!(
            "an epoch of subnet 1 is called for already: it comes at block {fires}; now is block {at}"
        )
    );
    let closed = bench.refusal(set("rho", "11"), &owner()).await;
    assert!(closed.contains(&format!("closed until block {fires}")), "{closed}");
    bench.devnet.mine(fires - at).await.expect("blocks");
    // It came, and the next one is a tempo later.
    let after = sheet(&bench).await;
    assert_eq!((after.window.pending, after.window.next_epoch), (None, Some(fires + 100)));
    let soon = bench.refusal(trigger(1), &owner()).await;
    let from = at + 200;
    let expected =
        format!("calling for an epoch of this subnet can be done again from block {from}");
    assert!(soon.starts_with(&expected), "{soon}");
    bench.steer("tau_timeTravel", json!({ "blocks": from - 2 - now(&bench).await })).await;
    let soon = bench.refusal(trigger(1), &owner()).await;
    assert!(soon.ends_with(&format!("now is block {}", from - 2)), "{soon}");
    bench.devnet.mine(1).await.expect("a block");
    bench.carry_out(trigger(1), &owner()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_epoch_is_called_for_when_one_comes_by_itself_no_later() {
    let bench = open_subnet().await;
    let next = sheet(&bench).await.window.next_epoch.expect("it has epochs");
    let raw = any(bytes(&bench, "SubtensorModule", "trigger_epoch", &[("netuid", "1")]).await);
    // Its last block is ten before the epoch: the one after this.
    bench.devnet.mine(next - 11 - now(&bench).await).await.expect("blocks");
    let plan = bench.plan(trigger(1), &owner()).await.expect("it is early enough");
    assert_eq!(change(&plan, "next_epoch_block"), format!("{next} -> {next}"));
    bench.devnet.mine(1).await.expect("a block");
    let late = bench.refusal(trigger(1), &owner()).await;
    assert_eq!(
        late,
        format!(
            "the next epoch of subnet 1 comes by itself at block {next}, less than 10 blocks after one \
             that would be called for; now is block {}",
            next - 10
        )
    );
    let plan = bench.plan(raw.clone(), &owner()).await.expect("it is any call");
    let said = bench.commit(&plan, &owner()).await.expect_err("the chain refuses").to_string();
    assert!(said.contains("AutoEpochAlreadyImminent"), "{said}");
    bench.set_subtensor("Tempo", 1u16.to_le_bytes(), 0u16.to_le_bytes()).await;
    let never = bench.refusal(trigger(1), &owner()).await;
    assert_eq!(never, "subnet 1 has no epochs: its tempo is 0");

    // The chain takes it in the very block that tau says is the last.
    let other = open_subnet().await;
    other.devnet.mine(next - 11 - now(&other).await).await.expect("blocks");
    other.carry_out(trigger(1), &owner()).await;
    assert_eq!(sheet(&other).await.window.pending, Some(next));
}
