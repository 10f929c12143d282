//! How many connections there may be, in all and from one address, and how long a client may take nothing.

use std::collections::HashMap;
use std::io;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use banyan_base::throttle::address_key;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::Sleep;

/// How long things may take, and how many connections there may be.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// The head of a request; a connection without a request is closed then.
    pub head: Duration,
    /// A whole request.
    pub whole: Duration,
    /// One that reads the shop's whole history.
    pub long: Duration,
    /// Requests under way when the shop stops.
    pub last: Duration,
    /// How long a client may take nothing of an answer.
    pub write: Duration,
    /// Connections in all.
    pub connections: usize,
    /// Connections from one address that is not this machine's own, which is a proxy's.
    pub per_address: usize,
}

/// Requests that read the whole history.
const LONG: [&str; 1] = ["/api/v1/staff/plans/dry-run"];

impl Limits {
    /// The time that a request to an address has.
    pub(super) fn of(&self, path: &str) -> Duration {
        if LONG.contains(&path) { self.long } else { self.whole }
    }
}

impl Default for Limits {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self {
            head: seconds(10),
            whole: seconds(30),
            long: seconds(600),
            last: seconds(20),
            write: seconds(20),
            // Fewer than the file handles that a process has at least: the database and providers need some, too.
            connections: 800,
            per_address: 100,
        }
    }
}

/// Counts connections.
#[derive(Debug, Default)]
pub(super) struct Doors(Mutex<Inside>);

#[derive(Debug, Default)]
struct Inside {
    all: usize,
    /// Only of addresses that have a connection.
    by_address: HashMap<String, usize>,
}

/// One connection's place. It is free again when this is dropped, with the connection.
#[derive(Debug)]
pub(super) struct Place {
    doors: Arc<Doors>,
    address: String,
}

impl Doors {
    /// A place for somebody from an address, if there is one.
    pub(super) fn enter(self: &Arc<Self>, from: IpAddr, limits: &Limits) -> Option<Place> {
        let address = address_key(from);
        // A proxy on this machine speaks for everybody.
        let most = if from.to_canonical().is_loopback() { limits.connections } else { limits.per_address };
        let mut inside = self.inside();
        let theirs = inside.by_address.get(&address).copied().unwrap_or(0);
        if inside.all >= limits.connections || theirs >= most {
            return None;
        }
        inside.all += 1;
        inside.by_address.insert(address.clone(), theirs + 1);
        drop(inside);
        Some(Place { doors: self.clone(), address })
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut inside = self.doors.inside();
        inside.all -= 1;
        let left = inside.by_address.get(&self.address).map_or(0, |theirs| theirs - 1);
        if left == 0 {
            inside.by_address.remove(&self.address);
        } else {
            inside.by_address.insert(self.address.clone(), left);
        }
    }
}

/// A connection that is given up when its client takes nothing for too long.
pub(super) struct Guarded<S> {
    stream: S,
    most: Duration,
    waiting: Option<Pin<Box<Sleep>>>,
    _place: Place,
}

impl<S> Guarded<S> {
    pub(super) fn new(stream: S, most: Duration, place: Place) -> Self {
        Self { stream, most, waiting: None, _place: place }
    }

    /// What came of an attempt to write: if it has to wait, it waits no longer than is allowed.
    fn within<T>(&mut self, context: &mut Context<'_>, done: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if done.is_ready() {
            self.waiting = None;
            return done;
        }
        let most = self.most;
        let waiting = self.waiting.get_or_insert_with(|| Box::pin(tokio::time::sleep(most)));
        ready!(waiting.as_mut().poll(context));
        Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, "the client takes nothing")))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Guarded<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, into)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Guarded<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let done = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.within(context, done)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let done = Pin::new(&mut self.stream).poll_flush(context);
        self.within(context, done)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let done = Pin::new(&mut self.stream).poll_shutdown(context);
        self.within(context, done)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let done = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.within(context, done)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_in_all_and_by_address_and_come_back() {
        let limits = Limits { connections: 5, per_address: 2, ..Limits::default() };
        let doors = Arc::new(Doors::default());
        let enter = |address: &str| doors.enter(address.parse().unwrap(), &limits);
        let first = enter("203.0.113.1").unwrap();
        let second = enter("203.0.113.1").unwrap();
        assert!(enter("203.0.113.1").is_none());
        // One customer has as many addresses of IPv6 as they like, within one network.
        let six = (enter("2001:db8::1").unwrap(), enter("2001:db8::2").unwrap());
        assert!(enter("2001:db8::3").is_none());
        drop(first);
        let third = enter("203.0.113.1").unwrap();
        let proxy = enter("127.0.0.1").unwrap();
        assert!(enter("203.0.113.2").is_none(), "all places are taken");
        drop((second, third, proxy, six));
        assert!(doors.inside().by_address.is_empty() && doors.inside().all == 0);
    }
}
