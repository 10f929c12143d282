//! The pages, as `web/` was built into `web/dist` before this crate was: in a debug build they are read from there as they
//! are, in a release build they are inside of the program.
//!
//! Every address outside of `/api` that is no file is a page of one of the two applications, which find their way by
//! themselves.

use std::borrow::Cow;

use axum::http::{HeaderMap, HeaderValue, Method, Uri, header};
use axum::response::{IntoResponse as _, Response};
use banyan_base::refusal::{Kind, Refusal};
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Built;

/// Nothing is loaded from elsewhere, no script or style stands in a page, nobody frames us.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
    font-src 'self' data:; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; \
    frame-ancestors 'none'";

/// What is at an address that no route answers.
pub(super) async fn page(method: Method, uri: Uri, headers: HeaderMap) -> Result<Response, Refusal> {
    let path = uri.path().trim_start_matches('/');
    if is_within(path, "api") {
        return Err(nothing());
    }
    if !matches!(method, Method::GET | Method::HEAD) {
        let (zh, en) = ("网页只能用 GET 或 HEAD 请求", "pages are asked for by GET or HEAD");
        let refusal = Refusal::new(Kind::NotAllowed, "method", zh, en);
        return Ok(([(header::ALLOW, "GET, HEAD")], refusal).into_response());
    }
    let takes = |coding: &str| {
        let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
        accepted
            .unwrap_or_default()
            .split(',')
            .any(|one| one.split(';').next().unwrap_or_default().trim() == coding)
    };
    if !path.is_empty()
        && path.rsplit('.').next() != Some("html")
        && let Some(file) = Found::at(path, takes)
    {
        return Ok(file.into_response(path));
    }
    // A file of an earlier build, perhaps: a page in its place would be read as a script.
    if is_within(path, "assets") {
        return Err(nothing());
    }
    let page = if is_within(path, "console") { "console/index.html" } else { "index.html" };
    Found::at(page, takes).map(|file| file.into_response(page)).ok_or_else(not_built)
}

fn is_within(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn nothing() -> Refusal {
    Refusal::new(Kind::NotFound, "not_found", "没有这个地址", "there is nothing at this address")
}

fn not_built() -> Refusal {
    Refusal::new(
        Kind::NotFound,
        "not_found",
        "没有这个地址：程序里没有网页，请先运行 make web 再编译",
        "there is nothing at this address: this program has no pages in it; run make web, then build again",
    )
}

/// A file, perhaps compressed.
struct Found {
    bytes: Cow<'static, [u8]>,
    coding: Option<&'static str>,
}

impl Found {
    fn at(path: &str, takes: impl Fn(&str) -> bool) -> Option<Self> {
        let squeezed = [("br", "br"), ("gzip", "gz")]
            .into_iter()
            .filter(|(coding, _)| takes(coding))
            .find_map(|(coding, ending)| {
                let file = Built::get(&format!("{path}.{ending}"))?;
                Some(Self { bytes: file.data, coding: Some(coding) })
            });
        squeezed.or_else(|| Some(Self { bytes: Built::get(path)?.data, coding: None }))
    }

    fn into_response(self, path: &str) -> Response {
        let mut response = self.bytes.into_response();
        let headers = response.headers_mut();
        let mut set = |name, value| headers.insert(name, HeaderValue::from_static(value));
        set(header::CONTENT_TYPE, kind(path));
        // The names of assets change with their contents; everything else is asked for again.
        let is_forever = is_within(path, "assets");
        set(
            header::CACHE_CONTROL,
            if is_forever { "public, max-age=31536000, immutable" } else { "no-cache" },
        );
        set(header::VARY, "accept-encoding");
        set(header::CONTENT_SECURITY_POLICY, POLICY);
        set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
        set(header::REFERRER_POLICY, "same-origin");
        if let Some(coding) = self.coding {
            set(header::CONTENT_ENCODING, coding);
        }
        response
    }
}

fn kind(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        "json" | "webmanifest" => "application/json",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(method: Method, path: &'static str) -> Result<Response, Refusal> {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(page(method, Uri::from_static(path), HeaderMap::new()))
    }

    #[test]
    fn what_is_no_page_is_refused_in_words() {
        for path in ["/api/v1/nothing", "/assets/gone.js", "/assets/../index.html"] {
            assert_eq!(ask(Method::GET, path).unwrap_err().code, "not_found", "{path}");
        }
        let refused = ask(Method::POST, "/orders").unwrap();
        assert_eq!(refused.status(), 405);
        assert_eq!(refused.headers()[header::ALLOW], "GET, HEAD");
    }

    #[test]
    fn every_other_address_is_a_page_if_there_are_pages_in_the_program() {
        for path in ["/", "/orders/1", "/console", "/console/members/1", "/apian", "/index.html"] {
            let answer = ask(Method::GET, path);
            if Built::get("index.html").is_some() {
                let answer = answer.unwrap();
                assert_eq!(answer.headers()[header::CONTENT_TYPE], "text/html; charset=utf-8", "{path}");
                assert_eq!(answer.headers()[header::CACHE_CONTROL], "no-cache", "{path}");
            } else {
                assert!(answer.unwrap_err().text.en.contains("make web"), "{path}");
            }
        }
    }
}
