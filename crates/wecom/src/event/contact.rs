//! Changes between a member of staff and a customer.

use super::Event;
use crate::error::CallbackError;
use crate::xml::Fields;

/// What changed between a member of staff and a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ContactChange {
    /// They are friends from now on.
    Added {
        /// What the way in was marked with.
        state: Option<String>,
        /// Takes one welcome message within twenty seconds.
        welcome_code: Option<String>,
    },
    /// The customer has added the member of staff, who need not or has not yet confirmed.
    HalfAdded {
        /// What the way in was marked with.
        state: Option<String>,
        /// Takes one welcome message within twenty seconds.
        welcome_code: Option<String>,
    },
    /// Remark, description or tags of the customer were edited.
    Edited {
        /// What the way in was marked with.
        state: Option<String>,
    },
    /// The member of staff removed the customer.
    RemovedByStaff {
        /// The customer went over to somebody else.
        by_transfer: bool,
    },
    /// The customer removed the member of staff.
    RemovedByCustomer,
    /// The customer could not be handed over.
    TransferFailed {
        /// `customer_refused`, `customer_limit_exceed` and others.
        reason: String,
    },
}

/// `None` for a change that is not known.
pub(super) fn read(fields: Fields<'_, '_>) -> Result<Option<Event>, CallbackError> {
    let owned = |name| fields.optional(name).map(str::to_owned);
    let change = match fields.text("ChangeType")? {
        "add_external_contact" => {
            ContactChange::Added { state: owned("State"), welcome_code: owned("WelcomeCode") }
        }
        "add_half_external_contact" => {
            ContactChange::HalfAdded { state: owned("State"), welcome_code: owned("WelcomeCode") }
        }
        "edit_external_contact" => ContactChange::Edited { state: owned("State") },
        "del_external_contact" => ContactChange::RemovedByStaff {
            by_transfer: fields.optional("Source") == Some("DELETE_BY_TRANSFER"),
        },
        "del_follow_user" => ContactChange::RemovedByCustomer,
        "transfer_fail" => ContactChange::TransferFailed { reason: fields.text("FailReason")?.to_owned() },
        _ => return Ok(None),
    };
    let (user, external_user) = (fields.text("UserID")?, fields.text("ExternalUserID")?);
    Ok(Some(Event::Contact { user: user.to_owned(), external_user: external_user.to_owned(), change }))
}
