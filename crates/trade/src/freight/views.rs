//! Freight templates as the API shows and the database keeps them.

use banyan_sale::freight::{Rate, Template, Unit, Zone};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a region pays.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RateBody {
    /// So many grams or pieces are in the first price.
    #[schema(minimum = 1, maximum = 1_000_000)]
    first: i64,
    /// In minor units.
    #[schema(minimum = 0, maximum = 10_000_000)]
    first_price: i64,
    /// Each further so many grams or pieces, begun or whole.
    #[schema(minimum = 1, maximum = 1_000_000)]
    next: i64,
    /// The price of each further step, in minor units.
    #[schema(minimum = 0, maximum = 10_000_000)]
    next_price: i64,
    /// Free from this amount of the goods that go by the template, discounts off, in minor units.
    #[serde(default)]
    free_amount: Option<i64>,
    /// Free from so many pieces.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 1_000_000)]
    free_pieces: Option<i64>,
}

/// Some regions, and what they pay.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ZoneBody {
    /// How addresses there begin, such as `浙江省` or `浙江省杭州市`; names in Latin letters may also stand at the end.
    #[schema(min_items = 1, max_items = 100)]
    regions: Vec<String>,
    /// Nothing where the template does not send.
    #[serde(default)]
    rate: Option<RateBody>,
}

/// What regions pay.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub(super) struct RulesBody {
    /// Of several regions in which an address lies, the one with the longest name counts.
    pub(super) zones: Vec<ZoneBody>,
    /// What all other regions pay; nothing if the template does not send there.
    pub(super) elsewhere: Option<RateBody>,
}

/// The stable word of a unit.
pub(super) fn unit_word(unit: Unit) -> &'static str {
    match unit {
        Unit::Weight => "weight",
        Unit::Pieces => "pieces",
    }
}

/// The unit of a word.
pub(super) fn unit_of(word: &str) -> Option<Unit> {
    [Unit::Weight, Unit::Pieces].into_iter().find(|unit| unit_word(*unit) == word)
}

impl RateBody {
    fn rate(&self) -> Rate {
        let Self { first, first_price, next, next_price, free_amount, free_pieces } = *self;
        Rate { first, first_price, next, next_price, free_amount, free_pieces }
    }

    fn of(rate: &Rate) -> Self {
        let Rate { first, first_price, next, next_price, free_amount, free_pieces } = *rate;
        Self { first, first_price, next, next_price, free_amount, free_pieces }
    }
}

impl RulesBody {
    /// The template with these rules.
    pub(super) fn template(&self, unit: Unit) -> Template {
        let zone = |zone: &ZoneBody| Zone {
            regions: zone.regions.iter().map(|region| region.trim().to_owned()).collect(),
            rate: zone.rate.as_ref().map(RateBody::rate),
        };
        Template {
            unit,
            zones: self.zones.iter().map(zone).collect(),
            elsewhere: self.elsewhere.as_ref().map(RateBody::rate),
        }
    }

    /// The rules of a template.
    pub(super) fn of(template: &Template) -> Self {
        let zone = |zone: &Zone| ZoneBody {
            regions: zone.regions.clone(),
            rate: zone.rate.as_ref().map(RateBody::of),
        };
        Self {
            zones: template.zones.iter().map(zone).collect(),
            elsewhere: template.elsewhere.as_ref().map(RateBody::of),
        }
    }
}
