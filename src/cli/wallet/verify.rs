//! `tau wallet verify`

use clap::Args;
use serde::Serialize;

use super::message::{MessageArgs, shown};
use crate::error::{Error, Kind, Result};
use crate::keystore::{Form, KeyType, Verdict, verify};
use crate::model::AccountId;
use crate::out::{Page, Report};
use crate::present::Cell;
use crate::session::Session;
use crate::theme::Scope;

/// Check who signed a message
///
/// Accepts signatures over the message between <Bytes> and </Bytes>, as wallets and `tau wallet sign`
/// make them, and over the bare message, as btcli makes them; says which it was. A signature that does
/// not hold is an error with exit code 1.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: tau wallet verify \"I own this address\" --signature 0x… --address 5F…"
)]
pub(crate) struct VerifyArgs {
    #[command(flatten)]
    message: MessageArgs,
    /// The signature: 64 bytes as hexadecimal digits
    #[arg(long, short, value_name = "BYTES")]
    signature: String,
    /// Who is said to have signed: an address of any network, a public key, or a name
    #[arg(long, value_name = "ADDRESS", aliases = ["public-key", "ss58", "signer"])]
    address: Option<String>,
    /// Accept this type of key only: sr25519 or ed25519
    #[arg(long, value_name = "TYPE", alias = "crypto-type")]
    key_type: Option<KeyType>,
}

#[derive(Serialize)]
struct Verified {
    verified: bool,
    message: Option<String>,
    message_hex: String,
    address: String,
    public_key: String,
    key_type: &'static str,
    wrapped: bool,
}

pub(crate) fn run(session: &Session, args: VerifyArgs) -> Result<Report> {
    let message = args.message.read()?;
    let signature = signature(&args.signature)?;
    let account = match &args.address {
        Some(text) => account(session, text)?,
        None => session.coldkey_account()?,
    };
    match verify(account, args.key_type, &message, &signature) {
        Verdict::Good { key_type, form } => {
            let verified = Verified {
                verified: true,
                message: std::str::from_utf8(&message).ok().map(str::to_owned),
                message_hex: format!("0x{}", hex::encode(&message)),
                address: account.to_string(),
                public_key: format!("0x{}", hex::encode(account.0)),
                key_type: key_type.as_str(),
                wrapped: form == Form::Wrapped,
            };
            let page = Page::new()
                .cell(Cell::new("The signature is good", Scope::Success))
                .field("Message", shown(&message))
                .field("Signer", account.to_string())
                .field("Key type", key_type.as_str())
                .note(match form {
                    Form::Wrapped => "signed between <Bytes> and </Bytes>",
                    Form::Bare => "signed bare, without <Bytes> and </Bytes>",
                });
            Report::new(&verified, page)
        }
        Verdict::Bad => Err(Error::new(
            Kind::Refused,
            format!("the signature is bad: {account} did not sign this message"),
        )
        .hint("every byte counts: blanks, line ends, capitals")),
        Verdict::WeakKey => Err(Error::new(
            Kind::Refused,
            format!(
                "{account} is a key under which every signature holds, so this one says nothing"
            ),
        )
        .hint("nobody owns this key")),
    }
}

fn signature(text: &str) -> Result<[u8; 64]> {
    let digits = text.trim();
    let digits = digits.strip_prefix("0x").unwrap_or(digits);
    let bytes = hex::decode(digits).map_err(|error| {
        Error::usage(format!("`--signature` is not a row of hexadecimal digits: {error}"))
            .hint("a signature is 128 hexadecimal digits, with or without 0x")
    })?;
    let length = bytes.len();
    bytes.try_into().map_err(|_| {
        let error = Error::usage(format!("a signature has 64 bytes, and this has {length}"));
        if length == 65 {
            error.hint("the first byte may say its kind, as in a transaction: leave it out")
        } else {
            error.hint("a signature is 128 hexadecimal digits, with or without 0x")
        }
    })
}

/// Signatures are of a key, whatever network its address is written for.
fn account(session: &Session, text: &str) -> Result<AccountId> {
    let text = text.trim();
    if let Ok((account, _)) = AccountId::from_ss58_any_network(text) {
        return Ok(account);
    }
    let mut key = [0; 32];
    if hex::decode_to_slice(text, &mut key).is_ok() {
        return Ok(AccountId(key));
    }
    session.account(text).map(|named| named.account)
}
