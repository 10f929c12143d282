//! Proxies in front of the shop: whom they speak for is believed, whom anybody else claims to speak for is not.

use std::net::IpAddr;

/// Addresses of proxies, as networks. A proxy on this machine is always one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proxies(Vec<Network>);

/// An address and how many of its leading bits count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Network {
    address: IpAddr,
    bits: u32,
}

impl Network {
    fn parse(text: &str) -> Option<Self> {
        let (address, bits) = match text.trim().split_once('/') {
            Some((address, bits)) => (address.parse().ok()?, Some(bits.parse().ok()?)),
            None => (text.trim().parse().ok()?, None),
        };
        let most = if matches!(address, IpAddr::V4(_)) { 32 } else { 128 };
        let bits = bits.unwrap_or(most);
        (bits <= most).then_some(Self { address, bits })
    }

    fn holds(&self, address: IpAddr) -> bool {
        match (self.address, address) {
            (IpAddr::V4(mine), IpAddr::V4(other)) => {
                let differ = u32::from(mine) ^ u32::from(other);
                differ.leading_zeros() >= self.bits
            }
            (IpAddr::V6(mine), IpAddr::V6(other)) => {
                let differ = u128::from(mine) ^ u128::from(other);
                differ.leading_zeros() >= self.bits
            }
            _ => false,
        }
    }
}

impl Proxies {
    /// Reads addresses and networks, `10.0.0.7` and `10.0.0.0/24`; the one that is neither, if one is not.
    pub fn parse(all: &[impl AsRef<str>]) -> Result<Self, String> {
        let read = |text: &str| Network::parse(text).ok_or_else(|| text.to_owned());
        all.iter().map(|text| read(text.as_ref())).collect::<Result<_, _>>().map(Self)
    }

    fn is_proxy(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        address.is_loopback() || self.0.iter().any(|network| network.holds(address))
    }

    /// Where a request comes from: the peer of the connection, or, if that is a proxy, the last address that a chain of
    /// proxies was told and that is none of them. `told` are the addresses of `X-Forwarded-For`, the nearest proxy's last.
    pub(crate) fn origin(&self, peer: IpAddr, told: &[IpAddr]) -> IpAddr {
        let mut origin = peer;
        for next in told.iter().rev() {
            if !self.is_proxy(origin) {
                break;
            }
            origin = *next;
        }
        origin.to_canonical()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn proxies_speak_for_others_and_nobody_else_does() {
        let proxies = Proxies::parse(&["10.0.0.0/24", "2001:db8::7"]).unwrap();
        let table: [(&str, &[&str], &str); 8] = [
            ("203.0.113.9", &["198.51.100.1"], "203.0.113.9"),
            ("127.0.0.1", &["198.51.100.1"], "198.51.100.1"),
            ("127.0.0.1", &[], "127.0.0.1"),
            ("10.0.0.5", &["198.51.100.1"], "198.51.100.1"),
            ("10.0.1.5", &["198.51.100.1"], "10.0.1.5"),
            // What the customer claims themselves stands before what the nearest proxy has seen.
            ("10.0.0.5", &["1.1.1.1", "198.51.100.1"], "198.51.100.1"),
            ("127.0.0.1", &["198.51.100.1", "10.0.0.9"], "198.51.100.1"),
            ("2001:db8::7", &["2001:db8::9"], "2001:db8::9"),
        ];
        for (peer, told, expected) in table {
            let told: Vec<IpAddr> = told.iter().map(|text| at(text)).collect();
            assert_eq!(proxies.origin(at(peer), &told), at(expected), "{peer} {told:?}");
        }
        assert_eq!(proxies.origin(at("::ffff:10.0.0.5"), &[at("198.51.100.1")]), at("198.51.100.1"));
        for bad in ["", "10.0.0.0/33", "proxy.example", "10.0.0.0/x"] {
            assert_eq!(Proxies::parse(&[bad]), Err(bad.to_owned()));
        }
    }
}
