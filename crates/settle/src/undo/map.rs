//! Maps.

use std::collections::HashMap;
use std::hash::Hash;
use std::ops::Deref;

use super::{Journal, Undo};

/// A map.
#[derive(Debug, Clone)]
pub struct Map<K, V> {
    all: HashMap<K, V>,
    journal: Journal<Change<K, V>>,
}

#[derive(Debug, Clone)]
enum Change<K, V> {
    /// A key had this value, or none.
    Was(K, Option<V>),
    /// It held all of this.
    All(HashMap<K, V>),
}

impl<K, V> Default for Map<K, V> {
    fn default() -> Self {
        Self { all: HashMap::new(), journal: Journal::default() }
    }
}

impl<K, V> Deref for Map<K, V> {
    type Target = HashMap<K, V>;

    #[inline]
    fn deref(&self) -> &HashMap<K, V> {
        &self.all
    }
}

impl<K: Eq + Hash, V> FromIterator<(K, V)> for Map<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(all: I) -> Self {
        Self { all: all.into_iter().collect(), journal: Journal::default() }
    }
}

impl<K: Clone + Eq + Hash, V: Clone> Map<K, V> {
    /// The value of a key, to be changed; a default one if it has none.
    #[inline]
    pub fn at(&mut self, key: K) -> &mut V
    where
        V: Default,
    {
        self.journal.note(|| Change::Was(key.clone(), self.all.get(&key).cloned()));
        self.all.entry(key).or_default()
    }

    /// Gives a key a value; what it had before.
    #[inline]
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        self.journal.note(|| Change::Was(key.clone(), self.all.get(&key).cloned()));
        self.all.insert(key, value)
    }

    /// Takes a key away; what it had.
    #[inline]
    pub fn remove(&mut self, key: &K) -> Option<V> {
        let had = self.all.remove(key)?;
        self.journal.note(|| Change::Was(key.clone(), Some(had.clone())));
        Some(had)
    }

    /// A value that a key has, to be changed.
    #[inline]
    pub fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        let value = self.all.get_mut(key)?;
        self.journal.note(|| Change::Was(key.clone(), Some(value.clone())));
        Some(value)
    }

    /// Takes all that is in it; costs a copy if there is a mark.
    pub fn take(&mut self) -> HashMap<K, V> {
        self.journal.note(|| Change::All(self.all.clone()));
        std::mem::take(&mut self.all)
    }
}

impl<K: Eq + Hash, V> Undo for Map<K, V> {
    fn mark(&mut self) {
        self.journal.mark();
    }

    fn undo(&mut self) {
        for change in self.journal.since_mark() {
            match change {
                Change::Was(key, Some(value)) => drop(self.all.insert(key, value)),
                Change::Was(key, None) => drop(self.all.remove(&key)),
                Change::All(all) => self.all = all,
            }
        }
    }

    fn keep(&mut self) {
        self.journal.keep();
    }
}

/// A map of maps.
#[derive(Debug, Clone)]
pub struct Maps<K, L, V> {
    all: HashMap<K, HashMap<L, V>>,
    journal: Journal<(K, L, Option<V>)>,
}

impl<K, L, V> Default for Maps<K, L, V> {
    fn default() -> Self {
        Self { all: HashMap::new(), journal: Journal::default() }
    }
}

impl<K, L, V> Deref for Maps<K, L, V> {
    type Target = HashMap<K, HashMap<L, V>>;

    #[inline]
    fn deref(&self) -> &HashMap<K, HashMap<L, V>> {
        &self.all
    }
}

impl<K, L, V> From<HashMap<K, HashMap<L, V>>> for Maps<K, L, V> {
    fn from(all: HashMap<K, HashMap<L, V>>) -> Self {
        Self { all, journal: Journal::default() }
    }
}

impl<K: Clone + Eq + Hash, L: Clone + Eq + Hash, V: Clone> Maps<K, L, V> {
    /// Gives a key of one of the maps a value.
    #[inline]
    pub fn insert(&mut self, outer: K, inner: L, value: V) {
        let had = self.all.entry(outer.clone()).or_default().insert(inner.clone(), value);
        self.journal.note(|| (outer, inner, had));
    }
}

impl<K: Eq + Hash, L: Eq + Hash, V> Undo for Maps<K, L, V> {
    fn mark(&mut self) {
        self.journal.mark();
    }

    fn undo(&mut self) {
        for (outer, inner, had) in self.journal.since_mark() {
            let Some(map) = self.all.get_mut(&outer) else { continue };
            match had {
                Some(value) => drop(map.insert(inner, value)),
                None => drop(map.remove(&inner)),
            }
            if map.is_empty() {
                self.all.remove(&outer);
            }
        }
    }

    fn keep(&mut self) {
        self.journal.keep();
    }
}
