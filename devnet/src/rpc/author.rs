//! `author_*`: submitting transactions and watching them.

use jsonrpsee::{RpcModule, core::RegisterMethodError, types::ErrorObjectOwned};
use sp_core::Bytes;
use sp_runtime::transaction_validity::{InvalidTransaction, TransactionValidityError};
use tokio::{sync::mpsc, task};

use super::{Arguments, error, subscription};
use crate::{
    engine::{Engine, Rejection},
    pool::Refusal,
};

pub(super) fn register(module: &mut RpcModule<Engine>) -> Result<(), RegisterMethodError> {
    module.register_blocking_method("author_submitExtrinsic", |params, engine, _| {
        let bytes: Bytes = Arguments::of(&params).required()?;
        engine.submit(bytes.0, None).map_err(rejection)
    })?;
    module.register_method("author_pendingExtrinsics", |_, engine, _| {
        engine.pending().into_iter().map(Bytes).collect::<Vec<Bytes>>()
    })?;
    module.register_subscription(
        "author_submitAndWatchExtrinsic",
        "author_extrinsicUpdate",
        "author_unwatchExtrinsic",
        |params, pending, engine, _| async move {
            let bytes: Bytes = match Arguments::of(&params).required() {
                Ok(bytes) => bytes,
                Err(error) => return pending.reject(error).await,
            };
            let (watcher, mut statuses) = mpsc::unbounded_channel();
            let submitted =
                task::spawn_blocking(move || engine.submit(bytes.0, Some(watcher))).await;
            match submitted {
                Ok(Ok(_)) => {}
                Ok(Err(refused)) => return pending.reject(rejection(refused)).await,
                Err(gone) => return pending.reject(error(1002, gone.to_string())).await,
            }
            let Ok(sink) = pending.accept().await else { return };
            loop {
                let status = tokio::select! {
                    () = sink.closed() => return,
                    status = statuses.recv() => status,
                };
                let Some(status) = status else { return };
                if !subscription::send(&sink, &status).await || status.is_last() {
                    return;
                }
            }
        },
    )?;
    Ok(())
}

/// A rejection with the code, message and data that a Substrate node would use.
pub(super) fn rejection(rejection: Rejection) -> ErrorObjectOwned {
    let with =
        |code, message: String, data: String| ErrorObjectOwned::owned(code, message, Some(data));
    match rejection {
        Rejection::Format(reason) => error(1001, format!("Extrinsic has invalid format: {reason}")),
        Rejection::Verification(reason) => with(1002, format!("Verification Error: {reason}"), reason),
        Rejection::Validity(TransactionValidityError::Invalid(invalid)) => {
            let data = match invalid {
                InvalidTransaction::Custom(number) => format!("Custom error: {number}"),
                named => <&'static str>::from(named).to_owned(),
            };
            with(1010, "Invalid Transaction".to_owned(), data)
        }
        Rejection::Validity(TransactionValidityError::Unknown(unknown)) => {
            with(1011, "Unknown Transaction Validity".to_owned(), format!("{unknown:?}"))
        }
        Rejection::Pool(Refusal::AlreadyImported(hash)) => {
            with(1013, "Transaction Already Imported".to_owned(), format!("{hash:?}"))
        }
        Rejection::Pool(Refusal::TooLowPriority { old, new }) => with(
            1014,
            format!("Priority is too low: ({old} vs {new})"),
            "The transaction has too low priority to replace another transaction already in the pool."
                .to_owned(),
        ),
        Rejection::Pool(Refusal::Full) => with(
            1016,
            "Immediately Dropped".to_owned(),
            "The transaction couldn't enter the pool because of the limit".to_owned(),
        ),
        Rejection::Pool(Refusal::NoTags) => with(
            1019,
            "No tags provided".to_owned(),
            "Transaction does not provide any tags, so the pool can't identify it".to_owned(),
        ),
    }
}
