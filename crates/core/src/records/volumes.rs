//! Volumes beside a price, such as PV and BV: what a piece or a line counts for, by the name that plans give the volume.

use std::collections::BTreeMap;

use banyan_plan::model::{LineVolumes, MAX_VOLUMES, Plan};
use banyan_plan::money::Minor;
use banyan_store::DbError;

/// Named volumes in minor units. A volume that is not named is what the plan says of the price.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Volumes(BTreeMap<String, i64>);

impl Volumes {
    /// Of one piece or of one line.
    pub fn new(named: BTreeMap<String, i64>) -> Self {
        Self(named)
    }

    /// What a column holds: nothing, or a JSON object.
    pub fn read(stored: &str) -> Result<Self, DbError> {
        if stored.is_empty() {
            return Ok(Self::default());
        }
        let named = serde_json::from_str(stored);
        named.map(Self).map_err(|error| DbError::Broken(format!("volumes: {error}")))
    }

    /// As a column holds it: names in their order, so that the same volumes are the same text.
    pub fn stored(&self) -> String {
        if self.0.is_empty() { String::new() } else { serde_json::json!(self.0).to_string() }
    }

    /// By name.
    pub fn named(&self) -> &BTreeMap<String, i64> {
        &self.0
    }

    /// One of them, if it is named.
    pub fn get(&self, name: &str) -> Option<i64> {
        self.0.get(name).copied()
    }

    /// Of so many pieces.
    #[must_use]
    pub fn of_pieces(&self, pieces: i64) -> Self {
        Self(self.0.iter().map(|(name, one)| (name.clone(), one.saturating_mul(pieces))).collect())
    }

    /// What a line of an amount has of a plan's volumes, `None` for those that are not named. A line has no more of a volume
    /// than the plan's share of what was paid for it: a discount may have left less than its pieces count for.
    pub fn told(&self, plan: &Plan, amount: Minor) -> [Option<Minor>; MAX_VOLUMES] {
        let mut told = [None; MAX_VOLUMES];
        if !self.0.is_empty() {
            for (told, volume) in told.iter_mut().zip(&plan.volumes.list) {
                *told = self.get(&volume.id).map(|named| named.min(volume.most.of(amount)));
            }
        }
        told
    }

    /// Likewise, with the plan's own share of the amount for those that are not named.
    pub fn in_plan(&self, plan: &Plan, amount: Minor) -> LineVolumes {
        let mut all = plan.volumes.of(amount);
        for (one, told) in all.iter_mut().zip(self.told(plan, amount)) {
            *one = told.unwrap_or(*one);
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAN: &str = r#"
[plan]
id = "p"
currency = "CNY"
[volumes]
bv = "60%"
pv = "100%"
[[rank]]
id = "owner"
[[reward]]
id = "own"
on = "sale"
to = "seller"
rate = "10%"
of = "bv"
"#;

    #[test]
    fn a_line_has_what_its_pieces_count_for_and_no_more_than_the_plan_allows() {
        let program = crate::plan_versions::program(PLAN).unwrap();
        let piece = Volumes::new(BTreeMap::from([("bv".to_owned(), 2_500), ("cv".to_owned(), 1)]));
        assert_eq!(piece.of_pieces(2).told(program.plan(), 10_000), [Some(5_000), None, None]);
        // 60 % of what was paid after a discount is less.
        assert_eq!(piece.of_pieces(2).told(program.plan(), 5_000), [Some(3_000), None, None]);
        assert_eq!(piece.of_pieces(2).in_plan(program.plan(), 10_000), [5_000, 10_000, 0]);
        assert_eq!(Volumes::default().told(program.plan(), 10_000), [None; MAX_VOLUMES]);
    }

    #[test]
    fn what_is_stored_is_read_again() {
        let one = Volumes::new(BTreeMap::from([("pv".to_owned(), 1), ("业绩".to_owned(), 0)]));
        assert_eq!(one.stored(), r#"{"pv":1,"业绩":0}"#);
        assert_eq!(Volumes::read(&one.stored()).unwrap(), one);
        assert_eq!(Volumes::read("").unwrap(), Volumes::default());
        assert_eq!(Volumes::default().stored(), "");
        assert!(Volumes::read("pv").is_err());
    }
}
