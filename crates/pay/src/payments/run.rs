//! What goes on with providers while nobody asks: refunds are sent, withdrawals paid out, silent payments asked about. Each goes its
//! own way, and each provider's part of it too: one that is slow holds up nothing but itself.

use std::future::Future;
use std::time::Duration;

use banyan_api::http::App;
use banyan_base::refusal::Refusal;
use tokio::sync::watch;

use super::{ask_open, send_refunds};
use crate::withdrawals;

/// Between two rounds.
const PAUSE: Duration = Duration::from_secs(2);

/// Goes on until `stop` changes.
pub async fn run(app: App, stop: watch::Receiver<bool>) {
    tokio::join!(
        every(stop.clone(), "refunds could not be sent", || send_refunds(&app)),
        every(stop.clone(), "withdrawals could not be paid out", || withdrawals::pay_out(&app)),
        every(stop, "payments could not be asked about", || ask_open(&app)),
    );
}

/// One kind of job, round after round.
async fn every<F: Future<Output = Result<usize, Refusal>>>(
    mut stop: watch::Receiver<bool>,
    failed: &'static str,
    round: impl Fn() -> F,
) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(PAUSE) => {}
            _ = stop.changed() => return,
        }
        if let Err(refusal) = round().await {
            tracing::error!(code = refusal.code, error = %refusal.internal, "{failed}");
        }
    }
}
