//! One attempt to send one message.

use std::net::SocketAddr;
use std::time::Duration;

use axum::http::Uri;
use ureq::config::Config;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};

use super::target::{self, is_public};

/// For finding the address and connecting.
const CONNECT: Duration = Duration::from_secs(5);
/// For everything.
const WHOLE: Duration = Duration::from_secs(15);

/// What to send.
#[derive(Debug, Clone)]
pub(super) struct Message {
    pub(super) url: String,
    /// Names and values of the three headers.
    pub(super) headers: [(&'static str, String); 3],
    pub(super) body: Vec<u8>,
}

/// Why a message was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Failure {
    /// For staff to read.
    pub(super) why: String,
    /// The receiver says that it will never come back.
    pub(super) is_gone: bool,
}

/// Looks names up, and refuses what lies in a private network: the very address that is connected to is judged, so a
/// name cannot change its meaning in between.
#[derive(Debug)]
struct Public(DefaultResolver);

impl Resolver for Public {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.0.resolve(uri, config, timeout)?;
        let mut public = self.empty();
        let is_public = |address: &&SocketAddr| is_public(address.ip());
        found.iter().filter(is_public).for_each(|address| public.push(*address));
        if public.is_empty() { Err(ureq::Error::HostNotFound) } else { Ok(public) }
    }
}

/// Sends webhooks.
#[derive(Debug, Clone)]
pub(crate) struct Sender {
    public: ureq::Agent,
    any: ureq::Agent,
}

impl Default for Sender {
    fn default() -> Self {
        let config = || {
            Config::builder()
                .timeout_connect(Some(CONNECT))
                .timeout_global(Some(WHOLE))
                .http_status_as_error(false)
                .max_redirects(0)
                // A proxy would connect where it likes.
                .proxy(None)
                .max_idle_connections(8)
                .user_agent(concat!("banyan/", env!("CARGO_PKG_VERSION")))
                .build()
        };
        let resolver = Public(DefaultResolver::default());
        Self {
            public: ureq::Agent::with_parts(config(), DefaultConnector::default(), resolver),
            any: config().new_agent(),
        }
    }
}

impl Sender {
    /// Sends a message; 2xx means that it was taken.
    pub(super) fn send(&self, message: &Message, allow_private: bool) -> Result<(), Failure> {
        let failed = |why: String| Failure { why, is_gone: false };
        target::check_url(&message.url, allow_private)
            .map_err(|error| failed(format!("address: {}", error.code())))?;
        let agent = if allow_private { &self.any } else { &self.public };
        let mut request = agent.post(&message.url).header("content-type", "application/json");
        for (name, value) in &message.headers {
            request = request.header(*name, value);
        }
        let answer = request.send(&message.body[..]).map_err(|error| failed(told(&error)))?;
        match answer.status().as_u16() {
            200..=299 => Ok(()),
            status => Err(Failure { why: format!("status: {status}"), is_gone: status == 410 }),
        }
    }
}

/// A code, with what there is to say beside it: pages have words for it in the reader's language. Never the address: it may carry a key
/// of the receiver's.
fn told(error: &ureq::Error) -> String {
    match error {
        ureq::Error::HostNotFound => "nohost".to_owned(),
        ureq::Error::Timeout(_) => "timeout".to_owned(),
        ureq::Error::ConnectionFailed => "noconnection".to_owned(),
        ureq::Error::Io(error) => format!("failed: {error}"),
        error => format!("failed: {error}").chars().take(200).collect(),
    }
}
