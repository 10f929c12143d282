//! Connections: taken, bounded in time, and let finish when the shop stops.

use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tower::ServiceExt as _;

use crate::refusal::{Kind, Refusal};

/// For the head of a request.
const HEAD: Duration = Duration::from_secs(10);
/// For a whole request.
const WHOLE: Duration = Duration::from_secs(30);
/// For requests under way when the shop stops.
const LAST: Duration = Duration::from_secs(20);

/// Serves until `stop` is done, then lets what is under way finish.
pub async fn serve(listener: TcpListener, router: Router, stop: impl Future<Output = ()>) -> io::Result<()> {
    let mut server = Builder::new(TokioExecutor::new());
    server.http1().timer(TokioTimer::new()).header_read_timeout(HEAD);
    let graceful = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
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
        let _ = stream.set_nodelay(true);
        let router = router.clone();
        let service = hyper::service::service_fn(move |mut request: Request<Incoming>| {
            // Who guesses passwords is slowed down by where she comes from.
            request.extensions_mut().insert(peer);
            answer(router.clone(), request)
        });
        let connection = server.serve_connection(TokioIo::new(stream), service).into_owned();
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
        });
    }
    drop(listener);
    if tokio::time::timeout(LAST, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests did not finish in time");
    }
    Ok(())
}

async fn answer(router: Router, request: Request<Incoming>) -> Result<axum::response::Response, Infallible> {
    let request = request.map(Body::new);
    let slow = || {
        use axum::response::IntoResponse as _;
        let mut response = Refusal::new(Kind::Malformed, "too_slow", "请求太慢", "the request took too long")
            .into_response();
        *response.status_mut() = axum::http::StatusCode::REQUEST_TIMEOUT;
        response
    };
    match tokio::time::timeout(WHOLE, router.oneshot(request)).await {
        Ok(answered) => answered,
        Err(_) => Ok(slow()),
    }
}
