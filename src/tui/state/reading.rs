//! Something that is read from outside again and again.

use std::sync::Arc;

use super::Failure;
use crate::tui::event::Request;

/// What is known of it.
#[derive(Debug, Clone)]
pub enum Value<T> {
    /// Nothing yet.
    Waiting,
    /// The last answer.
    Ready(Arc<T>),
    /// The last good answer, and why there is no newer one.
    Stale(Arc<T>, Failure),
    /// No good answer so far.
    Failed(Failure),
}

/// A value and which answers to it count.
#[derive(Debug, Clone)]
pub struct Reading<T> {
    value: Value<T>,
    /// Answers to earlier questions are of something else, or older than what is known.
    since: Request,
}

impl<T> Default for Reading<T> {
    fn default() -> Self {
        Self { value: Value::Waiting, since: Request::default() }
    }
}

impl<T> Reading<T> {
    /// From now on something else is meant: forget, and take only answers from `request` on.
    pub fn restart(&mut self, request: Request) {
        *self = Self { value: Value::Waiting, since: request };
    }

    /// Take an answer. Tells whether it counted; a late one does not. A failure keeps what was known.
    pub fn take(&mut self, request: Request, result: Result<Arc<T>, Failure>) -> Taken {
        if request < self.since {
            return Taken::Late;
        }
        self.since = Request(request.0 + 1);
        let value = std::mem::replace(&mut self.value, Value::Waiting);
        self.value = match (result, value) {
            (Ok(value), _) => Value::Ready(value),
            (Err(failure), Value::Ready(value) | Value::Stale(value, _)) => {
                Value::Stale(value, failure)
            }
            (Err(failure), Value::Waiting | Value::Failed(_)) => Value::Failed(failure),
        };
        Taken::Counted
    }

    /// The last good answer.
    #[must_use]
    pub fn value(&self) -> Option<&Arc<T>> {
        match &self.value {
            Value::Ready(value) | Value::Stale(value, _) => Some(value),
            Value::Waiting | Value::Failed(_) => None,
        }
    }

    /// Whether no answer came so far, good or bad.
    #[must_use]
    pub const fn is_waiting(&self) -> bool {
        matches!(self.value, Value::Waiting)
    }

    /// What is known.
    #[must_use]
    pub fn state(&self) -> &Value<T> {
        &self.value
    }
}

/// Whether an answer counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// It is what is known now.
    Counted,
    /// It came too late.
    Late,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn late_answers_are_dropped_and_failures_keep_what_was_known() {
        let mut reading = Reading::default();
        assert_eq!(reading.take(Request(3), Ok(Arc::new("three"))), Taken::Counted);
        assert_eq!(reading.take(Request(2), Ok(Arc::new("two"))), Taken::Late);
        assert_eq!(reading.value().map(|value| **value), Some("three"));
        reading.take(Request(4), Err(Failure::new("gone")));
        assert!(matches!(reading.state(), Value::Stale(value, _) if **value == "three"));
        reading.restart(Request(9));
        assert_eq!(reading.take(Request(8), Ok(Arc::new("eight"))), Taken::Late);
        assert!(matches!(reading.state(), Value::Waiting));
        reading.take(Request(9), Err(Failure::new("gone")));
        assert!(matches!(reading.state(), Value::Failed(_)));
    }
}
