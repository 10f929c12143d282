//! What somebody may do: what their role allows, by what the owner has set for it or else by the shop's own list.

use banyan_store::DbError;

use super::{Permission, Role};

/// A set of permissions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rights(u64);

fn bit(permission: Permission) -> u64 {
    1 << permission as u32
}

impl FromIterator<Permission> for Rights {
    fn from_iter<I: IntoIterator<Item = Permission>>(all: I) -> Self {
        Self(all.into_iter().fold(0, |set, one| set | bit(one)))
    }
}

impl Rights {
    /// What a role may do as long as the owner has set nothing else.
    pub fn usual(role: Role) -> Self {
        Permission::ALL.into_iter().filter(|one| role.usually_may(*one)).collect()
    }

    /// What a role may do; `set` is what the owner has set for it. An owner may do everything.
    pub fn of(role: Role, set: Option<&[Permission]>) -> Self {
        match (role, set) {
            (Role::Owner, _) | (_, None) => Self::usual(role),
            (_, Some(set)) => set.iter().copied().collect(),
        }
    }

    /// Whether something is in the set.
    pub fn may(self, permission: Permission) -> bool {
        self.0 & bit(permission) != 0
    }

    /// Whether everything in this set is in the other one, too.
    pub fn is_within(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    /// What is in the set, in the order of the list.
    pub fn list(self) -> Vec<Permission> {
        Permission::ALL.into_iter().filter(|one| self.may(*one)).collect()
    }
}

/// What the owner has set for a role, read from its row; nothing if the row is not there.
pub fn set_for(text: Option<&str>) -> Result<Option<Vec<Permission>>, DbError> {
    let read = |text: &str| serde_json::from_str(text).map_err(|error| DbError::Broken(error.to_string()));
    text.map(read).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_owner_has_set_holds_for_every_role_but_hers() {
        let set = [Permission::OrdersRead];
        assert_eq!(Rights::of(Role::Support, Some(&set)).list(), set);
        assert_eq!(Rights::of(Role::Owner, Some(&set)).list(), Permission::ALL);
        assert_eq!(Rights::of(Role::Bd, None), Rights::usual(Role::Bd));
        assert_eq!(Rights::of(Role::Bd, Some(&[])), Rights::default());
        assert!(Rights::usual(Role::Bd).is_within(Rights::usual(Role::Owner)));
        assert!(!Rights::usual(Role::Support).is_within(Rights::usual(Role::Bd)));
    }
}
