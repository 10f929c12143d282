//! Asks an open shop what a browser would ask it, without a network in between.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{Request, header};
use banyan_api::App;
use banyan_api::sessions::{self, Whose};
use banyan_base::refusal::Refusal;
use banyan_core::work::Work;
use banyan_plan::words::{Lang, Text};
use banyan_shop::http::router;
use serde_json::Value;
use tower::ServiceExt as _;

/// Why a shop could not be set up, or its past not be told, in the reader's language.
#[derive(Debug, thiserror::Error)]
#[error("{said}")]
pub struct Failed {
    /// The stable code of the answer; empty where there was none.
    pub code: String,
    /// What is wrong.
    pub said: String,
}

impl Failed {
    pub(crate) fn new(said: impl std::fmt::Display) -> Self {
        Self { code: String::new(), said: said.to_string() }
    }
}

impl From<Refusal> for Failed {
    fn from(refusal: Refusal) -> Self {
        let Text { zh, en } = refusal.text;
        let said = if refusal.internal.is_empty() { format!("{en} {zh}") } else { refusal.internal };
        Self { code: refusal.code.to_owned(), said }
    }
}

impl From<banyan_base::random::NoRandomness> for Failed {
    fn from(error: banyan_base::random::NoRandomness) -> Self {
        Self::new(error)
    }
}

/// Asks an open shop, as whoever has a token.
pub struct Client {
    pub(crate) shop: App,
    router: Router,
    lang: &'static str,
}

impl Client {
    /// A client whose refusals are told in `lang`.
    pub fn new(shop: &App, lang: Lang) -> Self {
        let lang = match lang {
            Lang::Zh => "zh-CN",
            Lang::En => "en",
        };
        Self { shop: shop.clone(), router: router(shop.clone()), lang }
    }

    /// A token of somebody for the moment: they are signed in without a password.
    pub(crate) async fn sign_in(&self, whose: Whose, owner: i64) -> Result<String, Failed> {
        let open = move |work: &mut Work<'_>| sessions::open(work, whose, owner, true);
        Ok(self.shop.writer.run(open).await?.token.reveal().to_owned())
    }

    /// Reads something.
    pub(crate) async fn get(&self, token: &str, path: &str) -> Result<Value, Failed> {
        self.ask(token, "GET", path, Bytes::new(), None).await
    }

    /// Does something.
    pub(crate) async fn post(&self, token: &str, path: &str, body: &Value) -> Result<Value, Failed> {
        self.ask(token, "POST", path, body.to_string().into(), Some("application/json")).await
    }

    /// As [`Client::post`], with another method.
    pub(crate) async fn put(&self, token: &str, path: &str, body: &Value) -> Result<Value, Failed> {
        self.ask(token, "PUT", path, body.to_string().into(), Some("application/json")).await
    }

    /// Uploads bytes.
    pub(crate) async fn upload(&self, token: &str, path: &str, bytes: Vec<u8>) -> Result<Value, Failed> {
        self.ask(token, "POST", path, bytes.into(), None).await
    }

    async fn ask(
        &self,
        token: &str,
        method: &str,
        path: &str,
        body: Bytes,
        kind: Option<&str>,
    ) -> Result<Value, Failed> {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("/api/v1{path}"))
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .header(header::ACCEPT_LANGUAGE, self.lang);
        if let Some(kind) = kind {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        let request = request.body(Body::from(body)).map_err(Failed::new)?;
        let answer = match self.router.clone().oneshot(request).await {
            Ok(answer) => answer,
            Err(never) => match never {},
        };
        let is_done = answer.status().is_success();
        let bytes = axum::body::to_bytes(answer.into_body(), usize::MAX).await.map_err(Failed::new)?;
        let value: Value = serde_json::from_slice(&bytes).unwrap_or_default();
        if is_done {
            return Ok(value);
        }
        let text = |key: &str| value[key].as_str().unwrap_or_default().to_owned();
        Err(Failed {
            code: text("code"),
            said: format!("{method} {path}: {} {}", text("title"), text("detail")),
        })
    }
}

/// The id in an answer.
pub(crate) fn id(answer: &Value, key: &str) -> Result<String, Failed> {
    let id = answer[key].as_str().map(str::to_owned);
    id.ok_or_else(|| Failed::new(format!("an answer without `{key}`: {answer}")))
}
