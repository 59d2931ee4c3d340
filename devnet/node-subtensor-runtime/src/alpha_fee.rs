//! Fees in TAO, or in alpha for who has too little of it and sends a call that takes stake away.

use frame_support::{
    storage::with_storage_layer,
    traits::{IsSubType, NoDrop, fungible::Credit},
};
use pallet_transaction_payment::{FungibleAdapter, OnChargeTransaction, TxCreditHold};
use sp_runtime::{
    traits::{DispatchInfoOf, PostDispatchInfoOf},
    transaction_validity::{InvalidTransaction, TransactionValidityError},
};

use crate::{AccountId, Balance, Balances, Runtime, RuntimeCall, SubtensorModule, fees};

/// What takes fees in TAO.
type Tao = FungibleAdapter<Balances, fees::ToBlockAuthor>;

/// Takes a fee in TAO if it can, else in alpha if the call allows it.
pub struct TaoElseAlpha;

/// How a fee was taken.
pub enum Taken {
    /// In TAO; what the call turns out not to cost comes back.
    Tao(<Tao as OnChargeTransaction<Runtime>>::LiquidityInfo),
    /// In alpha; nothing comes back.
    Alpha,
}

impl Default for Taken {
    fn default() -> Self {
        Self::Tao(None)
    }
}

/// The position that can pay for the call in alpha.
fn position(who: &AccountId, call: &RuntimeCall) -> Option<(AccountId, u16)> {
    let call: &pallet_subtensor::Call<Runtime> = call.is_sub_type()?;
    SubtensorModule::alpha_fee_position(who, call)
}

impl OnChargeTransaction<Runtime> for TaoElseAlpha {
    type Balance = Balance;
    type LiquidityInfo = Taken;

    fn withdraw_fee(
        who: &AccountId,
        call: &RuntimeCall,
        info: &DispatchInfoOf<RuntimeCall>,
        fee: Balance,
        tip: Balance,
    ) -> Result<Taken, TransactionValidityError> {
        let refusal =
            match <Tao as OnChargeTransaction<Runtime>>::withdraw_fee(who, call, info, fee, tip) {
                Ok(taken) => return Ok(Taken::Tao(taken)),
                Err(refusal) => refusal,
            };
        let (hotkey, netuid) = position(who, call).ok_or(refusal)?;
        with_storage_layer(|| SubtensorModule::pay_fee_in_alpha(who, &hotkey, netuid, fee))
            .map_err(|_| InvalidTransaction::Payment)?;
        Ok(Taken::Alpha)
    }

    fn can_withdraw_fee(
        who: &AccountId,
        call: &RuntimeCall,
        info: &DispatchInfoOf<RuntimeCall>,
        fee: Balance,
        tip: Balance,
    ) -> Result<(), TransactionValidityError> {
        <Tao as OnChargeTransaction<Runtime>>::can_withdraw_fee(who, call, info, fee, tip).or_else(
            |refusal| {
                let pays = position(who, call).is_some_and(|(hotkey, netuid)| {
                    SubtensorModule::can_pay_fee_in_alpha(who, &hotkey, netuid, fee)
                });
                if pays { Ok(()) } else { Err(refusal) }
            },
        )
    }

    fn correct_and_deposit_fee(
        who: &AccountId,
        info: &DispatchInfoOf<RuntimeCall>,
        post_info: &PostDispatchInfoOf<RuntimeCall>,
        corrected_fee: Balance,
        tip: Balance,
        taken: Taken,
    ) -> Result<(), TransactionValidityError> {
        match taken {
            Taken::Tao(taken) => <Tao as OnChargeTransaction<Runtime>>::correct_and_deposit_fee(
                who,
                info,
                post_info,
                corrected_fee,
                tip,
                taken,
            ),
            Taken::Alpha => Ok(()),
        }
    }
}

impl TxCreditHold<Runtime> for TaoElseAlpha {
    type Credit = NoDrop<Credit<AccountId, Balances>>;
}
