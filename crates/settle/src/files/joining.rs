//! The order in which events happen: by time, and for joins the inviter before those they invited.

use super::names::{NOBODY, Names};
use super::parallel::each;
use banyan_plan::time::Time;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Rows by time, those of the same time in the order of the file; `None` if the file is in that order already.
pub(crate) fn by_time(at: &[Time], threads: usize) -> Option<Vec<u32>> {
    /// Fewer rows are sorted at once.
    const FEW: usize = 1 << 16;
    if at.is_sorted() {
        return None;
    }
    let mut parts: Vec<Vec<(Time, u32)>> = vec![Vec::new()];
    if let (Some(first), Some(last)) = (at.iter().min(), at.iter().max())
        && at.len() > FEW
    {
        // Spread over spans of time that are sorted one by one, within the cache.
        let span = last.0.abs_diff(first.0) >> 10;
        let shift = 64 - span.leading_zeros();
        let count = (last.0.abs_diff(first.0) >> shift) + 1;
        parts = (0..count).map(|_| Vec::with_capacity(at.len() / count as usize)).collect();
        for (row, time) in at.iter().enumerate() {
            parts[(time.0.abs_diff(first.0) >> shift) as usize].push((*time, row as u32));
        }
    } else {
        parts[0].extend(at.iter().enumerate().map(|(row, time)| (*time, row as u32)));
    }
    let sorted = each(parts, threads, |mut part| {
        part.sort_unstable();
        part.into_iter().map(|(_, row)| row).collect::<Vec<_>>()
    });
    Some(sorted.concat())
}

/// All members in the order in which they join: by time; at one time the smallest order (by names as bytes) in which
/// every inviter comes before those they invited. `inviter` has no cycle.
pub(crate) fn join_order(names: &Names, at: &[Time], inviter: &[u32], threads: usize) -> Vec<u32> {
    let mut order = by_time(at, threads).unwrap_or_else(|| (0..at.len() as u32).collect());
    let same = |a: &u32, b: &u32| at[*a as usize] == at[*b as usize];
    let mut ties: Vec<&mut [u32]> = order.chunk_by_mut(same).filter(|tie| tie.len() > 1).collect();
    // Several ties a piece, as most are small.
    let step = ties.len().div_ceil(threads * 16).max(1);
    each(ties.chunks_mut(step).collect(), threads, |ties| {
        for tie in ties {
            sort_by_name(names, tie);
            let related = tie.iter().any(|member| {
                let inviter = inviter[*member as usize];
                inviter != NOBODY && same(&inviter, member)
            });
            if related {
                inviters_first(tie, inviter);
            }
        }
    });
    order
}

/// Those who become promoters later, in the order in which they do: by time; at one time like those who join.
pub(crate) fn enrolment_order(
    names: &Names,
    mut members: Vec<u32>,
    at: &[Time],
    inviter: &[u32],
) -> Vec<u32> {
    members.sort_by_key(|member| at[*member as usize]);
    for tie in members.chunk_by_mut(|a, b| at[*a as usize] == at[*b as usize]) {
        sort_by_name(names, tie);
        inviters_first(tie, inviter);
    }
    members
}

fn sort_by_name(names: &Names, members: &mut [u32]) {
    let mut keyed: Vec<(u64, u32)> = members.iter().map(|member| (names.prefix(*member), *member)).collect();
    keyed.sort_unstable_by(|(prefix, member), (other_prefix, other)| {
        prefix.cmp(other_prefix).then_with(|| names.get(*member).cmp(names.get(*other)))
    });
    for (place, (_, member)) in members.iter_mut().zip(keyed) {
        *place = member;
    }
}

/// Kahn's algorithm over members sorted by name: always the first of those whose inviter has gone before.
fn inviters_first(members: &mut [u32], inviter: &[u32]) {
    let mut places: Vec<(u32, u32)> = members.iter().copied().zip(0..).collect();
    places.sort_unstable();
    let place_of = |member: u32| {
        places.binary_search_by_key(&member, |(member, _)| *member).ok().map(|found| places[found].1)
    };
    // Who waits for whom, as places; sorted, those who wait for one stand together.
    let mut waiting: Vec<(u32, u32)> = Vec::new();
    let mut ready = BinaryHeap::new();
    for (member, place) in members.iter().zip(0..) {
        match place_of(inviter[*member as usize]) {
            Some(before) => waiting.push((before, place)),
            None => ready.push(Reverse(place)),
        }
    }
    waiting.sort_unstable();
    let sorted = members.to_vec();
    let mut next = members.iter_mut();
    while let (Some(Reverse(place)), Some(slot)) = (ready.pop(), next.next()) {
        *slot = sorted[place as usize];
        let first = waiting.partition_point(|(before, _)| *before < place);
        let freed = waiting[first..].iter().take_while(|(before, _)| *before == place);
        ready.extend(freed.map(|(_, place)| Reverse(*place)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn time_order_is_a_stable_sort(times in prop::collection::vec(-50_i64..50, 0..300), many in any::<bool>()) {
            let repeat = if many { 70_000 / times.len().max(1) + 1 } else { 1 };
            let at: Vec<Time> = times.iter().cycle().take(times.len() * repeat).map(|ns| Time(ns * 1_000_000)).collect();
            let mut expected: Vec<u32> = (0..at.len() as u32).collect();
            expected.sort_by_key(|row| at[*row as usize]);
            let found = by_time(&at, 2).unwrap_or_else(|| (0..at.len() as u32).collect());
            prop_assert_eq!(found, expected);
        }

        #[test]
        fn joins_take_the_smallest_order_that_inviters_allow(seed in prop::collection::vec((0_i64..3, any::<prop::sample::Index>(), any::<u8>()), 1..12)) {
            // Members are made in an order in which inviters come first; their names and rows are not in that order.
            let list: Vec<Vec<u8>> = seed.iter().enumerate().map(|(row, (_, _, byte))| format!("{}-{row}", byte % 7).into_bytes()).collect();
            let names: Names = list.iter().map(Vec::as_slice).collect();
            let mut inviter = vec![NOBODY; seed.len()];
            let mut at = vec![Time(0); seed.len()];
            for (row, (later, index, root)) in seed.iter().enumerate() {
                let above = index.index(row + 1);
                if above < row && root % 5 > 0 {
                    inviter[row] = above as u32;
                    at[row] = at[above].plus(later / 2);
                }
            }
            let found = join_order(&names, &at, &inviter, 2);
            let mut left: Vec<u32> = (0..seed.len() as u32).collect();
            let mut expected: Vec<u32> = Vec::new();
            while !left.is_empty() {
                let first = *left.iter()
                    .filter(|member| !left.contains(&inviter[**member as usize]))
                    .min_by_key(|member| (at[**member as usize], names.get(**member).to_vec())).unwrap();
                left.retain(|member| *member != first);
                expected.push(first);
            }
            prop_assert_eq!(found, expected);
        }
    }
}
