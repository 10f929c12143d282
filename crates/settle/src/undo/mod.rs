//! State that can be put back as it was at a mark, at the cost of what has changed since, however large it is.
//!
//! Containers remember what they held before each change, as long as a mark is set; without one they remember nothing. They are
//! read like the standard ones, by `Deref`, and written only by their own methods, so that no change is forgotten. A struct of
//! them says by `undo!` what becomes of each of its fields; one that is left out does not compile.

mod list;
mod map;
mod saved;

pub use self::list::{List, Lists, Queues};
pub use self::map::{Map, Maps};

/// State that can be put back.
pub trait Undo {
    /// Sets a mark. Marks nest.
    fn mark(&mut self);
    /// Puts everything back as it was at the last mark, and removes the mark.
    fn undo(&mut self);
    /// Removes the last mark. Everything stays as it is; an earlier mark can still put it back.
    fn keep(&mut self);
}

impl<T: Undo> Undo for Option<T> {
    fn mark(&mut self) {
        self.iter_mut().for_each(Undo::mark);
    }

    fn undo(&mut self) {
        self.iter_mut().for_each(Undo::undo);
    }

    fn keep(&mut self) {
        self.iter_mut().for_each(Undo::keep);
    }
}

/// Of parts whose number does not change.
impl<T: Undo> Undo for Vec<T> {
    fn mark(&mut self) {
        self.iter_mut().for_each(Undo::mark);
    }

    fn undo(&mut self) {
        self.iter_mut().for_each(Undo::undo);
    }

    fn keep(&mut self) {
        self.iter_mut().for_each(Undo::keep);
    }
}

/// Implements [`Undo`] for a struct: `parts` know how themselves, `copied` fields are small and copied at each mark into the
/// list `before`, `fixed` ones never change while a mark is set.
macro_rules! undo {
    ([$($generics:tt)*] $what:ty: parts [$($part:ident),*], copied [$($copied:ident),*] in $before:ident, fixed [$($fixed:ident),*]) => {
        impl<$($generics)*> $crate::undo::Undo for $what {
            fn mark(&mut self) {
                let Self { $($part,)* $($copied,)* $before, $($fixed: _,)* } = self;
                $($part.mark();)*
                $before.push(($(Clone::clone(&*$copied),)*));
            }

            fn undo(&mut self) {
                let Self { $($part,)* $($copied,)* $before, $($fixed: _,)* } = self;
                $($part.undo();)*
                if let Some(was) = $before.pop() {
                    ($(*$copied,)*) = was;
                }
            }

            fn keep(&mut self) {
                let Self { $($part,)* $($copied: _,)* $before, $($fixed: _,)* } = self;
                $($part.keep();)*
                $before.pop();
            }
        }
    };
    ([$($generics:tt)*] $what:ty: parts [$($part:ident),*], fixed [$($fixed:ident),*]) => {
        impl<$($generics)*> $crate::undo::Undo for $what {
            fn mark(&mut self) {
                let Self { $($part,)* $($fixed: _,)* } = self;
                $($part.mark();)*
            }

            fn undo(&mut self) {
                let Self { $($part,)* $($fixed: _,)* } = self;
                $($part.undo();)*
            }

            fn keep(&mut self) {
                let Self { $($part,)* $($fixed: _,)* } = self;
                $($part.keep();)*
            }
        }
    };
}
pub(crate) use undo;

/// What a container remembers: its changes, and where in them each mark stands.
#[derive(Debug, Clone)]
struct Journal<C> {
    changes: Vec<C>,
    marks: Vec<usize>,
}

impl<C> Default for Journal<C> {
    fn default() -> Self {
        Self { changes: Vec::new(), marks: Vec::new() }
    }
}

impl<C> Journal<C> {
    /// Remembers a change, if there is a mark.
    #[inline]
    fn note(&mut self, change: impl FnOnce() -> C) {
        if !self.marks.is_empty() {
            self.changes.push(change());
        }
    }

    fn mark(&mut self) {
        self.marks.push(self.changes.len());
    }

    /// The changes since the last mark, the latest first; the mark is gone.
    fn since_mark(&mut self) -> impl Iterator<Item = C> + use<C> {
        let from = self.marks.pop().unwrap_or(self.changes.len());
        self.changes.split_off(from).into_iter().rev()
    }

    fn keep(&mut self) {
        self.marks.pop();
        if self.marks.is_empty() {
            // Not the room of the largest transaction there ever was.
            self.changes = Vec::new();
        }
    }
}

#[cfg(test)]
mod tests;
