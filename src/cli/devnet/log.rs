//! `tau devnet --log`: what every block did, in words.

use futures::StreamExt;
use tau_devnet::Devnet;
use tau_devnet::accounts::WELL_KNOWN;

use crate::error::Result;
use crate::model::{At, BlockEvent, DecodedTransaction};
use crate::ops::{self, Chain, ChainUpdate};
use crate::out::Out;
use crate::session;

/// Tell standard error about every block. Ends only when it cannot go on.
pub(super) async fn follow(devnet: &Devnet, out: &Out) -> Result<()> {
    let chain = session::watching(devnet).await?;
    let mut updates = chain.follow();
    let mut told: Option<At> = None;
    while let Some(update) = updates.next().await {
        let ChainUpdate::Best(at) = update else { continue };
        // A slow terminal misses news, not blocks.
        let blocks = match told {
            Some(told) => chain.blocks_between(told, at).await.map_err(ops::Error::from)?,
            None => vec![at],
        };
        for at in blocks {
            for line in lines(&chain, at).await? {
                out.status(&line);
            }
        }
        told = Some(at);
    }
    Ok(())
}

async fn lines(chain: &Chain, at: At) -> Result<Vec<String>> {
    let pinned = chain.pin_at(at.hash).await.map_err(ops::Error::from)?;
    let block = pinned.summary().await.map_err(ops::Error::from)?;
    let events = ops::events(&pinned).await?;
    let signed: Vec<_> = (0_u32..)
        .zip(&block.transactions)
        .filter(|(_, transaction)| transaction.signer.is_some())
        .collect();
    let calls = if signed.len() == 1 { "call" } else { "calls" };
    let mut lines = vec![format!("block {}  {} {calls}", at.block, signed.len())];
    lines.extend(signed.iter().map(|(index, transaction)| {
        let of_it = events.iter().filter(|event| event.transaction == Some(*index));
        format!("  {}", named(&sentence(transaction, of_it)))
    }));
    Ok(lines)
}

/// Who did what, and why it failed.
fn sentence<'a>(
    transaction: &DecodedTransaction,
    mut events: impl Iterator<Item = &'a BlockEvent>,
) -> String {
    let failed = events.find(|event| {
        event.pallet.as_str() == "System" && event.name.as_str() == "ExtrinsicFailed"
    });
    let signer = transaction.signer.as_ref().map(ToString::to_string).unwrap_or_default();
    let outcome = failed.map_or_else(String::new, |event| format!("  FAILED: {}", event.fields));
    format!("{signer} {}{outcome}", transaction.call)
}

/// Addresses of the keys that everybody knows give way to their names.
fn named(text: &str) -> String {
    WELL_KNOWN
        .iter()
        .fold(text.to_owned(), |text, account| text.replace(&account.ss58(), account.uri))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{AccountId, Decoded, DecodedArg, DecodedCall, Hash, Label};

    #[test]
    fn a_call_is_told_with_names_and_its_failure() {
        let transaction = DecodedTransaction {
            hash: Hash([0; 32]),
            version: 4,
            signer: Some(Decoded::Account(AccountId(WELL_KNOWN[0].id().into()))),
            signature: None,
            extensions: Vec::new(),
            call: DecodedCall {
                pallet: Label::new("Balances"),
                call: Label::new("transfer_all"),
                args: vec![DecodedArg {
                    name: Label::new("keep_alive"),
                    value: Decoded::Flag(true),
                }],
            },
        };
        let failed = BlockEvent {
            transaction: Some(2),
            pallet: Label::new("System"),
            name: Label::new("ExtrinsicFailed"),
            fields: Decoded::Name(Label::new("BadOrigin")),
        };
        let told = named(&sentence(&transaction, [&failed].into_iter()));
        assert_eq!(told, "//Alice Balances.transfer_all(keep_alive: yes)  FAILED: BadOrigin");
        let told = named(&sentence(&transaction, std::iter::empty()));
        assert_eq!(told, "//Alice Balances.transfer_all(keep_alive: yes)");
    }
}
