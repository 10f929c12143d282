//! What comes with a request, with a refusal for whatever is wrong with it.

use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use banyan_base::refusal::{Kind, Refusal};
use serde::de::DeserializeOwned;

/// Bytes of a body at most.
pub(super) const MOST_BYTES: usize = 512 * 1024;

/// A JSON body.
#[derive(Debug)]
pub struct Json<T>(pub T);

/// The query of an address.
#[derive(Debug)]
pub struct Query<T>(pub T);

/// A part of an address's path.
#[derive(Debug)]
pub struct Path<T>(pub T);

/// The bytes of a body as they came.
#[derive(Debug)]
pub struct Raw(pub Vec<u8>);

async fn bytes<S: Send + Sync>(request: Request, state: &S) -> Result<axum::body::Bytes, Refusal> {
    axum::body::Bytes::from_request(request, state).await.map_err(|rejection| {
        if rejection.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
            Refusal::new(
                Kind::Malformed,
                "body_too_large",
                "请求体过大，最多 512 KB",
                "the body is too large: at most 512 KB",
            )
        } else {
            Refusal::new(Kind::Malformed, "body_cut", "请求体没有传完", "the body did not arrive in full")
        }
    })
}

impl<S: Send + Sync> FromRequest<S> for Raw {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        Ok(Self(bytes(request, state).await?.to_vec()))
    }
}

/// PostgreSQL stores no NUL in texts; nobody needs one.
fn nul() -> Refusal {
    let (zh, en) = ("文字里不能有 NUL 字符", "texts must not contain the NUL character");
    Refusal::new(Kind::Malformed, "text_invalid", zh, en)
}

/// Whether a JSON text has an escaped NUL in it; a plain one is no JSON.
fn has_nul(json: &[u8]) -> bool {
    let mut rest = json;
    while let Some(at) = rest.iter().position(|byte| *byte == b'\\') {
        if rest[at + 1..].starts_with(b"u0000") {
            return true;
        }
        rest = rest.get(at + 2..).unwrap_or_default();
    }
    false
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        let kind =
            request.headers().get(axum::http::header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let is_json = kind.is_some_and(|kind| {
            let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
            kind == "application/json" || kind.ends_with("+json")
        });
        if !is_json {
            let (zh, en) = ("请求体应为 application/json", "expected a body of application/json");
            return Err(Refusal::new(Kind::Malformed, "not_json", zh, en));
        }
        let bytes = bytes(request, state).await?;
        if has_nul(&bytes) {
            return Err(nul());
        }
        serde_json::from_slice(&bytes).map(Self).map_err(|error| {
            let (line, column) = (error.line(), error.column());
            Refusal::new(
                Kind::Malformed,
                "json_invalid",
                format!("请求体第 {line} 行第 {column} 列有误：{error}"),
                format!("the body is not as expected at line {line} column {column}: {error}"),
            )
        })
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        if parts.uri.query().is_some_and(|query| query.contains("%00")) {
            return Err(nul());
        }
        axum::extract::Query::from_request_parts(parts, state).await.map(|found| Self(found.0)).map_err(
            |error| {
                Refusal::new(
                    Kind::Malformed,
                    "query_invalid",
                    format!("网址参数有误：{}", error.body_text()),
                    format!("the address's query is not as expected: {}", error.body_text()),
                )
            },
        )
    }
}

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        if parts.uri.path().contains("%00") {
            return Err(nul());
        }
        let found = axum::extract::Path::from_request_parts(parts, state).await;
        found.map(|found| Self(found.0)).map_err(|_| {
            Refusal::new(Kind::NotFound, "not_found", "没有这个地址", "there is nothing at this address")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaped_nuls_are_found_and_escaped_backslashes_are_none() {
        assert!(has_nul(br#"{"a":"x\u0000"}"#));
        assert!(has_nul(br#""\\\u0000""#));
        for text in [&br#""\\u0000""#[..], br#""\u0001 \n""#, b"\\", b"", b"{}"] {
            assert!(!has_nul(text), "{}", String::from_utf8_lossy(text));
        }
    }
}
