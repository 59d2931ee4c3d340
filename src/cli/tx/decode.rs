//! `tau tx decode`

use clap::Args;

use crate::error::{Error, Result};
use crate::model::{DecodedCall, DecodedInput};
use crate::ops;
use crate::out::{Page, Report, Stamp};
use crate::session::Session;

/// Say in words what a transaction or a call does
///
/// The bytes are read by the metadata of the chain's runtime, down to calls inside batches, proxies and
/// multisigs. Nothing is sent. All bytes must be understood, or it is an error.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: tau tx decode 0x050300d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d02286bee"
)]
pub(crate) struct DecodeArgs {
    /// A transaction or a call, as hex digits
    #[arg(value_name = "HEX")]
    hex: String,
}

pub(crate) async fn run(session: &Session, args: DecodeArgs) -> Result<Report> {
    let text = args.hex.trim();
    let bytes = hex::decode(text.strip_prefix("0x").unwrap_or(text)).map_err(|error| {
        Error::usage(format!("that is not hex: {error}"))
            .hint("an even number of the digits 0 to 9 and a to f; 0x may stand before them")
    })?;
    let chain = session.chain().await?;
    let (at, decoded) = ops::decode(&chain, &bytes).await?;
    let page = match &decoded {
        DecodedInput::Call(call) => lines(Page::new(), call),
        DecodedInput::Transaction(read) => {
            let mut page = Page::new()
                .field("Transaction", read.hash.to_string())
                .field("Version", read.version.to_string());
            if let Some(signer) = &read.signer {
                page = page.field("Signer", signer.to_string());
            }
            if let Some(signature) = &read.signature {
                page = page.field("Signature", format!("{signature}, not checked"));
            }
            for extension in &read.extensions {
                page = page.field(extension.name.to_string(), extension.value.to_string());
            }
            lines(page, &read.call)
        }
    };
    Ok(Report::new(&decoded, page)?.at(Stamp::new(&chain.network(), at)))
}

fn lines(page: Page, call: &DecodedCall) -> Page {
    call.lines().into_iter().fold(page, |page, line| {
        page.field(format!("{}{}", "  ".repeat(line.depth), line.name), line.value)
    })
}
