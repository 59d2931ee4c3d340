//! `payment_*`: what a transaction would cost.

use codec::{Decode, Encode};
use jsonrpsee::{RpcModule, core::RegisterMethodError, types::ErrorObjectOwned};
use pallet_transaction_payment::{FeeDetails, RuntimeDispatchInfo};
use serde_json::{Value, json};
use sp_core::{Bytes, U256};

use super::{Arguments, error, state};
use crate::engine::Engine;

/// Code for an answer that cannot be decoded.
const DECODE_ERROR: i32 = 8001;

pub(super) fn register(module: &mut RpcModule<Engine>) -> Result<(), RegisterMethodError> {
    module.register_blocking_method("payment_queryInfo", |params, engine, _| {
        let info: RuntimeDispatchInfo<u64> =
            query(&engine, &mut Arguments::of(&params), "TransactionPaymentApi_query_info")?;
        Ok::<Value, ErrorObjectOwned>(json!(info))
    })?;
    module.register_blocking_method("payment_queryFeeDetails", |params, engine, _| {
        let details: FeeDetails<u64> =
            query(&engine, &mut Arguments::of(&params), "TransactionPaymentApi_query_fee_details")?;
        let inclusion = details.inclusion_fee.map(|fee| {
            json!({
                "baseFee": U256::from(fee.base_fee),
                "lenFee": U256::from(fee.len_fee),
                "adjustedWeightFee": U256::from(fee.adjusted_weight_fee),
            })
        });
        Ok::<Value, ErrorObjectOwned>(json!({ "inclusionFee": inclusion }))
    })?;
    Ok(())
}

fn query<T: Decode>(
    engine: &Engine,
    arguments: &mut Arguments<'_>,
    method: &str,
) -> Result<T, ErrorObjectOwned> {
    let (extrinsic, block): (Bytes, _) = (arguments.required()?, arguments.block()?);
    let mut data = extrinsic.0;
    let length = u32::try_from(data.len()).unwrap_or(u32::MAX);
    length.encode_to(&mut data);
    let answer = state::call(engine, block, method, &data)?;
    T::decode(&mut &answer[..]).map_err(|reason| error(DECODE_ERROR, reason.to_string()))
}
