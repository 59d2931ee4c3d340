//! What the native side of the chain does for the EVM's: keys that are bound, TAO that comes back.

use super::{Desk, Draft, Error, Refusal, Wake, change};
use crate::chain::encode::{self, Arg};
use crate::chain::surface;
use crate::model::{Change, EvmAddress, Hotkey, NetUid, Outcome, Tao, TaoAmount, Warning};
use crate::ops::Unmet;
use crate::ops::evm::recovered;

/// Bind an EVM key to the signing hotkey's place.
pub(super) async fn associate(
    desk: &Desk,
    netuid: NetUid,
    address: EvmAddress,
    block: u64,
    proof: &[u8],
) -> Result<Draft, Error> {
    let hotkey = Hotkey(desk.signer);
    let found = recovered(hotkey, block, proof).map_err(Unmet::EvmProof)?;
    if found != address {
        return Err(Unmet::EvmProofOfAnother { found, address }.into());
    }
    let terms = desk.pinned.evm_terms(hotkey, netuid).await?;
    if terms.uid.is_none() {
        return Err(Unmet::NotRegistered { hotkey, netuid }.into());
    }
    change::not_too_soon(desk, "binding an EVM key", terms.from)?;
    let before = terms.address.map_or_else(|| "none".to_owned(), |address| address.to_string());
    let changes = vec![
        Change::set("hotkey", hotkey),
        Change::set("netuid", netuid),
        Change::new("evm_key", before, address),
        Change::set("proof_block", block),
    ];
    let args = [
        ("netuid", Arg::Subnet(netuid)),
        ("evm_key", Arg::Raw(address.0.to_vec())),
        ("block_number", Arg::Number(block)),
        ("signature", Arg::Raw(proof.to_vec())),
    ];
    change::draft(desk, &surface::ASSOCIATE_EVM_KEY, &args, changes, Vec::new()).await
}

/// Take TAO from the account of an EVM address that belongs to the signer.
pub(super) async fn withdraw(
    desk: &Desk,
    address: EvmAddress,
    amount: TaoAmount,
) -> Result<Draft, Error> {
    // Said before anything else: most chains for development have no EVM.
    let (row, runtime) = (&surface::EVM_WITHDRAW, desk.pinned.runtime());
    if !runtime.has_call(row) {
        return Err(Unmet::NoEvm { spec_version: runtime.spec_version() }.into());
    }
    let own = EvmAddress::of(desk.signer);
    if address != own {
        return Err(Unmet::NotYourEvmAddress { address, own }.into());
    }
    let mirror = [address.mirror()];
    let there = desk.pinned.balances(&mirror).await?.first().copied().flatten().unwrap_or_default();
    // The mirror may be emptied: nothing keeps it alive.
    let free = desk.wake.at_evm(address, there.spendable(Tao::ZERO));
    let all = desk.wake.at_evm(address, there.free);
    if free.is_zero() {
        return Err(Unmet::EvmEmpty { address }.into());
    }
    let amount = match amount {
        TaoAmount::Exact(amount) => amount,
        TaoAmount::All => free,
    };
    if amount.is_zero() {
        return Err(Refusal::ZeroAmount.into());
    }
    if amount > free {
        return Err(Unmet::EvmBalance { address, free, amount }.into());
    }
    let args = [("address", Arg::Raw(address.0.to_vec())), ("value", Arg::Tao(amount))];
    let call = encode::call(runtime, row, &args)?;
    let fee = desk.fee(&call).await?;
    desk.afford(Tao::ZERO, fee)?;
    let mut warnings = vec![Warning::Note {
        text: "TAO that a contract holds is not here: only what the address itself has".to_owned(),
    }];
    let mut left = all.saturating_sub(amount);
    if !left.is_zero() && left < desk.existential {
        warnings.push(Warning::Note {
            text: format!(
                "{left} TAO would stay, for which the chain keeps no account: it is lost. `all` takes it too"
            ),
        });
        left = Tao::ZERO;
    }
    let changes = vec![
        Change::set("evm_address", address),
        Change::set("from", mirror[0]),
        Change::new("there_tao", all, left),
        Change::set("arrives_tao", amount),
    ];
    Ok(Draft {
        call,
        fee,
        outcome: Outcome::Change { changes, cost: Tao::ZERO },
        spent: Tao::ZERO,
        gained: amount,
        warnings,
        wake: Wake::default().evm(address, left),
    })
}
