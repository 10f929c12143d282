//! Where a settlement stands at a moment, written down so that it can go on from there without what came before.
//!
//! A checkpoint is a few lines that a person can read and then the state as bytes. It is trusted as the plan is: the digest
//! finds what was damaged or cut off on its way, not what somebody has made up.

use std::fmt::Write as _;

use banyan_plan::kernel::Program;
use banyan_plan::time::Time;
use banyan_plan::words::Text;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::History;
use super::desk::Kept;
use super::past::{Digest, Done, Past};
use crate::history::Saved;

/// Counted up whenever what the bytes mean changes.
pub const VERSION: u32 = 1;
const NAME: &str = "banyan-checkpoint";

/// Where a settlement stands before a moment: all that happened earlier is done, nothing that happens then or later.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Checkpoint {
    plan: (String, u32),
    identity: Digest,
    until: Time,
    past: Past,
    state: State,
}

/// All that has to be remembered to go on.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct State {
    pub(super) engine: Saved<u32>,
    pub(super) desk: Kept,
    pub(super) done: Done,
    /// How many lines have settled, if the plan follows that.
    pub(super) settled: Option<usize>,
}

impl Checkpoint {
    pub(super) fn new(history: &History<'_>, until: Time, state: State) -> Self {
        let plan = history.program.plan();
        let past = Past::of(history, &state.done, state.settled);
        Self {
            plan: (plan.id.clone(), plan.version),
            identity: identity(history.program),
            until,
            past,
            state,
        }
    }

    /// The moment before which all is done.
    pub fn until(&self) -> Time {
        self.until
    }

    /// How many order lines are done, refunds and reversals included.
    pub fn lines(&self) -> usize {
        self.state.done.lines
    }

    pub(super) fn into_state(self) -> State {
        self.state
    }

    /// Whether a settlement of this history can go on from here: the plan is the same, and so is what happened before.
    pub fn check(&self, history: &History<'_>) -> Result<(), Text> {
        let plan = history.program.plan();
        if self.identity != identity(history.program) {
            let ((id, version), new, now) = (&self.plan, &plan.id, plan.version);
            return Err(Text::new(
                format!(
                    "检查点是按方案 `{id}` 第 {version} 版做的，与现在的 `{new}` 第 {now} 版不同；应使用当时的方案"
                ),
                format!(
                    "the checkpoint was made under another plan than this one: `{id}` version {version}, now `{new}` version {now}; expected the plan of then"
                ),
            ));
        }
        let changed = self.past.changed(history, (&self.state.done, self.state.settled), self.until);
        changed.map_or(Ok(()), |file| Err(other_past(file, self.until)))
    }

    /// What a person reads of it.
    fn head(&self, bytes: usize) -> String {
        let ((plan, version), until, lines) = (&self.plan, self.until, self.lines());
        format!("{NAME} {VERSION}\nplan {plan} {version}\nuntil {until}\nlines {lines}\nbytes {bytes}\n")
    }

    /// As bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        // Writing to memory does not fail, and every length is known.
        let payload = postcard::to_extend(self, Vec::new()).unwrap_or_default();
        let mut head = self.head(payload.len());
        let digest = sha256(&[head.as_bytes(), &payload]);
        head += &format!("sha256 {digest}\n");
        let mut bytes = head.into_bytes();
        bytes.extend_from_slice(&payload);
        bytes
    }

    /// From bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Text> {
        let mut rest = bytes;
        let version = line(&mut rest, NAME).ok_or_else(no_checkpoint)?;
        if version.parse() != Ok(VERSION) {
            return Err(Text::new(
                format!("检查点的版本是 {version}，本程序读的是 {VERSION}；应从原始文件重新结算"),
                format!(
                    "the checkpoint has version {version}, this program reads {VERSION}; expected one of this program, or to settle from the files again"
                ),
            ));
        }
        for key in ["plan", "until", "lines"] {
            line(&mut rest, key).ok_or_else(changed)?;
        }
        let length: usize =
            line(&mut rest, "bytes").and_then(|text| text.parse().ok()).ok_or_else(changed)?;
        let head = &bytes[..bytes.len() - rest.len()];
        let expected = line(&mut rest, "sha256").ok_or_else(changed)?;
        if rest.len() < length {
            let has = rest.len();
            return Err(Text::new(
                format!("检查点不完整：内容应有 {length} 字节，实际只有 {has} 字节；请重新复制"),
                format!(
                    "the checkpoint is cut off: expected {length} bytes of content, found {has}; copy it again"
                ),
            ));
        }
        if sha256(&[head, rest]) != expected {
            return Err(changed());
        }
        let checkpoint: Self = postcard::from_bytes(rest).map_err(|_| changed())?;
        // What a person reads is what the state says.
        if checkpoint.head(length).as_bytes() == head { Ok(checkpoint) } else { Err(changed()) }
    }
}

/// The digest that the bytes of a checkpoint carry; `None` if they are none.
pub fn digest(bytes: &[u8]) -> Option<&str> {
    let mut rest = bytes;
    [NAME, "plan", "until", "lines", "bytes"]
        .into_iter()
        .try_for_each(|key| line(&mut rest, key).map(drop))?;
    line(&mut rest, "sha256")
}

/// Takes the line `KEY VALUE` off the front.
fn line<'a>(rest: &mut &'a [u8], key: &str) -> Option<&'a str> {
    // No line of the head is longer.
    let end = rest.iter().take(1_000).position(|byte| *byte == b'\n')?;
    let value = std::str::from_utf8(&rest[..end]).ok()?.strip_prefix(key)?.strip_prefix(' ')?;
    *rest = &rest[end + 1..];
    Some(value)
}

/// The SHA-256 of some bytes, which may come in parts, in hexadecimal.
pub fn sha256(parts: &[&[u8]]) -> String {
    let mut sum = Sha256::new();
    for part in parts {
        sum.update(part);
    }
    sum.finalize().iter().fold(String::new(), |mut text, byte| {
        // Writing to memory does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn identity(program: &Program) -> Digest {
    Sha256::digest(program.plan().identity().as_bytes()).into()
}

fn no_checkpoint() -> Text {
    Text::new(
        "这不是检查点；应为 `banyan settle --checkpoint-out` 写出的文件",
        "this is no checkpoint; expected a file written by `banyan settle --checkpoint-out`",
    )
}

fn changed() -> Text {
    Text::new(
        "检查点的内容与其校验值不符，写出后被改动过；请用原件",
        "the checkpoint does not match its digest: it was changed after it was written; expected the original",
    )
}

fn other_past(file: &Text, until: Time) -> Text {
    Text::new(
        format!("{}中 {until} 之前的内容与做检查点时不同；应为同样的文件，只在末尾增加此后的行", file.zh),
        format!(
            "the {} differ from those of the checkpoint in what happened before {until}; expected the same files, with later rows added at the end only",
            file.en
        ),
    )
}
