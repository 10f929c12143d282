//! Connections: taken, bounded in time, and let finish when the shop stops.

use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use banyan_base::refusal::{Kind, Refusal};
use hyper::body::{Body as _, Bytes, Frame, Incoming, SizeHint};
use hyper::server::conn::http1::Builder;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tower::ServiceExt as _;

use super::doors::{Doors, Guarded, Limits};
use super::problem::{self, language};

/// Serves until `stop` is done, then lets what is under way finish.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    limits: Limits,
    stop: impl Future<Output = ()>,
) -> io::Result<()> {
    let mut server = Builder::new();
    server.timer(TokioTimer::new()).header_read_timeout(limits.head);
    let graceful = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    let doors = Arc::new(Doors::default());
    loop {
        let (stream, peer) = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(taken) => taken,
                // Out of file handles, or the client has gone: the next one may do better.
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be taken");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
            () = &mut stop => break,
        };
        // Whoever finds no place is told so by the end of the connection: an answer would take one.
        let Some(place) = doors.enter(peer.ip(), &limits) else { continue };
        let _ = stream.set_nodelay(true);
        let router = router.clone();
        let service = hyper::service::service_fn(move |mut request: Request<Incoming>| {
            // Guesses at passwords are limited by the address that they come from.
            request.extensions_mut().insert(peer);
            let whole = limits.of(request.uri().path());
            answer(router.clone(), request, whole)
        });
        let connection =
            server.serve_connection(TokioIo::new(Guarded::new(stream, limits.write, place)), service);
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
        });
    }
    drop(listener);
    if tokio::time::timeout(limits.last, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests did not finish in time");
    }
    Ok(())
}

async fn answer(
    router: Router,
    request: Request<Incoming>,
    whole: Duration,
) -> Result<axum::response::Response, Infallible> {
    let lang = language(request.headers());
    let changes_nothing = request.method().is_safe();
    let arrived = Arc::new(AtomicBool::new(request.body().is_end_stream()));
    let request = request.map(|body| Body::new(Arriving { body, arrived: arrived.clone() }));
    let answered = tokio::time::timeout(whole, router.oneshot(request)).await;
    answered.unwrap_or_else(|_| {
        let is_begun = arrived.load(Ordering::Relaxed) && !changes_nothing;
        Ok(problem::written(if is_begun { outcome_unknown() } else { too_slow() }, lang))
    })
}

fn too_slow() -> Refusal {
    Refusal::new(Kind::TooSlow, "too_slow", "请求太慢，没有等到全部内容", "the request took too long")
}

/// All of the request had come, and it was not answered in time. What had not begun by then is dropped; what had may be done yet.
fn outcome_unknown() -> Refusal {
    Refusal::new(
        Kind::Busy,
        "outcome_unknown",
        "处理时间过长，还不知道有没有办成。请再试一次：已经办成的不会重复办理，会直接告诉您结果",
        "this took too long, and it is not known yet whether it was done; please try again: with the same Idempotency-Key nothing is done \
         twice, and the answer tells what came of it",
    )
}

/// A request's body that remembers whether all of it has come.
struct Arriving {
    body: Incoming,
    arrived: Arc<AtomicBool>,
}

impl hyper::body::Body for Arriving {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        let polled = Pin::new(&mut self.body).poll_frame(context);
        if matches!(polled, Poll::Ready(None)) || self.body.is_end_stream() {
            self.arrived.store(true, Ordering::Relaxed);
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
