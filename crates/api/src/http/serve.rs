//! Connections: taken, bounded in time, and let finish when the shop stops.

use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use banyan_base::refusal::{Kind, Refusal};
use hyper::body::Incoming;
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
            // Who guesses passwords is slowed down by where she comes from.
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
    let request = request.map(Body::new);
    let lang = language(request.headers());
    let answered = tokio::time::timeout(whole, router.oneshot(request)).await;
    answered.unwrap_or_else(|_| {
        let (zh, en) = ("请求太慢，没有等到全部内容", "the request took too long");
        Ok(problem::written(Refusal::new(Kind::TooSlow, "too_slow", zh, en), lang))
    })
}
