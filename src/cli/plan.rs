//! A plan and a receipt as pages: everything a person must see before a signature, and what came
//! of it.

use crate::model::{
    AlphaAmount, Intent, Outcome, Plan, Price, Receipt, Settled, Stage, Tao, TaoAmount, Trade,
    TradeSide,
};
use crate::out::Page;
use crate::present::{Cell, exact};
use crate::theme::Scope;

fn tao(amount: Tao) -> String {
    format!("{} TAO", exact(amount.rao()))
}

fn alpha(amount: crate::model::Alpha) -> String {
    format!("{} alpha", exact(amount.rao()))
}

fn price(price: Price) -> String {
    format!("{} TAO per alpha", exact(price.rao()))
}

/// A plan and the names that are not in it.
pub(crate) struct PlanPage<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// Name of the signing wallet.
    pub signer: &'a str,
    /// Name of the receiver or hotkey, as the user gave it, if not by its address.
    pub receiver: Option<&'a str>,
}

impl PlanPage<'_> {
    fn named(&self, address: impl std::fmt::Display) -> String {
        match self.receiver {
            Some(name) => format!("{address} ({name})"),
            None => address.to_string(),
        }
    }

    /// The page that stands above the question.
    pub fn page(&self) -> Page {
        let plan = self.plan;
        let args: Vec<String> =
            plan.call.args.iter().map(|arg| format!("{}: {}", arg.name, arg.value)).collect();
        let page = Page::new()
            .heading(headline(plan))
            .field("Network", format!("{} (genesis {})", plan.network.name, plan.network.genesis))
            .field("Signer", format!("{} ({})", plan.signer, self.signer))
            .field("Call", format!("{}.{}({})", plan.call.pallet, plan.call.call, args.join(", ")));
        let page = match &plan.outcome {
            Outcome::Transfer { to, amount, .. } => {
                page.field("To", self.named(to)).field("Amount", tao(*amount))
            }
            Outcome::Trade(trade) => self.trade(page, trade),
            Outcome::Register { hotkey, netuid, burn, max_burn, replaces } => {
                let page = page
                    .field("Hotkey", self.named(hotkey))
                    .field("Subnet", netuid.to_string())
                    .field("Price now", tao(*burn))
                    .field(
                        "Limit",
                        max_burn.map_or_else(|| "none on this runtime".to_owned(), tao),
                    );
                if *replaces {
                    page.field("Place", "the subnet is full: a neuron is replaced")
                } else {
                    page
                }
            }
        };
        let page = page.field("Fee", tao(plan.fee));
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
                format!("block {} (now {})", plan.mortality.valid_until(), plan.at.block),
            );
        plan.warnings.iter().fold(page, |page, warning| {
            page.cell(Cell::new(format!("warning: {warning}"), Scope::Warning))
        })
    }

    fn trade(&self, page: Page, trade: &Trade) -> Page {
        let (amount, arrives, pool_fee) = match trade.side {
            TradeSide::Buy => (tao(trade.tao), alpha(trade.alpha), tao(trade.pool_fee_tao)),
            TradeSide::Sell => (alpha(trade.alpha), tao(trade.tao), alpha(trade.pool_fee_alpha)),
        };
        let limit = match (trade.price_limit, trade.partial) {
            (Some(limit), false) => format!("{}, all or nothing", price(limit)),
            (Some(limit), true) => format!("{}, a part may be filled", price(limit)),
            (None, _) if trade.netuid.is_root() => "none needed on root".to_owned(),
            (None, _) => "none: filled at any price".to_owned(),
        };
        page.field("Hotkey", self.named(trade.hotkey))
            .field("Subnet", trade.netuid.to_string())
            .field("Amount", amount)
            .field("Arrives", arrives)
            .field("Pool fee", pool_fee)
            .field("Price now", price(trade.price_now))
            .field("Price after", price(trade.price_after))
            .field("Limit", limit)
            .field("Impact", format!("{} less than at the price now", trade.impact))
            .field(
                "Position",
                format!(
                    "{} now, {} afterwards",
                    exact(trade.position_before_alpha.rao()),
                    alpha(trade.position_after_alpha)
                ),
            )
    }
}

fn headline(plan: &Plan) -> String {
    match &plan.intent {
        Intent::Transfer { amount: TaoAmount::All, .. } => "Send everything".to_owned(),
        Intent::Transfer { .. } => "Send TAO".to_owned(),
        Intent::AddStake { netuid, .. } => format!("Add stake on subnet {netuid}"),
        Intent::RemoveStake { netuid, amount: AlphaAmount::All, .. } => {
            format!("Remove the whole stake from subnet {netuid}")
        }
        Intent::RemoveStake { netuid, .. } => format!("Remove stake from subnet {netuid}"),
        Intent::Register { netuid, .. } => format!("Register on subnet {netuid}"),
    }
}

/// What came of it.
pub(crate) fn receipt_page(plan: &Plan, receipt: &Receipt) -> Page {
    let done = match &receipt.settled {
        Some(Settled::Transferred { amount }) => format!("Sent {}", tao(*amount)),
        Some(Settled::StakeAdded { tao: spent, alpha: received, .. }) => {
            format!("Staked {} for {}", tao(*spent), alpha(*received))
        }
        Some(Settled::StakeRemoved { tao: received, alpha: sold, .. }) => {
            format!("Unstaked {} for {}", alpha(*sold), tao(*received))
        }
        Some(Settled::Registered { netuid, uid }) => {
            format!("Registered as uid {uid} on subnet {netuid}")
        }
        // To oneself, for example: the chain has nothing to report.
        None if matches!(receipt.stage, Stage::InBlock(_) | Stage::Finalized(_)) => {
            "Done".to_owned()
        }
        None => "Sent to the node".to_owned(),
    };
    let page = Page::new().cell(Cell::new(done, Scope::Success));
    let page = match receipt.stage {
        Stage::Finalized(at) => page.field("Finalized", format!("block {}", at.block)),
        Stage::InBlock(at) => page.field("In block", format!("{}, not finalized yet", at.block)),
        Stage::Sent | Stage::Signed | Stage::Retracted(_) => page.field(
            "Not watched",
            format!("it can be included until block {}", plan.mortality.valid_until()),
        ),
    };
    let page = page.field("Transaction", receipt.transaction.to_string());
    let page = match receipt.fee {
        Some(fee) => page.field("Fee", tao(fee)),
        None => page,
    };
    match receipt.free_after {
        Some(free) => page.field("Free TAO", exact(free.rao())),
        None => page,
    }
}
