//! The referral forest observed at Beibei, and the part of it that carries the shop's customers.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, HashMap, HashSet, VecDeque};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;

use crate::fail::Fail;
use crate::shop::mix;

/// Who invited whom. People are numbered by first appearance in the files.
#[derive(Debug, Default)]
pub(crate) struct Forest {
    /// The number that a person has in the files.
    names: Vec<u64>,
    parent: Vec<Option<usize>>,
    children: Vec<Vec<usize>>,
}

/// One tree of the forest: how large, how deep, and where it starts.
#[derive(Debug, Clone, Copy)]
struct Tree {
    root: usize,
    size: usize,
    depth: usize,
}

/// The chosen part, as places to be filled in order: an inviter's place comes before those they invited.
#[derive(Debug)]
pub(crate) struct Part {
    /// For each place, the place of the inviter.
    pub(crate) inviter: Vec<Option<usize>>,
    /// For each place, whether they invited at least one.
    pub(crate) invites: Vec<bool>,
    trees: usize,
    cut: usize,
}

/// Reads groups in file order: the initiator invites the group's first participant. The first inviter stays; nobody
/// invites themselves or someone whom they descend from.
pub(crate) fn read(paths: &[PathBuf]) -> Result<Forest, Fail> {
    let mut forest = Forest::default();
    let mut index = HashMap::new();
    for path in paths {
        let file = File::open(path).map_err(Fail::io(path))?;
        for (row, line) in BufReader::new(MultiGzDecoder::new(file)).lines().enumerate() {
            let line = line.map_err(Fail::io(path))?;
            let (initiator, participant) = group(path, row as u64 + 1, &line)?;
            let initiator = forest.person(&mut index, initiator);
            let participant = forest.person(&mut index, participant);
            forest.connect(initiator, participant);
        }
    }
    Ok(forest)
}

/// Stops unless the forest is the published one.
pub(crate) fn check_published(forest: &Forest) -> Result<(), Fail> {
    Fail::unless_count("people in the forest", 189_675, forest.names.len())?;
    Fail::unless_count("invitations in the forest", 140_788, forest.edges())?;
    let deepest = forest.trees().iter().map(|tree| tree.depth).max().unwrap_or(0);
    Fail::unless_count("depth of the forest", 35, deepest)
}

fn group(path: &Path, row: u64, line: &str) -> Result<(u64, u64), Fail> {
    let mut fields = line.split('\t');
    let mut number = |what: &str| {
        let text = fields.next().unwrap_or_default();
        text.parse().map_err(|_| Fail::line(path, row, format!("{what} `{text}`: expected a number")))
    };
    let initiator = number("initiator")?;
    number("item")?;
    Ok((initiator, number("participant")?))
}

impl Forest {
    fn person(&mut self, index: &mut HashMap<u64, usize>, name: u64) -> usize {
        *index.entry(name).or_insert_with(|| {
            self.names.push(name);
            self.parent.push(None);
            self.children.push(Vec::new());
            self.names.len() - 1
        })
    }

    fn connect(&mut self, inviter: usize, newcomer: usize) {
        if inviter == newcomer || self.parent[newcomer].is_some() {
            return;
        }
        let mut above = inviter;
        while let Some(next) = self.parent[above] {
            above = next;
        }
        if above != newcomer {
            self.parent[newcomer] = Some(inviter);
            self.children[inviter].push(newcomer);
        }
    }

    fn edges(&self) -> usize {
        self.parent.iter().flatten().count()
    }

    /// All trees by appearance of their root.
    fn trees(&self) -> Vec<Tree> {
        (0..self.names.len())
            .filter(|person| self.parent[*person].is_none())
            .map(|root| {
                let levels = self.levels(root);
                Tree { root, size: levels.len(), depth: levels.last().map_or(0, |(_, depth)| *depth) }
            })
            .collect()
    }

    /// A tree breadth-first, with each person's depth.
    fn levels(&self, root: usize) -> Vec<(usize, usize)> {
        let mut out = Vec::new();
        let mut queue = VecDeque::from([(root, 0)]);
        while let Some((person, depth)) = queue.pop_front() {
            out.push((person, depth));
            queue.extend(self.children[person].iter().map(|child| (*child, depth + 1)));
        }
        out
    }

    /// Prints the forest's shape.
    pub(crate) fn report(&self, title: &str) {
        let trees: Vec<Tree> = self.trees();
        let mut depths = BTreeMap::new();
        for tree in &trees {
            for (_, depth) in self.levels(tree.root) {
                *depths.entry(depth).or_insert(0) += 1;
            }
        }
        print_shape(title, self.names.len(), trees.iter().map(|tree| tree.size), &depths);
    }
}

impl Part {
    /// Chooses whole trees with `wanted` people in all.
    ///
    /// A systematic sample: trees in order of size, then depth (largest first), then of a hash of the root's number; from
    /// the deepest tree on, every k-th, k being the forest's people per wanted person. So each size has its share. What
    /// is too much is cut from the last tree, the deepest level first; what is missing is filled from the small end.
    pub(crate) fn choose(forest: &Forest, wanted: usize) -> Result<Self, Fail> {
        let people = forest.names.len();
        let mut trees = forest.trees();
        trees.sort_by_key(|tree| {
            let name = forest.names[tree.root];
            (Reverse((tree.size, tree.depth)), mix(&name.to_le_bytes()), name)
        });
        let deepest = (0..trees.len()).max_by_key(|at| (trees[*at].depth, Reverse(*at))).unwrap_or(0);
        if wanted == 0 || people < wanted || deepest * wanted >= people {
            return Err(Fail::Broken("the forest is too small, or its deepest tree no large one".into()));
        }
        let sampled: Vec<usize> =
            (0..wanted).map(|n| deepest + n * people / wanted).take_while(|at| *at < trees.len()).collect();
        let taken: HashSet<usize> = sampled.iter().copied().collect();
        let spare = (0..trees.len()).rev().filter(|at| !taken.contains(at));
        let mut chosen = Vec::with_capacity(wanted);
        let (mut count, mut cut) = (0, 0);
        for at in sampled.iter().copied().chain(spare) {
            let levels = forest.levels(trees[at].root);
            let room = wanted - chosen.len();
            cut = levels.len().saturating_sub(room);
            chosen.extend(levels.into_iter().take(room).map(|(person, _)| person));
            count += 1;
            if chosen.len() == wanted {
                break;
            }
        }
        Fail::unless_count("people in the chosen trees", wanted, chosen.len())?;
        Ok(Self::in_order(forest, &chosen, count, cut))
    }

    /// Puts people in order of appearance, but never before their inviter.
    fn in_order(forest: &Forest, chosen: &[usize], trees: usize, cut: usize) -> Self {
        let members: HashSet<usize> = chosen.iter().copied().collect();
        let mut ready: BinaryHeap<Reverse<usize>> = chosen
            .iter()
            .filter(|person| forest.parent[**person].is_none())
            .map(|root| Reverse(*root))
            .collect();
        let mut place = HashMap::new();
        let mut part = Self { inviter: Vec::new(), invites: vec![false; chosen.len()], trees, cut };
        while let Some(Reverse(person)) = ready.pop() {
            let inviter = forest.parent[person].and_then(|parent| place.get(&parent).copied());
            if let Some(inviter) = inviter {
                let inviter: usize = inviter;
                part.invites[inviter] = true;
            }
            place.insert(person, part.inviter.len());
            part.inviter.push(inviter);
            ready.extend(
                forest.children[person].iter().filter(|child| members.contains(child)).map(|c| Reverse(*c)),
            );
        }
        part
    }

    /// Prints the part's shape.
    pub(crate) fn report(&self) {
        let mut depth = Vec::with_capacity(self.inviter.len());
        let mut root = Vec::with_capacity(self.inviter.len());
        let mut sizes: HashMap<usize, usize> = HashMap::new();
        let mut depths = BTreeMap::new();
        for (place, inviter) in self.inviter.iter().enumerate() {
            depth.push(inviter.map_or(0, |above: usize| depth[above] + 1));
            root.push(inviter.map_or(place, |above: usize| root[above]));
            *depths.entry(depth[place]).or_insert(0) += 1;
            *sizes.entry(root[place]).or_default() += 1;
        }
        print_shape("chosen part", self.inviter.len(), sizes.into_values(), &depths);
        println!("  trees {}, people cut from the last one {}", self.trees, self.cut);
        println!("  promoters {}", self.invites.iter().filter(|invites| **invites).count());
        println!("  invited customers {}", self.inviter.iter().flatten().count());
    }
}

fn print_shape(
    title: &str,
    people: usize,
    sizes: impl Iterator<Item = usize>,
    depths: &BTreeMap<usize, usize>,
) {
    let mut sizes: Vec<usize> = sizes.collect();
    sizes.sort_unstable();
    println!("{title}: {people} people in {} trees", sizes.len());
    for (from, to) in [(1, 1), (2, 2), (3, 5), (6, 10), (11, 20), (21, 50), (51, usize::MAX)] {
        let within: Vec<usize> = sizes.iter().copied().filter(|size| (from..=to).contains(size)).collect();
        let held: usize = within.iter().sum();
        println!(
            "  size from {from:>2}: {:>6} trees {held:>7} people, {:>4} per mille",
            within.len(),
            held * 1000 / people
        );
    }
    println!("  largest {}", sizes.last().copied().unwrap_or(0));
    println!("  people per depth {:?}", depths.values().collect::<Vec<_>>());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forest(edges: &[(u64, u64)]) -> Forest {
        let mut forest = Forest::default();
        let mut index = HashMap::new();
        for (from, to) in edges {
            let from = forest.person(&mut index, *from);
            let to = forest.person(&mut index, *to);
            forest.connect(from, to);
        }
        forest
    }

    #[test]
    fn the_first_inviter_stays_and_nobody_is_her_own_ancestor() {
        let forest = forest(&[(1, 2), (3, 2), (2, 4), (4, 1), (5, 5)]);
        let parents: Vec<_> = forest.parent.iter().map(|parent| parent.map(|at| forest.names[at])).collect();
        assert_eq!(forest.names, [1, 2, 3, 4, 5]);
        assert_eq!(parents, [None, Some(1), None, Some(2), None]);
    }

    #[test]
    fn places_are_filled_from_the_inviter_down() {
        // 9 appears after their invitee 1 and still gets their place before them.
        let forest = forest(&[(1, 2), (9, 1), (2, 3), (7, 8)]);
        let part = Part::choose(&forest, 5).unwrap();
        assert_eq!(part.inviter.len(), 5);
        for (place, inviter) in part.inviter.iter().enumerate() {
            assert!(inviter.is_none_or(|above| above < place && part.invites[above]));
        }
    }
}
