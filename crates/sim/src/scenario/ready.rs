//! The ready scenarios, by name: the defaults with every key, and growth that was published.

/// A scenario that comes with the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ready {
    /// Its name.
    pub name: &'static str,
    /// Its text.
    pub source: &'static str,
}

/// All of them, the defaults first.
pub const READY: [Ready; 7] = [
    Ready { name: "default", source: include_str!("../../../../scenarios/default.toml") },
    Ready { name: "wanwu", source: include_str!("../../../../scenarios/wanwu.toml") },
    Ready { name: "lvhuasuan", source: include_str!("../../../../scenarios/lvhuasuan.toml") },
    Ready { name: "gift-pack", source: include_str!("../../../../scenarios/gift-pack.toml") },
    Ready { name: "group-buy", source: include_str!("../../../../scenarios/group-buy.toml") },
    Ready { name: "six-four-two", source: include_str!("../../../../scenarios/six-four-two.toml") },
    Ready { name: "dual-track", source: include_str!("../../../../scenarios/dual-track.toml") },
];
