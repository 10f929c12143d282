//! Refusals as RFC 9457 problem documents: a stable code, and the sentence in the reader's language beside both.

use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use banyan_plan::words::Lang;
use serde::Serialize;
use utoipa::ToSchema;

use crate::refusal::Refusal;

/// A problem, as RFC 9457 has it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Problem {
    /// Where the kind of problem is described.
    #[serde(rename = "type")]
    #[schema(example = "/api/problems#stock_short")]
    kind: String,
    /// The HTTP status' own words.
    title: &'static str,
    /// The HTTP status.
    status: u16,
    /// The stable code.
    #[schema(example = "stock_short")]
    code: &'static str,
    /// What is wrong and what to do, in the language of `Accept-Language`.
    detail: String,
    /// The same in Chinese.
    zh: String,
    /// The same in English.
    en: String,
    /// The field at fault as a JSON pointer.
    #[serde(skip_serializing_if = "String::is_empty")]
    field: String,
    /// What holds now, if what was sent rests on something that has changed meanwhile: of an order, its `amount` and `earn`.
    #[serde(skip_serializing_if = "Option::is_none")]
    now: Option<serde_json::Value>,
}

/// The reader's language: Chinese if she prefers it, English otherwise.
pub(crate) fn language(headers: &axum::http::HeaderMap) -> Lang {
    let wanted =
        headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let place = |word: &str| wanted.to_ascii_lowercase().find(word).unwrap_or(usize::MAX);
    if place("zh") < place("en") { Lang::Zh } else { Lang::En }
}

/// Writes refusals out in the reader's language.
pub(super) async fn layer(request: Request, next: Next) -> Response {
    let lang = language(request.headers());
    let mut response = next.run(request).await;
    let Some(refusal) = response.extensions_mut().remove::<Refusal>() else { return response };
    let mut out = written(refusal, lang);
    if let Some(seconds) = response.headers_mut().remove(header::RETRY_AFTER) {
        out.headers_mut().insert(header::RETRY_AFTER, seconds);
    }
    out
}

/// A refusal in a language.
pub(super) fn written(refusal: Refusal, lang: Lang) -> Response {
    let status = refusal.kind.status();
    let problem = Problem {
        kind: format!("/api/problems#{}", refusal.code),
        title: status.canonical_reason().unwrap_or_default(),
        status: status.as_u16(),
        code: refusal.code,
        detail: refusal.text.get(lang).to_owned(),
        zh: refusal.text.zh,
        en: refusal.text.en,
        field: refusal.field,
        now: refusal.now,
    };
    let body = serde_json::to_vec(&problem).unwrap_or_default();
    let mut response = (status, body).into_response();
    let kind = HeaderValue::from_static("application/problem+json");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}
