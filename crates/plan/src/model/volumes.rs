//! Volumes: what a line counts for beside its price, such as PV and BV.

use super::{Base, Plan};
use crate::money::{Minor, Rate};

/// Volumes that a plan may name at most.
pub const MAX_VOLUMES: usize = 3;
/// What a line comes to in each of the plan's volumes, with the sign of its amount; 0 beyond those that it names.
pub type LineVolumes = [Minor; MAX_VOLUMES];

/// A volume that a plan names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedVolume {
    /// Its name, which is that of its column in files.
    pub id: String,
    /// The most that a line has of it, as a share of its amount; and what it has where nothing is said.
    pub most: Rate,
}

/// `[volumes]`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Named {
    /// By name.
    pub list: Vec<NamedVolume>,
    /// The place of the one in which settled sales are counted; `None` = the amount.
    pub counted: Option<u8>,
}

impl Named {
    /// What a line of an amount has where nothing is said.
    pub fn of(&self, amount: Minor) -> LineVolumes {
        let mut all = [0; MAX_VOLUMES];
        for (one, volume) in all.iter_mut().zip(&self.list) {
            *one = volume.most.of(amount);
        }
        all
    }

    /// What counts as settled sales of a line.
    #[inline]
    pub fn count(&self, amount: Minor, volumes: &LineVolumes) -> Minor {
        self.counted.map_or(amount, |place| volumes[usize::from(place)])
    }
}

impl Plan {
    /// The most that a base comes to, as a share of the amount of what is sold.
    pub fn most_of(&self, base: Base) -> Rate {
        match base {
            Base::Amount | Base::Profit | Base::Reward(_) => Rate::ONE,
            Base::Volume(place) => self.volumes.list[usize::from(place)].most,
        }
    }

    /// The name of a volume.
    pub fn volume(&self, place: u8) -> &str {
        &self.volumes.list[usize::from(place)].id
    }

    /// Whether marginal brackets are of this base: that in which sales are counted.
    pub fn counts_in(&self, base: Base) -> bool {
        match self.volumes.counted {
            None => base == Base::Amount,
            Some(place) => base == Base::Volume(place),
        }
    }
}
