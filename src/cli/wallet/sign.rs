//! `tau wallet sign`

use clap::Args;
use serde::Serialize;

use super::message::{MessageArgs, refuse_transactions, shown};
use crate::cli::passphrase::PassphraseArgs;
use crate::error::Result;
use crate::keystore::Message;
use crate::out::{Out, Page, Report};
use crate::session::Session;

/// Sign a message with a coldkey or a hotkey
///
/// The message is signed between <Bytes> and </Bytes>, as wallets do, so that it can never be a
/// transaction; a message that has them around it already stays as it is. The coldkey signs unless
/// --use-hotkey is said.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau wallet sign \"I own this address\" --wallet savings")]
pub(crate) struct SignMessageArgs {
    #[command(flatten)]
    message: MessageArgs,
    /// Sign with the hotkey (--hotkey names it) instead of the coldkey
    #[arg(long)]
    use_hotkey: bool,
    #[command(flatten)]
    passphrase: PassphraseArgs,
}

#[derive(Serialize)]
struct SignedMessage {
    /// Only where it is text.
    message: Option<String>,
    message_hex: String,
    signed_hex: String,
    wrapped: bool,
    key: String,
    address: String,
    public_key: String,
    key_type: &'static str,
    signature: String,
}

pub(crate) async fn run(session: &Session, out: &Out, args: SignMessageArgs) -> Result<Report> {
    let text = args.message.read()?;
    refuse_transactions(&text)?;
    let message = Message::wrap(&text);
    let (name, key) =
        if args.use_hotkey { session.own_hotkey_file()? } else { session.coldkey()? };
    let passphrase = session.passphrase(out, &key, args.passphrase.source().as_ref())?;
    if key.encrypted && out.is_interactive() {
        out.show(&Page::new().field("Message", shown(message.text())).field("Signer", &name));
    }
    let holder = session.holder(out, &key, passphrase).await?;
    let signature = holder.sign_message(&message)?;
    let account = holder.account();
    let signed = SignedMessage {
        message: std::str::from_utf8(message.text()).ok().map(str::to_owned),
        message_hex: format!("0x{}", hex::encode(message.text())),
        signed_hex: format!("0x{}", hex::encode(message.signed_bytes())),
        wrapped: true,
        key: name,
        address: account.to_string(),
        public_key: format!("0x{}", hex::encode(account.0)),
        key_type: match signature {
            crate::model::Signature::Sr25519(_) => "sr25519",
            crate::model::Signature::Ed25519(_) => "ed25519",
        },
        signature: format!("0x{}", hex::encode(signature.bytes())),
    };
    let page = Page::new()
        .field("Message", shown(message.text()))
        .field("Signer", format!("{} ({})", signed.address, signed.key))
        .field("Key type", signed.key_type)
        .field("Signature", &signed.signature)
        .note("signed between <Bytes> and </Bytes>");
    Report::new(&signed, page)
}
