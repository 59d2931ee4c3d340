//! The online side of the air gap: what it puts into a request, and what it checks before it sends.

use tau::model::{AccountId, Intent, Tao, TaoAmount};
use tau::offline::payload::signed_item;
use tau::offline::{Answer, Container, Knowledge, Request, Review, review, verify};
use tau::ops::{self, PlanOptions, PrepareOptions, Spare};

use crate::bench::{Bench, Key, UNIT, alice, bob};

fn knowledge(bench: &Bench) -> Knowledge {
    Knowledge {
        chains: vec![("drill".to_owned(), bench.chain.network().genesis)],
        ..Knowledge::default()
    }
}

async fn prepared(bench: &Bench, intents: &[Intent], key: &Key, spare: Spare) -> (Request, Review) {
    let mut plans = Vec::new();
    for intent in intents {
        let nonce = plans.last().map(|plan: &tau::model::Plan| plan.nonce + 1);
        let options = PlanOptions { period: 2048, nonce, ..PlanOptions::default() };
        plans.push(ops::plan(&bench.chain, intent, key.account(), &options).await.expect("a plan"));
    }
    let options = PrepareOptions { spare, ..PrepareOptions::default() };
    ops::prepare(&bench.chain, key.account(), &plans, options, &knowledge(bench))
        .await
        .expect("a request")
}

/// What the other machine does: bytes in, bytes out.
fn signed(bench: &Bench, request: &[u8], key: &Key) -> Vec<u8> {
    let request = Container::decode(request).expect("a container").request().expect("a request");
    let review = review(&request, &knowledge(bench)).expect("it is signed");
    let items = review
        .items
        .iter()
        .zip(0u16..)
        .map(|(item, index)| signed_item(index, &tau::model::Sign::sign(key, &item.payload)))
        .collect();
    let account = request.signer.account;
    Answer { request: request.id().0, account, sequence: 1, items }.encode_container()
}

/// The payload that the signer rebuilds is what the online encoder makes, but for the digest's mode.
#[tokio::test(flavor = "multi_thread")]
async fn both_encoders_make_the_same_extensions() {
    let bench = Bench::new().await;
    let transfer =
        [Intent::Transfer { to: bob().account(), amount: TaoAmount::Exact(Tao::from_rao(UNIT)) }];
    let (request, _) = prepared(&bench, &transfer, &alice(), Spare::None).await;
    let item = &request.items[0];
    let birth = tau::model::At {
        block: item.lifetime.birth,
        hash: tau::model::Hash(item.lifetime.birth_hash),
    };
    let envelope = tau::chain::encode::Envelope {
        nonce: item.nonce,
        mortality: tau::model::Mortality { birth, period: item.lifetime.period },
        tip: Tao::ZERO,
    };
    let runtime = bench.chain.runtime();
    let online = tau::chain::encode::extensions(&runtime, &envelope).expect("extensions");
    let offline = tau::offline::payload::surround(&request, item).expect("extensions");
    let common = online.extra.len() - 1;
    assert_eq!(online.extra[..common], offline.extra[..common]);
    assert_eq!((online.extra[common], offline.extra[common]), (0, 1));
    let common = online.implicit.len() - 1;
    assert_eq!(online.implicit[..common], offline.implicit[..common]);
    assert_eq!(offline.implicit.len() - common, 33);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changed_on_the_way_is_named() {
    let bench = Bench::new().await;
    let transfer =
        [Intent::Transfer { to: bob().account(), amount: TaoAmount::Exact(Tao::from_rao(UNIT)) }];
    let (request, _) = prepared(&bench, &transfer, &alice(), Spare::None).await;
    let answer = signed(&bench, &request.encode_container(), &alice());
    let answer = Container::decode(&answer).expect("a container").answer().expect("an answer");
    let verified = verify(&request, &answer).expect("good")[0].clone();
    let check = |request: Request| {
        let (chain, verified) = (bench.chain.clone(), verified.clone());
        async move {
            match ops::check_signed(&chain, &request, &verified).await {
                Ok(()) => "fits".to_owned(),
                Err(error) => error.to_string(),
            }
        }
    };
    assert_eq!(check(request.clone()).await, "fits");
    let mut other = request.clone();
    other.network.genesis = [9; 32];
    assert!(check(other).await.contains("is another"));
    let mut other = request.clone();
    other.runtime.spec_version += 1;
    assert!(check(other).await.contains("the signature is void"));
    let mut other = request.clone();
    other.items[0].lifetime.birth_hash = [9; 32];
    assert!(check(other).await.contains("is another one on this chain"));
    // Somebody used the number.
    bench.carry_out(transfer[0].clone(), &alice()).await;
    assert!(check(request).await.contains("was used by another transaction"));
    let _: AccountId = alice().account();
}
