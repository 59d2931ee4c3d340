//! Answers to the questions of single screens, one of each kind.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Failure, Reading, Taken, Value};
use crate::tui::ask::{Answer, Ask, Topic};
use crate::tui::event::Request;

#[derive(Debug, Clone)]
struct Slot {
    ask: Ask,
    /// The block at which it was asked; nothing once that is too long ago.
    asked_at: Option<u32>,
    reading: Reading<Answer>,
}

/// See the module.
#[derive(Debug, Clone, Default)]
pub struct Shelf {
    slots: BTreeMap<Topic, Slot>,
}

impl Shelf {
    /// From now on this is wanted; tells whether the chain has to be asked, because nothing is known
    /// or what is known is older than it may be at block `head`.
    pub fn want(&mut self, ask: &Ask, request: Request, head: u32) -> bool {
        let topic = ask.topic();
        match self.slots.get_mut(&topic) {
            Some(slot) if ask.replaces(&slot.ask) => {
                let is_fresh = slot
                    .asked_at
                    .is_some_and(|block| head.saturating_sub(block) < topic.patience());
                let is_good = matches!(slot.reading.state(), Value::Ready(_) | Value::Waiting);
                slot.ask = ask.clone();
                if is_fresh && is_good {
                    return false;
                }
                slot.asked_at = Some(head);
                true
            }
            _ => {
                let mut reading = Reading::default();
                reading.restart(request);
                self.slots.insert(topic, Slot { ask: ask.clone(), asked_at: Some(head), reading });
                true
            }
        }
    }

    /// Ask again whatever is known, at the next occasion. What is known stays until then, and what is
    /// under way still counts.
    pub fn outdate(&mut self) {
        self.slots.values_mut().for_each(|slot| slot.asked_at = None);
    }

    /// Take an answer. Tells whether it counted.
    pub fn take(
        &mut self,
        ask: &Ask,
        request: Request,
        result: Result<Arc<Answer>, Failure>,
    ) -> Taken {
        match self.slots.get_mut(&ask.topic()) {
            Some(slot) if ask.replaces(&slot.ask) => slot.reading.take(request, result),
            _ => Taken::Late,
        }
    }

    /// The last good answer to exactly this question.
    #[must_use]
    pub fn answer(&self, ask: &Ask) -> Option<Arc<Answer>> {
        self.value(ask).and_then(|value| match value {
            Value::Ready(answer) | Value::Stale(answer, _) => Some(Arc::clone(answer)),
            Value::Waiting | Value::Failed(_) => None,
        })
    }

    /// What is known of this question; nothing of one that was never asked.
    #[must_use]
    pub fn value(&self, ask: &Ask) -> Option<&Value<Answer>> {
        self.slots
            .get(&ask.topic())
            .filter(|slot| ask.replaces(&slot.ask))
            .map(|slot| slot.reading.state())
    }

    /// Whether this was asked and nothing came so far.
    #[must_use]
    pub fn is_waiting(&self, ask: &Ask) -> bool {
        matches!(self.value(ask), None | Some(Value::Waiting))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_good_for_some_blocks_and_for_its_own_question() {
        let netuid = crate::model::NetUid;
        let mut shelf = Shelf::default();
        let ask = Ask::Hyperparameters(netuid(1));
        assert!(shelf.want(&ask, Request(1), 100));
        assert!(!shelf.want(&ask, Request(2), 101), "it is asked already");
        let answer = Answer::Hyperparameters(crate::tui::factory::at(100), Vec::new());
        assert_eq!(shelf.take(&ask, Request(1), Ok(Arc::new(answer))), Taken::Counted);
        assert!(shelf.answer(&ask).is_some());
        assert!(!shelf.want(&ask, Request(3), 105));
        assert!(shelf.want(&ask, Request(4), 110));
        let other = Ask::Hyperparameters(netuid(2));
        assert!(shelf.answer(&other).is_none());
        assert!(shelf.want(&other, Request(5), 110));
        assert!(shelf.answer(&ask).is_none(), "the slot is another one's");
        shelf.outdate();
        assert!(shelf.want(&other, Request(6), 110));
    }
}
