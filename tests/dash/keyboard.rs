//! A keyboard that behaves like the terminal's: it keeps the waker of the first question that it could not
//! answer, and calls that one and no other when a key comes. A loop that once asks with a waker of its
//! own never hears of the next key.

use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use crossterm::event::Event as Raw;
use futures::Stream;

#[derive(Default)]
struct Held {
    pressed: VecDeque<Raw>,
    waker: Option<Waker>,
}

/// Both ends: who presses and who reads.
#[derive(Clone, Default)]
pub struct Keyboard(Arc<Mutex<Held>>);

impl Keyboard {
    pub fn send(&self, raw: Raw) {
        let waker = {
            let mut held = self.0.lock().expect("no panic while pressing");
            held.pressed.push_back(raw);
            held.waker.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

impl Stream for Keyboard {
    type Item = io::Result<Raw>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut held = self.0.lock().expect("no panic while pressing");
        match held.pressed.pop_front() {
            Some(raw) => Poll::Ready(Some(Ok(raw))),
            None => {
                held.waker.get_or_insert_with(|| context.waker().clone());
                Poll::Pending
            }
        }
    }
}
