//! What every test needs: a quiet chain, a client, an extrinsic builder.

use std::time::Duration;

use codec::{Compact, Decode, Encode};
use jsonrpsee::{
    MethodsError,
    core::{server::Subscription, traits::ToRpcParams},
    types::ErrorObjectOwned,
};
use node_subtensor_runtime::{AccountId, Runtime, RuntimeCall, VERSION};
use serde_json::{Value, json, value::RawValue};
use sp_core::{H256, Pair as _, sr25519::Pair};
use sp_runtime::{MultiAddress, MultiSignature, generic::Era};
use tau_devnet::{BlockTime, Devnet, Options, World};

/// A devnet of the bare world that makes blocks when told.
pub fn manual() -> Devnet {
    start(Options {
        world: World::bare(),
        block_time: BlockTime::Manual,
        traders: false,
        ..Options::default()
    })
}

pub fn start(options: Options) -> Devnet {
    Devnet::start(options).unwrap_or_else(|error| panic!("no devnet: {error}"))
}

/// Positional parameters.
pub struct Params(pub Value);

impl ToRpcParams for Params {
    fn to_rpc_params(self) -> Result<Option<Box<RawValue>>, serde_json::Error> {
        serde_json::value::to_raw_value(&self.0).map(Some)
    }
}

/// Call a method; an RPC error is an answer.
pub async fn try_call(
    devnet: &Devnet,
    method: &str,
    params: Value,
) -> Result<Value, ErrorObjectOwned> {
    match devnet.rpc().call(method, Params(params)).await {
        Ok(value) => Ok(value),
        Err(MethodsError::JsonRpc(error)) => Err(error),
        Err(other) => panic!("{method}: {other}"),
    }
}

/// Call a method that has to answer.
pub async fn call(devnet: &Devnet, method: &str, params: Value) -> Value {
    try_call(devnet, method, params).await.unwrap_or_else(|error| panic!("{method}: {error}"))
}

pub async fn subscribe(
    devnet: &Devnet,
    method: &str,
    params: Value,
) -> Result<Subscription, ErrorObjectOwned> {
    match devnet.rpc().subscribe(method, Params(params), 64).await {
        Ok(subscription) => Ok(subscription),
        Err(MethodsError::JsonRpc(error)) => Err(error),
        Err(other) => panic!("{method}: {other}"),
    }
}

/// The next item of a subscription. The wait is only there so that a broken test ends.
pub async fn next(subscription: &mut Subscription) -> Value {
    let item = tokio::time::timeout(Duration::from_secs(60), subscription.next::<Value>()).await;
    match item {
        Ok(Some(Ok((value, _)))) => value,
        other => panic!("no further item: {other:?}"),
    }
}

pub fn hex(bytes: &[u8]) -> String {
    format!("0x{}", hex::encode(bytes))
}

pub fn bytes(value: &Value) -> Vec<u8> {
    let text = value.as_str().unwrap_or_else(|| panic!("not a string: {value}"));
    hex::decode(text.trim_start_matches("0x")).unwrap_or_else(|error| panic!("{error}: {text}"))
}

pub fn hash(value: &Value) -> H256 {
    H256::from_slice(&bytes(value))
}

pub fn key(uri: &str) -> Pair {
    Pair::from_string(uri, None).unwrap_or_else(|error| panic!("{uri}: {error:?}"))
}

pub fn id(uri: &str) -> AccountId {
    key(uri).public().into()
}

pub fn transfer(to: &str, value: u64) -> RuntimeCall {
    pallet_balances::Call::<Runtime>::transfer_keep_alive { dest: MultiAddress::Id(id(to)), value }
        .into()
}

/// An extrinsic in the making; everything has an honest default.
#[derive(Clone)]
pub struct Transaction {
    pub call: Vec<u8>,
    pub signer: Pair,
    pub nonce: u32,
    pub era: Era,
    pub tip: u64,
    pub genesis: H256,
    pub birth: H256,
    pub spec_version: u32,
    pub metadata_hash: Option<[u8; 32]>,
}

impl Transaction {
    /// An immortal transaction with the account's next nonce.
    pub async fn new(devnet: &Devnet, signer: &str, call: &RuntimeCall) -> Transaction {
        let signer = key(signer);
        let address = sp_core::crypto::Ss58Codec::to_ss58check(&AccountId::from(signer.public()));
        let nonce = self::call(devnet, "system_accountNextIndex", json!([address])).await;
        let genesis = H256(devnet.genesis());
        Transaction {
            call: call.encode(),
            signer,
            nonce: u32::try_from(nonce.as_u64().unwrap_or(u64::MAX)).unwrap_or(u32::MAX),
            era: Era::Immortal,
            tip: 0,
            genesis,
            birth: genesis,
            spec_version: VERSION.spec_version,
            metadata_hash: None,
        }
    }

    pub fn sign(&self) -> Vec<u8> {
        let mode = u8::from(self.metadata_hash.is_some());
        let extra = (self.era, Compact(self.nonce), Compact(self.tip), mode).encode();
        let implicit = (
            self.spec_version,
            VERSION.transaction_version,
            self.genesis,
            self.birth,
            self.metadata_hash,
        );
        let payload = [self.call.clone(), extra.clone(), implicit.encode()].concat();
        let signature = if payload.len() > 256 {
            self.signer.sign(&sp_crypto_hashing::blake2_256(&payload))
        } else {
            self.signer.sign(&payload)
        };
        let head = [&[0x84, 0][..], &self.signer.public().0].concat();
        [head, MultiSignature::Sr25519(signature).encode(), extra, self.call.clone()]
            .concat()
            .encode()
    }

    pub fn hex(&self) -> String {
        hex(&self.sign())
    }
}

/// Submit a transaction that has to be accepted.
pub async fn submit(devnet: &Devnet, signer: &str, what: &RuntimeCall) -> H256 {
    let transaction = Transaction::new(devnet, signer, what).await;
    hash(&call(devnet, "author_submitExtrinsic", json!([transaction.hex()])).await)
}

pub async fn mine(devnet: &Devnet, blocks: u32) -> u32 {
    devnet.mine(blocks).await.unwrap_or_else(|error| panic!("{error}"))
}

/// A storage value at a block, decoded.
pub async fn storage_at<T: Decode>(devnet: &Devnet, key: &[u8], block: Value) -> Option<T> {
    let value = call(devnet, "state_getStorage", json!([hex(key), block])).await;
    if value.is_null() {
        return None;
    }
    Some(T::decode(&mut &bytes(&value)[..]).unwrap_or_else(|error| panic!("{error}")))
}

pub fn account_key(account: &AccountId) -> Vec<u8> {
    let encoded = account.encode();
    [
        frame_support::storage::storage_prefix(b"System", b"Account").to_vec(),
        sp_crypto_hashing::blake2_128(&encoded).to_vec(),
        encoded,
    ]
    .concat()
}

type Account = frame_system::AccountInfo<u32, pallet_balances::AccountData<u64>>;

pub async fn free(devnet: &Devnet, who: &str) -> u64 {
    let account = storage_at::<Account>(devnet, &account_key(&id(who)), Value::Null).await;
    account.map_or(0, |account| account.data.free)
}

/// Sum of all balances and the issuance that the chain keeps: always equal.
pub async fn balances_and_issuance(devnet: &Devnet) -> (u64, u64) {
    let prefix = frame_support::storage::storage_prefix(b"System", b"Account");
    let keys = call(devnet, "state_getKeys", json!([hex(&prefix)])).await;
    let mut sum = 0;
    for key in keys.as_array().cloned().unwrap_or_default() {
        let account = storage_at::<Account>(devnet, &bytes(&key), Value::Null).await;
        sum += account.map_or(0, |account| account.data.free + account.data.reserved);
    }
    let key = frame_support::storage::storage_prefix(b"Balances", b"TotalIssuance");
    (sum, storage_at::<u64>(devnet, &key, Value::Null).await.unwrap_or_default())
}
