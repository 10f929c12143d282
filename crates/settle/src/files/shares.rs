//! `sellers`: who shares a line, and in which parts.

use super::error::{Fault, shown};
use super::members::unknown_member;
use super::names::Names;
use crate::history::MAX_SHARERS;
use banyan_plan::money::Rate;

/// Who shares a line: the first, and the others each with a share.
pub(super) type Sharers = (u32, [(u32, Rate); MAX_SHARERS]);

/// `b=60%;d=40%`: two to four members, each with a share, that come to 100 %.
pub(super) fn sharers(names: &Names, line: u64, field: &[u8]) -> Result<Sharers, Fault> {
    let mut all: Vec<(u32, Rate)> = Vec::new();
    for part in field.split(|byte| *byte == b';') {
        let Some(at) = part.iter().rposition(|byte| *byte == b'=') else { return Err(wrong(line, field)) };
        let (name, share) = (part[..at].trim_ascii(), part[at + 1..].trim_ascii());
        let share = Rate::parse(share).ok().filter(|share| share.0 > 0).ok_or_else(|| wrong(line, field))?;
        let member = names.find(name).ok_or_else(|| unknown_member(line, "sellers", name))?;
        if all.iter().any(|(known, _)| *known == member) {
            return Err(wrong(line, field));
        }
        all.push((member, share));
    }
    let sum: u64 = all.iter().map(|(_, share)| u64::from(share.0)).sum();
    let (Some((first, _)), true) = (all.first().copied(), sum == u64::from(Rate::ONE.0)) else {
        return Err(wrong(line, field));
    };
    if !(2..=MAX_SHARERS + 1).contains(&all.len()) {
        return Err(wrong(line, field));
    }
    let mut others = crate::history::ALONE;
    for (other, one) in others.iter_mut().zip(&all[1..]) {
        *other = *one;
    }
    Ok((first, others))
}

#[cold]
fn wrong(line: u64, field: &[u8]) -> Fault {
    let value = shown(field);
    Fault::new(
        line,
        format!("sellers {value} 不对；应为两到四位不同的卖家和各自的比例，合计 100%，如 li=60%;wang=40%"),
        format!(
            "sellers {value} is wrong; expected two to four different sellers with shares that come to 100 %, such as ann=60%;bob=40%"
        ),
    )
}

#[cold]
pub(super) fn both(line: u64) -> Fault {
    Fault::new(
        line,
        "seller 和 sellers 不能同时填写；多人分成时只写 sellers".to_owned(),
        "both seller and sellers are written; expected only sellers where several share a line".to_owned(),
    )
}
