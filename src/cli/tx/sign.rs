//! `tau tx sign`: the only thing that the machine with the key has to do.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use secrecy::SecretString;
use serde::Serialize;

use super::{file, screen};
use crate::cli::passphrase::PassphraseArgs;
use crate::error::{Error, Kind, Result};
use crate::keystore::{KeyFile, Keypair};
use crate::model::{AccountId, Hash, Sign, Tao};
use crate::offline::payload::signed_item;
use crate::offline::value::Types;
use crate::offline::{Allowance, Answer, Policy, Request, Review, Reviewed, review, verify_item};
use crate::out::{Out, Page, Report};
use crate::policy::{Judgement, Preimage};
use crate::session::{Passage, Session};

/// What is refused unless it is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Allow {
    /// A signature that never ends
    Immortal,
    /// A lifetime of more than 2048 blocks
    LongLife,
    /// A number that was signed with something else before
    Replace,
    /// A number far beyond the last one signed
    Gap,
    /// A tip of more than 0.1 TAO
    Tip,
}

impl From<Allow> for Allowance {
    fn from(allow: Allow) -> Self {
        match allow {
            Allow::Immortal => Self::Immortal,
            Allow::LongLife => Self::LongLife,
            Allow::Replace => Self::Replace,
            Allow::Gap => Self::Gap,
            Allow::Tip => Self::Tip,
        }
    }
}

/// Sign a request on the machine that has the key
///
/// Needs no network and no clock. Shows what the chain will do, decoded from the bytes that are signed, and asks item by item; a call
/// that gives power away, a target that was never signed for, and a call that is not known want a word typed. The answer is a
/// file that holds signatures and nothing secret.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau tx sign unstake.tau -o unstake.signed.tau")]
pub(crate) struct SignFileArgs {
    /// The request, or all pictures and texts of its frames
    #[arg(value_name = "FILE", required = true, num_args = 1..)]
    files: Vec<PathBuf>,
    /// Write the answer to this file [default: FILE with .signed before its end]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Sign these items only
    #[arg(long, value_name = "NUMBER", value_delimiter = ',')]
    only: Vec<usize>,
    /// Sign what is refused otherwise
    #[arg(long, value_name = "WHAT", value_delimiter = ',')]
    allow: Vec<Allow>,
    /// Give a word that would have to be typed
    #[arg(long, value_name = "WORD", value_delimiter = ',')]
    accept: Vec<String>,
    /// Whether a wrong passphrase is the end.
    #[arg(skip)]
    tries: Tries,
    #[command(flatten)]
    passphrase: PassphraseArgs,
}

/// How often a passphrase may be typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Tries {
    /// Once: the command can be typed again.
    #[default]
    One,
    /// Until it is right or given up: everything has been read and agreed to before.
    UntilGivenUp,
}

/// How often a word may be typed: once more for a slip of the finger, and once more.
const WORDS: usize = 3;

impl SignFileArgs {
    /// All items of these files, by the rules as they are.
    pub fn of(files: Vec<PathBuf>, output: PathBuf) -> Self {
        Self {
            files,
            output: Some(output),
            only: Vec::new(),
            allow: Vec::new(),
            accept: Vec::new(),
            tries: Tries::UntilGivenUp,
            passphrase: PassphraseArgs::default(),
        }
    }
}

#[derive(Serialize)]
struct SignedRecord {
    request: Hash,
    network: String,
    signer: AccountId,
    output: String,
    bytes: usize,
    items: Vec<SignedItemRecord>,
}

#[derive(Serialize)]
struct SignedItemRecord {
    item: usize,
    call: String,
    nonce: u32,
    words: String,
    signature: String,
}

pub(crate) async fn run(
    session: &Session,
    out: &Out,
    yes: bool,
    args: SignFileArgs,
) -> Result<Report> {
    let request = file::read(&args.files)?.request()?;
    // Nobody else signs until the journal has what is signed here.
    let turn = session.signing_turn()?;
    let policy = Policy {
        allowed: args.allow.iter().copied().map(Allowance::from).collect(),
        ..Policy::default()
    };
    let review = review(&request, &session.knowledge(policy)?)?;
    let (name, key) = session.key_of(review.account)?;
    let chosen = chosen(&review, &args.only)?;
    if !yes && !out.is_interactive() {
        return Err(Error::usage("signing needs a yes, and there is no terminal to ask on")
            .hint("say --yes after `tau tx show` was read, and --accept the words it asks for"));
    }
    let passphrase = session.passphrase(out, &key, args.passphrase.source().as_ref())?;
    if review.items.len() > 1 {
        out.show(&screen::table(&review));
    }
    for index in &chosen {
        // Said before anything has to be read or typed.
        judge(session, &request, &review, *index)?.map_or(Ok(()), |judgement| judgement.check())?;
    }
    for index in &chosen {
        let Some(item) = review.items.get(*index) else { continue };
        out.show(&screen::item(item));
        consent(out, yes, &args.accept, item).await?;
    }
    let keypair = unlock(session, out, &key, passphrase, args.tries).await?;
    if keypair.account() != review.account {
        return Err(Error::new(Kind::Wallet, format!("{} holds another key", key.path.display())));
    }
    let mut signed = Vec::new();
    let mut records = Vec::new();
    for index in &chosen {
        let Some(item) = review.items.get(*index) else { continue };
        admit(session, &request, &review, *index)?;
        let signature = keypair.sign(&item.payload);
        // What leaves was verified over the request itself, not over what was just signed.
        verify_item(&request, *index, signature)?;
        let number = u16::try_from(*index)
            .map_err(|_| Error::usage("there are too many items in the request"))?;
        signed.push(signed_item(number, &signature));
        records.push(SignedItemRecord {
            item: index + 1,
            call: item.call.path(),
            nonce: item.entry.nonce,
            words: item.words.clone(),
            signature: format!("0x{}", hex::encode(signature.bytes())),
        });
    }
    let answer = answer(session, &request, &review, &chosen, signed)?;
    drop(turn);
    let container = answer.encode_container();
    let output = args.output.unwrap_or_else(|| beside(&args.files));
    file::write(&output, &container)?;
    let page = records
        .iter()
        .fold(Page::new().heading(format!("Signed with {name}")), |page, record| {
            page.field(
                format!("Item {}", record.item),
                format!("{}: {}", record.call, record.words),
            )
        })
        .line(format!("Written to {}: {}", output.display(), screen::sizes(container.len())))
        .note("the words must be those of the other machine; it may be sent until its last block");
    let record = SignedRecord {
        request: review.id,
        network: review.network.clone(),
        signer: review.account,
        output: output.display().to_string(),
        bytes: container.len(),
        items: records,
    };
    Report::new(&record, page)
}

/// The items that are to be signed.
fn chosen(review: &Review, only: &[usize]) -> Result<BTreeSet<usize>> {
    if only.is_empty() {
        return Ok((0..review.items.len()).collect());
    }
    only.iter()
        .map(|number| match number.checked_sub(1) {
            Some(index) if index < review.items.len() => Ok(index),
            _ => Err(Error::usage(format!("there is no item {number}"))
                .hint(format!("the request has {} items", review.items.len()))),
        })
        .collect()
}

/// The key, opened.
async fn unlock(
    session: &Session,
    out: &Out,
    key: &KeyFile,
    passphrase: Option<SecretString>,
    tries: Tries,
) -> Result<Keypair> {
    let is_asked = passphrase.is_none() && out.is_interactive() && tries == Tries::UntilGivenUp;
    let mut opened = session.unlock(out, key, passphrase).await;
    while let Err(error) = &opened
        && error.kind == Kind::Wallet
        && is_asked
    {
        out.warn(&error.message);
        let typed = out.line("Enter tries another one, `no` ends it", "--password-file").await?;
        if !typed.is_empty() {
            break;
        }
        opened = session.unlock(out, key, None).await;
    }
    opened
}

/// Every word typed, and a yes.
pub(super) async fn consent(
    out: &Out,
    yes: bool,
    accepted: &[String],
    item: &Reviewed,
) -> Result<()> {
    for demand in &item.demands {
        if accepted.contains(&demand.word) {
            continue;
        }
        if yes || !out.is_interactive() {
            return Err(Error::new(Kind::Refused, demand.why.clone())
                .hint(format!("--accept {} signs it all the same", demand.word)));
        }
        out.warn(&demand.why);
        let question = format!("Type `{}` to sign it all the same", demand.word);
        let mut is_typed = false;
        for _ in 0..WORDS {
            let typed = out.line(&question, &format!("--accept {}", demand.word)).await?;
            is_typed = typed == demand.word;
            if is_typed || typed.is_empty() {
                break;
            }
            out.warn("that is another word; nothing at all ends it");
        }
        if !is_typed {
            return Err(Error::new(Kind::Refused, "not signed: another word was typed"));
        }
    }
    if yes { Ok(()) } else { out.confirm("Sign this?").await }
}

/// The answer, once the journal has it.
fn answer(
    session: &Session,
    request: &Request,
    review: &Review,
    chosen: &BTreeSet<usize>,
    items: Vec<crate::offline::container::SignedItem>,
) -> Result<Answer> {
    let fresh: Vec<_> = chosen
        .iter()
        .filter_map(|index| review.items.get(*index))
        .filter(|item| !item.again)
        .map(|item| item.entry.clone())
        .collect();
    session.note_signatures(&fresh)?;
    Ok(Answer {
        request: request.id().0,
        account: request.signer.account,
        sequence: session.signatures()?.count(),
        items,
    })
}

/// `FILE.signed.tau` beside the request.
pub(super) fn beside(files: &[PathBuf]) -> PathBuf {
    let first = files.first().cloned().unwrap_or_default();
    first.with_extension("signed.tau")
}

/// Calls that hashes in an item stand for, decoded by the types that the request proves.
pub(crate) fn preimages(request: &Request, index: usize) -> Result<Vec<Preimage>> {
    let Some(item) = request.items.get(index) else { return Ok(Vec::new()) };
    let metadata = &request.metadata;
    let types = Types::new(&metadata.proof.leaves, metadata.extrinsic.call);
    item.preimages
        .iter()
        .map(|bytes| {
            let call = types.call(bytes, &mut BTreeSet::new())?;
            Ok((sp_crypto_hashing::blake2_256(bytes), call))
        })
        .collect()
}

/// What the policy says of an item; nothing without one.
pub(crate) fn judge(
    session: &Session,
    request: &Request,
    review: &Review,
    index: usize,
) -> Result<Option<Judgement>> {
    let (Some(shown), Some(item)) = (review.items.get(index), request.items.get(index)) else {
        return Ok(None);
    };
    let genesis = Hash(request.network.genesis);
    let preimages = preimages(request, index)?;
    Ok(session.door().judge(genesis, &shown.call, &preimages, Tao::from_rao(item.tip))?)
}

/// Let an item pass the policy, and note what it spends.
fn admit(session: &Session, request: &Request, review: &Review, index: usize) -> Result<()> {
    let (Some(shown), Some(item)) = (review.items.get(index), request.items.get(index)) else {
        return Ok(());
    };
    let preimages = preimages(request, index)?;
    session.door().admit(&Passage {
        genesis: Hash(request.network.genesis),
        account: review.account,
        call: &shown.call,
        preimages: &preimages,
        tip: Tao::from_rao(item.tip),
        payload: &shown.payload,
    })?;
    Ok(())
}
