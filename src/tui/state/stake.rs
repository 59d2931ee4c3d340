//! The form that buys or sells stake, from the first field to the result.

use super::{Failure, Reading, Signer, TextField, WalletInfo};
use crate::model::{
    AccountId, Alpha, AlphaAmount, Hotkey, Intent, Label, Limit, Metagraph, NetUid, Plan,
    Portfolio, Receipt, Stage, TaoAmount, Tolerance, TradeSide,
};
use crate::tui::event::Request;
use crate::tui::form_spec::Prepared;

/// A field of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StakeField {
    /// Whose TAO or stake.
    Wallet,
    /// Staked through whom.
    Hotkey,
    /// How much.
    Amount,
    /// How far the price may move.
    Tolerance,
}

impl StakeField {
    /// All of them, from top to bottom.
    pub const ALL: [Self; 4] = [Self::Wallet, Self::Hotkey, Self::Amount, Self::Tolerance];

    /// The field so many places on, round and round.
    #[must_use]
    pub fn turned(self, places: usize) -> Self {
        let place = Self::ALL.iter().position(|field| *field == self).unwrap_or(0);
        Self::ALL[(place + places) % Self::ALL.len()]
    }
}

/// A hotkey that is offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The key.
    pub hotkey: Hotkey,
    /// Who it is, in words.
    pub label: String,
    /// What the wallet has there already.
    pub held: Alpha,
}

/// What the form knows of the trade that its fields describe.
#[derive(Debug, Clone)]
pub enum Preview {
    /// A field is missing or wrong.
    Incomplete(String),
    /// Asked for the first time.
    Waiting,
    /// What the chain would do.
    Ready(Box<Plan>),
    /// What it would have done with the fields or the block before; a newer answer is on its way.
    Outdated(Box<Plan>),
    /// The chain would refuse it.
    Refused(Failure),
}

/// How far the form is.
#[derive(Debug, Clone)]
pub enum Step {
    /// Fields are filled in.
    Edit,
    /// The plan is read.
    Review(Box<Plan>),
    /// The passphrase is typed; here is only how long it is.
    Passphrase {
        /// What it is for.
        plan: Box<Plan>,
        /// Characters typed.
        typed: usize,
        /// Why the last one did not open the key.
        problem: Option<Failure>,
    },
    /// The key is elsewhere: the name of the file is typed in which the request will be.
    File {
        /// What it is for.
        plan: Box<Plan>,
        /// The file.
        path: TextField,
        /// Why it could not be written.
        problem: Option<Failure>,
    },
    /// The request is being made.
    Preparing {
        /// The question.
        request: Request,
        /// What it is for.
        plan: Box<Plan>,
        /// The file.
        path: TextField,
    },
    /// The request is in its file.
    Prepared {
        /// What it is for.
        plan: Box<Plan>,
        /// The file, and what the signer will show.
        prepared: Box<Prepared>,
    },
    /// Signed or about to be.
    Running {
        /// The transaction.
        request: Request,
        /// What it does.
        plan: Box<Plan>,
        /// How far it is; nothing while the key is being opened.
        stage: Option<Stage>,
    },
    /// It worked.
    Done {
        /// What it was to do.
        plan: Box<Plan>,
        /// What it did.
        receipt: Box<Receipt>,
    },
    /// It did not.
    Failed {
        /// What it was to do.
        plan: Box<Plan>,
        /// Why.
        failure: Failure,
        /// Whether there is a signed transaction; without one it can be tried again with the same fields.
        signed: bool,
    },
}

impl Step {
    /// The plan, once there is one.
    #[must_use]
    pub fn plan(&self) -> Option<&Plan> {
        match self {
            Self::Edit => None,
            Self::Review(plan)
            | Self::Passphrase { plan, .. }
            | Self::File { plan, .. }
            | Self::Preparing { plan, .. }
            | Self::Prepared { plan, .. }
            | Self::Running { plan, .. }
            | Self::Done { plan, .. }
            | Self::Failed { plan, .. } => Some(plan),
        }
    }
}

/// The form.
#[derive(Debug, Clone)]
pub struct StakeForm {
    /// Buying or selling.
    pub side: TradeSide,
    /// On.
    pub netuid: NetUid,
    /// The subnet's name.
    pub subnet: Label,
    /// Wallets, those that can sign first; for the others a request is prepared.
    pub wallets: Vec<WalletInfo>,
    /// The chosen one.
    pub wallet: usize,
    /// Hotkeys on offer.
    pub candidates: Vec<Candidate>,
    /// The chosen one among [`StakeForm::found`].
    pub picked: usize,
    /// The hotkey that its user chose; without one it is the first that is offered.
    pub chosen: Option<Hotkey>,
    /// Narrows the hotkeys, or is an address.
    pub search: TextField,
    /// TAO to spend, or alpha to sell.
    pub amount: TextField,
    /// Per cent.
    pub tolerance: TextField,
    /// Where typing goes.
    pub focus: StakeField,
    /// What the chain would do.
    pub preview: Preview,
    /// The first question about the fields as they are now.
    pub asked: Request,
    /// How far it is.
    pub step: Step,
    /// Lines scrolled off the top of a card.
    pub scroll: usize,
    /// The subnet's neurons, to choose a hotkey among.
    pub metagraph: Reading<Metagraph>,
}

impl StakeForm {
    /// An empty form of these wallets.
    #[must_use]
    pub fn new(side: TradeSide, netuid: NetUid, subnet: Label, wallets: Vec<WalletInfo>) -> Self {
        let mut form = Self {
            side,
            netuid,
            subnet,
            wallets,
            wallet: 0,
            candidates: Vec::new(),
            picked: 0,
            chosen: None,
            search: TextField::default(),
            amount: TextField::default(),
            tolerance: TextField::new("0.5"),
            focus: StakeField::Amount,
            preview: Preview::Waiting,
            asked: Request::default(),
            step: Step::Edit,
            scroll: 0,
            metagraph: Reading::default(),
        };
        form.preview = form.incomplete();
        form
    }

    /// The wallet that signs.
    #[must_use]
    pub fn signer(&self) -> Option<&WalletInfo> {
        self.wallets.get(self.wallet)
    }

    /// Whether the signer's key has to be opened with a passphrase.
    #[must_use]
    pub fn needs_passphrase(&self) -> bool {
        self.signer().is_some_and(|wallet| wallet.signer == Signer::Passphrase)
    }

    /// The hotkeys that fit what was typed.
    pub fn found(&self) -> impl Iterator<Item = &Candidate> {
        let needle = self.search.text().to_lowercase();
        self.candidates.iter().filter(move |candidate| {
            needle.is_empty()
                || candidate.label.to_lowercase().contains(&needle)
                || candidate.hotkey.to_string().to_lowercase().starts_with(&needle)
        })
    }

    /// The hotkey that was chosen or typed.
    ///
    /// # Errors
    /// What is missing, in a sentence.
    pub fn hotkey(&self) -> Result<Hotkey, String> {
        if let Some(candidate) = self.found().nth(self.picked) {
            return Ok(candidate.hotkey);
        }
        match (self.search.text().trim(), self.side) {
            ("", TradeSide::Sell) => Err("this wallet has no stake on this subnet".to_owned()),
            ("", TradeSide::Buy) => Err("type the address of a hotkey".to_owned()),
            (text, _) => text.parse().map(Hotkey).map_err(|error| match error {
                crate::model::Ss58Error::Malformed(_) => {
                    format!("no hotkey here is like `{text}`, and it is not an address")
                }
                other => other.to_string(),
            }),
        }
    }

    /// What the fields mean, and who would sign it.
    ///
    /// # Errors
    /// What is missing or wrong, in a sentence.
    pub fn intent(&self) -> Result<(Intent, AccountId), String> {
        let signer =
            self.signer().ok_or("no wallet here can sign: `tau wallet create` makes one")?;
        let hotkey = self.hotkey()?;
        let typed = self.tolerance.text().trim().trim_end_matches('%').trim_end();
        let tolerance: Tolerance = format!("{typed}%")
            .parse()
            .map_err(|_| format!("`{typed}` is not a tolerance from 0 to 50 %"))?;
        let limit = Limit::Tolerance { tolerance, partial: false };
        let amount = self.amount.text().trim();
        let everything = amount.eq_ignore_ascii_case("all");
        let intent = match self.side {
            TradeSide::Buy => {
                let amount = if everything {
                    TaoAmount::All
                } else {
                    TaoAmount::Exact(amount.parse().map_err(sentence)?)
                };
                Intent::AddStake { hotkey, netuid: self.netuid, amount, limit }
            }
            TradeSide::Sell => {
                let amount = if everything {
                    AlphaAmount::All
                } else {
                    AlphaAmount::Exact(amount.parse().map_err(sentence)?)
                };
                Intent::RemoveStake { hotkey, netuid: self.netuid, amount, limit }
            }
        };
        Ok((intent, signer.coldkey.0))
    }

    fn incomplete(&self) -> Preview {
        match self.intent() {
            Ok(_) => Preview::Waiting,
            Err(message) => Preview::Incomplete(message),
        }
    }

    /// Offer the hotkeys that make sense for the wallet: what it has staked through, the subnet's
    /// validators, its own. A choice that was made stays; without one the first is chosen, so that stake does not
    /// go through an own hotkey only because the validators were not known yet.
    pub fn offer(&mut self, portfolios: &[Portfolio]) {
        let mut offered: Vec<Candidate> = Vec::new();
        let Some(signer) = self.wallets.get(self.wallet) else {
            return;
        };
        let held = portfolios
            .iter()
            .filter(|portfolio| portfolio.coldkey == signer.coldkey)
            .flat_map(|portfolio| &portfolio.positions)
            .filter(|position| position.netuid == self.netuid);
        for position in held {
            let name = position.hotkey_name.as_ref().map_or("", Label::as_str);
            let own = signer.hotkeys.iter().find(|(_, hotkey)| *hotkey == position.hotkey);
            let label = match (name, own) {
                ("", Some((own, _))) => format!("your hotkey {own}"),
                ("", None) => "your stake".to_owned(),
                (name, _) => name.to_owned(),
            };
            offered.push(Candidate { hotkey: position.hotkey, label, held: position.alpha });
        }
        if self.side == TradeSide::Buy {
            let validators = self.metagraph.value().map_or(&[][..], |graph| &graph.neurons[..]);
            let mut validators: Vec<_> =
                validators.iter().filter(|neuron| neuron.validator_permit).collect();
            validators.sort_by_key(|neuron| std::cmp::Reverse(neuron.total_stake));
            let validators = validators.into_iter().map(|neuron| {
                let name = neuron.name.as_ref().map_or("", Label::as_str);
                let label = if name.is_empty() {
                    format!("validator {}", neuron.uid)
                } else {
                    name.to_owned()
                };
                (neuron.hotkey, label)
            });
            let own = signer
                .hotkeys
                .iter()
                .map(|(name, hotkey)| (*hotkey, format!("your hotkey {name}")));
            for (hotkey, label) in validators.chain(own) {
                if offered.iter().all(|candidate| candidate.hotkey != hotkey) {
                    offered.push(Candidate { hotkey, label, held: Alpha::ZERO });
                }
            }
        }
        self.candidates = offered;
        self.picked = 0;
        if let Some(chosen) = self.chosen {
            self.pick(chosen);
        }
    }

    /// Choose a hotkey, if it is on offer.
    pub fn pick(&mut self, hotkey: Hotkey) {
        let place = self.found().position(|candidate| candidate.hotkey == hotkey);
        self.picked = place.unwrap_or(self.picked);
        self.chosen = Some(hotkey);
    }

    /// The hotkey that the cursor of the field is on is the one that is meant.
    pub fn settle(&mut self) {
        let chosen = self.found().nth(self.picked).map(|candidate| candidate.hotkey);
        self.chosen = chosen;
    }

    /// The command line's words that say the same.
    #[must_use]
    pub fn words(&self) -> Option<Vec<String>> {
        let hotkey = self.hotkey().ok()?;
        let verb = match self.side {
            TradeSide::Buy => "add",
            TradeSide::Sell => "remove",
        };
        let tolerance = self.tolerance.text().trim().trim_end_matches('%').trim_end();
        Some(vec![
            "stake".to_owned(),
            verb.to_owned(),
            self.amount.text().trim().to_owned(),
            "--netuid".to_owned(),
            self.netuid.to_string(),
            "--hotkey".to_owned(),
            hotkey.to_string(),
            "--wallet".to_owned(),
            self.signer()?.name.clone(),
            "--tolerance".to_owned(),
            format!("{tolerance}%"),
        ])
    }

    /// The command line that says the same.
    #[must_use]
    pub fn line(&self) -> Option<String> {
        let words = self.words()?;
        let quoted = words.iter().map(|word| crate::tui::form_spec::quoted(word));
        Some(format!("tau {}", quoted.collect::<Vec<_>>().join(" ")))
    }

    /// What the wallet has staked through the chosen hotkey.
    #[must_use]
    pub fn held(&self) -> Alpha {
        self.found().nth(self.picked).map_or(Alpha::ZERO, |candidate| candidate.held)
    }
}

fn sentence(error: crate::model::AmountError) -> String {
    match error {
        crate::model::AmountError::Empty => "type an amount, or `all`".to_owned(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Coldkey;

    fn form(side: TradeSide) -> StakeForm {
        let wallet = WalletInfo {
            name: "alice".to_owned(),
            coldkey: Coldkey(AccountId([1; 32])),
            signer: Signer::Passphrase,
            hotkeys: vec![("default".to_owned(), Hotkey(AccountId([2; 32])))],
        };
        let mut form = StakeForm::new(side, NetUid(4), Label::new("apex"), vec![wallet]);
        form.offer(&[]);
        form
    }

    #[test]
    fn fields_become_an_intent() {
        let mut form = form(TradeSide::Buy);
        assert_eq!(form.intent(), Err("type an amount, or `all`".to_owned()));
        form.amount = TextField::new("10");
        form.tolerance = TextField::new("1 %");
        let (intent, signer) = form.intent().expect("an intent");
        assert_eq!(signer, AccountId([1; 32]));
        let Intent::AddStake { hotkey, limit, .. } = intent else { panic!("{intent:?}") };
        assert_eq!(hotkey, Hotkey(AccountId([2; 32])));
        let tolerance = "1%".parse().expect("a tolerance");
        assert_eq!(limit, Limit::Tolerance { tolerance, partial: false });
        form.tolerance = TextField::new("90");
        assert_eq!(form.intent(), Err("`90` is not a tolerance from 0 to 50 %".to_owned()));
    }

    #[test]
    fn a_hotkey_is_found_by_name_or_typed() {
        let mut form = form(TradeSide::Buy);
        form.search = TextField::new("DEF");
        assert_eq!(form.hotkey(), Ok(Hotkey(AccountId([2; 32]))));
        let other = AccountId([9; 32]);
        form.search = TextField::new(other.to_string());
        assert_eq!(form.hotkey(), Ok(Hotkey(other)));
        form.search = TextField::new("bob");
        assert!(form.hotkey().expect_err("nobody").contains("not an address"));
    }

    #[test]
    fn validators_that_come_later_go_before_an_own_hotkey_that_nobody_chose() {
        use crate::tui::factory::metagraph;
        let own = Hotkey(AccountId([2; 32]));
        let mut form = form(TradeSide::Buy);
        assert_eq!(form.hotkey(), Ok(own));
        let neurons = metagraph(4, 3, 100);
        let first = neurons.neurons[0].hotkey;
        let request = Request::default();
        form.metagraph.restart(request);
        form.metagraph.take(request, Ok(std::sync::Arc::new(neurons)));
        form.offer(&[]);
        assert_eq!(form.hotkey(), Ok(first));
        form.pick(own);
        form.offer(&[]);
        assert_eq!(form.hotkey(), Ok(own));
    }

    #[test]
    fn without_stake_there_is_nothing_to_sell() {
        assert_eq!(
            form(TradeSide::Sell).intent(),
            Err("this wallet has no stake on this subnet".to_owned())
        );
    }
}
