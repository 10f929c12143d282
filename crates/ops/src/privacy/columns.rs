//! What becomes of each column of each table when a member leaves: decided here, once, for all of them. A table or a
//! column that is not in this list fails a test, so that nobody adds personal data and forgets that somebody may leave.
//!
//! `kept` is what says nothing of who they are: numbers of things, sums, moments, states, the books. A table that is
//! [`Fate::Nobodys`] tells of no member, or of members by number only.

use banyan_store::{Conn, DbError, row};

/// What becomes of the rows of a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// There are none: the table is the shop's or its staff's, or its rows end by themselves within a day.
    Nobodys,
    /// They go. Which rows are theirs, with their id as `$1`.
    Removed(&'static str),
    /// They stay, without what is emptied. Which rows are theirs, with their id as `$1`.
    Kept(&'static str),
}

/// One table.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// What becomes of their rows.
    pub fate: Fate,
    /// Columns that stay as they are, or go with their row.
    pub kept: &'static [&'static str],
    /// Columns that are emptied, and what stands there afterwards, in SQL.
    pub emptied: &'static [(&'static str, &'static str)],
}

/// Rows of the contacts that a member is: said by hand, or by a phone that they have verified.
const HER_CONTACTS: &str = "person IN (SELECT person FROM chat_person WHERE member = $1 UNION \
     SELECT p.person FROM identity i JOIN chat_person p ON p.hash = i.hash AND p.member IS NULL \
     WHERE i.member = $1 AND i.verified_at IS NOT NULL)";

/// Every table.
pub const TABLES: &[Table] = &[
    Table { name: "migration", fate: Fate::Nobodys, kept: &["version"], emptied: &[] },
    Table {
        name: "address",
        fate: Fate::Removed("member = $1"),
        kept: &["member", "id", "secret", "preferred"],
        emptied: &[],
    },
    Table {
        name: "after_sale",
        fate: Fate::Kept("buyer = $1"),
        kept: &["buyer", "id", "order_id", "line", "quantity", "amount", "state", "decided_at"],
        emptied: &[("reason", "''"), ("answer", "''")],
    },
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
    Table {
        name: "api_token",
        fate: Fate::Nobodys,
        kept: &["hash", "id", "staff", "name", "scopes", "expires_at", "revoked_at"],
        emptied: &[],
    },
    Table {
        name: "appeal",
        fate: Fate::Removed("member = $1"),
        kept: &["member", "id", "about", "secret", "state", "answer", "decided_at", "decided_by"],
        emptied: &[],
    },
    Table { name: "attempt", fate: Fate::Nobodys, kept: &["account", "failures", "last_at"], emptied: &[] },
    Table {
        name: "audit",
        fate: Fate::Nobodys,
        kept: &["id", "actor", "action", "subject", "detail", "previous", "hash"],
        emptied: &[],
    },
    Table {
        name: "balance",
        fate: Fate::Kept("owner = $1"),
        kept: &["owner", "account", "amount"],
        emptied: &[],
    },
    Table {
        name: "binding",
        fate: Fate::Kept("member = $1"),
        kept: &["member", "at", "promoter", "until", "how"],
        emptied: &[],
    },
    Table {
        name: "campaign",
        fate: Fate::Nobodys,
        kept: &[
            "id",
            "title",
            "way",
            "code",
            "bearer",
            "worth",
            "rules",
            "opens_at",
            "closes_at",
            "valid_from",
            "valid_until",
            "valid_days",
            "per_member",
            "pieces",
            "issued",
            "money",
            "promised",
            "stopped_at",
        ],
        emptied: &[],
    },
    Table {
        name: "carriage",
        fate: Fate::Kept("buyer = $1"),
        kept: &["buyer", "order_id", "place", "template", "lines", "amount", "why", "refund"],
        emptied: &[],
    },
    Table {
        name: "category",
        fate: Fate::Nobodys,
        kept: &["id", "code", "parent", "title_zh", "title_en", "position"],
        emptied: &[],
    },
    Table {
        name: "chat_account",
        fate: Fate::Nobodys,
        kept: &["id", "platform", "name", "handle", "operator", "state", "most_groups", "most_people"],
        emptied: &[],
    },
    Table {
        name: "chat_account_event",
        fate: Fate::Nobodys,
        kept: &["account", "id", "action", "was", "became", "reason", "actor"],
        emptied: &[],
    },
    // Contacts go by who they are in the shop, so that the one who says so goes last.
    Table {
        name: "chat_contact",
        fate: Fate::Removed(HER_CONTACTS),
        kept: &["account", "person", "handle", "added_at", "removed_at"],
        emptied: &[],
    },
    Table {
        name: "chat_follow_up",
        fate: Fate::Removed(HER_CONTACTS),
        kept: &["person", "id", "operator", "due_at", "what", "done_at", "result"],
        emptied: &[],
    },
    Table {
        name: "chat_membership",
        fate: Fate::Removed(HER_CONTACTS),
        kept: &["group_id", "person", "joined_at", "left_at"],
        emptied: &[],
    },
    // What was reserved for them has been given back; how much an account did on a day stays.
    Table {
        name: "touch",
        fate: Fate::Kept(HER_CONTACTS),
        kept: &[
            "account",
            "id",
            "plan",
            "kind",
            "day",
            "week",
            "due_at",
            "seat",
            "account_most",
            "person_seat",
            "person_most",
            "spent_at",
            "returned_at",
            "wording",
            "result",
        ],
        emptied: &[("person", "NULL"), ("note", "''")],
    },
    Table {
        name: "lead_list",
        fate: Fate::Nobodys,
        kept: &["id", "name", "kind", "choice", "left_out", "actor"],
        emptied: &[],
    },
    Table {
        name: "touch_plan",
        fate: Fate::Nobodys,
        kept: &["account", "id", "name", "kind", "actor", "list", "wordings"],
        emptied: &[],
    },
    Table {
        name: "chat_person_event",
        fate: Fate::Removed(HER_CONTACTS),
        kept: &["person", "id", "action", "was", "became", "reason", "actor"],
        emptied: &[],
    },
    Table {
        name: "chat_person_tag",
        fate: Fate::Removed(HER_CONTACTS),
        kept: &["person", "tag", "at", "is_by_rule"],
        emptied: &[],
    },
    Table {
        name: "chat_person",
        fate: Fate::Removed(HER_CONTACTS),
        kept: &[
            "person",
            "name",
            "region",
            "secret",
            "hash",
            "filled",
            "member",
            "source",
            "basis",
            "basis_at",
            "basis_note",
            "no_at",
        ],
        emptied: &[],
    },
    // The keyed hash of a phone alone, so that nobody contacts them again who said no.
    Table { name: "chat_no", fate: Fate::Nobodys, kept: &["hash", "at"], emptied: &[] },
    Table {
        name: "chat_tag",
        fate: Fate::Nobodys,
        kept: &["id", "name", "rule", "applied_at", "retired_at"],
        emptied: &[],
    },
    Table {
        name: "chat_count",
        fate: Fate::Nobodys,
        kept: &["group_id", "at", "id", "members", "way", "actor"],
        emptied: &[],
    },
    Table {
        name: "chat_figures",
        fate: Fate::Nobodys,
        kept: &["group_id", "id", "begins_at", "ends_at", "row_count", "figures", "actor"],
        emptied: &[],
    },
    Table {
        name: "chat_group",
        fate: Fate::Nobodys,
        kept: &[
            "id",
            "account",
            "operator",
            "platform",
            "name",
            "kind",
            "purpose",
            "state",
            "least",
            "best_from",
            "best_to",
            "most",
            "criteria",
            "rules",
            "pilot_at",
            "proven_at",
            "parent",
            "lineage",
            "is_unproven",
            "members",
            "counted_at",
            "counted_by",
            "figures",
        ],
        emptied: &[],
    },
    Table {
        name: "chat_group_event",
        fate: Fate::Nobodys,
        kept: &["group_id", "id", "action", "was", "became", "reason", "actor"],
        emptied: &[],
    },
    Table {
        name: "chat_role",
        fate: Fate::Nobodys,
        kept: &["group_id", "id", "role", "account", "ended_at"],
        emptied: &[],
    },
    Table {
        name: "chat_rules",
        fate: Fate::Nobodys,
        kept: &["group_id", "version", "at", "body", "actor"],
        emptied: &[],
    },
    Table { name: "clock", fate: Fate::Nobodys, kept: &["id", "last", "epoch", "accepted"], emptied: &[] },
    Table {
        name: "consent",
        fate: Fate::Removed("member = $1"),
        kept: &["member", "purpose", "at", "given"],
        emptied: &[],
    },
    Table {
        name: "coupon",
        fate: Fate::Kept("owner = $1"),
        kept: &[
            "owner",
            "id",
            "amount",
            "taken",
            "least",
            "starts_at",
            "expires_at",
            "order_id",
            "state",
            "reward",
            "campaign",
            "nth",
        ],
        emptied: &[],
    },
    Table {
        name: "entry",
        fate: Fate::Kept("owner = $1"),
        kept: &["owner", "account", "kind", "ref_id", "ref_line", "step", "place", "at", "amount"],
        emptied: &[],
    },
    Table {
        name: "event",
        fate: Fate::Kept("owner = $1"),
        kept: &["owner", "id", "at", "kind", "ref_id", "ref_line", "value"],
        emptied: &[],
    },
    Table { name: "freight", fate: Fate::Nobodys, kept: &["id", "title", "unit", "rules"], emptied: &[] },
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
        name: "identity",
        fate: Fate::Removed("member = $1"),
        kept: &["hash", "member", "kind", "verified_at"],
        emptied: &[],
    },
    Table { name: "invitation", fate: Fate::Kept("member = $1"), kept: &["code", "member"], emptied: &[] },
    Table {
        name: "inviter_change",
        fate: Fate::Kept("member = $1"),
        kept: &["member", "at", "inviter", "before", "actor"],
        emptied: &[("reason", "''")],
    },
    Table {
        name: "line",
        fate: Fate::Kept("buyer = $1"),
        kept: &[
            "buyer",
            "order_id",
            "line",
            "sku",
            "product",
            "title",
            "category",
            "supplier",
            "quantity",
            "amount",
            "cost",
            "rate",
            "seller",
            "plan",
            "first_order",
            "paid_at",
            "refunded",
            "returned",
            "settles_at",
            "settled_at",
            "held",
            "priced",
            "discount",
            "bearer",
        ],
        emptied: &[],
    },
    Table {
        name: "member",
        fate: Fate::Kept("id = $1"),
        kept: &["id", "inviter", "rank", "code", "promoter_at", "first_order", "direct"],
        emptied: &[("nickname", "''"), ("state", "'erased'"), ("password", "NULL"), ("consent", "'{}'")],
    },
    Table {
        name: "monitor_run",
        fate: Fate::Nobodys,
        kept: &["day", "at", "depth", "readings"],
        emptied: &[],
    },
    Table {
        name: "orders",
        fate: Fate::Kept("buyer = $1"),
        kept: &[
            "buyer",
            "id",
            "state",
            "amount",
            "discount",
            "freight",
            "coupon",
            "seller",
            "expires_at",
            "pay_by",
            "paid_at",
            "shipped_at",
            "received_at",
            "receive_by",
            "closed_at",
            "seal",
            // Empty but for orders that wait to be paid.
            "placed_from",
        ],
        emptied: &[
            ("recipient", "NULL"),
            ("tail", "NULL"),
            ("name", "NULL"),
            ("note", "''"),
            ("shipment", "NULL"),
        ],
    },
    Table { name: "origin", fate: Fate::Kept("owner = $1"), kept: &["owner", "id", "name"], emptied: &[] },
    Table {
        name: "outbox",
        fate: Fate::Kept("owner = $1"),
        kept: &["owner", "id", "topic", "payload"],
        emptied: &[],
    },
    Table {
        name: "payment",
        fate: Fate::Kept("buyer = $1"),
        kept: &["buyer", "id", "order_id", "provider", "amount", "state", "reference", "paid_at", "ask_at"],
        emptied: &[("way", "''"), ("prepared", "NULL")],
    },
    Table {
        name: "phone_code",
        fate: Fate::Nobodys,
        kept: &["hash", "code", "sent_at", "expires_at", "tries"],
        emptied: &[],
    },
    Table { name: "phone_tail", fate: Fate::Removed("member = $1"), kept: &["hash", "member"], emptied: &[] },
    Table { name: "picture", fate: Fate::Nobodys, kept: &["id", "media_type", "bytes"], emptied: &[] },
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
    Table {
        name: "private",
        fate: Fate::Removed("member = $1"),
        kept: &["member", "field", "secret"],
        emptied: &[],
    },
    Table {
        name: "price",
        fate: Fate::Nobodys,
        kept: &["sku", "selling", "list", "rank", "least", "price"],
        emptied: &[],
    },
    Table {
        name: "product",
        fate: Fate::Nobodys,
        kept: &[
            "id",
            "code",
            "category",
            "supplier",
            "title",
            "description",
            "rate",
            "pictures",
            "state",
            "hot",
            "sold",
            "price",
            "changed_at",
            "keeper",
            "touched_at",
            "brand",
            "keywords",
            "freight",
            "weight",
        ],
        emptied: &[],
    },
    Table {
        name: "rank_change",
        fate: Fate::Kept("member = $1"),
        kept: &["member", "at", "rank", "rank_id", "how", "actor"],
        emptied: &[("reason", "''")],
    },
    Table {
        name: "refund",
        fate: Fate::Kept("buyer = $1"),
        kept: &[
            "buyer",
            "order_id",
            "line",
            "id",
            "amount",
            "quantity",
            "before",
            "payment",
            "state",
            "tries",
            "next_try_at",
            "number",
            "reference",
        ],
        emptied: &[("error", "NULL"), ("reason", "''")],
    },
    Table {
        name: "reset_link",
        fate: Fate::Removed("member = $1"),
        kept: &["member", "hash", "made_at", "expires_at"],
        emptied: &[],
    },
    Table {
        name: "review",
        fate: Fate::Kept("buyer = $1"),
        kept: &["buyer", "order_id", "line", "id", "product", "stars", "is_promoter", "useful"],
        emptied: &[("text", "''"), ("fault", "NULL")],
    },
    Table { name: "review_answer", fate: Fate::Nobodys, kept: &["review", "id", "text"], emptied: &[] },
    Table {
        name: "review_vote",
        fate: Fate::Kept("member = $1"),
        kept: &["review", "member", "at"],
        emptied: &[],
    },
    Table {
        name: "reward",
        fate: Fate::Kept("owner = $1"),
        kept: &[
            "owner",
            "kind",
            "ref_id",
            "ref_line",
            "step",
            "place",
            "at",
            "reward",
            "plan",
            "unit",
            "payee_rank",
            "distance",
            "base",
            "rate",
            "amount",
            "cut",
            "born",
            "chain",
        ],
        emptied: &[],
    },
    Table {
        name: "role_rights",
        fate: Fate::Nobodys,
        kept: &["role", "permissions", "changed_at"],
        emptied: &[],
    },
    Table {
        name: "selling",
        fate: Fate::Nobodys,
        kept: &["sku", "id", "least", "step", "most", "per_member", "period"],
        emptied: &[],
    },
    Table {
        name: "session",
        fate: Fate::Removed("owner = $1 AND subject = 'member'"),
        kept: &["hash", "subject", "owner", "created_at", "expires_at", "strong"],
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
        name: "sku",
        fate: Fate::Nobodys,
        kept: &["id", "product", "code", "title", "price", "cost", "stock", "state", "selling"],
        emptied: &[],
    },
    Table {
        name: "staff",
        fate: Fate::Nobodys,
        kept: &[
            "id",
            "login",
            "name",
            "role",
            "password",
            "totp",
            "totp_new",
            "totp_step",
            "recovery",
            "state",
        ],
        emptied: &[],
    },
    Table { name: "supplier", fate: Fate::Nobodys, kept: &["id", "name"], emptied: &[] },
    Table {
        name: "visit",
        fate: Fate::Kept("member = $1"),
        kept: &["promoter", "id", "member", "product"],
        emptied: &[("visitor", "''")],
    },
    Table {
        name: "webhook",
        fate: Fate::Nobodys,
        kept: &["id", "url", "secret", "topics", "state", "cursor", "failures", "next_try_at", "last_error"],
        emptied: &[],
    },
    Table {
        name: "withdrawal",
        fate: Fate::Kept("owner = $1"),
        kept: &[
            "owner",
            "id",
            "amount",
            "tax",
            "arithmetic",
            "method",
            "state",
            "reviewer",
            "decided_at",
            "batch",
            "number",
            "tries",
            "next_try_at",
            "paid_at",
            "reference",
            "cleared_at",
        ],
        emptied: &[("target", "NULL"), ("answer", "''"), ("prepared", "NULL")],
    },
];

/// What the list cannot say: rows that are theirs by what stands in them.
const FURTHER: &[&str] = &[
    // What the system that they were brought over from called them: often their phone number. Their orders keep their numbers.
    "DELETE FROM origin WHERE owner = $1 AND id = $1",
    // The answer to their registration belongs to nobody yet, and its name holds the hash of their phone.
    "DELETE FROM answer WHERE owner = 0 AND answer = '{\"member\":' || CAST(CAST($1 AS BIGINT) AS TEXT) || '}'",
    "DELETE FROM idempotency WHERE owner = 0 AND answer = '{\"member\":' || CAST(CAST($1 AS BIGINT) AS TEXT) || '}'",
];

/// Takes away whatever says who they are.
pub(super) fn erase(conn: &mut Conn, member: i64) -> Result<(), DbError> {
    for table in TABLES {
        let Table { name, fate, emptied, .. } = table;
        let sql = match fate {
            Fate::Removed(hers) => format!("DELETE FROM {name} WHERE {hers}"),
            Fate::Kept(hers) if !emptied.is_empty() => {
                let set: Vec<String> =
                    emptied.iter().map(|(name, value)| format!("{name} = {value}")).collect();
                format!("UPDATE {name} SET {} WHERE {hers}", set.join(", "))
            }
            Fate::Kept(_) | Fate::Nobodys => continue,
        };
        conn.execute(&sql, &row![member])?;
    }
    for sql in FURTHER {
        conn.execute(sql, &row![member])?;
    }
    Ok(())
}
