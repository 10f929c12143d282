//! Tables of people: members, staff, ways to sign in, what they asked and allowed.

use super::table::{Fate, Table};

pub(super) const TABLES: &[Table] = &[
    Table {
        name: "address",
        fate: Fate::Removed("member = $1"),
        kept: &["member", "id", "secret", "preferred"],
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
        name: "consent",
        fate: Fate::Removed("member = $1"),
        kept: &["member", "purpose", "at", "given"],
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
        name: "member",
        fate: Fate::Kept("id = $1"),
        kept: &["id", "inviter", "rank", "code", "promoter_at", "first_order", "direct"],
        emptied: &[("nickname", "''"), ("state", "'erased'"), ("password", "NULL"), ("consent", "'{}'")],
    },
    Table {
        name: "phone_code",
        fate: Fate::Nobodys,
        kept: &["hash", "code", "sent_at", "expires_at", "tries"],
        emptied: &[],
    },
    Table { name: "phone_tail", fate: Fate::Removed("member = $1"), kept: &["hash", "member"], emptied: &[] },
    Table {
        name: "private",
        fate: Fate::Removed("member = $1"),
        kept: &["member", "field", "secret"],
        emptied: &[],
    },
    Table {
        name: "rank_change",
        fate: Fate::Kept("member = $1"),
        kept: &["member", "at", "rank", "rank_id", "how", "actor"],
        emptied: &[("reason", "''")],
    },
    Table {
        name: "reset_link",
        fate: Fate::Removed("member = $1"),
        kept: &["member", "hash", "made_at", "expires_at"],
        emptied: &[],
    },
    Table {
        name: "role_rights",
        fate: Fate::Nobodys,
        kept: &["role", "permissions", "changed_at"],
        emptied: &[],
    },
    Table {
        name: "session",
        fate: Fate::Removed("owner = $1 AND subject = 'member'"),
        kept: &["hash", "subject", "owner", "created_at", "expires_at", "strong"],
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
];
