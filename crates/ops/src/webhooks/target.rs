//! Where webhooks may be sent: not into the shop's own network, where they could reach what is closed to outsiders.
//!
//! [`check_url`] judges the text of an address. A name can still resolve to a private address, and can resolve to
//! another one at the next look: whoever connects must ask [`is_public`] of the very address that is connected to, and
//! must not follow redirects.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use axum::http::Uri;
use banyan_plan::words::Text;

/// The longest address, in bytes.
pub const MAX_URL: usize = 2_048;

/// Why nothing is sent to an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TargetError {
    /// Not an absolute address, or too long.
    #[error("this is no web address; write https://example.com/path (other letters as punycode)")]
    Malformed,
    /// Neither http nor https.
    #[error("only http and https addresses can be called")]
    Scheme,
    /// A name or password before the host.
    #[error("the address contains a name or password; leave it out")]
    Credentials,
    /// An address inside a network, or of the machine itself.
    #[error("the address is inside a private network; the shop's settings do not allow that")]
    Private,
}

impl TargetError {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Malformed => "webhook_url_malformed",
            Self::Scheme => "webhook_url_scheme",
            Self::Credentials => "webhook_url_credentials",
            Self::Private => "webhook_url_private",
        }
    }

    /// What to tell people.
    pub fn text(self) -> Text {
        let zh = match self {
            Self::Malformed => "这不是网址；请写成 https://example.com/path（其他文字用 punycode）",
            Self::Scheme => "只能调用 http 和 https 网址",
            Self::Credentials => "网址里含有用户名或密码，请去掉",
            Self::Private => "网址在内部网络里，商店的设置不允许",
        };
        Text::new(zh, self.to_string())
    }
}

/// An address that may be called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The whole address.
    pub uri: Uri,
    /// The host to resolve: a name in small letters, or an address without brackets.
    pub host: String,
    /// The port.
    pub port: u16,
}

/// Judges an address. `allow_private` is the shop's setting for receivers in its own network.
pub fn check_url(url: &str, allow_private: bool) -> Result<Target, TargetError> {
    if url.len() > MAX_URL {
        return Err(TargetError::Malformed);
    }
    let uri: Uri = url.parse().map_err(|_| TargetError::Malformed)?;
    let port = match uri.scheme_str() {
        Some("https") => 443,
        Some("http") => 80,
        Some(_) => return Err(TargetError::Scheme),
        None => return Err(TargetError::Malformed),
    };
    let authority = uri.authority().ok_or(TargetError::Malformed)?;
    if authority.as_str().contains('@') {
        return Err(TargetError::Credentials);
    }
    // `example.com:99999` and `example.com:` have a colon but no port.
    let after_host = &authority.as_str()[authority.host().len()..];
    let port = match authority.port_u16() {
        Some(0) => return Err(TargetError::Malformed),
        Some(port) => port,
        None if after_host.is_empty() => port,
        None => return Err(TargetError::Malformed),
    };
    let (host, is_private) = host(authority.host())?;
    if is_private && !allow_private {
        return Err(TargetError::Private);
    }
    Ok(Target { uri, host, port })
}

/// The host, and whether it is certainly inside a network.
fn host(text: &str) -> Result<(String, bool), TargetError> {
    if let Some(bracketed) = text.strip_prefix('[') {
        let inside = bracketed.strip_suffix(']').ok_or(TargetError::Malformed)?;
        let address: Ipv6Addr = inside.parse().map_err(|_| TargetError::Malformed)?;
        return Ok((address.to_string(), !is_public(address.into())));
    }
    if let Ok(address) = text.parse::<Ipv4Addr>() {
        return Ok((address.to_string(), !is_public(address.into())));
    }
    let name = text.strip_suffix('.').unwrap_or(text).to_ascii_lowercase();
    let labels: Vec<&str> = name.split('.').collect();
    let is_label = |label: &&str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    };
    // Resolvers take 127.1, 0x7f000001 and 2130706433 for addresses: no real name ends in a number.
    let last = labels.last().copied().unwrap_or_default();
    let is_number = last.bytes().all(|byte| byte.is_ascii_digit())
        || last.strip_prefix("0x").is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_hexdigit()));
    if name.len() > 253 || !labels.iter().all(is_label) || is_number {
        return Err(TargetError::Malformed);
    }
    let is_local = labels.len() == 1
        || ["localhost", "local", "internal", "lan", "home", "corp", "intranet"].contains(&last)
        || name.ends_with(".home.arpa");
    Ok((name, is_local))
}

/// Whether an address is on the public internet, by IANA's registries of special-purpose addresses.
pub fn is_public(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let is_special = match address.octets() {
        // This network, private networks, loopback, link-local.
        [0 | 10 | 127, ..] | [172, 16..=31, ..] | [192, 168, ..] | [169, 254, ..] => true,
        // Carriers' shared networks, protocol assignments, the former 6to4 relays, benchmarks.
        [100, 64..=127, ..] | [192, 0, 0, _] | [192, 88, 99, _] | [198, 18..=19, ..] => true,
        // Examples in documents.
        [192, 0, 2, _] | [198, 51, 100, _] | [203, 0, 113, _] => true,
        // Multicast, reserved, broadcast.
        [224..=255, ..] => true,
        _ => false,
    };
    !is_special
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    match address.segments() {
        // Protocol assignments with Teredo, examples, 6to4: the tunnels lead to any IPv4 address.
        [0x2001, 0..=0x1ff | 0xdb8, ..] | [0x2002, ..] | [0x3fff, 0..=0xfff, ..] => false,
        // Global unicast is 2000::/3; everything else is loopback, local, mapped, multicast or unassigned.
        [first, ..] => (0x2000..=0x3fff).contains(&first),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn public_addresses_are_called() {
        let table = [
            ("https://example.com/hook?a=b", "example.com", 443),
            ("http://EXAMPLE.com", "example.com", 80),
            ("https://example.com.:8443/", "example.com", 8443),
            ("https://xn--fiq228c.example/", "xn--fiq228c.example", 443),
            ("https://8.8.8.8/", "8.8.8.8", 443),
            ("https://[2606:4700::1111]:444/", "2606:4700::1111", 444),
        ];
        for (url, host, port) in table {
            let target = check_url(url, false).unwrap();
            assert_eq!((target.host.as_str(), target.port), (host, port), "{url}");
        }
    }

    #[test]
    fn what_is_refused_and_why() {
        use TargetError::{Credentials, Malformed, Private, Scheme};
        let long = format!("https://example.com/{}", "a".repeat(MAX_URL));
        let table = [
            ("", Malformed),
            ("/path", Malformed),
            ("example.com", Malformed),
            ("https://", Malformed),
            ("https:///path", Malformed),
            ("https://例子.com/", Malformed),
            ("https://exa mple.com/", Malformed),
            ("https://example.com:99999/", Malformed),
            ("https://example.com:0/", Malformed),
            ("https://a..b/", Malformed),
            ("https://[::1/", Malformed),
            ("https://127.1/", Malformed),
            ("https://0x7f000001/", Malformed),
            ("https://2130706433/", Malformed),
            ("https://0177.0.0.1/", Malformed),
            (&long, Malformed),
            ("ftp://example.com/", Scheme),
            ("file://example.com/etc/passwd", Scheme),
            ("https://user:pass@example.com/", Credentials),
            ("https://example.com@10.0.0.1/", Credentials),
            ("http://localhost/", Private),
            ("http://LOCALHOST.:80/", Private),
            ("http://a.localhost/", Private),
            ("http://printer/", Private),
            ("http://metadata.google.internal/", Private),
            ("http://127.0.0.1/", Private),
            ("http://10.1.2.3/", Private),
            ("http://172.16.0.1/", Private),
            ("http://192.168.1.1/", Private),
            ("http://169.254.169.254/latest/meta-data", Private),
            ("http://100.64.0.1/", Private),
            ("http://0.0.0.0/", Private),
            ("http://[::1]/", Private),
            ("http://[::]/", Private),
            ("http://[fe80::1]/", Private),
            ("http://[fd00::1]/", Private),
            ("http://[::ffff:127.0.0.1]/", Private),
            ("http://[64:ff9b::7f00:1]/", Private),
            ("http://[2002:7f00:1::]/", Private),
        ];
        for (url, error) in table {
            assert_eq!(check_url(url, false), Err(error), "{url}");
            assert_eq!(check_url(url, true).err(), Some(error).filter(|error| *error != Private), "{url}");
        }
        assert_eq!(Private.code(), "webhook_url_private");
        assert_eq!(Private.text().zh, "网址在内部网络里，商店的设置不允许");
    }

    #[test]
    fn the_edges_of_private_networks_are_public() {
        for address in
            ["172.15.255.255", "172.32.0.1", "100.63.0.1", "100.128.0.1", "11.0.0.1", "223.255.255.255"]
        {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
        for address in
            ["2001:db8::1", "2001::1", "3fff::1", "ff02::1", "4000::1", "::ffff:10.0.0.1", "240.0.0.1"]
        {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
    }

    proptest! {
        #[test]
        fn garbage_is_refused_or_harmless_without_panic(url in ".*", rest in "[!-~]{0,40}") {
            prop_assert!(check_url(&url, false).is_err());
            if let Ok(target) = check_url(&format!("http://{rest}"), false) {
                prop_assert!(!target.host.is_empty() && target.port > 0);
            }
        }

        #[test]
        fn an_address_is_judged_alike_bare_and_in_ipv6_clothes(bits: u32) {
            let address = Ipv4Addr::from(bits);
            prop_assert_eq!(is_public(address.into()), is_public(address.to_ipv6_mapped().into()));
            prop_assert_eq!(is_public(address.into()), check_url(&format!("http://{address}/"), false).is_ok());
        }
    }
}
