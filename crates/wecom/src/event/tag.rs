//! Changes of the corp's tags.

use super::Event;
use crate::error::CallbackError;
use crate::xml::Fields;

/// What a change of tags is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TagKind {
    /// A tag.
    Tag,
    /// A group of tags.
    Group,
}

/// What changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TagChange {
    /// It is new.
    Created,
    /// It has another name or place.
    Updated,
    /// It is gone. The last tag of a group takes the group with it.
    Deleted,
    /// The order within a group, or of all groups, is another.
    Shuffled,
}

/// `None` for a change that is not known.
pub(super) fn read(fields: Fields<'_, '_>) -> Result<Option<Event>, CallbackError> {
    let change = match fields.text("ChangeType")? {
        "create" => TagChange::Created,
        "update" => TagChange::Updated,
        "delete" => TagChange::Deleted,
        "shuffle" => TagChange::Shuffled,
        _ => return Ok(None),
    };
    let id = fields.optional("Id");
    if id.is_none() && change != TagChange::Shuffled {
        return Err(CallbackError::Missing("Id"));
    }
    let kind = match fields.optional("TagType") {
        Some("tag") => TagKind::Tag,
        Some("tag_group") => TagKind::Group,
        None if change == TagChange::Shuffled => TagKind::Group,
        None => return Err(CallbackError::Missing("TagType")),
        Some(_) => return Err(CallbackError::Wrong("TagType")),
    };
    Ok(Some(Event::Tag { id: id.unwrap_or_default().to_owned(), kind, change }))
}
