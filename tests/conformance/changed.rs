//! Real metadata, changed as runtimes change.

use codec::{Compact, Decode, Encode};
use frame_metadata::v16::{RuntimeMetadataV16, TransactionExtensionMetadata};
use frame_metadata::{RuntimeMetadata, RuntimeMetadataPrefixed};
use scale_info::form::PortableForm;
use scale_info::{
    Field, Path, PortableType, Type, TypeDef, TypeDefComposite, TypeDefPrimitive, TypeDefTuple,
};

use super::*;

pub struct Patched(RuntimeMetadataV16);

impl Patched {
    pub fn mainnet() -> Option<Self> {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
            .join("../shared/chain/metadata/finney-424.scale");
        let Ok(bytes) = std::fs::read(&path) else {
            eprintln!("SKIPPED: {} is not there, so nothing is changed in it", path.display());
            return None;
        };
        let prefixed = RuntimeMetadataPrefixed::decode(&mut &*bytes).expect("real metadata");
        match prefixed.1 {
            RuntimeMetadata::V16(metadata) => Some(Self(metadata)),
            _ => panic!("it is version 16"),
        }
    }

    pub fn runtime(&self) -> Runtime {
        // The prefix is "meta".
        let prefixed = RuntimeMetadataPrefixed(0x6174_656d, RuntimeMetadata::V16(self.0.clone()));
        let version = Version { spec_version: 999, transaction_version: 1 };
        Runtime::from_metadata(&prefixed.encode(), GENESIS, &version).expect("readable")
    }

    fn add(&mut self, path: Path<PortableForm>, type_def: TypeDef<PortableForm>) -> u32 {
        let id = u32::try_from(self.0.types.types.len()).expect("few types");
        let ty = Type { path, type_params: vec![], type_def, docs: vec![] };
        self.0.types.types.push(PortableType { id, ty });
        id
    }

    /// A type named `name` around type `inner`.
    pub fn newtype(&mut self, name: &str, inner: u32) -> u32 {
        let field = Field { name: None, ty: inner.into(), type_name: None, docs: vec![] };
        let path = Path { segments: vec!["primitives".to_owned(), name.to_owned()] };
        self.add(path, TypeDef::Composite(TypeDefComposite { fields: vec![field] }))
    }

    pub fn nothing(&mut self) -> u32 {
        self.add(Path { segments: vec![] }, TypeDef::Tuple(TypeDefTuple { fields: vec![] }))
    }

    /// The arguments of a call of SubtensorModule, and its index.
    pub fn call(&mut self, name: &str) -> (&mut Vec<Field<PortableForm>>, &mut u8) {
        let pallet =
            self.0.pallets.iter().find(|pallet| pallet.name == "SubtensorModule").expect("there");
        let id = pallet.calls.as_ref().expect("calls").ty.id;
        let ty = &mut self.0.types.types[id as usize].ty.type_def;
        let TypeDef::Variant(variants) = ty else { panic!("calls are variants") };
        let call = variants.variants.iter_mut().find(|variant| variant.name == name);
        let call = call.expect("the call");
        (&mut call.fields, &mut call.index)
    }

    pub fn option_of_u64(&mut self) -> u32 {
        let (args, _) = self.call("remove_stake_full_limit");
        args[2].ty.id
    }

    /// Every pallet and every call under another number, as no runtime has them.
    pub fn shuffle(&mut self) {
        let count = u8::try_from(self.0.pallets.len()).expect("few pallets");
        let mut indices: Vec<u8> = self.0.pallets.iter().map(|pallet| pallet.index).collect();
        indices.rotate_left(usize::from(count / 2));
        let mut calls = Vec::new();
        for (pallet, index) in self.0.pallets.iter_mut().zip(indices) {
            pallet.index = index;
            calls.extend(pallet.calls.as_ref().map(|calls| calls.ty.id));
        }
        for id in calls {
            let ty = &mut self.0.types.types[id as usize].ty.type_def;
            let TypeDef::Variant(variants) = ty else { panic!("calls are variants") };
            let mut indices: Vec<u8> = variants.variants.iter().map(|one| one.index).collect();
            indices.reverse();
            variants.variants.iter_mut().zip(indices).for_each(|(one, index)| one.index = index);
        }
    }

    /// Every number of these widths inside a type that is named, as later runtimes have them.
    pub fn name_numbers(&mut self) {
        for (name, wanted) in [
            ("NetUid", TypeDefPrimitive::U16),
            ("BlockNumber", TypeDefPrimitive::U32),
            ("TaoBalance", TypeDefPrimitive::U64),
        ] {
            let plain = TypeDef::Primitive(wanted);
            let id = self.0.types.types.iter().position(|one| one.ty.type_def == plain);
            let id = id.expect("the runtime has such numbers");
            let inner = self.add(Path { segments: vec![] }, plain);
            let wrapped = self.newtype(name, inner);
            // What referred to the number refers to the named one, and only that to the number.
            let wrapped = self.0.types.types[wrapped as usize].ty.clone();
            self.0.types.types[id].ty = wrapped;
        }
    }

    /// Every type under another name.
    pub fn rename_types(&mut self) {
        for one in &mut self.0.types.types {
            // The names of enums of calls and of Option and Result carry meaning for decoders.
            if matches!(one.ty.type_def, TypeDef::Composite(_))
                && let Some(name) = one.ty.path.segments.last_mut()
            {
                name.push_str("V2");
            }
        }
    }

    pub fn drop_api(&mut self, group: &str, method: &str) {
        let found = self.0.apis.iter_mut().find(|one| one.name == group).expect("there");
        let before = found.methods.len();
        found.methods.retain(|one| one.name != method);
        assert_eq!(found.methods.len(), before - 1, "{group}.{method} was there once");
    }

    pub fn move_pallet(&mut self, name: &str, index: u8) {
        let pallet = self.0.pallets.iter_mut().find(|pallet| pallet.name == name);
        pallet.expect("there").index = index;
    }

    pub fn extension(&mut self, identifier: &str, ty: u32, implicit: u32) {
        let index = u32::try_from(self.0.extrinsic.transaction_extensions.len()).expect("few");
        self.0.extrinsic.transaction_extensions.push(TransactionExtensionMetadata {
            identifier: identifier.to_owned(),
            ty: ty.into(),
            implicit: implicit.into(),
        });
        let order = self.0.extrinsic.transaction_extensions_by_version.get_mut(&0);
        order.expect("version 0").push(Compact(index));
    }
}

pub fn stake(runtime: &Runtime) -> Result<String, String> {
    let args = [
        ("hotkey", Arg::Hotkey(hotkey())),
        ("netuid", Arg::Subnet(NetUid(18))),
        ("amount_staked", Arg::Tao(Tao::from_rao(10_000_000_000))),
    ];
    encode::call(runtime, &surface::ADD_STAKE, &args)
        .map(|call| hex::encode(call.bytes))
        .map_err(|error| error.to_string())
}

#[test]
fn a_named_number_is_a_number() {
    let Some(mut patched) = Patched::mainnet() else { return };
    let plain = stake(&patched.runtime());
    let (args, _) = patched.call("add_stake");
    let (netuid, amount) = (args[1].ty.id, args[2].ty.id);
    let wrapped = (patched.newtype("NetUid", netuid), patched.newtype("TaoBalance", amount));
    let (args, _) = patched.call("add_stake");
    args[1].ty = wrapped.0.into();
    args[2].ty = wrapped.1.into();
    assert_eq!(stake(&patched.runtime()), plain);
    assert_eq!(patched.runtime().gaps(), Vec::<String>::new());
}

#[test]
fn indices_are_those_of_the_runtime() {
    let Some(mut patched) = Patched::mainnet() else { return };
    let plain = stake(&patched.runtime()).expect("a call");
    *patched.call("add_stake").1 = 250;
    patched.move_pallet("SubtensorModule", 99);
    assert_eq!(stake(&patched.runtime()), Ok(format!("63fa{}", &plain[4..])));
}

#[test]
fn a_new_optional_argument_is_left_out_and_any_other_refuses() {
    let Some(mut patched) = Patched::mainnet() else { return };
    let plain = stake(&patched.runtime()).expect("a call");
    let option = patched.option_of_u64();
    let (args, _) = patched.call("add_stake");
    let mut extra = args[2].clone();
    extra.name = Some("deadline".to_owned());
    extra.ty = option.into();
    args.push(extra);
    assert_eq!(stake(&patched.runtime()), Ok(format!("{plain}00")));

    let (args, _) = patched.call("add_stake");
    args[3].ty = args[2].ty;
    assert_eq!(
        stake(&patched.runtime()),
        Err("runtime 999 changed SubtensorModule.add_stake: \
             there is a new argument `deadline`"
            .to_owned())
    );
    let (args, _) = patched.call("add_stake");
    args.truncate(2);
    assert_eq!(
        stake(&patched.runtime()),
        Err("runtime 999 changed SubtensorModule.add_stake: \
             there is no argument `amount_staked` any more"
            .to_owned())
    );
}

#[test]
fn new_extensions_are_left_out_or_refused() {
    let Some(mut patched) = Patched::mainnet() else { return };
    let payload =
        |patched: &Patched| encode::signer_payload(&patched.runtime(), &[0, 0], &envelope());
    let plain = payload(&patched).expect("a payload");
    let (nothing, option) = (patched.nothing(), patched.option_of_u64());
    patched.extension("CheckNothing", nothing, nothing);
    assert_eq!(payload(&patched).as_deref(), Ok(&*plain));
    patched.extension("CheckMaybe", option, nothing);
    assert_eq!(payload(&patched).expect("a payload").len(), plain.len() + 1);
    let (args, _) = patched.call("add_stake");
    let number = args[2].ty.id;
    patched.extension("CheckSomething", number, nothing);
    assert_eq!(
        payload(&patched).map_err(|error| error.to_string()),
        Err("runtime 999 changed transaction extension CheckSomething: \
             it is new and wants u64"
            .to_owned())
    );
}
