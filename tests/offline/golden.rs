//! The screen of every call that the table knows, on a terminal of eighty columns, as one text to read and to compare.
//!
//! `TAU_RENEW=1` writes the text anew: then read what changed, because it is what people decide by.

use std::path::PathBuf;

use codec::{Compact, Encode};
use tau::model::AccountId;
use tau::offline::Error;
use tau::offline::container::MAX_ITEMS;
use tau::offline::meaning::{Class, Kind, Row, rows};
use tau::offline::types::{Field, TypeDef, TypeRef, Variant};

use crate::library::{Library, UNIT, account, item};

/// Lines of a terminal.
const LINES: usize = 24;

/// Values that look like those of a day's work.
struct Maker<'a> {
    library: &'a Library,
}

impl Maker<'_> {
    fn variants(&self, id: u32) -> Vec<&Variant> {
        self.library
            .leaves
            .iter()
            .filter(|leaf| leaf.id == id)
            .filter_map(|leaf| match &leaf.def {
                TypeDef::Enumeration(variant) => Some(variant),
                _ => None,
            })
            .collect()
    }

    /// A call of a row, all its arguments filled in.
    fn call(&self, row: &Row) -> Vec<u8> {
        let TypeRef::ById(outer) = self.library.extrinsic.call else { panic!("an enum") };
        let pallet = self.variants(outer).into_iter().find(|one| one.name == row.pallet);
        let pallet = pallet.expect(row.pallet);
        let TypeRef::ById(inner) = pallet.fields[0].ty else { panic!("an enum") };
        let call = self.variants(inner).into_iter().find(|one| one.name == row.call);
        let call = call.expect(row.call);
        let mut bytes = vec![pallet.index as u8, call.index as u8];
        for (field, (_, kind)) in call.fields.iter().zip(row.args) {
            self.value(field.ty, *kind, field.name.as_deref().unwrap_or_default(), &mut bytes);
        }
        bytes
    }

    /// The number that an argument of this kind has.
    fn number(kind: Kind, name: &str) -> u64 {
        match kind {
            Kind::Netuid | Kind::MaybeNetuid | Kind::Subnets if name.contains("destination") => 7,
            Kind::Netuid | Kind::MaybeNetuid | Kind::Subnets => 4,
            Kind::Tao | Kind::MaybeTao | Kind::Income => 12 * UNIT + UNIT / 2,
            Kind::AlphaOf(_) => 300 * UNIT,
            Kind::Price(_) | Kind::MaybePrice(_) => 25_125_000,
            Kind::RelativePrice => 995_000_000,
            Kind::Share => 5_898,
            Kind::Children => u64::MAX / 4,
            Kind::Blocks | Kind::Blocks16 => 360,
            Kind::BlockNumber => 5_401_000,
            _ => 2,
        }
    }

    fn value(&self, ty: TypeRef, kind: Kind, name: &str, bytes: &mut Vec<u8>) {
        let number = Self::number(kind, name);
        match ty {
            TypeRef::Void => {}
            TypeRef::Bool => bytes.push(1),
            TypeRef::Char => u32::from('x').encode_to(bytes),
            TypeRef::Str => name.encode_to(bytes),
            TypeRef::U8 | TypeRef::I8 => bytes.push(2),
            TypeRef::U16 | TypeRef::I16 => bytes.extend((number as u16).to_le_bytes()),
            TypeRef::U32 | TypeRef::I32 => bytes.extend((number as u32).to_le_bytes()),
            TypeRef::U64 | TypeRef::I64 => bytes.extend(number.to_le_bytes()),
            TypeRef::U128 | TypeRef::I128 => bytes.extend(u128::from(number).to_le_bytes()),
            TypeRef::U256 | TypeRef::I256 => {
                bytes.extend(number.to_le_bytes());
                bytes.extend([0; 24]);
            }
            TypeRef::CompactU8 => Compact(2u8).encode_to(bytes),
            TypeRef::CompactU16 => Compact(number as u16).encode_to(bytes),
            TypeRef::CompactU32 => Compact(number as u32).encode_to(bytes),
            TypeRef::CompactU64 => Compact(number).encode_to(bytes),
            TypeRef::CompactU128 | TypeRef::CompactU256 => {
                Compact(u128::from(number)).encode_to(bytes);
            }
            TypeRef::ById(id) => self.leaf(id, kind, name, bytes),
        }
    }

    fn fields(&self, fields: &[Field], kind: Kind, name: &str, bytes: &mut Vec<u8>) {
        for field in fields {
            self.value(field.ty, kind, field.name.as_deref().unwrap_or(name), bytes);
        }
    }

    fn leaf(&self, id: u32, kind: Kind, name: &str, bytes: &mut Vec<u8>) {
        if TypeRef::ById(id) == self.library.extrinsic.call {
            bytes.extend(self.library.transfer(account("//Bob"), UNIT));
            return;
        }
        let leaf = self.library.leaves.iter().find(|leaf| leaf.id == id).expect("a leaf");
        match &leaf.def {
            TypeDef::Enumeration(_) => self.variant(leaf.name(), id, kind, name, bytes),
            TypeDef::Composite(_) if leaf.name() == "AccountId32" => {
                bytes.extend(Self::account(kind, name).0);
            }
            TypeDef::Composite(fields) => self.fields(fields, kind, name, bytes),
            TypeDef::Tuple(parts) => {
                parts.iter().for_each(|part| self.value(*part, kind, name, bytes));
            }
            TypeDef::Array { len: 32, .. } if kind == Kind::CallHash => {
                bytes.extend(sp_crypto_hashing::blake2_256(&self.preimage()));
            }
            TypeDef::Array { len, ty } => {
                (0..*len).for_each(|_| self.value(*ty, Kind::Any, name, bytes));
            }
            TypeDef::Sequence(TypeRef::U8) => format!("the {name}").encode_to(bytes),
            TypeDef::Sequence(ty) => {
                Compact(1u32).encode_to(bytes);
                self.value(*ty, kind, name, bytes);
            }
            TypeDef::BitSequence { .. } => Compact(0u32).encode_to(bytes),
        }
    }

    fn account(kind: Kind, name: &str) -> AccountId {
        match kind {
            Kind::Hotkey | Kind::Children => account("//Validator"),
            _ if name.contains("hotkey") => account("//Validator"),
            _ => account("//Bob"),
        }
    }

    /// The case of an enum that says most: `Some` of an option, an account of an address.
    fn variant(&self, ty: &str, id: u32, kind: Kind, name: &str, bytes: &mut Vec<u8>) {
        let cases = self.variants(id);
        let wanted = match ty {
            "Option" => "Some",
            "MultiAddress" => "Id",
            "ProxyType" => "Staking",
            _ => cases[0].name.as_str(),
        };
        let case = cases.iter().find(|case| case.name == wanted).unwrap_or(&cases[0]);
        bytes.push(case.index as u8);
        self.fields(&case.fields, kind, name, bytes);
    }

    /// What hashes of calls stand for.
    fn preimage(&self) -> Vec<u8> {
        self.library.transfer(account("//Bob"), UNIT)
    }
}

/// What the signer shows of these calls. They are items of one set, because proving the types is the same work for
/// every request; what is said of an item's place in the set is left out.
fn screens(library: &Library, rows: &[&Row]) -> Vec<String> {
    let maker = Maker { library };
    let mut draft = library.draft(Vec::new());
    draft.items = rows
        .iter()
        .zip(7..)
        .map(|(row, nonce)| {
            let mut item = item(maker.call(row), nonce);
            if row.args.iter().any(|(_, kind)| *kind == Kind::CallHash) {
                item.preimages = vec![maker.preimage()];
            }
            item
        })
        .collect();
    let (_, review) = library.prepared(draft).expect("all of it is shown");
    let shown = review.items.into_iter().map(|item| {
        let mut screen = item.screen;
        screen.title = "To be signed".to_owned();
        for line in &mut screen.lines {
            match line.name.as_str() {
                "Number" => line.value = "7".to_owned(),
                "Words" => line.value = "five words of the list".to_owned(),
                _ => {}
            }
        }
        let words = item.demands.iter().map(|one| format!("to be typed: {}\n", one.word));
        screen.text() + &words.collect::<String>()
    });
    shown.collect()
}

#[test]
fn every_known_call_has_its_screen() {
    let Some(library) = Library::finney() else { return };
    let planned = |row: &Row| {
        tau::chain::surface::CALLS
            .iter()
            .any(|call| call.pallet == row.pallet && call.name == row.call)
    };
    let (hidden, open): (Vec<&Row>, Vec<&Row>) =
        rows().partition(|row| matches!(row.class, Class::Hidden));
    let mut text = String::new();
    for part in open.chunks(MAX_ITEMS) {
        for (row, shown) in part.iter().zip(screens(library, part)) {
            assert!(shown.lines().all(|line| line.chars().count() <= 80), "{shown}");
            // What carries another call is as long as that one too, and scrolls.
            let carries = row.args.iter().any(|(_, kind)| matches!(kind, Kind::Call | Kind::Calls))
                || shown.contains("is the hash of this call:");
            let lines = shown.lines().count();
            assert!(!planned(row) || carries || lines <= LINES, "{lines} lines:\n{shown}");
            text.push_str(&format!("=== {}.{}\n{shown}\n", row.pallet, row.call));
        }
    }
    for call in tau::chain::surface::CALLS {
        let is_hidden = hidden.iter().any(|row| row.pallet == call.pallet && row.call == call.name);
        let is_shown = text.contains(&format!("=== {}\n", call.path()));
        assert!(is_shown || is_hidden, "{} is missing", call.path());
    }
    for row in hidden {
        let call = Maker { library }.call(row);
        let refused = library.prepared(library.draft(call)).expect_err("it hides what it does");
        assert!(matches!(refused, Error::Opaque(_)), "{refused:?}");
    }
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/offline/screens.txt");
    if std::env::var_os("TAU_RENEW").is_some() {
        std::fs::write(&path, &text).expect("it is written");
    }
    let golden = std::fs::read_to_string(&path).expect("the golden screens");
    let (mut new, mut old) = (text.split("=== "), golden.split("=== "));
    loop {
        match (new.next(), old.next()) {
            (None, None) => break,
            (new, old) => assert_eq!(new, old, "TAU_RENEW=1 renews it, once it was read"),
        }
    }
}
