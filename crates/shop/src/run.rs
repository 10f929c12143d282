//! A shop at work: requests on one side, what becomes due by itself on the other.

use std::future::Future;
use std::io;
use std::time::Duration;

use banyan_api::App;
use banyan_api::http::{Limits, metrics_router, serve};
use banyan_base::refusal::Refusal;
use banyan_chat::wecom;
use banyan_core::idempotency;
use banyan_core::work::Work;
use banyan_ops::webhooks;
use banyan_pay::payments;
use banyan_people::members;
use banyan_rules::plans::baseline;
use banyan_rules::{monitors, simulations};
use banyan_trade::catalog::find;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::http::router;

/// How often the shop looks for what is due.
const BEAT: Duration = Duration::from_secs(1);

/// Between two removals of what is too old: a thousand rows each.
const SWEEP: Duration = Duration::from_secs(10);
/// Between two looks whether the day's figures have been looked at.
const LOOK: Duration = Duration::from_mins(1);

/// Serves until `stop` is done; what is under way then is finished.
/// `figures` is where those for Prometheus are asked for, if that is a port of their own.
pub async fn run(
    shop: App,
    listener: TcpListener,
    figures: Option<TcpListener>,
    stop: impl Future<Output = ()>,
) -> io::Result<()> {
    if shop.facts.test_till {
        tracing::warn!(
            "this is a demo: the test till is on, and payments can be played without any money moving"
        );
    }
    let (closing, closed) = watch::channel(false);
    let heart = tokio::spawn(beat(shop.clone(), closed.clone()));
    let till = tokio::spawn(payments::run(shop.clone(), closed.clone()));
    let watcher = tokio::spawn(look_daily(shop.clone(), closed.clone()));
    let sweeper = tokio::spawn(sweep(shop.clone(), closed.clone()));
    let postman = tokio::spawn(webhooks::run(shop.clone(), closed.clone()));
    let wecom = tokio::spawn(wecom::run(shop.clone(), closed.clone()));
    let finder = tokio::spawn(find::run(shop.clone(), closed.clone()));
    let historian = tokio::spawn(baseline::run(shop.clone(), closed.clone()));
    let simulator = tokio::spawn(simulations::run(shop.clone(), closed.clone()));
    let figures = tokio::spawn(tell_figures(shop.clone(), figures, closed));
    let served = serve(listener, router(shop), Limits::default(), stop).await;
    let _ = closing.send(true);
    for job in [heart, watcher, till, sweeper, postman, wecom, finder, historian, simulator, figures] {
        let _ = job.await;
    }
    served
}

async fn tell_figures(shop: App, listener: Option<TcpListener>, mut closed: watch::Receiver<bool>) {
    let Some(listener) = listener else { return };
    let stop = async move { drop(closed.changed().await) };
    if let Err(error) = serve(listener, metrics_router(shop), Limits::default(), stop).await {
        tracing::error!(%error, "the port of the figures is closed");
    }
}

/// Looks at what is watched once a day: apart from the beat, which nothing may hold up.
async fn look_daily(shop: App, mut closed: watch::Receiver<bool>) {
    loop {
        if let Err(refusal) = monitors::daily(&shop).await {
            tracing::error!(error = %refusal.internal, "what is watched could not be looked at");
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            _ = closed.changed() => return,
        }
    }
}

/// Removes some of what is too old; how many rows.
type Forget = fn(&mut Work<'_>) -> Result<u64, Refusal>;

/// Forgets what is kept for a time only.
async fn sweep(shop: App, mut closed: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(SWEEP) => {}
            _ = closed.changed() => return,
        }
        let forgets: [Forget; 3] = [idempotency::forget, webhooks::forget, members::forget_visits];
        for forget in forgets {
            if let Err(refusal) = shop.writer.run(forget).await {
                tracing::error!(error = %refusal.internal, "what is too old could not be forgotten");
            }
        }
    }
}

/// Lets lines settle and orders expire while nobody asks for anything.
async fn beat(shop: App, mut closed: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(BEAT) => {}
            _ = closed.changed() => return,
        }
        if let Err(refusal) = shop.writer.beat().await {
            tracing::error!(error = %refusal.internal, "what was due could not be done");
        }
        // Another process may have taken a plan over.
        let looker = shop.clone();
        if let Err(refusal) = shop.reader.read(move |conn| looker.plan.get(conn)).await {
            tracing::error!(error = %refusal.internal, "the plan in force could not be read");
        }
    }
}
