//! Where coldkeys' own hotkeys are registered.

use super::Error;
use crate::chain::Chain;
use crate::model::{At, Coldkey, Metagraph, Neuron};

/// One neuron of a coldkey's, in its metagraph.
#[derive(Debug, Clone)]
pub struct OwnNeurons {
    /// The subnet.
    pub metagraph: Metagraph,
    /// Indices of the neurons in it.
    places: Vec<usize>,
}

impl OwnNeurons {
    /// The neurons, by uid.
    pub fn neurons(&self) -> impl Iterator<Item = &Neuron> {
        self.places.iter().filter_map(|place| self.metagraph.neurons.get(*place))
    }
}

/// Every neuron of some coldkeys, by subnet, all at one block.
///
/// # Errors
/// [`Error::Chain`].
pub async fn own_neurons(
    chain: &Chain,
    coldkeys: &[Coldkey],
) -> Result<(At, Vec<OwnNeurons>), Error> {
    let pinned = chain.pin().await?;
    let (hotkeys, subnets) = futures::try_join!(pinned.hotkeys_of(coldkeys), pinned.subnets())?;
    let netuids: Vec<_> = subnets.iter().map(|subnet| subnet.netuid).collect();
    let places = pinned.places(&hotkeys, &netuids).await?;
    let mut with: Vec<_> = places.iter().map(|(netuid, ..)| *netuid).collect();
    with.sort_unstable();
    with.dedup();
    let graphs = with.into_iter().map(|netuid| pinned.metagraph(netuid));
    let graphs = futures::future::try_join_all(graphs).await?;
    let own = graphs
        .into_iter()
        .flatten()
        .map(|metagraph| {
            let places = metagraph
                .neurons
                .iter()
                .enumerate()
                .filter(|(_, neuron)| coldkeys.contains(&neuron.coldkey))
                .map(|(place, _)| place)
                .collect();
            OwnNeurons { metagraph, places }
        })
        .collect();
    Ok((pinned.at(), own))
}
