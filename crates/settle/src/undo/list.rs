//! Lists with one element for each member.

use std::collections::VecDeque;
use std::ops::Deref;

use super::{Journal, Undo};

/// A list.
#[derive(Debug, Clone)]
pub struct List<T> {
    all: Vec<T>,
    journal: Journal<Change<T>>,
}

#[derive(Debug, Clone)]
enum Change<T> {
    /// An element was this.
    Was(usize, T),
    /// So many elements were there.
    Count(usize),
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self { all: Vec::new(), journal: Journal::default() }
    }
}

impl<T> Deref for List<T> {
    type Target = [T];

    #[inline]
    fn deref(&self) -> &[T] {
        &self.all
    }
}

impl<T> From<Vec<T>> for List<T> {
    fn from(all: Vec<T>) -> Self {
        Self { all, journal: Journal::default() }
    }
}

impl<T: Clone> List<T> {
    /// Takes all that is in it, for good: no mark can bring it back.
    pub fn take(&mut self) -> Vec<T> {
        self.journal = Journal::default();
        std::mem::take(&mut self.all)
    }

    /// An element, to be changed. Panics if there is none, as a slice does.
    #[inline]
    pub fn at(&mut self, place: usize) -> &mut T {
        let element = &mut self.all[place];
        self.journal.note(|| Change::Was(place, element.clone()));
        element
    }

    /// Makes the list at least so long; new elements are `value`.
    pub fn grow(&mut self, count: usize, value: T) {
        let had = self.all.len();
        if count > had {
            self.journal.note(|| Change::Count(had));
            self.all.resize(count, value);
        }
    }

    /// Adds an element at the end.
    pub fn push(&mut self, value: T) {
        let had = self.all.len();
        self.journal.note(|| Change::Count(had));
        self.all.push(value);
    }
}

impl<T> Undo for List<T> {
    fn mark(&mut self) {
        self.journal.mark();
    }

    fn undo(&mut self) {
        for change in self.journal.since_mark() {
            match change {
                Change::Was(place, value) => self.all[place] = value,
                Change::Count(count) => self.all.truncate(count),
            }
        }
    }

    fn keep(&mut self) {
        self.journal.keep();
    }
}

/// A list of lists, each of which grows at its end.
#[derive(Debug, Clone)]
pub struct Lists<T> {
    all: Vec<Vec<T>>,
    journal: Journal<ListChange<T>>,
}

#[derive(Debug, Clone)]
enum ListChange<T> {
    /// One got an element.
    Pushed(usize),
    /// One was this.
    Was(usize, Vec<T>),
    /// So many lists were there.
    Count(usize),
}

impl<T> Default for Lists<T> {
    fn default() -> Self {
        Self { all: Vec::new(), journal: Journal::default() }
    }
}

impl<T> Deref for Lists<T> {
    type Target = [Vec<T>];

    #[inline]
    fn deref(&self) -> &[Vec<T>] {
        &self.all
    }
}

impl<T> From<Vec<Vec<T>>> for Lists<T> {
    fn from(all: Vec<Vec<T>>) -> Self {
        Self { all, journal: Journal::default() }
    }
}

impl<T: Clone> Lists<T> {
    /// Makes room for at least so many lists.
    pub fn grow(&mut self, count: usize) {
        let had = self.all.len();
        if count > had {
            self.journal.note(|| ListChange::Count(had));
            self.all.resize(count, Vec::new());
        }
    }

    /// Adds an element to one of the lists.
    #[inline]
    pub fn push(&mut self, place: usize, value: T) {
        self.all[place].push(value);
        self.journal.note(|| ListChange::Pushed(place));
    }

    /// Keeps of one of the lists what is wanted; costs as much as that list is long.
    pub fn retain(&mut self, place: usize, wanted: impl FnMut(&T) -> bool) {
        let list = &mut self.all[place];
        self.journal.note(|| ListChange::Was(place, list.clone()));
        list.retain(wanted);
    }
}

impl<T> Undo for Lists<T> {
    fn mark(&mut self) {
        self.journal.mark();
    }

    fn undo(&mut self) {
        for change in self.journal.since_mark() {
            match change {
                ListChange::Pushed(place) => drop(self.all[place].pop()),
                ListChange::Was(place, list) => self.all[place] = list,
                ListChange::Count(count) => self.all.truncate(count),
            }
        }
    }

    fn keep(&mut self) {
        self.journal.keep();
    }
}

/// A list of queues.
#[derive(Debug, Clone)]
pub struct Queues<T> {
    all: Vec<VecDeque<T>>,
    journal: Journal<QueueChange<T>>,
}

#[derive(Debug, Clone)]
enum QueueChange<T> {
    /// One got an element at its end.
    Pushed(usize),
    /// One lost this at its begin.
    Popped(usize, T),
    /// So many queues were there.
    Count(usize),
}

impl<T> Default for Queues<T> {
    fn default() -> Self {
        Self { all: Vec::new(), journal: Journal::default() }
    }
}

impl<T> Deref for Queues<T> {
    type Target = [VecDeque<T>];

    #[inline]
    fn deref(&self) -> &[VecDeque<T>] {
        &self.all
    }
}

impl<T> From<Vec<VecDeque<T>>> for Queues<T> {
    fn from(all: Vec<VecDeque<T>>) -> Self {
        Self { all, journal: Journal::default() }
    }
}

impl<T: Clone> Queues<T> {
    /// Makes room for at least so many queues.
    pub fn grow(&mut self, count: usize) {
        let had = self.all.len();
        if count > had {
            self.journal.note(|| QueueChange::Count(had));
            self.all.resize(count, VecDeque::new());
        }
    }

    /// Adds an element at the end of one of the queues.
    pub fn push_back(&mut self, place: usize, value: T) {
        self.all[place].push_back(value);
        self.journal.note(|| QueueChange::Pushed(place));
    }

    /// Takes the first element of one of the queues.
    pub fn pop_front(&mut self, place: usize) -> Option<T> {
        let value = self.all[place].pop_front()?;
        self.journal.note(|| QueueChange::Popped(place, value.clone()));
        Some(value)
    }
}

impl<T> Undo for Queues<T> {
    fn mark(&mut self) {
        self.journal.mark();
    }

    fn undo(&mut self) {
        for change in self.journal.since_mark() {
            match change {
                QueueChange::Pushed(place) => drop(self.all[place].pop_back()),
                QueueChange::Popped(place, value) => self.all[place].push_front(value),
                QueueChange::Count(count) => self.all.truncate(count),
            }
        }
    }

    fn keep(&mut self) {
        self.journal.keep();
    }
}
