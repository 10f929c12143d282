//! Keeps what dry runs begin with, in the background of an open shop.

use std::time::Duration;

use banyan_api::App;
use banyan_core::engine::Baseline;
use banyan_plan::time::DAY;
use tokio::sync::watch;

use super::dry_run_http::MOST_DAYS;

/// Between two looks once it is there: a dry run reads what is missing by itself.
const REST: Duration = Duration::from_mins(10);
/// Between two pieces of the way there, for others who read.
const BREATH: Duration = Duration::from_millis(20);

/// Keeps up with the days until the shop closes.
pub async fn run(shop: App, mut closed: watch::Receiver<bool>) {
    loop {
        let moment = shop.clock.now().0 - MOST_DAYS * DAY;
        let looker = shop.clone();
        let advanced = shop.reader.read(move |conn| {
            let baseline: &Baseline = looker.part();
            baseline.advance(conn, moment)
        });
        let pause = match advanced.await {
            Ok(false) => BREATH,
            Ok(true) => REST,
            Err(refusal) => {
                tracing::error!(error = %refusal.internal, "what dry runs begin with could not be read");
                REST
            }
        };
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            _ = closed.changed() => return,
        }
    }
}
