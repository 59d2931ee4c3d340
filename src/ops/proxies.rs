//! Who may act for whom, for looking.

use super::Error;
use crate::chain::{Chain, encode};
use crate::model::{AccountId, AnnouncedCall, At, CallBytes, ProxyEntry, Tao};

/// What an account let others do, and what it announced for others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proxies {
    /// The block read.
    pub at: At,
    /// Who may act for it.
    pub entries: Vec<ProxyEntry>,
    /// Whether it pays the fees of each.
    pub pays: Vec<bool>,
    /// TAO that is held for them.
    pub deposit: Tao,
    /// What it announced as a proxy of others.
    pub announced: Vec<AnnouncedCall>,
    /// First block in which each can be made; `None` if it is no proxy of that account any more.
    pub due: Vec<Option<u32>>,
    /// TAO that is held for them.
    pub announcement_deposit: Tao,
}

/// Everything about an account and its proxies.
///
/// # Errors
/// [`Error::Chain`].
pub async fn proxies(chain: &Chain, account: AccountId) -> Result<Proxies, Error> {
    let pinned = chain.pin().await?;
    let ((entries, deposit), (announced, announcement_deposit)) =
        futures::try_join!(pinned.proxies(account), pinned.announcements(account))?;
    let payers = entries.iter().map(|entry| pinned.pays_for(account, entry.delegate));
    let others = announced.iter().map(|one| pinned.proxies(one.real));
    let (pays, others) = futures::try_join!(
        futures::future::try_join_all(payers),
        futures::future::try_join_all(others),
    )?;
    // The shortest delay of its entries there: which of them counts depends on the call.
    let due = announced.iter().zip(others).map(|(one, (theirs, _))| {
        let mine = theirs.iter().filter(|entry| entry.delegate == account);
        mine.map(|entry| entry.delay).min().map(|delay| one.height.saturating_add(delay))
    });
    let due = due.collect();
    let at = pinned.at();
    Ok(Proxies { at, entries, pays, deposit, announced, due, announcement_deposit })
}

/// A call in words: `Pallet.call(argument: value, …)`.
///
/// # Errors
/// [`Error::Chain`] if it is no call of this runtime.
pub async fn call_words(chain: &Chain, call: &CallBytes) -> Result<String, Error> {
    let pinned = chain.pin().await?;
    let read = encode::given(pinned.runtime(), &call.0)?;
    let args: Vec<String> =
        read.args.iter().map(|arg| format!("{}: {}", arg.name, arg.value)).collect();
    Ok(format!("{}.{}({})", read.pallet, read.call, args.join(", ")))
}
