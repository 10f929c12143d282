//! Tables of the community: accounts, contacts, groups, channels, touches.

use super::table::{Fate, Table};

/// Rows of the contacts that a member is: said by hand, or by a phone that they have verified.
const THEIR_CONTACTS: &str = "person IN (SELECT person FROM chat_person WHERE member = $1 UNION \
     SELECT p.person FROM identity i JOIN chat_person p ON p.hash = i.hash AND p.member IS NULL \
     WHERE i.member = $1 AND i.verified_at IS NOT NULL)";

/// The ids by which WeCom calls the contacts that a member is.
macro_rules! their_handles {
    () => {
        "IN (SELECT c.handle FROM chat_contact c WHERE c.handle <> '' AND c.person IN \
         (SELECT person FROM chat_person WHERE member = $1 UNION \
         SELECT p.person FROM identity i JOIN chat_person p ON p.hash = i.hash AND p.member IS NULL \
         WHERE i.member = $1 AND i.verified_at IS NOT NULL))"
    };
}

pub(super) const TABLES: &[Table] = &[
    // What WeCom said goes first: whom it is about is told by the contacts.
    Table {
        name: "wecom_inbox",
        fate: Fate::Removed(concat!(
            "id IN (SELECT inbox FROM wecom_mention WHERE person ",
            their_handles!(),
            ")"
        )),
        kept: &["hash", "id", "kind", "raw", "applied"],
        emptied: &[],
    },
    Table {
        name: "wecom_mention",
        fate: Fate::Removed(concat!("person ", their_handles!())),
        kept: &["person", "inbox"],
        emptied: &[],
    },
    Table {
        name: "wecom_follow",
        fate: Fate::Removed(concat!("person ", their_handles!())),
        kept: &["account", "person", "since", "way", "state", "changed"],
        emptied: &[],
    },
    Table {
        name: "wecom_member",
        fate: Fate::Removed(concat!("person ", their_handles!())),
        kept: &["group_id", "person", "is_staff", "since", "changed"],
        emptied: &[],
    },
    Table {
        name: "wecom_task",
        fate: Fate::Removed(concat!("kind = 'customer' AND subject ", their_handles!())),
        kept: &["kind", "subject", "due_at", "tries", "is_sync"],
        emptied: &[],
    },
    Table {
        name: "wecom_gap",
        fate: Fate::Removed(concat!("kind = 'customer' AND subject ", their_handles!())),
        kept: &["kind", "subject", "code"],
        emptied: &[],
    },
    Table {
        name: "wecom_connection",
        fate: Fate::Nobodys,
        kept: &[
            "id",
            "corp",
            "api",
            "secret",
            "token",
            "aes_key",
            "is_on",
            "heard_at",
            "sync_began",
            "sync_ended",
            "sync_staff",
            "sync_groups",
        ],
        emptied: &[],
    },
    Table { name: "wecom_error", fate: Fate::Nobodys, kept: &["code", "times", "last_at"], emptied: &[] },
    Table { name: "wecom_staff", fate: Fate::Nobodys, kept: &["account", "changed"], emptied: &[] },
    Table {
        name: "wecom_group",
        fate: Fate::Nobodys,
        kept: &["group_id", "name", "owner", "since", "version", "is_gone", "changed"],
        emptied: &[],
    },
    Table {
        name: "chat_account",
        fate: Fate::Nobodys,
        kept: &[
            "id",
            "platform",
            "name",
            "handle",
            "operator",
            "state",
            "most_groups",
            "most_people",
            "address",
        ],
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
        fate: Fate::Removed(THEIR_CONTACTS),
        kept: &["account", "person", "handle", "added_at", "removed_at"],
        emptied: &[],
    },
    Table {
        name: "chat_follow_up",
        fate: Fate::Removed(THEIR_CONTACTS),
        kept: &["person", "id", "operator", "due_at", "what", "done_at", "result"],
        emptied: &[],
    },
    Table {
        name: "chat_membership",
        fate: Fate::Removed(THEIR_CONTACTS),
        kept: &["group_id", "person", "joined_at", "left_at"],
        emptied: &[],
    },
    // What was reserved for them has been given back; how much an account did on a day stays.
    Table {
        name: "touch",
        fate: Fate::Kept(THEIR_CONTACTS),
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
        name: "chat_channel",
        fate: Fate::Nobodys,
        kept: &["id", "code", "name", "kind", "operator", "fallback", "welcomes", "cost", "state"],
        emptied: &[],
    },
    Table {
        name: "chat_channel_account",
        fate: Fate::Nobodys,
        kept: &["channel", "account", "place", "most", "shifts"],
        emptied: &[],
    },
    Table {
        name: "chat_channel_event",
        fate: Fate::Nobodys,
        kept: &["channel", "id", "action", "was", "became", "reason", "actor"],
        emptied: &[],
    },
    // A visitor's name is drawn at random for one page, and stands nowhere else.
    Table {
        name: "chat_channel_visit",
        fate: Fate::Nobodys,
        kept: &["channel", "visitor", "day", "scanned_at", "account", "met_day", "seat", "most"],
        emptied: &[],
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
        fate: Fate::Removed(THEIR_CONTACTS),
        kept: &["person", "id", "action", "was", "became", "reason", "actor"],
        emptied: &[],
    },
    Table {
        name: "chat_person_tag",
        fate: Fate::Removed(THEIR_CONTACTS),
        kept: &["person", "tag", "at", "is_by_rule"],
        emptied: &[],
    },
    Table {
        name: "chat_person",
        fate: Fate::Removed(THEIR_CONTACTS),
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
            "channel",
            "channel_at",
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
];
