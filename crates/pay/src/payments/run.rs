//! What goes on with providers while nobody asks: refunds are sent, silent payments asked about.

use std::time::Duration;

use banyan_api::http::App;
use tokio::sync::watch;

use super::{ask_open, send_refunds};
use crate::withdrawals;

/// Between two rounds.
const PAUSE: Duration = Duration::from_secs(2);

/// Goes on until `stop` changes.
pub async fn run(app: App, mut stop: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(PAUSE) => {}
            _ = stop.changed() => return,
        }
        if let Err(refusal) = send_refunds(&app).await {
            tracing::error!(code = refusal.code, error = %refusal.internal, "refunds could not be sent");
        }
        if let Err(refusal) = withdrawals::pay_out(&app).await {
            tracing::error!(code = refusal.code, error = %refusal.internal, "withdrawals could not be paid out");
        }
        if let Err(refusal) = ask_open(&app).await {
            tracing::error!(code = refusal.code, error = %refusal.internal, "payments could not be asked about");
        }
    }
}
