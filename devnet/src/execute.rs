//! Running the runtime natively over one state.
//!
//! The runtime is ordinary Rust and may panic on bad input, as it would trap in wasm. A panic here ends the call and nothing
//! else: it is caught, storage layers it left open are rolled back, and [`inside_runtime`] lets a panic hook stay silent.

use std::{
    any::Any,
    cell::Cell,
    panic::{AssertUnwindSafe, catch_unwind},
    thread,
};

use codec::{Decode, Encode};
use sp_externalities::{Extensions, set_and_run_with_externalities};
use sp_runtime::traits::BlakeTwo256;
use sp_state_machine::{Ext, OverlayedChanges};

use crate::view::View;

/// Changes on top of a state.
pub(crate) type Overlay = OverlayedChanges<BlakeTwo256>;

/// Stack for runtime code: a call may legally nest a few hundred levels, which a debug build cannot do in the 2 MiB that
/// worker threads get.
const STACK: usize = 64 << 20;

thread_local! {
    static INSIDE: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread is executing runtime code, where a panic is an answer and not an accident.
#[must_use]
pub fn inside_runtime() -> bool {
    INSIDE.get()
}

/// Wrap the process's panic hook so that it says nothing about panics inside the runtime.
pub fn silence_runtime_panics() {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if !inside_runtime() {
            hook(info);
        }
    }));
}

/// Why the runtime gave no answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// It panicked; the text is the panic's.
    #[error("the runtime panicked: {0}")]
    Panicked(String),
    /// There is no such entry point.
    #[error("Exported method {0} is not found")]
    NoSuchMethod(String),
    /// The answer is not of the expected type.
    #[error("{method} answered with something undecodable")]
    Undecodable {
        /// The entry point.
        method: &'static str,
    },
}

/// Run `work` with `view` and `overlay` as its storage. After a panic the overlay has the layers it had before.
pub(crate) fn with_storage<R>(
    view: &View<'_>,
    overlay: &mut Overlay,
    work: impl FnOnce() -> R,
) -> Result<R, Failure> {
    let depth = overlay.transaction_depth();
    let mut extensions = Extensions::default();
    let outcome = {
        let mut ext = Ext::new(overlay, view, Some(&mut extensions));
        caught(|| set_and_run_with_externalities(&mut ext, work))
    };
    if outcome.is_err() {
        while overlay.transaction_depth() > depth {
            if overlay.rollback_transaction().is_err() {
                break;
            }
        }
    }
    outcome
}

/// Run runtime code, turning a panic into [`Failure::Panicked`].
pub(crate) fn caught<R>(work: impl FnOnce() -> R) -> Result<R, Failure> {
    let before = INSIDE.replace(true);
    let outcome = catch_unwind(AssertUnwindSafe(work));
    INSIDE.set(before);
    outcome.map_err(|panic| Failure::Panicked(text(&*panic)))
}

/// Call the runtime's entry point `method` with SCALE-encoded arguments.
pub(crate) fn call(
    view: &View<'_>,
    overlay: &mut Overlay,
    method: &str,
    arguments: &[u8],
) -> Result<Vec<u8>, Failure> {
    with_storage(view, overlay, || node_subtensor_runtime::api::dispatch(method, arguments))?
        .ok_or_else(|| Failure::NoSuchMethod(method.to_owned()))
}

/// [`call`] with typed arguments and answer.
pub(crate) fn ask<A: Encode, R: Decode>(
    view: &View<'_>,
    overlay: &mut Overlay,
    method: &'static str,
    arguments: &A,
) -> Result<R, Failure> {
    let answer = call(view, overlay, method, &arguments.encode())?;
    R::decode(&mut answer.as_slice()).map_err(|_| Failure::Undecodable { method })
}

/// Do `work` on a thread of its own with room for deep recursion.
pub(crate) fn on_deep_stack<R: Send>(work: impl FnOnce() -> R + Send) -> Result<R, Failure> {
    thread::scope(|scope| {
        let runner = thread::Builder::new()
            .name("devnet-runtime".into())
            .stack_size(STACK)
            .spawn_scoped(scope, work)
            .map_err(|error| Failure::Panicked(format!("no thread for the runtime: {error}")))?;
        runner.join().map_err(|panic| Failure::Panicked(text(&*panic)))
    })
}

fn text(panic: &(dyn Any + Send)) -> String {
    panic
        .downcast_ref::<String>()
        .cloned()
        .or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
        .unwrap_or_else(|| "without a message".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;

    #[test]
    fn a_panic_leaves_no_open_layer_and_no_flag() {
        let (store, sum) = Store::new([(b"key".to_vec(), b"old".to_vec())], 0);
        let view = View::new(&store, 0, sum.into());
        let mut overlay = Overlay::default();
        overlay.start_transaction();
        let before = overlay.transaction_depth();
        let outcome: Result<(), Failure> = with_storage(&view, &mut overlay, || {
            assert!(inside_runtime());
            frame_support::storage::transactional::with_storage_layer::<
                (),
                sp_runtime::DispatchError,
                _,
            >(|| {
                frame_support::storage::unhashed::put_raw(b"key", b"new");
                panic!("on purpose")
            })
            .ok();
        });
        assert!(matches!(outcome, Err(Failure::Panicked(ref text)) if text == "on purpose"));
        assert!(!inside_runtime());
        assert_eq!(overlay.transaction_depth(), before);
        let value =
            with_storage(&view, &mut overlay, || frame_support::storage::unhashed::get_raw(b"key"));
        assert_eq!(value.ok().flatten(), Some(b"old".to_vec()));
    }
}
