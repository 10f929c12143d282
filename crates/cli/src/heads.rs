//! The end of the audit log, kept outside of the database once a day: `--audit-heads FILE`.

use std::fs::{File, read_to_string};
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::time::Duration;

use banyan_api::App;
use banyan_ops::history::audit_head;
use banyan_plan::time::{DAY, SECOND};

/// Between two looks whether a day has gone by.
const PAUSE: Duration = Duration::from_mins(10);
/// A day, less what a look may come early.
const PERIOD: i64 = DAY - 3_600 * SECOND;

/// Goes on until it is dropped.
pub(crate) async fn keep(shop: &App, file: &Path) {
    loop {
        if let Err(error) = once(shop, file).await {
            tracing::error!(file = %file.display(), %error, "the end of the audit log was not kept");
        }
        tokio::time::sleep(PAUSE).await;
    }
}

async fn once(shop: &App, file: &Path) -> Result<(), String> {
    let now = shop.clock.now();
    let kept = match read_to_string(file) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(error.to_string()),
    };
    let last = kept.lines().last().and_then(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    if last.and_then(|line| line["at"].as_i64()).is_some_and(|at| now.0 - at < PERIOD) {
        return Ok(());
    }
    let facts = shop.facts.clone();
    let head = shop.reader.read(move |conn| audit_head(conn, &facts.vault, now)).await;
    let head = head.map_err(|refusal| refusal.text.en)?;
    let mut file = File::options()
        .append(true)
        .create(true)
        .mode(0o600)
        .open(file)
        .map_err(|error| error.to_string())?;
    writeln!(file, "{head}").and_then(|()| file.sync_all()).map_err(|error| error.to_string())
}
