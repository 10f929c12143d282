//! The ready plans, by name: to start from, to try, to compare with.

/// A plan that comes with the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ready {
    /// Its name, which is the plan's id as well.
    pub name: &'static str,
    /// Its text.
    pub source: &'static str,
}

/// All of them, the safe start first.
pub const READY: [Ready; 11] = [
    Ready { name: "starter", source: include_str!("../../../plans/starter.toml") },
    Ready { name: "two-level", source: include_str!("../../../plans/two-level.toml") },
    Ready { name: "lvhuasuan", source: include_str!("../../../plans/lvhuasuan.toml") },
    Ready { name: "yige", source: include_str!("../../../plans/yige.toml") },
    Ready { name: "wanwu", source: include_str!("../../../plans/wanwu.toml") },
    Ready { name: "price-difference", source: include_str!("../../../plans/price-difference.toml") },
    Ready { name: "gift-pack", source: include_str!("../../../plans/gift-pack.toml") },
    Ready { name: "sunline", source: include_str!("../../../plans/sunline.toml") },
    Ready { name: "dual-track", source: include_str!("../../../plans/dual-track.toml") },
    Ready { name: "stair-step", source: include_str!("../../../plans/stair-step.toml") },
    Ready { name: "group-of-three", source: include_str!("../../../plans/group-of-three.toml") },
];

/// The text of a ready plan.
pub fn ready(name: &str) -> Option<&'static str> {
    READY.iter().find(|plan| plan.name == name).map(|plan| plan.source)
}
