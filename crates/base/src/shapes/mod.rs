//! Shapes that every part of the API shares: ids and moments, pages of a list, words in both languages.

mod id;
mod page;
mod words;

pub use self::id::{At, Id, MadeView};
pub use self::page::{MomentsQuery, Page, PageQuery};
pub use self::words::Words;
