//! One HTTP exchange at a time, behind a trait, so that tests can play every fault.

use std::time::Duration;

use axum::http::HeaderMap;
use thiserror::Error;

/// The longest answer that is read, bytes. Certificates are the longest known: a few kilobytes.
const ANSWER_LIMIT: u64 = 1 << 20;

/// A request, complete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// `GET` or `POST`.
    pub method: Method,
    /// The whole address.
    pub url: String,
    /// Names and values.
    pub headers: Vec<(&'static str, String)>,
    /// The bytes that were signed; empty for `GET`.
    pub body: Vec<u8>,
}

/// The methods in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Does.
    Post,
}

impl Method {
    /// As it stands in the request line and in the text to sign.
    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

/// An answer, whatever its status. The body is the bytes as they came: signatures are over them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The bytes.
    pub body: Vec<u8>,
}

/// No whole answer came back. Whether the request arrived is not known.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0}")]
pub struct TransportError(pub String);

/// Sends a request and waits for the whole answer.
pub trait Transport: Send + Sync {
    /// One exchange; no retries, no redirects.
    fn send(&self, request: &Request) -> Result<Answer, TransportError>;
}

/// The transport of production.
#[derive(Debug, Clone)]
pub struct Http {
    agent: ureq::Agent,
}

impl Http {
    /// Gives up on an exchange after `timeout`. No redirects: the signature names the path, and money goes nowhere else.
    pub fn new(timeout: Duration) -> Self {
        let config = ureq::Agent::config_builder()
            .timeout_global(Some(timeout))
            .http_status_as_error(false)
            .max_redirects(0)
            .user_agent(concat!("banyan/", env!("CARGO_PKG_VERSION")))
            .build();
        Self { agent: config.new_agent() }
    }
}

impl Transport for Http {
    fn send(&self, request: &Request) -> Result<Answer, TransportError> {
        let failed = |error: ureq::Error| TransportError(error.to_string());
        let answer = match request.method {
            Method::Get => {
                let mut call = self.agent.get(&request.url);
                for (name, value) in &request.headers {
                    call = call.header(*name, value);
                }
                call.call()
            }
            Method::Post => {
                let mut call = self.agent.post(&request.url);
                for (name, value) in &request.headers {
                    call = call.header(*name, value);
                }
                call.send(&request.body[..])
            }
        };
        let mut answer = answer.map_err(failed)?;
        let body = answer.body_mut().with_config().limit(ANSWER_LIMIT).read_to_vec().map_err(failed)?;
        Ok(Answer { status: answer.status().as_u16(), headers: answer.headers().clone(), body })
    }
}
