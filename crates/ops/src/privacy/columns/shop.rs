//! Tables of the shop itself: plans, settings, events, and what its machinery remembers.

use super::table::{Fate, Table};

pub(super) const TABLES: &[Table] = &[
    Table { name: "migration", fate: Fate::Nobodys, kept: &["version"], emptied: &[] },
    Table {
        name: "alarm",
        fate: Fate::Nobodys,
        kept: &[
            "id",
            "kind",
            "zh",
            "en",
            "evidence",
            "closed_at",
            "acknowledged_at",
            "acknowledged_by",
            "reason",
        ],
        emptied: &[],
    },
    Table { name: "clock", fate: Fate::Nobodys, kept: &["id", "last", "epoch", "accepted"], emptied: &[] },
    Table {
        name: "event",
        fate: Fate::Kept("owner = $1"),
        kept: &["owner", "id", "at", "kind", "ref_id", "ref_line", "value"],
        emptied: &[],
    },
    // Answers that were kept may have anything in them.
    Table {
        name: "answer",
        fate: Fate::Removed("owner = $1"),
        kept: &["owner", "tag", "asked", "answer", "at"],
        emptied: &[],
    },
    Table { name: "key_check", fate: Fate::Nobodys, kept: &["id", "tag"], emptied: &[] },
    Table {
        name: "idempotency",
        fate: Fate::Removed("owner = $1"),
        kept: &["owner", "hash", "name", "digest", "answer", "at"],
        emptied: &[],
    },
    Table {
        name: "monitor_run",
        fate: Fate::Nobodys,
        kept: &["day", "at", "depth", "readings"],
        emptied: &[],
    },
    Table { name: "origin", fate: Fate::Kept("owner = $1"), kept: &["owner", "id", "name"], emptied: &[] },
    Table {
        name: "outbox",
        fate: Fate::Kept("owner = $1"),
        kept: &["owner", "id", "topic", "payload"],
        emptied: &[],
    },
    Table {
        name: "plan_version",
        fate: Fate::Nobodys,
        kept: &[
            "version",
            "source",
            "published_at",
            "effective_at",
            "published_by",
            "active_from",
            "held_at",
            "cancelled_at",
            "refused_by",
            "findings",
        ],
        emptied: &[],
    },
    Table { name: "setting", fate: Fate::Nobodys, kept: &["name", "value", "changed_at"], emptied: &[] },
    Table {
        name: "simulation",
        fate: Fate::Nobodys,
        kept: &["id", "staff", "source", "against", "scenario", "packs", "days", "seeds", "variant_seeds"],
        emptied: &[],
    },
    Table {
        name: "simulation_result",
        fate: Fate::Nobodys,
        kept: &["simulation", "state", "ended_at", "zh", "en", "summaries", "report"],
        emptied: &[],
    },
    Table {
        name: "webhook",
        fate: Fate::Nobodys,
        kept: &["id", "url", "secret", "topics", "state", "cursor", "failures", "next_try_at", "last_error"],
        emptied: &[],
    },
];
