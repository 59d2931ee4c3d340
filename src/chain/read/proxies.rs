//! Who may act for whom, what they announced, and what each kind of proxy may do.

use std::collections::BTreeMap;

use scale_decode::DecodeAsType;
use scale_value::{Value, ValueDef};

use super::filters::rules_in;
use super::{Key, Pinned};
use crate::chain::{Error, surface};
use crate::model::{
    AccountId, AnnouncedCall, CallCondition, CallRule, Hash, ProxyEntry, ProxyKind, ProxyRule, Tao,
};

#[derive(DecodeAsType)]
struct Definition {
    delegate: [u8; 32],
    proxy_type: Value,
    delay: u32,
}

#[derive(DecodeAsType)]
struct Announcement {
    real: [u8; 32],
    call_hash: [u8; 32],
    height: u32,
}

#[derive(DecodeAsType)]
struct FilterInfo {
    name: Vec<u8>,
    filter_mode: FilterMode,
    calls: Vec<CallInfo>,
    exceptions: Vec<CallInfo>,
}

#[derive(DecodeAsType)]
enum FilterMode {
    AllowAll,
    DenyAll,
    Allow,
    Deny,
}

#[derive(DecodeAsType)]
struct CallInfo {
    pallet_name: Vec<u8>,
    call_name: Option<Vec<u8>>,
    condition: Option<Condition>,
}

#[derive(DecodeAsType)]
enum Condition {
    ParamLessThan { param_name: Vec<u8>, limit: u128 },
    NestedCallMustBe { pallet_name: Vec<u8>, call_name: Vec<u8> },
}

fn name(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

impl From<CallInfo> for CallRule {
    fn from(info: CallInfo) -> Self {
        Self {
            pallet: name(&info.pallet_name),
            call: info.call_name.as_deref().map(name),
            condition: info.condition.map(|condition| match condition {
                Condition::ParamLessThan { param_name, limit } => {
                    CallCondition::Below { arg: name(&param_name), limit }
                }
                Condition::NestedCallMustBe { pallet_name, call_name } => {
                    CallCondition::Inside { pallet: name(&pallet_name), call: name(&call_name) }
                }
            }),
        }
    }
}

impl From<FilterInfo> for ProxyRule {
    fn from(info: FilterInfo) -> Self {
        let rules = |calls: Vec<CallInfo>| calls.into_iter().map(CallRule::from).collect();
        match info.filter_mode {
            FilterMode::AllowAll => Self::Everything,
            FilterMode::DenyAll => Self::Nothing,
            FilterMode::Allow => {
                Self::Only { calls: rules(info.calls), except: rules(info.exceptions) }
            }
            FilterMode::Deny => Self::AllBut(rules(info.calls)),
        }
    }
}

/// What proxies and announcements cost as long as they are there, and how many there can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeldPerEntry {
    base: u64,
    each: u64,
    /// Most entries.
    pub most: usize,
}

impl HeldPerEntry {
    /// TAO that is held for so many.
    #[must_use]
    pub fn held(&self, count: usize) -> Tao {
        match u64::try_from(count) {
            Ok(0) => Tao::ZERO,
            Ok(count) => Tao::from_rao(self.base.saturating_add(self.each.saturating_mul(count))),
            Err(_) => Tao::MAX,
        }
    }
}

impl Pinned {
    /// Who may act for an account, in the chain's order, and the TAO that is held for it.
    ///
    /// # Errors
    /// When the node cannot be asked or answers nonsense.
    pub async fn proxies(&self, account: AccountId) -> Result<(Vec<ProxyEntry>, Tao), Error> {
        let (entries, held): (Vec<Definition>, u64) =
            self.single(&surface::PROXIES, &[Key::Account(account)]).await?;
        let entries = entries.into_iter().map(|entry| {
            let kind = match &entry.proxy_type.value {
                ValueDef::Variant(variant) => ProxyKind::named(&variant.name),
                _ => ProxyKind::named("unknown"),
            };
            ProxyEntry { delegate: AccountId(entry.delegate), kind, delay: entry.delay }
        });
        Ok((entries.collect(), Tao::from_rao(held)))
    }

    /// What an account announced as a proxy, and the TAO that is held for it.
    ///
    /// # Errors
    /// When the node cannot be asked or answers nonsense.
    pub async fn announcements(
        &self,
        delegate: AccountId,
    ) -> Result<(Vec<AnnouncedCall>, Tao), Error> {
        let (entries, held): (Vec<Announcement>, u64) =
            self.single(&surface::ANNOUNCEMENTS, &[Key::Account(delegate)]).await?;
        let entries = entries.into_iter().map(|entry| AnnouncedCall {
            real: AccountId(entry.real),
            call_hash: Hash(entry.call_hash),
            height: entry.height,
        });
        Ok((entries.collect(), Tao::from_rao(held)))
    }

    /// Whether an account pays the fees of what `delegate` does in its name.
    ///
    /// # Errors
    /// When the node cannot be asked.
    pub async fn pays_for(&self, real: AccountId, delegate: AccountId) -> Result<bool, Error> {
        if !self.runtime().has_storage(&surface::REAL_PAYS_FEE) {
            return Ok(false);
        }
        let keys = [Key::Account(real), Key::Account(delegate)];
        let key = self.key(&surface::REAL_PAYS_FEE, &keys)?;
        Ok(self.fetch(vec![key.clone()]).await?.holds(&key))
    }

    /// What each kind of proxy may do; `None` on runtimes that do not say, or say it in a way that is not known here.
    ///
    /// # Errors
    /// When the node cannot be asked or answers nonsense.
    pub async fn proxy_rules(&self) -> Result<Option<BTreeMap<ProxyKind, ProxyRule>>, Error> {
        if self.runtime().check_api(&surface::PROXY_FILTERS).is_ok() {
            let answer: Value = self.ask(&surface::PROXY_FILTERS, &[]).await?;
            return Ok(rules_in(&answer));
        }
        if self.runtime().check_api(&surface::PROXY_FILTER).is_err() {
            return Ok(None);
        }
        let all = Value::unnamed_variant("None", []);
        let filters: Vec<FilterInfo> = self.ask(&surface::PROXY_FILTER, &[all]).await?;
        let rules = filters
            .into_iter()
            .map(|filter| (ProxyKind::named(&name(&filter.name)), ProxyRule::from(filter)));
        Ok(Some(rules.collect()))
    }

    /// What having proxies costs.
    ///
    /// # Errors
    /// When the runtime has none.
    pub fn proxy_deposit(&self) -> Result<HeldPerEntry, Error> {
        let runtime = self.runtime();
        let most: u32 = runtime.constant(&surface::MAX_PROXIES)?;
        Ok(HeldPerEntry {
            base: runtime.constant(&surface::PROXY_DEPOSIT)?,
            each: runtime.constant(&surface::PROXY_DEPOSIT_EACH)?,
            most: usize::try_from(most).unwrap_or(usize::MAX),
        })
    }

    /// What having announced calls costs.
    ///
    /// # Errors
    /// When the runtime has no proxies.
    pub fn announcement_deposit(&self) -> Result<HeldPerEntry, Error> {
        let runtime = self.runtime();
        let most: u32 = runtime.constant(&surface::MAX_ANNOUNCEMENTS)?;
        Ok(HeldPerEntry {
            base: runtime.constant(&surface::ANNOUNCEMENT_DEPOSIT)?,
            each: runtime.constant(&surface::ANNOUNCEMENT_DEPOSIT_EACH)?,
            most: usize::try_from(most).unwrap_or(usize::MAX),
        })
    }

    /// Whether a runtime knows a kind of proxy.
    #[must_use]
    pub fn has_proxy_kind(&self, kind: &ProxyKind) -> bool {
        let args = [
            ("proxy_type", crate::chain::encode::Arg::ProxyKind(kind.clone())),
            ("delay", crate::chain::encode::Arg::Number(0)),
            ("index", crate::chain::encode::Arg::Number(0)),
        ];
        crate::chain::encode::call(self.runtime(), &surface::CREATE_PURE, &args).is_ok()
    }
}
