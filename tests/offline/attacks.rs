//! What a lying online machine can try, one test each: the signer refuses it or it stands on the screen. Numbers are
//! those of the list of attacks in the reference folder.

use codec::{Compact, Encode};
use sp_core::Pair as _;
use tau::model::{AccountId, Hash, Signature, Tao};
use tau::offline::container::{Claim, Item, LifetimeSection, SignedItem};
use tau::offline::payload::signed_item;
use tau::offline::types::{Extension, TypeDef, TypeRef};
use tau::offline::{
    Allowance, Answer, Container, Coverage, Error, Frames, Knowledge, Request, Review, Scheme,
    fingerprint, frames, gather, prepare, review, verify,
};

use crate::library::{GENESIS, Library, UNIT, account, alice, item, key, knowledge, open, through};

/// The types of the main network, or those of the development chain.
fn library() -> &'static Library {
    match Library::finney() {
        Some(library) => library,
        None => {
            #[cfg(feature = "devnet")]
            return Library::devnet();
            #[cfg(not(feature = "devnet"))]
            panic!("the reference folder is needed without a development chain");
        }
    }
}

fn signed_by(request: &Request, knowledge: &Knowledge) -> Result<Review, Error> {
    review(&through(request), knowledge)
}

fn sees(call: Vec<u8>) -> Review {
    library().reviewed(library().draft(call)).expect("it is shown")
}

fn text(review: &Review) -> String {
    review.items.iter().map(|item| item.screen.text()).collect()
}

fn demanded(review: &Review) -> Vec<&str> {
    review.items.iter().flat_map(|item| &item.demands).map(|one| one.word.as_str()).collect()
}

fn tail(who: AccountId, count: usize) -> String {
    let text = who.to_string();
    text[text.len() - count..].to_owned()
}

/// What is signed for an item, with Alice's key.
fn answer(request: &Request) -> Answer {
    let review = review(request, &knowledge()).expect("it is signed");
    let items = review
        .items
        .iter()
        .zip(0u16..)
        .map(|(item, index)| signed_item(index, &Signature::Sr25519(alice().sign(&item.payload).0)))
        .collect();
    Answer { request: request.id().0, account: request.signer.account, sequence: 1, items }
}

#[test]
fn attack_01_another_call_than_was_asked_for() {
    // The online machine says one thing in its claims and puts another into the call.
    let mut draft = library().draft(library().transfer(account("//Mallory"), 900 * UNIT));
    draft.advisory.claims = vec![Claim {
        item: 0,
        name: "what".to_owned(),
        value: format!("stake 1 TAO through {}", account("//Validator")),
    }];
    let review = library().reviewed(draft).expect("it is shown");
    let text = text(&review);
    let (signed, claimed) = text.split_once("Claimed by the online machine").expect("a panel");
    assert!(signed.contains("Balances.transfer_keep_alive") && signed.contains("900 TAO"));
    assert!(signed.contains(&account("//Mallory").to_string()), "the full address");
    assert!(!signed.contains("stake 1 TAO") && claimed.contains("stake 1 TAO"));
}

#[test]
fn attack_02_a_payload_that_is_not_what_is_shown() {
    // There is no payload to lie with: what is signed is made from what is shown, and any other bytes have other words.
    let request = library().request(library().transfer(account("//Bob"), UNIT));
    let other = library().request(library().transfer(account("//Bob"), 2 * UNIT));
    let (one, two) = (
        signed_by(&request, &knowledge()).expect("shown"),
        signed_by(&other, &knowledge()).expect("shown"),
    );
    assert_ne!(one.items[0].payload, two.items[0].payload);
    assert_ne!(one.items[0].words, two.items[0].words);
    assert_eq!(one.items[0].words, fingerprint(&one.items[0].payload));
    // The rebuilt bytes are the call, then the extensions' bytes.
    assert!(
        one.items[0].payload.len() == 32
            || one.items[0].payload.starts_with(&request.items[0].call)
    );
}

#[test]
fn attack_03_types_with_swapped_names() {
    // `dest` and `hotkey` change their names in the types that came along.
    let mut request = library().request(library().transfer(account("//Bob"), UNIT));
    for leaf in &mut request.metadata.proof.leaves {
        if let TypeDef::Enumeration(variant) = &mut leaf.def {
            for field in &mut variant.fields {
                if field.name.as_deref() == Some("dest") {
                    field.name = Some("hotkey".to_owned());
                }
            }
        }
    }
    assert!(matches!(signed_by(&request, &knowledge()), Err(Error::Digest { .. })));
    // With a digest to match, the signature is over that digest, which the chain does not have; and the table sees
    // that the arguments are others.
    let stated = request.metadata.digest;
    let Err(Error::Digest { found, .. }) = signed_by(&request, &knowledge()) else {
        panic!("refused before")
    };
    request.metadata.digest = found.0;
    let review = signed_by(&request, &knowledge()).expect("consistent in itself");
    assert_ne!(found.0, stated);
    assert!(demanded(&review).contains(&"transfer_keep_alive"), "{:?}", demanded(&review));
    let honest =
        signed_by(&library().request(library().transfer(account("//Bob"), UNIT)), &knowledge());
    assert_ne!(honest.expect("shown").items[0].words, review.items[0].words);
}

#[test]
fn attack_03_a_renamed_call() {
    let mut draft = library().draft(library().transfer(account("//Bob"), UNIT));
    let mut leaves = library().leaves.clone();
    for leaf in &mut leaves {
        if let TypeDef::Enumeration(variant) = &mut leaf.def
            && variant.name == "transfer_keep_alive"
        {
            variant.name = "stake_safely".to_owned();
        }
    }
    draft.leaves = leaves.iter().map(Encode::encode).collect();
    let review = library().reviewed(draft).expect("consistent in itself");
    assert!(demanded(&review).contains(&"stake_safely"));
    assert!(text(&review).contains("is not known to this tau"));
}

#[test]
fn attack_04_the_digest_left_out_of_the_signature() {
    // There is no field for mode 0; without the extension nothing is signed.
    let mut draft = library().draft(library().transfer(account("//Bob"), UNIT));
    let mut extrinsic = library().extrinsic.clone();
    extrinsic.extensions.retain(|extension| extension.identifier != "CheckMetadataHash");
    draft.extrinsic = extrinsic.encode();
    let refused = library().prepared(draft);
    assert!(matches!(refused, Err(Error::ChangedExtension { .. })), "{refused:?}");
    // And what is signed holds mode 1 and the digest.
    let request = library().request(library().transfer(account("//Bob"), UNIT));
    let surround =
        tau::offline::payload::surround(&request, &request.items[0]).expect("extensions");
    assert_eq!(surround.extra.last(), Some(&1));
    assert!(surround.implicit.ends_with(&request.metadata.digest));
}

#[test]
fn attack_05_another_chain() {
    let mut request = library().request(library().transfer(account("//Bob"), UNIT));
    request.network.genesis = [0x66; 32];
    let refused = signed_by(&request, &knowledge());
    assert_eq!(refused.map(|_| ()), Err(Error::UnknownChain(Hash([0x66; 32]))));
    // What the chain is called comes from the signer.
    let mut own = knowledge();
    own.chains = vec![("playground".to_owned(), GENESIS)];
    let request = library().request(library().transfer(account("//Bob"), UNIT));
    assert!(text(&signed_by(&request, &own).expect("shown")).contains("Chain    playground"));
}

#[test]
fn attack_06_wrong_decimals_and_symbol() {
    for change in [
        (|request: &mut Request| request.runtime.decimals = 6) as fn(&mut Request),
        |request| request.runtime.symbol = "USD".to_owned(),
        |request| request.network.ss58_prefix = 0,
    ] {
        let mut request = library().request(library().transfer(account("//Bob"), UNIT));
        change(&mut request);
        let refused = signed_by(&request, &knowledge());
        assert!(matches!(refused, Err(Error::ForeignTerms { .. })), "{refused:?}");
    }
}

#[test]
fn attack_06_alpha_is_not_shown_as_tao() {
    let args = (account("//Validator").0, 4u16, 3 * UNIT, 24_000_000u64, false);
    let text = text(&sees(library().call("SubtensorModule", "remove_stake_limit", args)));
    assert!(text.contains("3 alpha of subnet 4"), "{text}");
    assert!(text.contains("0.024 TAO per alpha"), "{text}");
    assert!(!text.contains("3 TAO"), "{text}");
}

#[test]
fn attack_07_an_absurd_price_limit() {
    let absurd = library().add_stake_limit(account("//Validator"), 4, UNIT, 250_000_000);
    let review = sees(absurd);
    assert!(demanded(&review).contains(&"limit"), "{:?}", demanded(&review));
    assert!(text(&review).contains("900.00 % above the claimed price"));
    let fair = library().add_stake_limit(account("//Validator"), 4, UNIT, 25_125_000);
    assert_eq!(demanded(&sees(fair)), [""; 0]);
}

#[test]
fn attack_07_no_price_limit() {
    let validator = account("//Validator").0;
    for call in [
        library().call("SubtensorModule", "add_stake", (validator, 4u16, UNIT)),
        library().call("SubtensorModule", "remove_stake", (validator, 4u16, UNIT)),
        library().call("SubtensorModule", "unstake_all", validator),
        library().call("SubtensorModule", "swap_stake", (validator, 4u16, 5u16, UNIT)),
        library().call(
            "SubtensorModule",
            "remove_stake_full_limit",
            (validator, 4u16, None::<u64>),
        ),
        library().call(
            "SubtensorModule",
            "remove_stake_limit",
            (validator, 4u16, UNIT, 0u64, false),
        ),
        library().add_stake_limit(account("//Validator"), 4, UNIT, u64::MAX),
    ] {
        let review = sees(call);
        assert_eq!(demanded(&review), ["any-price"], "{}", text(&review));
    }
    // On root a unit is a unit.
    let root = library().call("SubtensorModule", "add_stake", (validator, 0u16, UNIT));
    assert_eq!(demanded(&sees(root)), [""; 0]);
}

#[test]
fn attack_08_another_hotkey_or_subnet() {
    let mallory = account("//Mallory");
    let review = sees(library().add_stake_limit(mallory, 9, UNIT, 25_125_000));
    assert_eq!(demanded(&review), [tail(mallory, 6)]);
    let text = text(&review);
    assert!(text.contains(&format!("{mallory} (not")), "{text}");
    assert!(text.contains("netuid") && text.contains(" 9\n"), "{text}");
    assert!(text.contains("no claimed price of subnet 9"), "{text}");
}

#[test]
fn attack_09_an_address_that_looks_like_a_known_one() {
    // The middle of the key differs, the ends of the address are made alike by the book.
    let mallory = account("//Mallory");
    let mut own = knowledge();
    let address = mallory.to_string();
    let alike = format!("{}{}", &address[..5], "x".repeat(38)) + &address[address.len() - 5..];
    assert!(tau::offline::looks_like(&address, &alike));
    // An account whose address shares five letters with Mallory's, found by trying.
    let mut bytes = mallory.0;
    bytes[31] ^= 0xff;
    own.book.push((AccountId(bytes), "exchange".to_owned()));
    let request = library().request(library().transfer(mallory, UNIT));
    let review = signed_by(&request, &own).expect("shown");
    assert!(text(&review).contains("LOOKS LIKE exchange"), "{}", text(&review));
    assert_eq!(demanded(&review), [tail(mallory, 12)]);
}

#[test]
fn attack_10_a_transfer_inside_other_calls() {
    let mallory = account("//Mallory");
    let hidden = library().transfer(mallory, 77 * UNIT);
    let batch = library().call("Utility", "batch_all", Raw(list(&[hidden])));
    let proxy = library().call("Proxy", "proxy", (0u8, account("//Bob").0, 0u8, Raw(batch)));
    let review = sees(proxy);
    let text = text(&review);
    assert!(text.contains("Balances.transfer_keep_alive") && text.contains("77 TAO"), "{text}");
    assert!(text.contains("ACTS AS"), "{text}");
    assert_eq!(demanded(&review), [tail(mallory, 6)]);
    assert_eq!(review.totals, [(tau::offline::Asset::Tao, u128::from(77 * UNIT))]);
}

#[test]
fn attack_10_a_dangerous_call_inside_other_calls() {
    let power = library().call("Proxy", "add_proxy", (0u8, account("//Bob").0, 0u8, 0u32));
    let batch = library().call("Utility", "force_batch", Raw(list(&[power])));
    let review = sees(library().call("Utility", "as_derivative", (1u16, Raw(batch))));
    assert_eq!(demanded(&review), ["add_proxy"]);
}

#[test]
fn attack_10_bytes_that_nobody_can_read() {
    let call = library().call("MevShield", "submit_encrypted", vec![7u8; 200]);
    let refused = library().prepared(library().draft(call));
    assert!(matches!(refused, Err(Error::Opaque(_))), "{refused:?}");
    let mut long = library().transfer(account("//Bob"), UNIT);
    long.push(0);
    let refused = library().prepared(library().draft(long));
    assert!(matches!(refused, Err(Error::Undecodable(_))), "{refused:?}");
}

fn approval(hash: [u8; 32]) -> Vec<u8> {
    let mut others = [account("//Bob").0, account("//Validator").0];
    others.sort_unstable();
    let args = (2u16, others.to_vec(), None::<(u32, u32)>, hash, (Compact(0u64), Compact(0u64)));
    library().call("Multisig", "approve_as_multi", args)
}

#[test]
fn attack_11_a_hash_without_its_call() {
    let meant = library().transfer(account("//Mallory"), 50 * UNIT);
    let hash = sp_crypto_hashing::blake2_256(&meant);
    let refused = library().prepared(library().draft(approval(hash)));
    assert!(matches!(refused, Err(Error::NoPreimage { .. })), "{refused:?}");
    let announced = library().call("Proxy", "announce", (0u8, account("//Bob").0, hash));
    let refused = library().prepared(library().draft(announced));
    assert!(matches!(refused, Err(Error::NoPreimage { .. })), "{refused:?}");

    // With the call, it is shown and judged.
    let mut draft = library().draft(approval(hash));
    draft.items[0].preimages = vec![meant.clone()];
    let review = library().reviewed(draft).expect("shown");
    assert!(text(&review).contains("50 TAO"), "{}", text(&review));
    assert!(demanded(&review).contains(&tail(account("//Mallory"), 6).as_str()));

    // A call that no hash stands for hides something.
    let mut draft = library().draft(library().transfer(account("//Bob"), 1));
    draft.items[0].preimages = vec![meant];
    assert!(matches!(library().prepared(draft), Err(Error::NotCanonical(_))));
}

#[test]
fn attack_12_power_given_away() {
    let bob = account("//Bob").0;
    let validator = account("//Validator").0;
    for (call, word) in [
        (library().call("Proxy", "add_proxy", (0u8, bob, 0u8, 0u32)), "add_proxy"),
        (library().call("Balances", "transfer_all", (0u8, bob, false)), "transfer_all"),
        (
            library().call(
                "SubtensorModule",
                "set_children",
                (validator, 4u16, vec![(u64::MAX, bob)]),
            ),
            "set_children",
        ),
        (
            library().call("SubtensorModule", "swap_coldkey_announced", bob),
            "swap_coldkey_announced",
        ),
        (
            library().call("SubtensorModule", "announce_coldkey_swap", [9u8; 32]),
            "announce_coldkey_swap",
        ),
        (
            library().call(
                "SubtensorModule",
                "swap_hotkey_v2",
                (validator, bob, None::<u16>, true),
            ),
            "swap_hotkey_v2",
        ),
        (library().call("Sudo", "sudo", Raw(library().transfer(account("//Bob"), 1))), "sudo"),
        (library().call("SubtensorModule", "burn_alpha", (validator, UNIT, 4u16)), "burn_alpha"),
    ] {
        let review = sees(call);
        assert!(demanded(&review).contains(&word), "{word}: {}", text(&review));
    }
}

/// The journal after `request` was signed.
fn after(request: &Request) -> Knowledge {
    let mut own = knowledge();
    for item in review(request, &own).expect("signed").items {
        own.journal.push(item.entry);
    }
    own
}

#[test]
fn attack_13_two_alternatives_signed_one_after_the_other() {
    let first = library().request(library().transfer(account("//Bob"), UNIT));
    let second = library().request(library().transfer(account("//Bob"), 2 * UNIT));
    let mut own = after(&first);
    let refused = signed_by(&second, &own);
    assert!(matches!(refused, Err(Error::Forbidden { flag: "replace", .. })), "{refused:?}");
    // The very same again gives nobody anything.
    assert!(signed_by(&first, &own).expect("again").items[0].again);
    own.policy.allowed.insert(Allowance::Replace);
    let shown = text(&signed_by(&second, &own).expect("allowed"));
    assert!(shown.contains("it replaces Balances.transfer_keep_alive"), "{shown}");
}

#[test]
fn attack_14_a_number_kept_for_later() {
    let first = library().request(library().transfer(account("//Bob"), UNIT));
    let own = after(&first);
    let numbered = |nonce| {
        let mut draft = library().draft(library().transfer(account("//Bob"), UNIT));
        draft.items[0].nonce = nonce;
        library().prepared(draft).expect("prepared").0
    };
    let refused = signed_by(&numbered(1_000), &own);
    assert!(matches!(refused, Err(Error::Forbidden { flag: "gap", .. })), "{refused:?}");
    let shown = text(&signed_by(&numbered(10), &own).expect("near"));
    assert!(shown.contains("2 numbers between 7"), "{shown}");
}

#[test]
fn attack_15_a_signature_without_an_end() {
    let lived = |period, birth, birth_hash| {
        let mut draft = library().draft(library().transfer(account("//Bob"), UNIT));
        draft.items[0].lifetime = LifetimeSection { period, birth, birth_hash };
        let mut all = knowledge();
        all.policy = open();
        prepare(draft, Coverage::Needed, &all).map(|(request, _)| request)
    };
    let immortal = lived(0, 0, GENESIS.0).expect("prepared");
    let refused = signed_by(&immortal, &knowledge());
    assert!(matches!(refused, Err(Error::Forbidden { flag: "immortal", .. })), "{refused:?}");
    let long = lived(65_536, 5_373_952, [1; 32]).expect("prepared");
    let refused = signed_by(&long, &knowledge());
    assert!(matches!(refused, Err(Error::Forbidden { flag: "long-life", .. })), "{refused:?}");
    let mut own = knowledge();
    own.policy.allowed.insert(Allowance::Immortal);
    assert!(text(&signed_by(&immortal, &own).expect("allowed")).contains("never expires"));
    // Lives that contradict themselves.
    for (period, birth, hash) in
        [(0, 5, GENESIS.0), (0, 0, [1; 32]), (100, 0, [1; 32]), (2, 0, [1; 32])]
    {
        assert!(matches!(lived(period, birth, hash), Err(Error::Lifetime(_))), "{period} {birth}");
    }
}

#[test]
fn attack_16_a_birth_block_of_another_fork() {
    // It only makes the signature void: the hash is signed and shown, and checked before sending.
    let mut draft = library().draft(library().transfer(account("//Bob"), UNIT));
    draft.items[0].lifetime.birth_hash = [0xf0; 32];
    let forked = library().reviewed(draft).expect("shown");
    assert!(text(&forked).contains(&Hash([0xf0; 32]).to_string()));
    let honest = sees(library().transfer(account("//Bob"), UNIT));
    assert_ne!(forked.items[0].words, honest.items[0].words);
}

#[test]
fn attack_17_a_large_tip() {
    let tipped = |tip| {
        let mut draft = library().draft(library().transfer(account("//Bob"), UNIT));
        draft.items[0].tip = tip;
        let mut all = knowledge();
        all.policy = open();
        prepare(draft, Coverage::Needed, &all).expect("prepared").0
    };
    let refused = signed_by(&tipped(UNIT), &knowledge());
    assert!(matches!(refused, Err(Error::Forbidden { flag: "tip", .. })), "{refused:?}");
    let shown = text(&signed_by(&tipped(50_000_000), &knowledge()).expect("small"));
    assert!(shown.contains("Tip") && shown.contains("0.05 TAO"), "{shown}");
    assert_eq!(Tao::from_rao(50_000_000).to_string(), "0.05");
}

#[test]
fn attack_18_a_signed_file_sent_twice() {
    // The answer names its request and holds signatures over one number; the chain takes a number once.
    let request = library().request(library().transfer(account("//Bob"), UNIT));
    let one = answer(&request);
    let verified = verify(&request, &one).expect("good");
    let bytes = |signature| {
        tau::offline::payload::extrinsic(&request, &request.items[0], signature).expect("bytes")
    };
    assert_eq!(bytes(&verified[0].signature), bytes(&verified[0].signature));
    // Nor is it an answer to a request that is the same but for its number.
    let mut draft = library().draft(library().transfer(account("//Bob"), UNIT));
    draft.items[0].nonce = 8;
    let next = library().prepared(draft).expect("prepared").0;
    assert!(matches!(verify(&next, &one), Err(Error::OtherRequest(_))));
}

#[test]
fn attack_19_bytes_that_are_a_transaction() {
    // Messages are wrapped, and what decodes as a payload is not a message: see the tests of `wallet sign`. Here
    // there is no way to sign bytes at all: an item is a call or it is nothing.
    let refused = library().prepared(library().draft(b"please sign me".to_vec()));
    assert!(matches!(refused, Err(Error::Undecodable(_))), "{refused:?}");
    let wrapped = tau::keystore::Message::wrap(&library().transfer(account("//Bob"), 1));
    let refused = library().prepared(library().draft(wrapped.signed_bytes().to_vec()));
    assert!(matches!(refused, Err(Error::Undecodable(_))), "{refused:?}");
}

#[test]
fn attack_20_files_that_are_meant_to_break_the_reader() {
    let mut huge = b"tau-tx\x01\x00".to_vec();
    huge.extend(u32::MAX.to_be_bytes());
    assert!(matches!(Container::decode(&huge), Err(Error::Container(_))));
    // A list that says it has four billion items.
    let mut bomb = b"tau-tx\x01\x00\x00\x00\x00\x08".to_vec();
    bomb.extend([0x03, 0xff, 0xff, 0xff, 0xff, 0, 0, 0]);
    bomb.extend(sp_crypto_hashing::blake2_256(&bomb));
    assert!(matches!(Container::decode(&bomb), Err(Error::Container(_))));
    assert!(matches!(Container::decode(&vec![0; 600_000]), Err(Error::TooMuch(_))));
    assert!(matches!(gather(&[vec![0xff; 10]]), Err(Error::Container(_))));
    assert_eq!(Container::decode(b"tau-tx\x02\x00\0\0\0\0"), Err(Error::Version(2)));

    // Types that contain themselves.
    let mut request = library().request(library().transfer(account("//Bob"), UNIT));
    let id = request.metadata.proof.leaves[0].id;
    request.metadata.proof.leaves[0].def = TypeDef::Composite(vec![tau::offline::types::Field {
        name: None,
        ty: TypeRef::ById(id),
        type_name: None,
    }]);
    request.metadata.extrinsic.call = TypeRef::ById(id);
    let root = request.metadata.proof.root().expect("a root");
    request.metadata.digest = tau::offline::proof::digest(
        &root,
        &request.metadata.extrinsic,
        &tau::offline::terms(&request),
    );
    assert!(signed_by(&request, &knowledge()).is_err());
}

#[test]
fn attack_20_texts_that_a_terminal_obeys() {
    let mut draft = library().draft(library().transfer(account("//Bob"), UNIT));
    let evil = "\u{1b}[2J\u{202e}ok\u{200b}";
    draft.signer.hint = evil.to_owned();
    draft.advisory.claims =
        vec![Claim { item: 0, name: evil.to_owned(), value: format!("{evil}\n\rSigner  Bob") }];
    let mut leaves = library().leaves.clone();
    for leaf in &mut leaves {
        if let TypeDef::Enumeration(variant) = &mut leaf.def
            && variant.name == "transfer_keep_alive"
        {
            variant.name = format!("{evil}transfer");
            variant.fields[0].name = Some(evil.to_owned());
        }
    }
    draft.leaves = leaves.iter().map(Encode::encode).collect();
    let review = library().reviewed(draft).expect("shown");
    let text = text(&review);
    let shown = text.chars().all(|c| c == '\n' || !c.is_control());
    assert!(shown && !text.contains('\u{202e}') && !text.contains('\u{200b}'), "{text:?}");
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
}

#[test]
fn attack_21_frames_of_two_transfers() {
    let one = library().request(library().transfer(account("//Bob"), UNIT)).encode_container();
    let two = library().request(library().transfer(account("//Bob"), 9 * UNIT)).encode_container();
    let (first, second) = (frames(&one, 100), frames(&two, 100));
    assert_eq!(first.len(), second.len());
    let mut taken = Frames::default();
    for frame in &first[1..] {
        taken.take(frame).expect("a frame");
    }
    assert!(matches!(taken.take(&second[0]), Err(Error::Frames(_))));
    // With the other's name on it, it is not what its check says.
    let words: Vec<&str> = first[0].split('/').collect();
    let spliced = second[0].replacen(second[0].split('/').nth(1).expect("a name"), words[1], 1);
    assert!(matches!(taken.take(&spliced), Err(Error::Frames(_))));
}

#[test]
fn attack_22_another_signature_on_the_way_back() {
    let request = library().request(library().transfer(account("//Bob"), UNIT));
    let good = answer(&request);
    assert!(verify(&request, &good).is_ok());
    let mut forged = good.clone();
    forged.items[0].signature[5] ^= 1;
    assert!(matches!(verify(&request, &forged), Err(Error::BadSignature { item: 1, .. })));
    let mut foreign = good.clone();
    let payload = &review(&request, &knowledge()).expect("shown").items[0].payload;
    foreign.items[0].signature = key("//Mallory").sign(payload).0;
    assert!(matches!(verify(&request, &foreign), Err(Error::BadSignature { .. })));
    let mut scheme = good.clone();
    scheme.items[0].scheme = Scheme::Ed25519;
    assert!(verify(&request, &scheme).is_err());
    let mut beyond = good;
    beyond.items = vec![SignedItem { item: 5, scheme: Scheme::Sr25519, signature: [0; 64] }];
    assert!(matches!(verify(&request, &beyond), Err(Error::OtherRequest(_))));
}

#[test]
fn attack_23_a_broadcast_held_back() {
    // The screen says until when, and a cancelling item of the same number can be signed along.
    let mut draft = library().draft(library().transfer(account("//Bob"), UNIT));
    let remark = library().call("System", "remark", b"tau: cancelled".to_vec());
    draft.items.push(Item { alternative: true, ..item(remark, 7) });
    let (request, _) = library().prepared(draft).expect("prepared");
    let review = signed_by(&request, &knowledge()).expect("both are signed together");
    let text = text(&review);
    assert!(text.contains("until block 5402047"), "{text}");
    assert!(text.contains("takes the place of the item before it"), "{text}");
    // The sum counts what can land.
    assert_eq!(review.totals, [(tau::offline::Asset::Tao, u128::from(UNIT))]);
}

#[test]
fn attack_24_names_from_the_online_machine() {
    let mallory = account("//Mallory");
    let mut draft = library().draft(library().transfer(mallory, UNIT));
    draft.signer.hint = "bob".to_owned();
    draft.advisory.claims =
        vec![Claim { item: 0, name: "receiver".to_owned(), value: "bob (your friend)".to_owned() }];
    let review = library().reviewed(draft).expect("shown");
    let text = text(&review);
    let (signed, _) = text.split_once("Claimed by").expect("a panel");
    assert!(signed.contains("(not") && !signed.contains("bob"), "{signed}");
    assert_eq!(demanded(&review), [tail(mallory, 6)]);
}

#[test]
fn attack_25_invented_prices_and_fees() {
    let mut draft =
        library().draft(library().add_stake_limit(account("//Validator"), 4, UNIT, 90_000_000));
    draft.advisory.prices = vec![(4, 89_900_000)];
    draft.advisory.claims =
        vec![Claim { item: 0, name: "fee".to_owned(), value: "0.000001 TAO".to_owned() }];
    let (request, _) = library().prepared(draft).expect("prepared");
    let review = signed_by(&request, &knowledge()).expect("shown");
    let text = text(&review);
    assert!(text.contains("0.11 % above the spot price of"), "{text}");
    let (signed, claimed) = text.split_once("Claimed by the online machine").expect("a panel");
    assert!(claimed.contains("0.000001 TAO") && !signed.contains("0.000001"));
    // Nothing that is signed depends on them.
    let mut honest = request.clone();
    honest.advisory = Default::default();
    let without = signed_by(&honest, &knowledge()).expect("shown");
    assert_eq!(review.items[0].payload, without.items[0].payload);
}

#[test]
fn attack_26_a_malicious_update_of_the_program() {
    // Nothing that travels is code, and nothing in a request can turn a check off: flags are the signer's own.
    let request = library().request(library().transfer(account("//Bob"), UNIT));
    let size = request.encode_container().len();
    assert!(size < 8_192, "{size} bytes of fields");
    let allowed = knowledge().policy.allowed;
    assert!(allowed.is_empty());
}

#[test]
fn attack_27_a_wrong_clock() {
    let mut draft = library().draft(library().transfer(account("//Bob"), UNIT));
    draft.advisory.time_ms = 1;
    draft.advisory.block = 1;
    let text = text(&library().reviewed(draft).expect("shown"));
    let (signed, claimed) = text.split_once("Claimed by the online machine").expect("a panel");
    assert!(
        signed.contains("from block 5400000 until block 5402047, about 6 h 49 min"),
        "{signed}"
    );
    assert!(claimed.contains("1970"), "{claimed}");
}

#[test]
fn attack_28_bits_that_leave_through_signatures() {
    // Cannot be seen from outside, and is written down as a limit. What can be: an ed25519 signature leaves no choice.
    let request = library().request(library().transfer(account("//Bob"), UNIT));
    let payload = &review(&request, &knowledge()).expect("shown").items[0].payload;
    let pair = sp_core::ed25519::Pair::from_string("//Alice", None).expect("a key");
    assert_eq!(pair.sign(payload).0, pair.sign(payload).0);
    let limits = include_str!("../../docs/offline-signing.md");
    assert!(limits.contains("A signature can carry hidden bits out"));
}

#[test]
fn attack_29_secrets_in_what_leaves() {
    // Neither container has a place for one: an answer is a hash, an account and signatures.
    let request = library().request(library().transfer(account("//Bob"), UNIT));
    let answer = answer(&request);
    let bytes = answer.encode_container();
    assert_eq!(bytes.len(), 12 + 32 + 32 + 8 + 1 + 2 + 1 + 64 + 32);
    let secret = alice().to_raw_vec();
    assert!(!bytes.windows(16).any(|window| secret.windows(16).any(|part| part == window)));
}

#[test]
fn attack_30_many_that_look_alike() {
    let mut draft = library().draft(library().transfer(account("//Bob"), UNIT));
    for nonce in 8..20 {
        let amount = if nonce == 15 { 1_000 * UNIT } else { UNIT };
        draft.items.push(item(library().transfer(account("//Bob"), amount), nonce));
    }
    let review = library().reviewed(draft).expect("shown");
    assert_eq!(review.totals, [(tau::offline::Asset::Tao, u128::from(1_012 * UNIT))]);
    assert!(review.items[8].summary.contains("1,000 TAO"), "{}", review.items[8].summary);
    assert!(text(&review).contains("item 9 of 13"));
}

#[test]
fn attack_31_an_unknown_extension_with_content() {
    let mut draft = library().draft(library().transfer(account("//Bob"), UNIT));
    let mut extrinsic = library().extrinsic.clone();
    extrinsic.extensions.push(Extension {
        identifier: "ChargeAssets".to_owned(),
        explicit: TypeRef::U8,
        implicit: TypeRef::Void,
    });
    draft.extrinsic = extrinsic.encode();
    let refused = library().prepared(draft.clone());
    assert!(matches!(refused, Err(Error::UnknownExtension(_))), "{refused:?}");
    // Without content it changes nothing.
    extrinsic.extensions.last_mut().expect("pushed").explicit = TypeRef::Void;
    draft.extrinsic = extrinsic.encode();
    assert!(library().reviewed(draft).is_ok());
}

#[test]
fn attack_32_a_known_extension_in_another_shape() {
    for (name, ty) in [
        ("CheckNonce", TypeRef::U64),
        ("CheckGenesis", TypeRef::U8),
        ("CheckMortality", TypeRef::Void),
    ] {
        let mut draft = library().draft(library().transfer(account("//Bob"), UNIT));
        let mut extrinsic = library().extrinsic.clone();
        for extension in &mut extrinsic.extensions {
            if extension.identifier == name {
                (extension.explicit, extension.implicit) = (ty, ty);
            }
        }
        draft.extrinsic = extrinsic.encode();
        let refused = library().prepared(draft);
        assert!(matches!(refused, Err(Error::ChangedExtension { .. })), "{name}: {refused:?}");
    }
}

#[test]
fn attack_33_a_set_with_a_hole_or_a_doubled_number() {
    for numbers in [[7, 9], [7, 7], [7, 6]] {
        let mut draft = library().draft(library().transfer(account("//Bob"), UNIT));
        draft.items = numbers
            .iter()
            .map(|nonce| item(library().transfer(account("//Bob"), UNIT), *nonce))
            .collect();
        assert!(matches!(library().prepared(draft), Err(Error::NotCanonical(_))), "{numbers:?}");
    }
}

#[test]
fn attack_34_a_multisig_that_is_another() {
    // The account that acts is derived here from members and threshold, not told.
    let call = library().transfer(account("//Bob"), UNIT);
    let acts = |threshold: u16| {
        let mut others = [account("//Bob").0, account("//Validator").0];
        others.sort_unstable();
        let weight = (Compact(0u64), Compact(0u64));
        let args = (threshold, others.to_vec(), None::<(u32, u32)>, Raw(call.clone()), weight);
        let text = text(&sees(library().call("Multisig", "as_multi", args)));
        text.lines().find(|line| line.contains("ACTS AS")).expect("a line").to_owned()
    };
    assert_ne!(acts(2), acts(3));
}

/// A SCALE list of calls.
fn list(calls: &[Vec<u8>]) -> Vec<u8> {
    let count = u32::try_from(calls.len()).expect("few");
    [Compact(count).encode(), calls.concat()].concat()
}

/// Bytes as they are.
struct Raw(Vec<u8>);

impl Encode for Raw {
    fn encode(&self) -> Vec<u8> {
        self.0.clone()
    }
}
