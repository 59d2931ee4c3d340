//! `tau tx drill`: the whole way over the air gap, rehearsed where nothing is worth anything.

use clap::Args;

use crate::error::Result;
use crate::out::{Out, Report};
use crate::session::Session;

/// Rehearse the way over the air gap on a chain that is worth nothing
///
/// A development chain runs inside this process. A transfer is prepared without a key, carried as codes, read and signed as
/// on a machine without a network, carried back and sent; and a request that was changed on its way is refused. Nothing
/// of it touches the wallets, the journal or the chains of this machine.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau tx drill")]
pub(crate) struct DrillArgs {}

#[cfg(not(feature = "devnet"))]
pub(crate) async fn run(_: &Session, _: &Out, _: bool, _: DrillArgs) -> Result<Report> {
    Err(crate::session::without_devnet())
}

#[cfg(feature = "devnet")]
pub(crate) async fn run(session: &Session, out: &Out, yes: bool, _: DrillArgs) -> Result<Report> {
    walk::walk(session, out, yes).await
}

#[cfg(feature = "devnet")]
mod walk {
    use std::time::Duration;

    use secrecy::SecretString;
    use serde::Serialize;

    use super::super::carry::fitting;
    use super::super::screen;
    use super::super::sign::consent;
    use crate::cli::before::journal;
    use crate::error::{Error, Kind, Result};
    use crate::model::{Hash, Intent, RAO_PER_TAO, Sign, Stage, Tao, TaoAmount};
    use crate::offline::payload::signed_item;
    use crate::offline::{
        Answer, Container, FRAME_BYTES, Frames, Ground, Knowledge, Request, Reviewed, frames,
        review, terminal, verify,
    };
    use crate::ops::{self, PlanOptions, PrepareOptions, Spare, Wait};
    use crate::out::{Out, Page, Report};
    use crate::session::{Pace, Session};

    /// Time of one code.
    const PACE: Duration = Duration::from_millis(400);
    /// What is sent in the drill.
    const AMOUNT: Tao = Tao::from_rao(3 * RAO_PER_TAO / 2);

    #[derive(Serialize)]
    struct Drill {
        request: Hash,
        frames: usize,
        words: String,
        refused: String,
        transaction: Hash,
        stage: Stage,
    }

    /// Shows one step after the other; waits for enter where somebody is there.
    struct Teacher<'a> {
        out: &'a Out,
        asks: bool,
        told: Page,
    }

    impl Teacher<'_> {
        async fn step(&mut self, page: Page) -> Result<()> {
            if self.asks {
                self.show(page);
                self.out.line("Enter goes on", "--yes").await?;
            } else {
                self.told = std::mem::take(&mut self.told).then(page);
            }
            Ok(())
        }

        fn show(&self, page: Page) {
            self.out.status("");
            self.out.show(&page);
        }

        /// The codes as a camera would see them.
        async fn codes(&self, container: &[u8]) -> Result<()> {
            let question = "Enter shows the codes, `no` goes on without them";
            if !self.asks || !self.out.line(question, "--yes").await?.is_empty() {
                return Ok(());
            }
            let Some(stage) = self.out.stage() else { return Ok(()) };
            match fitting(container, Ground::Dark, stage) {
                Ok(texts) => {
                    let drawn: std::result::Result<Vec<_>, _> =
                        texts.iter().map(|text| terminal(text, Ground::Dark)).collect();
                    self.out.film(&drawn?, PACE).await
                }
                Err(error) => {
                    self.out.warn(&error.message);
                    Ok(())
                }
            }
        }

        /// What the signer asks for, until it is given: a rehearsal does not end at a slip.
        async fn consent(&self, item: &Reviewed) -> Result<()> {
            if !self.asks {
                return Ok(());
            }
            loop {
                match consent(self.out, false, &[], item).await {
                    Err(error) if error.kind == Kind::Refused => {
                        self.out.warn("on the signer this would be the end, and nothing signed");
                        self.out.line("Enter asks once more", "--yes").await?;
                    }
                    done => return done,
                }
            }
        }
    }

    pub(super) async fn walk(session: &Session, out: &Out, yes: bool) -> Result<Report> {
        let demo = session.demo(Pace::Command)?;
        let session = &demo.session;
        let chain = session.chain().await?;
        let (name, key) = session.coldkey()?;
        let account = session.coldkey_account()?;
        let to = session.account("bob")?;
        let mut teacher = Teacher { out, asks: !yes && out.is_interactive(), told: Page::new() };
        teacher
            .step(
                Page::new()
                    .heading("A drill: two machines, one gap")
                    .line("The online machine has a chain and no key. The signer has a key and no network.")
                    .line("Here both are this process; the chain and the keys are worth nothing."),
            )
            .await?;

        // The online machine.
        let intent = Intent::Transfer { to: to.account, amount: TaoAmount::Exact(AMOUNT) };
        let options = PlanOptions { period: 2048, ..PlanOptions::default() };
        let plan = ops::plan(&chain, &intent, account, &options).await?;
        let genesis = plan.network.genesis;
        let knowledge = Knowledge {
            chains: vec![("drill".to_owned(), genesis)],
            own: vec![(account, name.clone())],
            ..Knowledge::default()
        };
        let prepared =
            PrepareOptions { hint: name.clone(), spare: Spare::None, ..PrepareOptions::default() };
        let (request, shown) = ops::prepare(&chain, account, &[plan], prepared, &knowledge).await?;
        let container = request.encode_container();
        let words = shown.items.first().map(|item| item.words.clone()).unwrap_or_default();
        let texts = frames(&container, FRAME_BYTES);
        teacher
            .step(
                Page::new()
                    .heading(format!(
                        "1. Online: tau tx prepare --from {name} -o pay.tau transfer bob {AMOUNT}"
                    ))
                    .line(
                        "No key is asked for. The file holds fields, never the bytes to be signed.",
                    )
                    .field("Size", screen::sizes(container.len()))
                    .field("Words", &words)
                    .note("Write the words down: the signer must show the same."),
            )
            .await?;

        // Over the gap, as codes, last one first.
        let mut taken = Frames::default();
        for text in texts.iter().rev() {
            taken.take(text)?;
        }
        let carried = Container::decode(&taken.finish()?)?.request()?;
        teacher
            .step(
                Page::new().heading("2. The gap: tau tx carry pay.tau --qr, or a stick").line(
                    format!("{} codes were read in the wrong order and are whole.", texts.len()),
                ),
            )
            .await?;
        teacher.codes(&container).await?;

        // What a lying machine would get.
        let refused = lie(&carried, &knowledge)?;
        teacher
            .step(
                Page::new()
                    .heading("3. The signer: a request that was changed on its way")
                    .line(&refused),
            )
            .await?;

        // The signer.
        let read = review(&carried, &knowledge)?;
        let mut page = Page::new().heading("4. The signer: tau tx sign pay.tau");
        for item in &read.items {
            page = page.then(screen::item(item));
            for demand in &item.demands {
                page = page.line(format!("It asks to type `{}`: {}", demand.word, demand.why));
            }
        }
        if teacher.asks {
            teacher.show(
                Page::new()
                    .heading("4. The signer: tau tx sign pay.tau")
                    .line("Compare the words with those you wrote down. A receiver that was never signed for wants a")
                    .line("part of its address typed: read it where you know it from, not on this screen."),
            );
            for item in &read.items {
                teacher.show(screen::item(item));
                teacher.consent(item).await?;
            }
        } else {
            teacher.step(page).await?;
        }
        let passphrase = Some(SecretString::from(demo.passphrase));
        let keypair = session.unlock(out, &key, passphrase).await?;
        let mut items = Vec::new();
        for (item, index) in read.items.iter().zip(0u16..) {
            items.push(signed_item(index, &keypair.sign(&item.payload)));
        }
        let answer =
            Answer { request: carried.id().0, account: carried.signer.account, sequence: 1, items };
        let returned = Container::decode(&answer.encode_container())?.answer()?;
        teacher
            .step(
                Page::new()
                    .heading("5. Back over the gap: pay.signed.tau")
                    .field("Size", screen::sizes(returned.encode_container().len()))
                    .line("It holds a signature and nothing secret."),
            )
            .await?;

        // The online machine again.
        let verified = verify(&request, &returned)?;
        let first = verified.first().ok_or_else(|| Error::internal("nothing was signed"))?;
        let receipt = ops::send_signed(
            &chain,
            &journal(session),
            &request,
            first,
            Wait::Finalization,
            &mut |_| {},
        )
        .await?;
        let done = Page::new()
            .heading("6. Online: tau tx submit pay.signed.tau")
            .line("The signature was checked against the request that was kept here, and sent.")
            .field("Transaction", receipt.transaction.to_string())
            .field("Fee", receipt.fee.map(|fee| format!("{fee} TAO")).unwrap_or_default())
            .note(
                "Nothing of this was real. With a key of yours: tau tx guide --from NAME COMMAND",
            );
        if teacher.asks {
            out.status("");
        }
        let drill = Drill {
            request: request.id(),
            frames: texts.len(),
            words,
            refused,
            transaction: receipt.transaction,
            stage: receipt.stage,
        };
        Report::new(&drill, teacher.told.then(done))
    }

    /// Change the types that came along, as a machine would that wants to show another thing than is signed.
    fn lie(request: &Request, knowledge: &Knowledge) -> Result<String> {
        let mut changed = request.clone();
        for leaf in &mut changed.metadata.proof.leaves {
            if let crate::offline::types::TypeDef::Enumeration(variant) = &mut leaf.def
                && variant.name == "transfer_keep_alive"
            {
                variant.name = "remark".to_owned();
            }
        }
        match review(&changed, knowledge) {
            Err(error) => Ok(format!("Refused: {error}")),
            Ok(_) => Err(Error::internal("a changed request was accepted")),
        }
    }
}
