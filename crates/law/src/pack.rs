//! The packs: which rules apply in a jurisdiction, how severely, on what basis. Data files beside this crate's sources,
//! read once.

use std::sync::OnceLock;

pub use banyan_plan::time::day;
use banyan_plan::words::Text;
use serde::Deserialize;

/// The pack of a shop that has chosen none.
pub const DEFAULT: &str = "cn-strict";
/// Days after which a pack is old: laws move.
pub const OLD_AFTER: i64 = 365;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Needs review and a recorded sign-off.
    Warn,
    /// The plan is refused.
    Error,
}

/// What a rule rests on in a jurisdiction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Basis {
    /// The law, or the terms of a platform.
    Law,
    /// Our own policy: the law there does not forbid it by itself.
    Policy,
}

/// How well a citation was checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// The primary text was read.
    Seen,
    /// Press, law firms or notes were read.
    SeenSecondary,
    /// From memory.
    Recalled,
    /// Our own rule; there is nothing to cite.
    Design,
}

/// Where a rule comes from.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Citation {
    /// Where it holds: `cn`, `us`, `eu`; `None` = everywhere.
    #[serde(default)]
    pub of: Option<String>,
    /// Law and article, or the case.
    pub article: String,
    /// Where its text was read.
    pub source: String,
    /// How well that was checked.
    pub status: Status,
}

impl Citation {
    /// Whether the original text was read, or there is none as the rule is our own.
    pub fn is_primary(&self) -> bool {
        matches!(self.status, Status::Seen | Status::Design)
    }

    /// Whether it holds where a pack applies.
    pub fn holds_in(&self, pack: &str) -> bool {
        self.of.as_ref().is_none_or(|of| pack.split('-').next() == Some(of))
    }
}

/// One rule, the same in every pack that applies it.
#[derive(Debug, Clone)]
pub struct Rule {
    /// `STR-07`: STR judges the plan, SET the shop's settings, CON its content, DAT its data.
    pub id: String,
    /// What is tested.
    pub tests: Text,
    /// What is said when it is found.
    pub message: Text,
    /// What would clear it; empty if nothing in the plan would.
    pub mend: Text,
    /// The fact that only the shop can tell; empty if the plan says it all.
    pub needs: Text,
    /// The day on which it was last checked, `YYYY-MM-DD`.
    pub as_of: String,
    /// Never empty.
    pub cites: Vec<Citation>,
}

/// A rule as a pack applies it.
#[derive(Debug, Clone)]
pub struct Applied {
    /// The rule.
    pub rule: &'static Rule,
    /// How severely.
    pub severity: Severity,
    /// On what basis.
    pub basis: Basis,
    /// How severely, where all that is paid on joining is a fee of a kit's size and nobody is paid for introducing;
    /// `None` = no differently.
    pub kit: Option<Severity>,
}

/// The rules of one jurisdiction.
#[derive(Debug, Clone)]
pub struct Pack {
    /// `cn-strict`, `us` …
    pub id: String,
    /// Its name for people.
    pub title: Text,
    /// What it is for, in a sentence.
    pub about: Text,
    /// The day of this edition, `YYYY-MM-DD`.
    pub as_of: String,
    /// The day of the edition before; empty for the first.
    pub supersedes: String,
    /// What is known to be under change; empty if nothing is.
    pub watches: Text,
    /// Days after receipt in which a customer may return goods; `None` if no general right.
    pub refund_window: Option<u32>,
    /// In the order of their ids.
    pub rules: Vec<Applied>,
}

impl Pack {
    /// Whether this edition is more than a year older than `today` (days since 1970-01-01).
    pub fn is_old(&self, today: i64) -> bool {
        day(&self.as_of).is_none_or(|edition| today - edition > OLD_AFTER)
    }

    /// The day as of which it reads the law, and what is known to be under change: for pages that know no day of their own.
    pub fn reads(&self) -> Text {
        let as_of = &self.as_of;
        Text::new(
            format!("按 {as_of} 的法律文本。{}", self.watches.zh),
            format!("Reads the law as of {as_of}. {}", self.watches.en).trim_end().to_owned(),
        )
    }

    /// How old its reading of the law is, and what is known to be under change, in a sentence or two.
    pub fn age(&self, today: i64) -> Text {
        let days = day(&self.as_of).map_or(0, |edition| (today - edition).max(0));
        let as_of = &self.as_of;
        let mut text = Text::new(
            format!("规则包 {} 按 {as_of} 的文本写，已过 {days} 天。", self.id),
            format!("The pack {} reads the law as of {as_of}, {days} days ago.", self.id),
        );
        if self.is_old(today) {
            text.zh += "已超过一年，请先核对法律有无变化。";
            text.en += " That is more than a year: check first whether the law has moved.";
        }
        if !self.watches.en.is_empty() {
            text = Text::new(
                format!("{}{}", text.zh, self.watches.zh),
                format!("{} {}", text.en, self.watches.en),
            );
        }
        text
    }

    /// The rule of an id, as this pack applies it.
    pub fn rule(&self, id: &str) -> Option<&Applied> {
        self.rules.iter().find(|one| one.rule.id == id)
    }
}

impl Severity {
    /// The stable word of the JSON output.
    pub fn code(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warn => "warn",
            Self::Error => "error",
        }
    }

    /// What people read.
    pub fn text(self) -> Text {
        match self {
            Self::Info => Text::new("提示", "note"),
            Self::Warn => Text::new("需审查", "needs review"),
            Self::Error => Text::new("不予启用", "refused"),
        }
    }
}

impl Basis {
    /// The stable word of the JSON output.
    pub fn code(self) -> &'static str {
        match self {
            Self::Law => "law",
            Self::Policy => "policy",
        }
    }

    /// What people read.
    pub fn text(self) -> Text {
        match self {
            Self::Law => Text::new("法律或平台规则", "law or platform rule"),
            Self::Policy => Text::new("本系统的规定", "our policy"),
        }
    }
}

impl Status {
    /// The stable word of the data files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Seen => "seen",
            Self::SeenSecondary => "seen-secondary",
            Self::Recalled => "recalled",
            Self::Design => "design",
        }
    }

    /// What people read.
    pub fn text(self) -> Text {
        match self {
            Self::Seen => Text::new("已读原文", "primary text read"),
            Self::SeenSecondary => Text::new("据二手资料", "from secondary sources"),
            Self::Recalled => Text::new("凭记忆，待核对", "from memory, to be checked"),
            Self::Design => Text::new("自定", "our own"),
        }
    }
}

/// All packs, the default first.
pub fn packs() -> &'static [Pack] {
    static PACKS: OnceLock<Vec<Pack>> = OnceLock::new();
    PACKS.get_or_init(|| FILES.iter().map(|text| read_pack(text)).collect())
}

/// The pack of an id.
pub fn pack(id: &str) -> Option<&'static Pack> {
    packs().iter().find(|pack| pack.id == id)
}

/// All rules, each once.
pub fn rules() -> &'static [Rule] {
    static RULES: OnceLock<Vec<Rule>> = OnceLock::new();
    RULES.get_or_init(|| {
        let file: RulesFile = read(include_str!("../packs/rules.toml"));
        file.rule.into_iter().map(RuleRow::into_rule).collect()
    })
}

const FILES: [&str; 7] = [
    include_str!("../packs/cn-strict.toml"),
    include_str!("../packs/cn.toml"),
    include_str!("../packs/cn-wechat.toml"),
    include_str!("../packs/us.toml"),
    include_str!("../packs/us-ca.toml"),
    include_str!("../packs/eu.toml"),
    include_str!("../packs/eu-de.toml"),
];

#[derive(Deserialize)]
pub(crate) struct Words {
    zh: String,
    en: String,
}

#[derive(Deserialize)]
struct RulesFile {
    rule: Vec<RuleRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleRow {
    id: String,
    tests: Words,
    message: Words,
    mend: Option<Words>,
    needs: Option<Words>,
    as_of: String,
    cites: Vec<Citation>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PackFile {
    id: String,
    title: Words,
    about: Words,
    as_of: String,
    supersedes: String,
    watches: Option<Words>,
    refund_window: Option<u32>,
    rules: Vec<AppliedRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AppliedRow {
    id: String,
    severity: Severity,
    basis: Basis,
    kit: Option<Severity>,
}

impl Words {
    pub(crate) fn text(self) -> Text {
        Text::new(self.zh, self.en)
    }
}

impl RuleRow {
    fn into_rule(self) -> Rule {
        Rule {
            id: self.id,
            tests: self.tests.text(),
            message: self.message.text(),
            mend: self.mend.map(Words::text).unwrap_or_default(),
            needs: self.needs.map(Words::text).unwrap_or_default(),
            as_of: self.as_of,
            cites: self.cites,
        }
    }
}

fn read_pack(text: &str) -> Pack {
    let file: PackFile = read(text);
    let applied = |row: &AppliedRow| {
        let rule = rules().iter().find(|rule| rule.id == row.id);
        let rule = rule.unwrap_or_else(|| unreachable!("{}: no rule {}", file.id, row.id));
        Applied { rule, severity: row.severity, basis: row.basis, kit: row.kit }
    };
    let rules = file.rules.iter().map(applied).collect();
    Pack {
        id: file.id,
        title: file.title.text(),
        about: file.about.text(),
        as_of: file.as_of,
        supersedes: file.supersedes,
        watches: file.watches.map(Words::text).unwrap_or_default(),
        refund_window: file.refund_window,
        rules,
    }
}

/// The files are part of the program, so a broken one is a bug that the tests find.
pub(crate) fn read<T: for<'de> Deserialize<'de>>(text: &str) -> T {
    toml::from_str(text).unwrap_or_else(|error| unreachable!("a pack file is broken: {error}"))
}
