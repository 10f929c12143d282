//! Keeps the index of an open shop up with the database, in the background.

use std::time::Duration;

use banyan_api::App;
use banyan_plan::time::SECOND;
use tokio::sync::watch;

use super::finder::Finder;

/// Between two looks at what was touched. A search looks by itself as well.
const BEAT: Duration = Duration::from_secs(1);
/// Between two counts of what was sold, in nanoseconds.
const COUNT: i64 = 600 * SECOND;

/// Builds the index and keeps it up until the shop closes.
pub async fn run(shop: App, mut closed: watch::Receiver<bool>) {
    let mut counted_at = None;
    loop {
        let now = shop.clock.now().0;
        let looker = shop.clone();
        let is_time = counted_at.is_none_or(|at| now - at >= COUNT);
        let looked = shop.reader.read(move |conn| {
            let finder: &Finder = looker.part();
            if is_time {
                finder.count_sales(conn, now)?;
            }
            finder.catch_up(conn, now)
        });
        let is_whole = match looked.await {
            Ok(is_whole) => {
                if is_time {
                    counted_at = Some(now);
                }
                is_whole
            }
            Err(refusal) => {
                tracing::error!(error = %refusal.internal, "the index of products could not be brought up to date");
                true
            }
        };
        let pause = if is_whole { BEAT } else { Duration::ZERO };
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            _ = closed.changed() => return,
        }
    }
}
