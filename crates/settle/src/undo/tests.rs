use std::fmt::Debug;

use proptest::prelude::*;

use super::{List, Lists, Map, Maps, Queues, Undo};

#[derive(Debug, Clone, Default)]
struct All {
    list: List<u8>,
    lists: Lists<u8>,
    queues: Queues<u8>,
    map: Map<u8, u8>,
    maps: Maps<u8, u8, u8>,
    number: u8,
    before: Vec<(u8,)>,
}

undo!([] All: parts [list, lists, queues, map, maps], copied [number] in before, fixed []);

impl All {
    /// What can be seen of it.
    fn seen(&self) -> impl Debug + PartialEq + use<> {
        let Self { list, lists, queues, map, maps, number, .. } = self.clone();
        (list.to_vec(), lists.to_vec(), queues.to_vec(), (*map).clone(), (*maps).clone(), number)
    }

    fn act(&mut self, (what, place, value): (u8, u8, u8)) {
        let (at, count) = (usize::from(place), usize::from(place) + 1);
        self.list.grow(count, 0);
        self.lists.grow(count);
        self.queues.grow(count);
        match what {
            0 => *self.list.at(at) = value,
            1 => self.list.push(value),
            2 => self.lists.push(at, value),
            3 => self.lists.retain(at, |one| *one < value),
            4 => self.queues.push_back(at, value),
            5 => drop(self.queues.pop_front(at)),
            6 => *self.map.at(place) = value,
            7 => drop(self.map.insert(place, value)),
            8 => self.maps.insert(place, value % 3, value),
            9 => drop(self.map.remove(&place)),
            10 => drop(self.map.get_mut(&place).map(|had| *had = value)),
            _ if value == 0 => drop(self.map.take()),
            _ => self.number = value,
        }
    }
}

proptest! {
    /// Whatever happens between marks, however they nest, everything is as it was at the mark that is gone back to.
    #[test]
    fn whatever_has_happened_since_a_mark_is_undone(
        steps in prop::collection::vec((0_u8..15, 0_u8..5, 0_u8..20), 0..200),
    ) {
        let mut all = All::default();
        let mut marks = Vec::new();
        for step in steps {
            match step.0 {
                12 => {
                    marks.push(all.seen());
                    all.mark();
                }
                13 => {
                    if let Some(was) = marks.pop() {
                        all.undo();
                        prop_assert_eq!(all.seen(), was);
                    }
                }
                14 => {
                    if marks.pop().is_some() {
                        all.keep();
                    }
                }
                _ => all.act(step),
            }
        }
        while let Some(was) = marks.pop() {
            all.undo();
            prop_assert_eq!(all.seen(), was);
        }
        prop_assert!(all.before.is_empty());
    }
}
