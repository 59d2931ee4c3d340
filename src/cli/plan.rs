//! A plan and a receipt as pages: everything a person must see before a signature, and what came
//! of it.

use crate::error::{Error, Kind};
use crate::model::{Intent, Outcome, Plan, Receipt, SHIELD_PERIOD, Settled, Stage, Tao, WeightSet};
use crate::out::Page;
use crate::present::{self, Cell, Names, done, exact, facts, headline};
use crate::session::Named;
use crate::theme::Scope;

fn tao(amount: Tao) -> String {
    format!("{} TAO", exact(amount.rao()))
}

/// What the user called these accounts.
pub(crate) fn names<'a>(named: impl IntoIterator<Item = &'a Named>) -> Names {
    named
        .into_iter()
        .fold(Names::new(), |names, named| names.with(named.account, named.name.as_deref()))
}

/// A plan and the names that are not in it.
pub(crate) struct PlanPage<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// Name of the signing wallet.
    pub signer: &'a str,
    /// What the user calls the accounts in it.
    pub names: &'a Names,
}

impl PlanPage<'_> {
    /// The page that stands above the question.
    pub fn page(&self) -> Page {
        let plan = self.plan;
        let page = Page::new()
            .heading(headline(&plan.intent))
            .field("Network", format!("{} (genesis {})", plan.network.name, plan.network.genesis))
            .field("Signer", format!("{} ({})", plan.signer, self.signer));
        let page = match present::meaning(&plan.intent) {
            Some(meaning) => page.field("Meaning", meaning),
            None => page,
        };
        let page = match (&plan.outcome, &plan.intent) {
            (Outcome::Batch { items, .. }, Intent::Batch { items: wishes, .. }) => {
                self.batch(page, wishes, items)
            }
            (outcome, _) => self.facts(page.field("Call", call(plan)), outcome),
        };
        let page = page.field("Fee", tao(plan.fee));
        let page = match &plan.shield {
            None => page,
            Some(shield) => {
                let scope = match shield.open_question() {
                    Some(_) => Scope::Warning,
                    None => Scope::Text,
                };
                page.field_cell("MEV shield", Cell::new(shield.to_string(), scope))
            }
        };
        let page = if plan.tip.is_zero() { page } else { page.field("Tip", tao(plan.tip)) };
        let page = page
            .field(
                "Free TAO",
                format!(
                    "{} now, {} afterwards",
                    exact(plan.free_before.rao()),
                    tao(plan.free_after)
                ),
            )
            .field(
                "Valid until",
                match plan.is_shielded() {
                    true => format!("{SHIELD_PERIOD} blocks after it is signed"),
                    false => {
                        format!("block {} (now {})", plan.mortality.valid_until(), plan.at.block)
                    }
                },
            );
        plan.warnings.iter().fold(page, |page, warning| {
            page.cell(Cell::new(format!("warning: {warning}"), Scope::Warning))
        })
    }

    fn facts(&self, page: Page, outcome: &Outcome) -> Page {
        facts(outcome, self.names)
            .into_iter()
            .fold(page, |page, fact| page.field(fact.name, fact.value))
    }

    fn batch(&self, page: Page, wishes: &[Intent], items: &[Outcome]) -> Page {
        let page = page.field("Call", format!("{}.{}", self.plan.call.pallet, self.plan.call.call));
        let page =
            wishes.iter().zip(items).enumerate().fold(page, |page, (index, (wish, item))| {
                let heading = format!("{}. {}", index + 1, headline(wish));
                self.facts(page.heading(heading), item)
            });
        page.heading("Together")
    }
}

fn call(plan: &Plan) -> String {
    let args: Vec<String> =
        plan.call.args.iter().map(|arg| format!("{}: {}", arg.name, arg.value)).collect();
    format!("{}.{}({})", plan.call.pallet, plan.call.call, args.join(", "))
}

/// Why a transaction that is in its block is no success all the same: operations of a batch that goes on
/// after failures failed.
pub(crate) fn fault(receipt: &Receipt) -> Option<Error> {
    let Some(Settled::Together { items }) = &receipt.settled else { return None };
    let failed: Vec<String> =
        receipt.failed_items().map(|(number, _)| number.to_string()).collect();
    if failed.is_empty() {
        return None;
    }
    let which = if failed.len() == 1 { "operation" } else { "operations" };
    let message =
        format!("{which} {} of {} failed; the fee was paid", failed.join(", "), items.len());
    let hint = match failed.len() == items.len() {
        true => "nothing else happened",
        false => "the others are done and stay done",
    };
    Some(Error::new(Kind::Rejected, message).hint(hint))
}

/// What came of it.
pub(crate) fn receipt_page(plan: &Plan, receipt: &Receipt) -> Page {
    let done = match &receipt.settled {
        // What such an act pays on its way is not what it is for.
        Some(Settled::Transferred { .. })
            if !matches!(plan.intent.essence(), Intent::Transfer { .. }) =>
        {
            "Done".to_owned()
        }
        Some(settled) => done(settled),
        // To oneself, for example: the chain has nothing to report.
        None if matches!(receipt.stage, Stage::InBlock(_) | Stage::Finalized(_)) => {
            "Done".to_owned()
        }
        None => "Sent to the node".to_owned(),
    };
    let scope = if fault(receipt).is_some() { Scope::Warning } else { Scope::Success };
    let page = Page::new().cell(Cell::new(done, scope));
    let page = match &receipt.settled {
        Some(Settled::Together { items }) => {
            items.iter().enumerate().fold(page, |page, (index, item)| {
                let scope = if item.is_failed() { Scope::Error } else { Scope::Text };
                let words = Cell::new(present::item_done(item), scope);
                page.field_cell(format!("{}.", index + 1), words)
            })
        }
        _ => page,
    };
    let page = match receipt.stage {
        Stage::Finalized(at) => page.field("Finalized", format!("block {}", at.block)),
        Stage::InBlock(at) => page.field("In block", format!("{}, not finalized yet", at.block)),
        Stage::Sent | Stage::Signed | Stage::Carried(_) | Stage::Retracted(_) => page.field(
            "Not watched",
            match receipt.carrier {
                Some(_) => {
                    format!("its carrier can be included in the next {SHIELD_PERIOD} blocks")
                }
                None => format!("it can be included until block {}", plan.mortality.valid_until()),
            },
        ),
    };
    let page = page.field("Transaction", receipt.transaction.to_string());
    let page = match &receipt.carrier {
        None => page,
        Some(carrier) => {
            let mut story = carrier.transaction.to_string();
            if let Some(at) = carrier.at {
                story.push_str(&format!(", in block {}", at.block));
            }
            if let Some(fee) = carrier.fee {
                story.push_str(&format!(", fee {}", tao(fee)));
            }
            page.field("Carrier", story)
        }
    };
    let page = match receipt.fee {
        Some(fee) => page.field("Fee", tao(fee)),
        None => page,
    };
    let page = match receipt.free_after {
        Some(free) => page.field("Free TAO", exact(free.rao())),
        None => page,
    };
    let page = match plan.outcome.waiting_call() {
        Some(call) => page.field("Call hash", call.hash().to_string()),
        None => page,
    };
    match plan.intent.essence() {
        Intent::CommitWeights { set, salt } => {
            // To be copied: no line may be broken.
            page.heading("To reveal").finished(reveal(set, salt))
        }
        _ => page,
    }
}

/// The command that reveals committed weights: nothing but this is known anywhere else.
fn reveal(set: &WeightSet, salt: &[u16]) -> String {
    let weights: Vec<String> =
        set.weights.iter().map(|one| format!("{}={}", one.uid, one.weight)).collect();
    let salt: Vec<String> = salt.iter().map(ToString::to_string).collect();
    let mechanism = match set.mechanism {
        0 => String::new(),
        mechanism => format!(" --mechanism {mechanism}"),
    };
    format!(
        "tau weights reveal {} --raw --salt {} --version-key {} --netuid {}{mechanism}",
        weights.join(" "),
        salt.join(","),
        set.version_key,
        set.netuid
    )
}
