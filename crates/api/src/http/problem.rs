//! Refusals as RFC 9457 problem documents: a stable code, and a sentence in the reader's language.

use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use banyan_base::refusal::{Kind, Refusal};
use banyan_plan::words::Lang;
use serde::Serialize;
use utoipa::ToSchema;
/// A problem, as RFC 9457 has it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Problem {
    /// Where the kind of problem is described.
    #[serde(rename = "type")]
    #[schema(example = "/api/problems#stock_short")]
    kind: String,
    /// What the HTTP status means, in the language of `Accept-Language`.
    #[schema(example = "Conflict")]
    title: &'static str,
    /// The HTTP status.
    status: u16,
    /// The stable code.
    #[schema(example = "stock_short")]
    code: &'static str,
    /// What is wrong and what to do, in the same language.
    detail: String,
    /// The field at fault as a JSON pointer.
    #[serde(skip_serializing_if = "String::is_empty")]
    field: String,
    /// What holds now, if what was sent rests on something that has changed meanwhile: of an order, its `amount` and `earn`.
    #[serde(skip_serializing_if = "Option::is_none")]
    now: Option<serde_json::Value>,
}

/// What the status of a refusal means, for people.
fn title(kind: Kind, lang: Lang) -> &'static str {
    let (zh, en) = match kind {
        Kind::Malformed => ("请求有误", "Bad request"),
        Kind::Unauthenticated => ("请先登录", "Not signed in"),
        Kind::Forbidden => ("没有权限", "Not permitted"),
        Kind::NotFound => ("没有找到", "Not found"),
        Kind::NotAllowed => ("不支持这种请求方法", "Method not allowed"),
        Kind::TooSlow => ("请求超时", "Request timed out"),
        Kind::Conflict => ("与现状冲突", "Conflict"),
        Kind::Unacceptable => ("内容不符合要求", "Not acceptable"),
        Kind::TooMany => ("请求太频繁", "Too many requests"),
        Kind::Busy => ("系统繁忙", "Busy"),
        Kind::Broken => ("系统出错", "Internal error"),
    };
    if lang == Lang::Zh { zh } else { en }
}

/// The reader's language: Chinese if they prefer it, English otherwise.
pub fn language(headers: &axum::http::HeaderMap) -> Lang {
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
    for name in [header::RETRY_AFTER, header::ALLOW] {
        if let Some(value) = response.headers_mut().remove(&name) {
            out.headers_mut().insert(name, value);
        }
    }
    out
}

/// A refusal in a language.
pub(super) fn written(refusal: Refusal, lang: Lang) -> Response {
    let status = refusal.kind.status();
    let again = matches!(refusal.kind, Kind::Busy | Kind::TooMany).then_some(refusal.retry_after);
    let problem = Problem {
        kind: format!("/api/problems#{}", refusal.code),
        title: title(refusal.kind, lang),
        status: status.as_u16(),
        code: refusal.code,
        detail: refusal.text.get(lang).to_owned(),
        field: refusal.field,
        now: refusal.now,
    };
    let body = serde_json::to_vec(&problem).unwrap_or_default();
    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    let tag = if lang == Lang::Zh { "zh-CN" } else { "en" };
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(tag));
    headers.insert(header::VARY, HeaderValue::from_static("accept-language"));
    if let Some(seconds) = again {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}
