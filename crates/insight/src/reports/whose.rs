//! Whose figures: those of the whole shop, or those of what one of staff brought into the catalogue.

use banyan_api::access::Permission;
use banyan_api::http::Staff;

/// Whose figures are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    /// Everybody's.
    Shop,
    /// Those of the products that somebody of staff looks after.
    Keeper(i64),
}

impl Whose {
    /// What somebody may see: their own, unless they may see all.
    pub(super) fn of(staff: &Staff) -> Self {
        match staff.may(Permission::ReportsAll) {
            Ok(_) => Self::Shop,
            Err(_) => Self::Keeper(staff.id),
        }
    }

    /// The condition on a line `l`, to stand behind others.
    pub(super) fn of_line(self) -> String {
        match self {
            Self::Shop => String::new(),
            Self::Keeper(id) => {
                format!(" AND l.product IN (SELECT p.code FROM product p WHERE p.keeper = {id})")
            }
        }
    }

    /// The condition on an order `o`, to stand behind others: something in it is theirs.
    pub(super) fn of_order(self) -> String {
        match self {
            Self::Shop => String::new(),
            Self::Keeper(_) => format!(
                " AND EXISTS (SELECT 1 FROM line l WHERE l.order_id = o.id AND l.buyer = o.buyer{})",
                self.of_line()
            ),
        }
    }
}
