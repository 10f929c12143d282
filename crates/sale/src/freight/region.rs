//! In which region an address lies. Addresses are written freely, so only how one begins and how it ends is looked at, and words that
//! people leave out do not count.

/// What is left of an address: how it begins and how it ends, a few dozen letters of each. The street does not matter, and is not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Destination {
    begin: String,
    end: String,
}

/// Letters of an address that are looked at, from either end.
const MOST: usize = 24;

/// What people leave out of the names of provinces and cities.
const LEFT_OUT: [&str; 7] = ["特别行政区", "维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "省", "市"];

/// A name as it is compared: without spaces, punctuation, and what people leave out.
fn plain(text: &str) -> String {
    let mut plain: String = text.chars().filter(|letter| letter.is_alphanumeric()).collect();
    plain.make_ascii_lowercase();
    let plain = LEFT_OUT.iter().fold(plain, |plain, word| plain.replace(word, ""));
    plain.strip_prefix("中国").map_or(plain.clone(), str::to_owned)
}

impl Destination {
    /// Where an address is.
    pub fn of(address: &str) -> Self {
        let plain = plain(address);
        let skipped = plain.chars().count().saturating_sub(MOST);
        Self { begin: plain.chars().take(MOST).collect(), end: plain.chars().skip(skipped).collect() }
    }

    /// Whether the address lies in a region of a name: the letters of it that were found.
    pub fn lies_in(&self, region: &str) -> Option<usize> {
        let region = plain(region);
        let lies = !region.is_empty()
            && (self.begin.starts_with(&region) || region.is_ascii() && self.end.ends_with(&region));
        lies.then(|| region.chars().count())
    }

    /// Whether a name can be a region at all.
    pub(super) fn is_region(name: &str) -> bool {
        (1..=MOST).contains(&plain(name).chars().count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_as_people_write_them() {
        let table = [
            ("浙江省杭州市西湖区文三路 1 号", "浙江省", true),
            ("浙江 杭州 西湖区", "浙江省杭州市", true),
            ("中国浙江省宁波市", "浙江", true),
            ("浙江省宁波市", "浙江省杭州市", false),
            ("广西壮族自治区南宁市", "广西", true),
            ("广西南宁", "广西壮族自治区", true),
            ("北京市朝阳区西藏大厦", "西藏自治区", false),
            ("吉林省长春市", "吉林省吉林市", false),
            ("12 Long Street, 10115 Berlin, Germany", "germany", true),
            ("12 Germany Street, Paris, France", "Germany", false),
            ("任何地方", "", false),
        ];
        for (address, region, expected) in table {
            assert_eq!(Destination::of(address).lies_in(region).is_some(), expected, "{address}, {region}");
        }
    }

    #[test]
    fn the_street_is_not_kept() {
        let to = Destination::of(&format!("浙江省{}", "长".repeat(100)));
        assert_eq!((to.begin.chars().count(), to.end.chars().count()), (24, 24));
    }
}
