//! Keys that take the place of others.

use codec::Encode;
use tau::model::{Coldkey, Intent, KeySwap, NetUid, Outcome, SwapStake, Tao, TaoAmount};
use tau::ops;

use crate::bench::{Bench, Key, UNIT, alice, bob, miner, owner, validator, world};

fn swap(old: &Key, new: &Key, netuid: Option<u16>, stake: SwapStake) -> Intent {
    Intent::SwapKey(KeySwap::Hotkey {
        hotkey: old.hotkey(),
        new_hotkey: new.hotkey(),
        netuid: netuid.map(NetUid),
        stake,
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hotkey_is_swapped_on_one_subnet() {
    let bench = Bench::new().await;
    let fresh = Key::new("//Fresh");
    let (plan, receipt) =
        bench.carry_out(swap(&miner(), &fresh, Some(1), SwapStake::Follows), &owner()).await;
    let Outcome::Change { cost, .. } = &plan.outcome else { panic!("{plan:?}") };
    assert_eq!(cost.rao(), 1_000_000);
    assert_eq!(receipt.free_after, Some(plan.free_after));
    let pinned = bench.chain.pin().await.expect("a block");
    let owners = pinned.owners(&[fresh.hotkey(), miner().hotkey()]).await.expect("owners");
    assert_eq!(owners, [Some(owner().coldkey()), Some(owner().coldkey())]);
    let uid = pinned.registration_terms(NetUid(1), fresh.hotkey()).await.expect("terms").uid;
    assert!(uid.is_some());
    let text = bench.refusal(swap(&miner(), &fresh, Some(2), SwapStake::Follows), &owner()).await;
    assert!(text.starts_with("swapping a hotkey can be done again from block "), "{text}");
    let text = bench.refusal(swap(&miner(), &miner(), None, SwapStake::Follows), &owner()).await;
    assert_eq!(text, "the new key is the old one");
    let text = bench.refusal(swap(&miner(), &fresh, None, SwapStake::Follows), &alice()).await;
    assert!(text.contains(" belongs to the coldkey "), "{text}");
    let nobody = Key::new("//Nobody");
    let text = bench.refusal(swap(&nobody, &fresh, None, SwapStake::Follows), &owner()).await;
    assert!(text.starts_with("the chain does not know the hotkey "), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hotkey_is_swapped_everywhere() {
    let bench = Bench::new().await;
    let text =
        bench.refusal(swap(&miner(), &validator(), None, SwapStake::Follows), &owner()).await;
    assert!(text.contains(" is registered on subnet "), "{text}");
    let text =
        bench.refusal(swap(&miner(), &Key::new("//F"), Some(99), SwapStake::Stays), &owner()).await;
    assert_eq!(text, "there is no subnet 99");
    let fresh = Key::new("//Fresh");
    let (plan, _) = bench.carry_out(swap(&miner(), &fresh, None, SwapStake::Stays), &owner()).await;
    let Outcome::Change { cost, .. } = &plan.outcome else { panic!("{plan:?}") };
    assert_eq!(cost.rao(), 100_000_000);
    let pinned = bench.chain.pin().await.expect("a block");
    let place = |netuid| pinned.registration_terms(NetUid(netuid), fresh.hotkey());
    for netuid in [1, 2, 3] {
        assert!(place(netuid).await.expect("terms").uid.is_some(), "{netuid}");
    }
    // The old one keeps its owner, whose stake it still has.
    let owners = pinned.owners(&[miner().hotkey()]).await.expect("owners");
    assert_eq!(owners, [Some(owner().coldkey())]);
}

fn announce(new: &Key) -> Intent {
    Intent::SwapKey(KeySwap::Announce { new_coldkey: new.coldkey() })
}

fn execute(new: &Key) -> Intent {
    Intent::SwapKey(KeySwap::Execute { new_coldkey: new.coldkey() })
}

fn pay() -> Intent {
    Intent::Transfer { to: bob().account(), amount: TaoAmount::Exact(Tao::from_rao(UNIT)) }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_coldkey_is_swapped_after_its_time() {
    let bench = Bench::steered(world()).await;
    let fresh = Key::new("//Fresh");
    let nothing = bench.refusal(execute(&fresh), &alice()).await;
    assert_eq!(nothing, "no swap of this coldkey is announced");
    assert_eq!(bench.refusal(announce(&alice()), &alice()).await, "the new key is the old one");
    let text = bench.refusal(announce(&miner()), &alice()).await;
    assert!(text.ends_with("is a hotkey and cannot take over as a coldkey"), "{text}");
    let text = bench.refusal(announce(&owner()), &alice()).await;
    assert!(text.contains("only an unused one can take over"), "{text}");

    let (plan, receipt) = bench.carry_out(announce(&fresh), &alice()).await;
    let Outcome::Change { cost, .. } = &plan.outcome else { panic!("{plan:?}") };
    assert_eq!(cost.rao(), 100_000_000);
    assert_eq!(receipt.free_after, Some(plan.free_after));
    let (at, terms) =
        ops::coldkey_swap(&bench.chain, alice().coldkey()).await.expect("an announcement");
    let announced = terms.announced.expect("it is announced");
    assert_eq!(announced.new_hash, ops::coldkey_hash(fresh.coldkey()));
    assert_eq!(announced.due, at.block + terms.delay);
    // Until then nothing else is taken.
    let text = bench.refusal(pay(), &alice()).await;
    assert!(text.starts_with("a swap of this coldkey is announced"), "{text}");
    let text = bench.refusal(execute(&fresh), &alice()).await;
    assert!(text.starts_with("the swap that was announced can be done from block "), "{text}");
    let text = bench.refusal(execute(&Key::new("//Other")), &alice()).await;
    assert!(text.starts_with("the swap that is announced is to another coldkey than"), "{text}");
    let text = bench.refusal(announce(&fresh), &alice()).await;
    assert!(text.starts_with("announcing a swap of this coldkey can be done again"), "{text}");
    let clear = Intent::SwapKey(KeySwap::Clear);
    let text = bench.refusal(clear, &alice()).await;
    assert!(text.starts_with("taking the announcement back can be done from block"), "{text}");

    // As five days later.
    due_now(&bench, &alice(), &fresh).await;
    let before = bench.free(&alice()).await;
    let (plan, _) = bench.carry_out(execute(&fresh), &alice()).await;
    assert_eq!(plan.free_after, Tao::ZERO);
    assert_eq!(bench.free(&alice()).await, 0);
    assert_eq!(bench.free(&fresh).await, before - plan.fee.rao());
}

/// Set the announced swap of `old` to `new` to now.
async fn due_now(bench: &Bench, old: &Key, new: &Key) {
    let account = old.account().0;
    let key = [&sp_crypto_hashing::twox_64(&account)[..], &account].concat();
    let hash = ops::coldkey_hash(Coldkey(new.account())).0;
    bench.set_subtensor("ColdkeySwapAnnouncements", key, (1u32, hash).encode()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_swap_is_disputed_or_taken_back() {
    let bench = Bench::steered(world()).await;
    let fresh = Key::new("//Fresh");
    bench.carry_out(announce(&fresh), &alice()).await;
    bench.carry_out(Intent::SwapKey(KeySwap::Dispute), &alice()).await;
    let (_, terms) = ops::coldkey_swap(&bench.chain, alice().coldkey()).await.expect("one");
    assert!(terms.announced.expect("it is announced").disputed_at.is_some());
    for wish in [execute(&fresh), Intent::SwapKey(KeySwap::Dispute), announce(&fresh)] {
        let text = bench.refusal(wish, &alice()).await;
        assert!(text.starts_with("the swap of this coldkey is disputed since block "), "{text}");
    }
    bench.carry_out(announce(&fresh), &bob()).await;
    bench.set_subtensor("ColdkeySwapReannouncementDelay", Vec::new(), 0u32.encode()).await;
    due_now(&bench, &bob(), &fresh).await;
    bench.carry_out(Intent::SwapKey(KeySwap::Clear), &bob()).await;
    let (_, terms) = ops::coldkey_swap(&bench.chain, bob().coldkey()).await.expect("terms");
    assert_eq!(terms.announced, None);
    bench.carry_out(pay(), &bob()).await;
}
