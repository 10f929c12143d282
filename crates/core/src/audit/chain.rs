//! An audit log that shows when somebody has edited it: each record's hash covers the one before.
//!
//! A record's hash is the SHA-256 of a label, the hash before it, the time, and actor, action, subject and detail, each
//! with its length first, so that no two records have the same bytes. Whoever can write the database can also compute
//! the whole chain anew, and can drop its last records: to notice that, keep a [`Head`] elsewhere now and then (a
//! backup, a mail to the owner) and compare it with what [`verify`] gives.

use std::fmt;

use banyan_plan::time::Time;
use banyan_plan::words::Text;
use ring::digest;

/// What the first bytes of every hashed record say, so that no other hash of the shop can stand for one.
const LABEL: &[u8] = b"banyan audit 1";

/// The hash of a record.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ChainHash(pub [u8; 32]);

impl ChainHash {
    /// What stands before the first record.
    pub const START: Self = Self([0; 32]);
}

impl fmt::Display for ChainHash {
    /// 64 hexadecimal digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for ChainHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ChainHash({self})")
    }
}

/// What somebody did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Act<'a> {
    /// When.
    pub at: Time,
    /// Who: a staff account, an API token, the shop itself.
    pub actor: &'a str,
    /// What: a stable name, `refund.approve`.
    pub action: &'a str,
    /// To whom or what: `order/123`.
    pub subject: &'a str,
    /// Particulars as JSON. The text itself is hashed: store it in a text column, because a JSON column may give it
    /// back with other spaces or another order of keys. No personal data, which must stay erasable.
    pub detail: &'a str,
}

impl Act<'_> {
    /// The bytes that are hashed.
    fn canonical(&self, previous: ChainHash) -> Vec<u8> {
        let at = self.at.0.to_be_bytes();
        let fields: [&[u8]; 7] = [
            LABEL,
            &previous.0,
            &at,
            self.actor.as_bytes(),
            self.action.as_bytes(),
            self.subject.as_bytes(),
            self.detail.as_bytes(),
        ];
        let mut out = Vec::with_capacity(fields.iter().map(|field| 8 + field.len()).sum());
        for field in fields {
            out.extend_from_slice(&(field.len() as u64).to_be_bytes());
            out.extend_from_slice(field);
        }
        out
    }

    /// The hash to store with this record when `previous` is the hash of the one before. Two writers must not follow
    /// the same record: a unique constraint on `previous` sees to that.
    pub fn hash_after(&self, previous: ChainHash) -> ChainHash {
        let mut out = [0; 32];
        out.copy_from_slice(digest::digest(&digest::SHA256, &self.canonical(previous)).as_ref());
        ChainHash(out)
    }
}

/// A record as it is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Record<'a> {
    /// What was done.
    pub act: Act<'a>,
    /// The hash of the record before, or [`ChainHash::START`].
    pub previous: ChainHash,
    /// Its own hash.
    pub hash: ChainHash,
}

/// The end of a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Records up to here.
    pub count: u64,
    /// The last one's hash.
    pub hash: ChainHash,
}

impl Head {
    /// The head of an empty log.
    pub const START: Self = Self { count: 0, hash: ChainHash::START };
}

/// Where a chain breaks first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Break {
    /// The record does not follow the one before it.
    #[error("audit record {position}: a record before it is missing, was added, or is in another place")]
    Unlinked {
        /// Its place in the log, from 1.
        position: u64,
    },
    /// The record's contents are not those of its hash.
    #[error("audit record {position}: it was changed after it was written")]
    Changed {
        /// Its place in the log, from 1.
        position: u64,
    },
}

impl Break {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unlinked { .. } => "audit_unlinked",
            Self::Changed { .. } => "audit_changed",
        }
    }

    /// What to tell people.
    pub fn text(self) -> Text {
        let zh = match self {
            Self::Unlinked { position } => {
                format!("审计记录第 {position} 条：它前面的记录被删除、插入或移动过")
            }
            Self::Changed { position } => format!("审计记录第 {position} 条：写入之后被改动过"),
        };
        Text::new(zh, self.to_string())
    }
}

/// Checks records in their order, from `from` (the start, or a head that was checked before) to the end; gives the end,
/// or where the chain breaks first.
pub fn verify<'a>(from: Head, records: impl IntoIterator<Item = Record<'a>>) -> Result<Head, Break> {
    records.into_iter().try_fold(from, |head, record| {
        let position = head.count + 1;
        if record.previous != head.hash {
            return Err(Break::Unlinked { position });
        }
        if record.act.hash_after(record.previous) != record.hash {
            return Err(Break::Changed { position });
        }
        Ok(Head { count: position, hash: record.hash })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ACT: Act<'_> = Act {
        at: Time(1_764_000_000_000_000_000),
        actor: "staff/1",
        action: "refund.approve",
        subject: "order/7",
        detail: r#"{"amount":"12.30"}"#,
    };

    fn chain<'a>(acts: &[Act<'a>]) -> Vec<Record<'a>> {
        let mut previous = ChainHash::START;
        acts.iter()
            .map(|act| {
                let hash = act.hash_after(previous);
                let record = Record { act: *act, previous, hash };
                previous = hash;
                record
            })
            .collect()
    }

    fn three() -> Vec<Record<'static>> {
        chain(&[ACT, Act { actor: "staff/2", ..ACT }, Act { action: "rank.set", ..ACT }])
    }

    #[test]
    fn an_untouched_log_is_whole_and_can_be_checked_in_parts() {
        let log = three();
        let end = verify(Head::START, log.clone()).unwrap();
        assert_eq!(end, Head { count: 3, hash: log[2].hash });
        let middle = verify(Head::START, log[..1].to_vec()).unwrap();
        assert_eq!(verify(middle, log[1..].to_vec()), Ok(end));
        assert_eq!(verify(Head::START, []), Ok(Head::START));
    }

    #[test]
    fn every_kind_of_edit_breaks_the_chain_where_it_was_made() {
        let mut edited = three();
        edited[1].act.detail = r#"{"amount":"99.30"}"#;
        assert_eq!(verify(Head::START, edited.clone()), Err(Break::Changed { position: 2 }));
        // With its own hash made to fit, the next record no longer follows.
        edited[1].hash = edited[1].act.hash_after(edited[1].previous);
        assert_eq!(verify(Head::START, edited), Err(Break::Unlinked { position: 3 }));
        let mut removed = three();
        removed.remove(0);
        assert_eq!(verify(Head::START, removed), Err(Break::Unlinked { position: 1 }));
        let mut swapped = three();
        swapped.swap(1, 2);
        assert_eq!(verify(Head::START, swapped), Err(Break::Unlinked { position: 2 }));
        let mut doubled = three();
        doubled.insert(1, doubled[0]);
        assert_eq!(verify(Head::START, doubled), Err(Break::Unlinked { position: 2 }));
        assert_eq!(Break::Changed { position: 2 }.code(), "audit_changed");
        assert_eq!(Break::Changed { position: 2 }.text().zh, "审计记录第 2 条：写入之后被改动过");
        assert_eq!(
            Break::Changed { position: 2 }.text().en,
            "audit record 2: it was changed after it was written"
        );
    }

    #[test]
    fn a_log_cut_at_its_end_is_whole_but_has_another_head() {
        let log = three();
        let cut = verify(Head::START, log[..2].to_vec()).unwrap();
        assert_ne!(Ok(cut), verify(Head::START, log));
    }

    #[test]
    fn text_moved_from_one_field_to_the_next_is_another_record() {
        let one = Act { actor: "ab", action: "c", ..ACT };
        let other = Act { actor: "a", action: "bc", ..ACT };
        assert_ne!(one.hash_after(ChainHash::START), other.hash_after(ChainHash::START));
    }

    #[test]
    fn the_bytes_that_are_hashed_stay_as_they_are() {
        let act = Act { at: Time(1), actor: "a", action: "b", subject: "", detail: "{}" };
        let mut expected = Vec::new();
        for field in [LABEL, &[0; 32], &1_i64.to_be_bytes(), b"a", b"b", b"", b"{}"] {
            expected.extend_from_slice(&(field.len() as u64).to_be_bytes());
            expected.extend_from_slice(field);
        }
        assert_eq!(act.canonical(ChainHash::START), expected);
        assert_eq!(ChainHash::START.to_string(), "0".repeat(64));
    }

    proptest! {
        #[test]
        fn whatever_one_record_is_changed_to_is_noticed(
            texts in prop::collection::vec((".*", any::<i64>()), 1..8),
            place: usize,
            text in ".*",
        ) {
            let acts: Vec<Act<'_>> = texts.iter().map(|(text, at)| Act { at: Time(*at), detail: text, ..ACT }).collect();
            let mut log = chain(&acts);
            prop_assert!(verify(Head::START, log.clone()).is_ok());
            let place = place % log.len();
            let was = log[place].act.detail.to_owned();
            log[place].act.detail = &text;
            let expected = if was == text { None } else { Some(Break::Changed { position: place as u64 + 1 }) };
            prop_assert_eq!(verify(Head::START, log).err(), expected);
        }
    }
}
