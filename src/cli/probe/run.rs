//! One round of `tau probe`: whom it tries, what came of it, what of it is kept.

use std::net::SocketAddr;

use crate::error::{Error, Result};
use crate::model::{Metagraph, NetUid, Neuron, Uid};
use crate::ops::axons::{self, MOST_CONNECTIONS, Manners};
use crate::ops::history::{History, Probed};
use crate::out::Out;
use crate::session::Session;

/// Where a neuron can be tried, or the word for why it cannot.
pub(super) fn place(neuron: &Neuron, allow_private: bool) -> Result<SocketAddr, &'static str> {
    let axon = neuron.axon.filter(|axon| axon.port != 0).ok_or("not_announced")?;
    if axon.ip.is_unspecified() || !(allow_private || axons::is_public(axon.ip)) {
        return Err("not_public");
    }
    Ok(axon.endpoint())
}

/// Whom a run means.
pub(super) struct Choice<'a> {
    /// Only these; all if there are none.
    pub uids: &'a [Uid],
    /// Only those with a validator permit.
    pub validators: bool,
    /// Only those without.
    pub miners: bool,
    /// Addresses that are nobody's on the internet too.
    pub allow_private: bool,
}

impl Choice<'_> {
    /// The neurons that are meant, by uid.
    pub fn of<'m>(&self, metagraph: &'m Metagraph) -> Vec<&'m Neuron> {
        let is_meant = |neuron: &&Neuron| {
            (self.uids.is_empty() || self.uids.contains(&neuron.uid))
                && (!self.validators || neuron.validator_permit)
                && (!self.miners || !neuron.validator_permit)
        };
        metagraph.neurons.iter().filter(is_meant).collect()
    }
}

/// Refuse what would knock too often.
pub(super) fn check_size(manners: &Manners, axons: usize) -> Result<()> {
    let connections = manners.connections(axons);
    if connections <= MOST_CONNECTIONS {
        return Ok(());
    }
    Err(Error::usage(format!(
        "{axons} axons with {} tries may take {connections} connections, and one run makes {MOST_CONNECTIONS} at most",
        manners.tries
    ))
    .hint("say a smaller --count, or choose neurons with --uid, --validators or --miners"))
}

/// What was measured so far, by neuron.
pub(super) struct Run {
    pub probed: Vec<Probed>,
}

impl Run {
    /// Of those of `neurons` that can be tried.
    pub fn of(neurons: &[&Neuron], allow_private: bool) -> Self {
        let probed = neurons.iter().filter_map(|neuron| {
            let endpoint = place(neuron, allow_private).ok()?;
            Some(Probed::new(neuron.uid, neuron.hotkey, endpoint))
        });
        Self { probed: probed.collect() }
    }

    /// Where it tries.
    pub fn places(&self) -> Vec<SocketAddr> {
        self.probed.iter().map(|probed| probed.endpoint).collect()
    }

    /// Axons that were tried, and those that answered.
    pub fn counts(&self) -> (usize, usize) {
        let count =
            |is_so: fn(&Probed) -> bool| self.probed.iter().filter(|probed| is_so(probed)).count();
        (count(|probed| probed.tries() > 0), count(Probed::has_answered))
    }

    /// Measure all of them, until `end` comes; whether it came. What was measured is kept if `keeps` says where.
    pub async fn measure(
        &mut self,
        out: &Out,
        manners: &Manners,
        keeps: Option<(&History, NetUid)>,
        end: impl Future<Output = ()>,
    ) -> bool {
        let places = self.places();
        let mut fault = None;
        let ended = {
            let measuring = axons::measure(&places, manners, |index, one| {
                fault = fault.take().or(self.count(index, one, manners.tries, keeps).err());
            });
            tokio::select! {
                biased;
                () = measuring => false,
                () = end => true,
            }
        };
        if ended {
            fault = fault.take().or(self.keep_rest(manners.tries, keeps).err());
        }
        if let Some(fault) = fault {
            out.warn(&fault.message);
        }
        ended
    }

    /// What was measured of a neuron.
    pub fn of_uid(&self, uid: Uid) -> Option<&Probed> {
        self.probed.iter().find(|probed| probed.uid == uid && probed.tries() > 0)
    }

    /// Count a try; a neuron that has had all of its tries is kept at once.
    fn count(
        &mut self,
        index: usize,
        one: axons::Try,
        tries: u32,
        keeps: Option<(&History, NetUid)>,
    ) -> Result<()> {
        let Some(probed) = self.probed.get_mut(index) else { return Ok(()) };
        probed.count(one, Session::now_ms());
        if is_done(probed, tries)
            && let Some((history, netuid)) = keeps
        {
            history.add_probes(netuid, std::slice::from_ref(probed))?;
        }
        Ok(())
    }

    /// Keep those that have had some of their tries.
    fn keep_rest(&self, tries: u32, keeps: Option<(&History, NetUid)>) -> Result<()> {
        let begun = |probed: &&Probed| probed.tries() > 0 && !is_done(probed, tries);
        let rest: Vec<Probed> = self.probed.iter().filter(begun).cloned().collect();
        match keeps {
            Some((history, netuid)) if !rest.is_empty() => Ok(history.add_probes(netuid, &rest)?),
            _ => Ok(()),
        }
    }
}

fn is_done(probed: &Probed, tries: u32) -> bool {
    probed.tries() >= usize::try_from(tries).unwrap_or(usize::MAX)
}
