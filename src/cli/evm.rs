//! `tau evm …`

use clap::{Args, Subcommand};
use serde::Serialize;

use super::amount::TaoArg;
use super::netuid::NetUidFlag;
use super::plan::names;
use super::sign::{SignArgs, Signer, carry_out};
use crate::error::{Error, Result};
use crate::model::{AccountId, EvmAddress, Hotkey, Intent, Label, NetUid, RawBytes, Tao, wei};
use crate::ops;
use crate::out::{Out, Page, Report, Stamp};
use crate::present::exact;
use crate::session::Session;
use crate::settings::Flags;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    #[command(visible_alias = "mirror", alias = "deposit-address")]
    Address(AddressArgs),
    Balance(BalanceArgs),
    Message(MessageArgs),
    Associate(AssociateArgs),
    #[command(alias = "claim-deposit")]
    Withdraw(WithdrawArgs),
}

/// Show which EVM address belongs to an account, and the other way round
///
/// An account of the chain owns the EVM address of its first 20 bytes. An EVM address spends the TAO of its mirror: the account
/// that is the BLAKE2b-256 of `evm:` and the address. TAO for an EVM address is sent to its mirror. Asks no chain.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau evm address 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")]
pub(crate) struct AddressArgs {
    /// An EVM address, an address of the chain, or a name [default: the wallet's coldkey]
    #[arg(value_name = "0x…|ADDRESS")]
    of: Option<String>,
}

/// Show what an EVM address has, in TAO and in the EVM's unit
///
/// The chain counts TAO with 9 decimals, the EVM with 18. TAO that contracts hold for the address is not counted.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau evm balance 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")]
pub(crate) struct BalanceArgs {
    /// An EVM address, an address of the chain, or a name [default: the wallet's coldkey]
    #[arg(value_name = "0x…|ADDRESS")]
    of: Option<String>,
}

/// Show what an EVM key has to sign to be bound to a hotkey
///
/// Sign it as a personal message (EIP-191) of these 64 bytes, not of their digits. The proof names a block: the newest one
/// unless --block says otherwise.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau evm message --hotkey my-miner")]
pub(crate) struct MessageArgs {
    /// The block that the proof names
    #[arg(long, value_name = "BLOCK")]
    block: Option<u64>,
}

/// Bind an EVM key to a hotkey's place on a subnet, once a day
///
/// Signed by the hotkey, without a fee. --signature is what the EVM key signed of `tau evm message`; it is checked here
/// before anything is sent.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: tau evm associate 0x5aAe… --netuid 4 --block 8000000 --signature 0x… --hotkey my-miner"
)]
pub(crate) struct AssociateArgs {
    /// The EVM key's address
    #[arg(value_name = "0x…")]
    address: EvmAddress,
    /// The block that the proof names
    #[arg(long, value_name = "BLOCK")]
    block: u64,
    /// The EVM key's signature of `tau evm message`, 65 bytes
    #[arg(long, value_name = "HEX")]
    signature: String,
    #[command(flatten)]
    netuid: NetUidFlag,
    #[command(flatten)]
    pub sign: SignArgs,
}

/// Take TAO out of the EVM address of the wallet's coldkey
///
/// What was sent to the coldkey's EVM address from inside the EVM lies on that address's mirror. `EVM.withdraw` brings it
/// home.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau evm withdraw all --wallet savings")]
pub(crate) struct WithdrawArgs {
    #[command(flatten)]
    amount: TaoArg,
    #[command(flatten)]
    pub sign: SignArgs,
}

impl Command {
    pub fn name(&self) -> &'static str {
        match self {
            Self::Address(_) => "evm address",
            Self::Balance(_) => "evm balance",
            Self::Message(_) => "evm message",
            Self::Associate(_) => "evm associate",
            Self::Withdraw(_) => "evm withdraw",
        }
    }

    pub fn flags(&self, flags: &mut Flags) {
        match self {
            Self::Associate(args) => args.sign.flags(flags),
            Self::Withdraw(args) => args.sign.flags(flags),
            _ => {}
        }
    }

    pub async fn run(self, session: &Session, out: &Out, yes: bool) -> Result<Report> {
        match self {
            Self::Address(args) => address(session, args.of.as_deref()),
            Self::Balance(args) => balance(session, args.of.as_deref()).await,
            Self::Message(args) => message(session, args.block).await,
            Self::Associate(args) => associate(session, out, yes, args).await,
            Self::Withdraw(args) => withdraw(session, out, yes, args).await,
        }
    }
}

#[derive(Serialize)]
struct Addresses {
    evm_address: EvmAddress,
    mirror: AccountId,
    /// Whose EVM address it is; `None` of one that was given as such.
    account: Option<AccountId>,
    public_key: Option<String>,
}

/// The EVM address that is meant, and the account it belongs to if one was named.
fn meant(session: &Session, of: Option<&str>) -> Result<(EvmAddress, Option<AccountId>)> {
    match of {
        // 32 bytes are an account's.
        Some(text) if text.starts_with("0x") && text.len() != 66 => {
            let address = text.parse::<EvmAddress>().map_err(|error| {
                Error::usage(error.to_string()).hint("0x and 40 digits, or an address of the chain")
            })?;
            Ok((address, None))
        }
        Some(text) => {
            let account = session.account(text)?.account;
            Ok((EvmAddress::of(account), Some(account)))
        }
        None => {
            let account = session.coldkey_account()?;
            Ok((EvmAddress::of(account), Some(account)))
        }
    }
}

fn address(session: &Session, of: Option<&str>) -> Result<Report> {
    let (evm_address, account) = meant(session, of)?;
    let data = Addresses {
        evm_address,
        mirror: evm_address.mirror(),
        account,
        public_key: account.map(|account| format!("0x{}", hex::encode(account.0))),
    };
    let page = match account {
        Some(account) => Page::new()
            .field("Account", account.to_string())
            .field("Public key", data.public_key.clone().unwrap_or_default())
            .field("EVM address", evm_address.to_string())
            .field("Its mirror", data.mirror.to_string())
            .note("send to the EVM address inside the EVM, then `tau evm withdraw` brings it to the account"),
        None => Page::new()
            .field("EVM address", evm_address.to_string())
            .field("Its mirror", data.mirror.to_string())
            .note("TAO that is sent to the mirror can be spent inside the EVM by the address's key"),
    };
    Report::new(&data, page)
}

#[derive(Serialize)]
struct Holds {
    evm_address: EvmAddress,
    mirror: AccountId,
    free_tao: Tao,
    free_wei: String,
}

async fn balance(session: &Session, of: Option<&str>) -> Result<Report> {
    let (evm_address, _) = meant(session, of)?;
    let mirror = evm_address.mirror();
    let chain = session.chain().await?;
    let (at, found) = ops::balances(&chain, &[mirror]).await?;
    let stamp = Stamp::new(&chain.network(), at);
    let free = found.first().map(|balance| balance.free).unwrap_or_default();
    let data = Holds { evm_address, mirror, free_tao: free, free_wei: wei(free).to_string() };
    let page = Page::new()
        .field("EVM address", evm_address.to_string())
        .field("Its mirror", mirror.to_string())
        .field("Free", format!("{} TAO", exact(free.rao())))
        .field("In the EVM", format!("{} (18 decimals)", data.free_wei))
        .note(stamp.line());
    Ok(Report::new(&data, page)?.at(stamp))
}

#[derive(Serialize)]
struct Message {
    hotkey: Hotkey,
    block: u64,
    message: RawBytes,
}

async fn message(session: &Session, block: Option<u64>) -> Result<Report> {
    let hotkey = Hotkey(session.own_hotkey()?.account);
    let chain = session.chain().await?;
    let at = chain.head().await?;
    let block = block.unwrap_or(at.block.into());
    let message = RawBytes(ops::evm_message(hotkey, block));
    let text = format!("{message:?}");
    let stamp = Stamp::new(&chain.network(), at);
    let page = Page::new()
        .field("Hotkey", hotkey.to_string())
        .field("Block", block.to_string())
        .heading("To be signed as a personal message by the EVM key")
        // To be copied: no line may be broken.
        .finished(text)
        .note(format!(
            "then: tau evm associate 0x… --block {block} --signature 0x… --netuid NETUID"
        ));
    Ok(Report::new(&Message { hotkey, block, message }, page)?.at(stamp))
}

async fn associate(session: &Session, out: &Out, yes: bool, args: AssociateArgs) -> Result<Report> {
    let digits = args.signature.trim().trim_start_matches("0x");
    let proof = hex::decode(digits).map_err(|_| {
        Error::usage(format!("`{}` is no signature", Label::new(&args.signature)))
            .hint("0x and 130 hexadecimal digits, as EVM wallets show them")
    })?;
    let netuid: NetUid = args.netuid.netuid;
    let intent = Intent::AssociateEvm {
        netuid,
        address: args.address,
        block: args.block,
        proof: RawBytes(proof),
    };
    let signer = Signer::of_hotkey(session)?;
    carry_out(session, out, yes, &args.sign, signer, &intent, &names([])).await
}

async fn withdraw(session: &Session, out: &Out, yes: bool, args: WithdrawArgs) -> Result<Report> {
    let signer = Signer::of(session)?;
    // Of the account that it is done for.
    let address = EvmAddress::of(session.acting_as(&signer.account()?)?);
    let intent = Intent::WithdrawEvm { address, amount: args.amount.value()?.into() };
    carry_out(session, out, yes, &args.sign, signer, &intent, &names([])).await
}
