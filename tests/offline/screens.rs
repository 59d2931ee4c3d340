//! The screens of calls, as they stand on a terminal of eighty columns.

use codec::{Compact, Encode};
use tau::offline::meaning::{Known, look_up, rows};
use tau::offline::types::{TypeDef, TypeRef};

use crate::library::{Library, UNIT, account};

/// Lines of a terminal.
const LINES: usize = 24;

fn screen(library: &Library, call: Vec<u8>) -> String {
    let review = library.reviewed(library.draft(call)).expect("it is signed");
    let text = review.items[0].screen.text();
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    assert!(text.lines().count() <= LINES, "{} lines:\n{text}", text.lines().count());
    text
}

#[test]
fn a_limited_purchase() {
    let Some(library) = Library::finney() else { return };
    let call = library.add_stake_limit(account("//Validator"), 4, 10 * UNIT, 25_125_000);
    insta::assert_snapshot!(screen(library, call), @"
    To be signed
    Chain            finney, runtime node-subtensor 424, transactions v1
    Signer           5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY (treasury)
    Call             SubtensorModule.add_stake_limit
    Does             Buy alpha while its price stays within a limit, and stake it
      hotkey         5CzRdZLnRxWkyWoGZZbfvSCY4mbw1cmsow5q8cgZyGg1aiDq (validator)
      netuid         4
      amount_staked  10 TAO
      limit_price    0.025125 TAO per alpha
      allow_partial  no
    Valid            from block 5400000 until block 5402047, about 6 h 49 min
    Born in          0xb1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b
                     1b1
    Number           7; nothing was signed with this key here before
    Words            bread tip whale aspect mistake
    Claimed by the online machine, not signed, not checked:
      newest block  5400100 at 2026-07-01 11:22 UTC; valid until about 2026-07-01
                    17:51 UTC
      limit on 4    0.50 % above the spot price of 0.025 TAO per alpha
    ");
}

#[test]
fn a_transfer_to_somebody_in_the_book() {
    let Some(library) = Library::finney() else { return };
    insta::assert_snapshot!(screen(library, library.transfer(account("//Bob"), 1_500_000_000)), @"
    To be signed
    Chain    finney, runtime node-subtensor 424, transactions v1
    Signer   5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY (treasury)
    Call     Balances.transfer_keep_alive
    Does     Send TAO; the sender's account stays alive
      dest   5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty (bob)
      value  1.5 TAO
    Valid    from block 5400000 until block 5402047, about 6 h 49 min
    Born in  0xb1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1
    Number   7; nothing was signed with this key here before
    Words    stomach logic social erosion heavy
    Claimed by the online machine, not signed, not checked:
      newest block  5400100 at 2026-07-01 11:22 UTC; valid until about 2026-07-01
                    17:51 UTC
    ");
}

#[test]
fn a_sale_without_a_limit() {
    let Some(library) = Library::finney() else { return };
    let args = (account("//Validator").0, 4u16, 3 * UNIT);
    let call = library.call("SubtensorModule", "remove_stake", args);
    insta::assert_snapshot!(screen(library, call), @"
    To be signed
    Chain              finney, runtime node-subtensor 424, transactions v1
    Signer             5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY (treasury)
    Call               SubtensorModule.remove_stake
    Does               Unstake alpha and sell it at any price
      hotkey           5CzRdZLnRxWkyWoGZZbfvSCY4mbw1cmsow5q8cgZyGg1aiDq (validator)
      netuid           4
      amount_unstaked  3 alpha of subnet 4
    Valid              from block 5400000 until block 5402047, about 6 h 49 min
    Born in            0xb1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b
                       1b1b1
    Number             7; nothing was signed with this key here before
    Words              thought clean damage aisle aim
    warning:  SubtensorModule.remove_stake has no price limit: it is filled at any
              price
    Claimed by the online machine, not signed, not checked:
      newest block  5400100 at 2026-07-01 11:22 UTC; valid until about 2026-07-01
                    17:51 UTC
    ");
}

#[test]
fn a_proxy_for_a_stranger() {
    let Some(library) = Library::finney() else { return };
    let call = library.call("Proxy", "add_proxy", (0u8, account("//Mallory").0, 0u8, 0u32));
    insta::assert_snapshot!(screen(library, call), @"
    To be signed
    Chain         finney, runtime node-subtensor 424, transactions v1
    Signer        5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY (treasury)
    Call          Proxy.add_proxy
    Does          Let another key act for this account
      delegate    5D7eRSPCYKwDot549F1kwmrAiWNRrGZT3eq7VkLGnPQi2Ut9 (not known here)
      proxy_type  Any
      delay       0 blocks
    Valid         from block 5400000 until block 5402047, about 6 h 49 min
    Born in       0xb1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1
    Number        7; nothing was signed with this key here before
    Words         diary butter usage phone brown
    warning:  Proxy.add_proxy: another key may act for this account
    warning:  …Qi2Ut9 was never signed for here and is in no book
    Claimed by the online machine, not signed, not checked:
      newest block  5400100 at 2026-07-01 11:22 UTC; valid until about 2026-07-01
                    17:51 UTC
    ");
}

#[test]
fn children() {
    let Some(library) = Library::finney() else { return };
    let children = vec![(u64::MAX / 4, account("//Bob").0)];
    let args = (account("//Validator").0, 4u16, children);
    insta::assert_snapshot!(screen(library, library.call("SubtensorModule", "set_children", args)), @"
    To be signed
    Chain       finney, runtime node-subtensor 424, transactions v1
    Signer      5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY (treasury)
    Call        SubtensorModule.set_children
    Does        Lend stake weight to child hotkeys
      hotkey    5CzRdZLnRxWkyWoGZZbfvSCY4mbw1cmsow5q8cgZyGg1aiDq (validator)
      netuid    4
      children  24.9999 % (4611686018427387903) to
                5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty (bob)
    Valid       from block 5400000 until block 5402047, about 6 h 49 min
    Born in     0xb1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1
    Number      7; nothing was signed with this key here before
    Words       engine setup retire stick pigeon
    warning:  SubtensorModule.set_children: others get a share of this hotkey's
              stake weight
    Claimed by the online machine, not signed, not checked:
      newest block  5400100 at 2026-07-01 11:22 UTC; valid until about 2026-07-01
                    17:51 UTC
    ");
}

#[test]
fn a_batch_through_a_proxy() {
    let Some(library) = Library::finney() else { return };
    let inner = [
        library.transfer(account("//Bob"), UNIT),
        library.add_stake_limit(account("//Validator"), 4, UNIT, 25_125_000),
    ];
    let batch = library.call(
        "Utility",
        "batch_all",
        Raw([Compact(2u32).encode(), inner.concat()].concat()),
    );
    let real = (0u8, account("//Bob").0, 0u8, Raw(batch));
    let call = library.call("Proxy", "proxy", real);
    let review = library.reviewed(library.draft(call)).expect("it is signed");
    insta::assert_snapshot!(review.items[0].screen.text(), @"
    To be signed
    Chain                finney, runtime node-subtensor 424, transactions v1
    Signer               5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY (treasury)
    Call                 Proxy.proxy
    Does                 Act as another account
      real               5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty (bob)
      force_proxy_type   None
      call               Utility.batch_all, shown below
      ACTS AS            5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty (bob)
      Call               Utility.batch_all
      Does               Several calls, all or none
        calls            [Balances.transfer_keep_alive, shown below,
                         SubtensorModule.add_stake_limit, shown below]
        Call             Balances.transfer_keep_alive
        Does             Send TAO; the sender's account stays alive
          dest           5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty (bob)
          value          1 TAO
        Call             SubtensorModule.add_stake_limit
        Does             Buy alpha while its price stays within a limit, and stake
                         it
          hotkey         5CzRdZLnRxWkyWoGZZbfvSCY4mbw1cmsow5q8cgZyGg1aiDq
                         (validator)
          netuid         4
          amount_staked  1 TAO
          limit_price    0.025125 TAO per alpha
          allow_partial  no
    Valid                from block 5400000 until block 5402047, about 6 h 49 min
    Born in              0xb1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b
                         1b1b1b1
    Number               7; nothing was signed with this key here before
    Words                myth mixture zoo army jacket
    Claimed by the online machine, not signed, not checked:
      newest block  5400100 at 2026-07-01 11:22 UTC; valid until about 2026-07-01
                    17:51 UTC
      limit on 4    0.50 % above the spot price of 0.025 TAO per alpha
    ");
}

/// Every call of the table is one of the main network's, with the arguments and shapes that the table says.
#[test]
fn the_table_is_the_main_networks() {
    let Some(library) = Library::finney() else { return };
    let TypeRef::ById(outer) = library.extrinsic.call else { panic!("an enum") };
    let variants = |id: u32| {
        library.leaves.iter().filter(move |leaf| leaf.id == id).filter_map(|leaf| match &leaf.def {
            TypeDef::Enumeration(variant) => Some(variant),
            _ => None,
        })
    };
    let mut known = 0;
    for row in rows() {
        let pallet = variants(outer).find(|pallet| pallet.name == row.pallet).expect(row.pallet);
        let TypeRef::ById(inner) = pallet.fields[0].ty else { panic!("an enum") };
        let call = variants(inner).find(|call| call.name == row.call).expect(row.call);
        let names: Vec<&str> =
            call.fields.iter().map(|field| field.name.as_deref().unwrap_or_default()).collect();
        let said: Vec<&str> = row.args.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, said, "{}.{}", row.pallet, row.call);
        // All zeros decode as something for most calls: the kinds fit what they decode to.
        let zeros = [vec![pallet.index as u8, call.index as u8], vec![0; 512]].concat();
        let types = tau::offline::value::Types::new(&library.leaves, library.extrinsic.call);
        for length in 2..zeros.len() {
            let mut used = std::collections::BTreeSet::new();
            if let Ok(call) = types.call(&zeros[..length], &mut used) {
                assert_eq!(look_up(&call), Known::Yes(row), "{}.{}", row.pallet, row.call);
                known += 1;
                break;
            }
        }
    }
    eprintln!("{known} calls were decoded from zeros");
    assert!(known > 180, "{known}");
}

/// Whatever tau can plan, its signer understands: a new command needs a row in the table.
#[test]
fn every_call_that_can_be_planned_is_in_the_table() {
    for planned in tau::chain::surface::CALLS {
        let row = rows().find(|row| row.pallet == planned.pallet && row.call == planned.name);
        let row = row.unwrap_or_else(|| panic!("{}.{} is unknown", planned.pallet, planned.name));
        for (name, _) in planned.args {
            assert!(row.args.iter().any(|(known, _)| known == name), "{}: {name}", planned.name);
        }
    }
}

/// What an owner sets is shown in the unit in which it is set.
#[test]
fn every_hyperparameter_that_an_owner_sets_is_in_the_table_with_its_unit() {
    use tau::chain::surface::{OWNER_PARAMETERS, Takes};
    use tau::offline::meaning::Kind;
    let calls = OWNER_PARAMETERS.iter().flat_map(|parameter| {
        [Some(&parameter.call), parameter.off.as_ref()].map(move |call| (parameter, call))
    });
    let mut seen = 0;
    for (parameter, call) in calls.filter_map(|(parameter, call)| Some((parameter, call?))) {
        let path = call.path();
        let row = rows().find(|row| row.pallet == call.pallet && row.call == call.name);
        let row = row.unwrap_or_else(|| panic!("{path} is unknown"));
        let named: Vec<&str> = row.args.iter().map(|(name, _)| *name).collect();
        let wanted: Vec<&str> = call.args.iter().map(|(name, _)| *name).collect();
        assert_eq!(named, wanted, "{path}");
        for (name, kind) in &row.args[1..] {
            let fits = match parameter.takes {
                Takes::Flag => *kind == Kind::Yes,
                Takes::Tao { .. } => *kind == Kind::Tao,
                Takes::Share { .. } => *kind == Kind::Share,
                Takes::Hotkey => *kind == Kind::Hotkey,
                Takes::Number { unit: "blocks", .. } => {
                    matches!(kind, Kind::Blocks | Kind::Blocks16)
                }
                Takes::Number { unit: "rao of alpha", .. } => *kind == Kind::AlphaOf("netuid"),
                Takes::Number { .. } => matches!(kind, Kind::Count | Kind::Any),
                Takes::Factor { .. } | Takes::Unearned => *kind == Kind::Any,
            };
            assert!(fits, "{path}: {name} is {kind:?} and takes {:?}", parameter.takes);
        }
        seen += 1;
    }
    assert_eq!(seen, OWNER_PARAMETERS.len() + 1);
}

/// Bytes as they are.
struct Raw(Vec<u8>);

impl Encode for Raw {
    fn encode(&self) -> Vec<u8> {
        self.0.clone()
    }
}
