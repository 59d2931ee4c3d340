//! `tau axon …`

use std::net::{IpAddr, SocketAddr};

use clap::{Args, Subcommand};
use serde::Serialize;

use super::netuid::NetUidArg;
use super::plan::names;
use super::sign::{SignArgs, Signer, carry_out};
use crate::error::Result;
use crate::model::{Hotkey, Intent, NetUid, Uid};
use crate::ops;
use crate::out::{Out, Page, Report, Stamp};
use crate::session::Session;
use crate::settings::Flags;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    #[command(visible_alias = "set")]
    Serve(ServeArgs),
    Show(ShowArgs),
}

/// Publish where a neuron can be reached
///
/// Signed by the hotkey; the chain takes no fee. Everybody can read it.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau axon serve 4 --ip 203.0.113.7 --port 8091 --hotkey miner-1")]
pub(crate) struct ServeArgs {
    #[command(flatten)]
    netuid: NetUidArg,
    /// Address that others see
    #[arg(long, value_name = "IP")]
    ip: IpAddr,
    /// Port that others see
    #[arg(long, value_name = "PORT")]
    port: u16,
    /// A number that the subnet gives meaning to
    #[arg(long, value_name = "PROTOCOL", default_value_t = 4)]
    protocol: u8,
    /// Version of the neuron's software
    #[arg(long = "axon-version", value_name = "VERSION", default_value_t = 0)]
    version: u32,
    #[arg(long, value_name = "KIND", hide = true)]
    ip_type: Option<u8>,
    #[command(flatten)]
    pub sign: SignArgs,
}

/// Show where a neuron says it can be reached
#[derive(Debug, Args)]
#[command(after_help = "Example: tau axon show 4 --hotkey miner-1")]
pub(crate) struct ShowArgs {
    #[command(flatten)]
    netuid: NetUidArg,
}

#[derive(Serialize)]
struct Shown {
    hotkey: Hotkey,
    netuid: NetUid,
    uid: Option<Uid>,
    endpoint: Option<String>,
    protocol: Option<u8>,
    change_from_block: u32,
}

impl Command {
    pub fn name(&self) -> &'static str {
        match self {
            Self::Serve(_) => "axon serve",
            Self::Show(_) => "axon show",
        }
    }

    pub fn flags(&self, flags: &mut Flags) {
        if let Self::Serve(args) = self {
            args.sign.flags(flags);
        }
    }

    pub async fn run(self, session: &Session, out: &Out, yes: bool) -> Result<Report> {
        match self {
            Self::Serve(args) => serve(session, out, yes, args).await,
            Self::Show(args) => show(session, args).await,
        }
    }
}

async fn serve(session: &Session, out: &Out, yes: bool, args: ServeArgs) -> Result<Report> {
    let intent = Intent::ServeAxon {
        netuid: args.netuid.value()?,
        ip: args.ip,
        port: args.port,
        protocol: args.protocol,
        version: args.version,
    };
    let signer = Signer::of_hotkey(session)?;
    carry_out(session, out, yes, &args.sign, signer, &intent, &names([])).await
}

async fn show(session: &Session, args: ShowArgs) -> Result<Report> {
    let netuid = args.netuid.value()?;
    let hotkey = Hotkey(session.own_hotkey()?.account);
    let chain = session.chain().await?;
    let (at, terms) = ops::axon(&chain, hotkey, netuid).await?;
    let stamp = Stamp::new(&chain.network(), at);
    let endpoint = terms.now.map(|(ip, port, _)| SocketAddr::new(ip, port).to_string());
    let data = Shown {
        hotkey,
        netuid,
        uid: terms.uid,
        endpoint,
        protocol: terms.now.map(|(.., protocol)| protocol),
        change_from_block: terms.from,
    };
    let page = Page::new()
        .field("Hotkey", hotkey.to_string())
        .field("Subnet", netuid.to_string())
        .field("Uid", data.uid.map_or_else(|| "not registered".to_owned(), |uid| uid.to_string()))
        .field("Endpoint", data.endpoint.clone().unwrap_or_else(|| "none".to_owned()));
    Ok(Report::new(&data, page.note(stamp.line()))?.at(stamp))
}
