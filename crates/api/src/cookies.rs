//! Cookies: written so that browsers send them to this shop alone, over https alone, and show them to no script; and read
//! back under the same name.

use axum::http::{HeaderMap, HeaderValue, header};
use std::net::IpAddr;

/// How a shop's cookies are written. On this machine, where there is no https, plainly; everywhere else with `Secure`, and a
/// name that begins with `__Host-`: browsers then take them from no neighbouring host and over no plain connection, so that
/// nobody can slip one in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cookies {
    is_secure: bool,
}

impl Cookies {
    /// Those of a shop that browsers reach at `address`: `https://shop.example`.
    pub fn of(address: &str) -> Self {
        Self { is_secure: address.starts_with("https://") || !is_on_this_machine(address) }
    }

    /// Whether browsers would drop them, as the shop is reached over a plain connection.
    pub fn are_lost(self, address: &str) -> bool {
        self.is_secure && !address.starts_with("https://")
    }

    /// What a browser is told in order to keep `value` for so many seconds; 0 makes it forget.
    pub fn written(self, name: &str, value: &str, seconds: i64) -> HeaderValue {
        let (prefix, secure) = self.marks();
        let text =
            format!("{prefix}{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}");
        HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static(""))
    }

    /// What a browser has kept.
    pub fn read<'a>(self, headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
        let (prefix, _) = self.marks();
        let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut pairs =
            cookies.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
        pairs.find(|(found, _)| found.strip_prefix(prefix) == Some(name)).map(|(_, value)| value)
    }

    fn marks(self) -> (&'static str, &'static str) {
        if self.is_secure { ("__Host-", "; Secure") } else { ("", "") }
    }
}

/// Whether an address is this machine's own, or says no more than "wherever it listens".
fn is_on_this_machine(address: &str) -> bool {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let authority = rest.split('/').next().unwrap_or_default();
    let host = match authority.strip_prefix('[') {
        Some(six) => six.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    };
    let is_own = |ip: IpAddr| ip.is_loopback() || ip.is_unspecified();
    host == "localhost" || host.ends_with(".localhost") || host.parse().is_ok_and(is_own)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_are_secure_but_on_this_machine() {
        let plain = ["http://127.0.0.1:8080", "http://localhost", "http://[::1]:80/", "http://0.0.0.0:8080"];
        for address in plain {
            assert_eq!(Cookies::of(address).marks(), ("", ""), "{address}");
            assert!(!Cookies::of(address).are_lost(address));
        }
        let secure =
            ["https://shop.example", "https://127.0.0.1", "http://shop.example", "http://192.168.1.2:8080"];
        for address in secure {
            assert_eq!(Cookies::of(address).marks(), ("__Host-", "; Secure"), "{address}");
            assert_eq!(Cookies::of(address).are_lost(address), address.starts_with("http://"), "{address}");
        }
    }

    #[test]
    fn a_neighbours_cookie_is_not_read() {
        let mut headers = HeaderMap::new();
        headers.insert(
            header::COOKIE,
            HeaderValue::from_static("a=1; banyan_session=theirs; __Host-banyan_session=ours"),
        );
        assert_eq!(Cookies::of("https://shop.example").read(&headers, "banyan_session"), Some("ours"));
        assert_eq!(Cookies::of("http://localhost").read(&headers, "banyan_session"), Some("theirs"));
        let set = Cookies::of("https://shop.example").written("banyan_session", "x", 60);
        assert_eq!(set, "__Host-banyan_session=x; Path=/; HttpOnly; SameSite=Lax; Max-Age=60; Secure");
    }
}
