//! The connection, and how far its figures can be trusted.

use std::time::Duration;

use crate::error::Kind;
use crate::model::Label;

/// Something that did not work: one sentence and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// One sentence without a period.
    pub message: String,
    /// What to do, one sentence each.
    pub hints: Vec<String>,
    /// Where it went wrong.
    pub kind: Kind,
}

impl Failure {
    /// A failure without advice.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), hints: Vec::new(), kind: Kind::Internal }
    }
}

/// The connection to the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Link {
    /// Not answered yet.
    Connecting,
    /// There.
    Live,
    /// Gone; it is being restored.
    Lost(Label),
    /// It never came to be.
    Failed(Failure),
}

/// How fresh figures are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Freshness {
    /// Nothing was read yet.
    None,
    /// Of the present.
    Live,
    /// No block for some time.
    Late(Duration),
    /// The node is lost; the figures are so old.
    Lost(Duration),
}

impl Freshness {
    /// Two blocks of the real chain, and some patience.
    const LATE: Duration = Duration::from_secs(30);

    /// How fresh figures of this `age` are.
    #[must_use]
    pub fn of(link: &Link, age: Option<Duration>) -> Self {
        match (link, age) {
            (_, None) => Self::None,
            (Link::Lost(_) | Link::Failed(_), Some(age)) => Self::Lost(age),
            (_, Some(age)) if age < Self::LATE => Self::Live,
            (_, Some(age)) => Self::Late(age),
        }
    }

    /// At which age the picture of something of this `age` changes. Ages are shown in steps that grow,
    /// so that waiting costs no redraws; while all is well there is nothing to show.
    #[must_use]
    pub fn next_step(link: &Link, age: Duration) -> Duration {
        let seconds = age.as_secs();
        let step = match (seconds, link) {
            (0..30, Link::Lost(_) | Link::Failed(_)) => 5,
            (0..30, _) => return Self::LATE,
            (30..60, _) => 10,
            (60..3_600, _) => 60,
            _ => 3_600,
        };
        Duration::from_secs((seconds / step + 1) * step)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_grow_in_steps_so_that_waiting_draws_nothing() {
        let step = |link: &Link, seconds| {
            Freshness::next_step(link, Duration::from_secs(seconds)).as_secs()
        };
        let next = |seconds| step(&Link::Live, seconds);
        assert_eq!(next(0), 30);
        assert_eq!(next(30), 40);
        assert_eq!(step(&Link::Lost(Label::new("gone")), 0), 5);
        assert_eq!(next(59), 60);
        assert_eq!(next(60), 120);
        assert_eq!(next(7_300), 10_800);
        let minute = Some(Duration::from_secs(60));
        assert_eq!(Freshness::of(&Link::Live, Some(Duration::from_secs(29))), Freshness::Live);
        assert_eq!(Freshness::of(&Link::Live, minute), Freshness::Late(Duration::from_secs(60)));
        assert!(matches!(
            Freshness::of(&Link::Lost(Label::new("gone")), minute),
            Freshness::Lost(_)
        ));
        assert_eq!(Freshness::of(&Link::Connecting, None), Freshness::None);
    }
}
