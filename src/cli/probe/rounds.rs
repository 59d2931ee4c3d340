//! `tau probe --every`

use std::collections::BTreeMap;
use std::pin::pin;
use std::time::Duration;

use serde::Serialize;
use tokio::time::{Instant, sleep_until};

use super::rows::Times;
use super::run::{Run, check_size, place};
use super::{ProbeArgs, interrupt};
use crate::cli::history::history;
use crate::error::{Error, Kind, Result};
use crate::model::{Hotkey, Label, Metagraph, NetUid, Neuron, Uid};
use crate::ops;
use crate::ops::axons::Failure;
use crate::ops::history::{Percentiles, Probed, Reliability};
use crate::out::{Format, Out};
use crate::present::{milliseconds, moment, short};
use crate::session::Session;

/// One line of the stream; times are microseconds.
#[derive(Debug, Serialize)]
struct Line {
    round: u32,
    time: String,
    block: u32,
    netuid: NetUid,
    neurons: usize,
    tried: usize,
    answered: usize,
    #[serde(flatten)]
    times: Times,
    /// Answered the last time, and not this time.
    gone: Vec<Change>,
    /// The other way round.
    back: Vec<Change>,
}

/// Whose axon answers no more, or answers again.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Change {
    uid: Uid,
    hotkey: Hotkey,
    name: Option<Label>,
    endpoint: Option<String>,
    /// Why it does not answer.
    why: Option<&'static str>,
}

impl Change {
    fn of(neuron: &Neuron, why: Option<&'static str>) -> Self {
        Self {
            uid: neuron.uid,
            hotkey: neuron.hotkey,
            name: neuron.name.clone(),
            endpoint: neuron.axon.map(|axon| axon.endpoint().to_string()),
            why,
        }
    }

    fn words(&self) -> String {
        let mut words = vec![format!("uid {}", self.uid), short(&self.hotkey.0)];
        words.extend(self.name.as_ref().map(ToString::to_string).filter(|name| !name.is_empty()));
        words.extend(self.endpoint.clone());
        words.extend(self.why.map(|why| format!("({})", why.replace('_', " "))));
        words.join(" ")
    }
}

/// What an axon did when it was tried last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stand {
    uid: Uid,
    answered: bool,
}

/// Who answered when they were tried last.
#[derive(Debug, Default)]
struct Standing(BTreeMap<Hotkey, Stand>);

impl Standing {
    /// As the history has it, of those that have a place now.
    fn of(known: &[Reliability], metagraph: &Metagraph) -> Self {
        let has_place =
            |hotkey: Hotkey| metagraph.neurons.iter().any(|neuron| neuron.hotkey == hotkey);
        let stand = |one: &Reliability| Stand {
            uid: one.uid,
            answered: one.last.last().is_some_and(|run| run.answered > 0),
        };
        let known = known.iter().filter(|one| has_place(one.hotkey));
        Self(known.map(|one| (one.hotkey, stand(one))).collect())
    }

    /// What changed with a round: who is gone, who is back.
    fn take(
        &mut self,
        metagraph: &Metagraph,
        chosen: &[&Neuron],
        run: &Run,
        allow_private: bool,
    ) -> (Vec<Change>, Vec<Change>) {
        let (mut gone, mut back) = (Vec::new(), Vec::new());
        for neuron in chosen {
            let before = self.0.get(&neuron.hotkey).map(|stand| stand.answered);
            let (answered, why) = match (place(neuron, allow_private), run.of_uid(neuron.uid)) {
                (Ok(_), Some(probed)) if probed.has_answered() => (true, None),
                (Ok(_), Some(probed)) => (false, probed.most_frequent_failure().map(Failure::word)),
                // It was not tried: nothing is known of it now.
                (Ok(_), None) => continue,
                // Of those that were never tried nothing is lost.
                (Err(_), _) if before.is_none() => continue,
                (Err(why), _) => (false, Some(why)),
            };
            match (before, answered) {
                (Some(true), false) => gone.push(Change::of(neuron, why)),
                (Some(false), true) => back.push(Change::of(neuron, None)),
                _ => {}
            }
            self.0.insert(neuron.hotkey, Stand { uid: neuron.uid, answered });
        }
        // Whoever answered and has no place any more is gone as well.
        self.0.retain(|hotkey, stand| {
            let is_there = metagraph.neurons.iter().any(|neuron| neuron.hotkey == *hotkey);
            if !is_there && stand.answered {
                let (uid, why) = (stand.uid, Some("no_place"));
                gone.push(Change { uid, hotkey: *hotkey, name: None, endpoint: None, why });
            }
            is_there
        });
        gone.sort_by_key(|change| change.uid);
        (gone, back)
    }
}

/// Measure every so often, and print a line for each round.
pub(super) async fn run(
    session: &Session,
    out: &Out,
    args: &ProbeArgs,
    netuid: NetUid,
    every: Duration,
) -> Result<()> {
    if !args.sort.is_none() {
        return Err(Error::usage("--every prints a line per round, which has no rows and columns")
            .hint(format!("`tau history probes {netuid}` sorts and filters what was measured")));
    }
    let (history, manners, choice) = (history(session), args.manners(), args.choice());
    let keeps = (!args.no_keep).then_some((&history, netuid));
    // One listener from the beginning to the end: an interrupt between two rounds is heard as well.
    let mut end = pin!(interrupt());
    let mut last: Option<Metagraph> = None;
    let mut standing = Standing::default();
    let mut round = 0_u32;
    loop {
        let begun = Instant::now();
        let read = tokio::select! {
            biased;
            read = async { Ok::<_, Error>(ops::metagraph(&session.chain().await?, netuid).await?) } => read,
            () = &mut end => return Err(session.interrupted()),
        };
        let metagraph = match (read, last.take()) {
            (Ok(metagraph), None) => {
                args.check_uids(&metagraph)?;
                let known = history.lately(netuid, Session::now_ms());
                standing = Standing::of(&known, &metagraph);
                metagraph
            }
            (Ok(metagraph), Some(_)) => metagraph,
            // The axons may be there though the node is not.
            (Err(error), Some(before)) if error.kind == Kind::Network => {
                out.warn(&format!(
                    "{}; the neurons are those of block {}",
                    error.message, before.at.block
                ));
                before
            }
            (Err(error), _) => return Err(error),
        };
        let chosen = choice.of(&metagraph);
        let mut measured = Run::of(&chosen, choice.allow_private);
        check_size(&manners, measured.probed.len())?;
        if round == 0 {
            tell_start(out, &measured, chosen.len(), keeps.map(|_| history.probes_of(netuid)));
        }
        if measured.measure(out, &manners, keeps, &mut end).await {
            return Err(session.interrupted());
        }
        round = round.saturating_add(1);
        let (gone, back) = standing.take(&metagraph, &chosen, &measured, choice.allow_private);
        let line = line(round, &metagraph, chosen.len(), &measured, (gone, back));
        print(out, &line)?;
        if is_cut_off(&measured) {
            out.warn("no way leads to any of them: is this machine's network up?");
        }
        if args.rounds.is_some_and(|rounds| round >= rounds) {
            return Ok(());
        }
        last = Some(metagraph);
        tokio::select! {
            biased;
            () = &mut end => return Err(session.interrupted()),
            () = sleep_until(begun + every) => {}
        }
    }
}

fn tell_start(out: &Out, run: &Run, neurons: usize, file: Option<std::path::PathBuf>) {
    let kept = file
        .map_or_else(|| "nothing is kept".to_owned(), |file| format!("kept in {}", file.display()));
    out.status(&format!("Measuring {} of {neurons} axons, until Ctrl-C; {kept}", run.probed.len()));
}

fn line(
    round: u32,
    metagraph: &Metagraph,
    neurons: usize,
    run: &Run,
    (gone, back): (Vec<Change>, Vec<Change>),
) -> Line {
    let (tried, answered) = run.counts();
    let all = |times: fn(&Probed) -> &[u64]| -> Option<Percentiles> {
        let all: Vec<u64> =
            run.probed.iter().flat_map(|probed| times(probed).iter().copied()).collect();
        Percentiles::of(&all)
    };
    Line {
        round,
        time: moment(Session::now_ms()),
        block: metagraph.at.block,
        netuid: metagraph.netuid(),
        neurons,
        tried,
        answered,
        times: Times::of(all(|probed| &probed.connect_us), all(|probed| &probed.answer_us)),
        gone,
        back,
    }
}

/// Whether everything that failed failed on this side.
fn is_cut_off(run: &Run) -> bool {
    let mut tried = run.probed.iter().filter(|probed| probed.tries() > 0).peekable();
    tried.peek().is_some()
        && tried.all(|probed| {
            !probed.has_answered()
                && probed.failures.keys().all(|failure| *failure == Failure::Unreachable)
        })
}

fn print(out: &Out, line: &Line) -> Result<()> {
    match out.format() {
        Format::Json => out.emit(line),
        Format::Csv => {
            let uids = |changes: &[Change]| {
                let uids: Vec<String> =
                    changes.iter().map(|change| change.uid.to_string()).collect();
                uids.join(" ")
            };
            if line.round == 1 {
                out.text(
                    "round,time,block,netuid,tried,answered,connect_p50_us,answer_p50_us,answer_p90_us,answer_p99_us,gone,back\n",
                )?;
            }
            let times = line
                .times
                .all()
                .map(|time| time.map_or_else(String::new, |microseconds| microseconds.to_string()));
            out.text(&format!(
                "{},{},{},{},{},{},{},{},{}\n",
                line.round,
                line.time,
                line.block,
                line.netuid,
                line.tried,
                line.answered,
                times.join(","),
                uids(&line.gone),
                uids(&line.back)
            ))
        }
        Format::Text => out.text(&text(line)),
    }
}

fn text(line: &Line) -> String {
    let Line { time, block, tried, answered, .. } = line;
    let mut text = format!("{time}  block {block}  {answered} of {tried} answered");
    let [_, p50, p90, p99] = line.times.all();
    for (name, time) in [("p50", p50), ("p90", p90), ("p99", p99)] {
        if let Some(time) = time {
            text.push_str(&format!("  {name} {} ms", milliseconds(time)));
        }
    }
    text.push('\n');
    for (word, changes) in [("gone", &line.gone), ("back", &line.back)] {
        for change in changes {
            text.push_str(&format!("    {word}  {}\n", change.words()));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::AccountId;
    use crate::ops::axons::{Answer, Spoken, Try};

    fn hotkey(byte: u8) -> Hotkey {
        Hotkey(AccountId([byte; 32]))
    }

    /// A run over some neurons of a metagraph: those named answer, the others refuse.
    fn run(neurons: &[&Neuron], answering: &[u8]) -> Run {
        let mut run = Run::of(neurons, true);
        for probed in &mut run.probed {
            let outcome = if answering.iter().any(|byte| probed.hotkey == hotkey(*byte)) {
                Ok(Answer {
                    spoken: Spoken::Http,
                    status: Some(200),
                    server: None,
                    is_sdk: false,
                    version: None,
                    time: Duration::from_millis(12),
                })
            } else {
                Err(Failure::Refused)
            };
            probed.count(Try { connect: None, outcome }, 1_000);
        }
        run
    }

    /// Three neurons, each with an axon and a hotkey of its own.
    fn metagraph() -> Metagraph {
        let mut metagraph = crate::tui::factory::metagraph(1, 3, 100);
        for (neuron, byte) in metagraph.neurons.iter_mut().zip(1..) {
            neuron.hotkey = hotkey(byte);
            let (ip, port) = ([127, 0, 0, 1].into(), 8_091);
            neuron.axon = Some(crate::model::Axon { ip, port, version: 1, protocol: 4, block: 1 });
        }
        metagraph
    }

    #[test]
    fn who_stops_answering_is_gone_and_who_begins_again_is_back() {
        let mut graph = metagraph();
        let mut standing = Standing::default();
        let mut take = |graph: &Metagraph, answering: &[u8]| {
            let chosen: Vec<&Neuron> = graph.neurons.iter().collect();
            let (gone, back) = standing.take(graph, &chosen, &run(&chosen, answering), true);
            let brief = |changes: Vec<Change>| -> Vec<(u16, Option<&str>)> {
                changes.into_iter().map(|change| (change.uid.0, change.why)).collect()
            };
            (brief(gone), brief(back))
        };
        assert_eq!(take(&graph, &[1, 2]), (vec![], vec![]), "nobody was known before");
        assert_eq!(take(&graph, &[2, 3]), (vec![(0, Some("refused"))], vec![(2, None)]));
        assert_eq!(take(&graph, &[2, 3]), (vec![], vec![]), "what is gone is told once");
        // One takes its announcement back, another loses its place.
        graph.neurons[1].axon = None;
        graph.neurons.pop();
        let gone = vec![(1, Some("not_announced")), (2, Some("no_place"))];
        assert_eq!(take(&graph, &[1]), (gone, vec![(0, None)]));
        assert_eq!(take(&graph, &[1]), (vec![], vec![]));
    }

    #[test]
    fn the_first_round_is_compared_with_the_history() {
        let graph = metagraph();
        let chosen: Vec<&Neuron> = graph.neurons.iter().collect();
        let before = run(&chosen, &[1, 2]);
        let mut known: Vec<Reliability> =
            before.probed.iter().filter_map(|probed| Reliability::of([probed])).collect();
        // Somebody who has no place any more is nobody's news.
        known.extend(known.first().cloned().map(|one| Reliability { hotkey: hotkey(9), ..one }));
        let mut standing = Standing::of(&known, &graph);
        let now = run(&chosen, &[2, 3]);
        let (gone, back) = standing.take(&graph, &chosen, &now, true);
        assert_eq!(gone.iter().map(|change| change.uid.0).collect::<Vec<_>>(), [0]);
        assert_eq!(back.iter().map(|change| change.uid.0).collect::<Vec<_>>(), [2]);
        let line = line(7, &graph, chosen.len(), &now, (gone, back));
        let text = text(&line);
        let mut lines = text.lines();
        let first = lines.next().expect("a line");
        assert!(
            first.ends_with("2 of 3 answered  p50 12.0 ms  p90 12.0 ms  p99 12.0 ms"),
            "{text}"
        );
        let gone = lines.next().expect("a change");
        assert!(gone.starts_with("    gone  uid 0 5C"), "{text}");
        assert!(gone.ends_with("127.0.0.1:8091 (refused)"), "{text}");
        assert!(lines.next().is_some_and(|back| back.starts_with("    back  uid 2 ")), "{text}");
    }

    #[test]
    fn a_machine_without_a_network_is_told_from_axons_that_are_gone() {
        let graph = metagraph();
        let chosen: Vec<&Neuron> = graph.neurons.iter().collect();
        assert!(!is_cut_off(&Run::of(&chosen, true)), "nobody was tried");
        assert!(!is_cut_off(&run(&chosen, &[])));
        let mut none = Run::of(&chosen, true);
        for probed in &mut none.probed {
            probed.count(Try { connect: None, outcome: Err(Failure::Unreachable) }, 1);
        }
        assert!(is_cut_off(&none));
    }
}
