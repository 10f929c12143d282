//! Which coupons save most together: by trying all that the stacking rules allow.

use banyan_plan::money::Minor;
use banyan_plan::words::Text;

use super::{Buyer, Layer, Line, No, Rules};

/// Coupons of one wallet that are tried; the rest is not looked at. With three layers these are at most 15,625 sets.
const MOST: usize = 72;
/// Coupons of one layer that are tried.
const MOST_OF_LAYER: usize = 24;

/// Which coupons to use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Places of the coupons that are used, in the order in which they are applied.
    pub used: Vec<usize>,
    /// What they take off each line, in minor units.
    pub off: Vec<Minor>,
    /// Why each of the others is not used, by its place.
    pub unused: Vec<(usize, Unused)>,
}

/// Why a coupon is not used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unused {
    /// It takes nothing off the cart as it is.
    No(No),
    /// It could be used, but those that were chosen save this much more than the best set with it.
    Less(Minor),
    /// It is beyond the number of coupons that are tried.
    NotTried,
}

/// One set of coupons, and what it takes off.
struct Set {
    used: Vec<usize>,
    off: Vec<Minor>,
    saved: Minor,
}

/// The coupons that save most together on a cart. Of sets that save the same, the one with fewer coupons is chosen, then the one
/// whose coupons come first: so a wallet sorted by expiry spends what expires first.
pub fn choose(coupons: &[Rules], cart: &[Line], buyer: Buyer) -> Choice {
    let amounts: Vec<Minor> = cart.iter().map(|line| line.amount).collect();
    let alone = |rules: &Rules| rules.off(cart, &amounts, buyer);
    let mut layers: [Vec<usize>; 3] = Default::default();
    let mut unused = Vec::new();
    for (place, rules) in coupons.iter().enumerate() {
        let layer = &mut layers[rules.layer() as usize];
        match alone(rules) {
            Err(no) => unused.push((place, Unused::No(no))),
            Ok(_) if layer.len() < MOST_OF_LAYER && place < MOST => layer.push(place),
            Ok(_) => unused.push((place, Unused::NotTried)),
        }
    }
    let sets = sets(coupons, &layers, |used| apply(coupons, used, cart, &amounts, buyer));
    let better = |one: &Set, other: &Set| {
        (-one.saved, one.used.len(), &one.used) < (-other.saved, other.used.len(), &other.used)
    };
    let none = Set { used: Vec::new(), off: vec![0; cart.len()], saved: 0 };
    let best = sets.iter().fold(&none, |best, set| if better(set, best) { set } else { best });
    for place in layers.into_iter().flatten().filter(|place| !best.used.contains(place)) {
        let with = sets.iter().filter(|set| set.used.contains(&place)).map(|set| set.saved).max();
        unused.push((place, Unused::Less(best.saved - with.unwrap_or(0))));
    }
    unused.sort_by_key(|(place, _)| *place);
    Choice { used: best.used.clone(), off: best.off.clone(), unused }
}

/// Every set that the stacking rules allow and of which each coupon takes something off.
fn sets(coupons: &[Rules], layers: &[Vec<usize>; 3], apply: impl Fn(&[usize]) -> Option<Set>) -> Vec<Set> {
    let of = |layer: Layer| {
        let places = layers[layer as usize].iter().copied().map(Some);
        std::iter::once(None).chain(places)
    };
    let mut found = Vec::new();
    for product in of(Layer::Product) {
        for category in of(Layer::Category) {
            for everything in of(Layer::Everything) {
                let used: Vec<usize> = [product, category, everything].into_iter().flatten().collect();
                let is_allowed = used.len() <= 1 || !used.iter().any(|place| coupons[*place].alone);
                if is_allowed && !used.is_empty() {
                    found.extend(apply(&used));
                }
            }
        }
    }
    found
}

fn apply(coupons: &[Rules], used: &[usize], cart: &[Line], amounts: &[Minor], buyer: Buyer) -> Option<Set> {
    let mut left = amounts.to_vec();
    for place in used {
        let off = coupons[*place].off(cart, &left, buyer).ok()?;
        left.iter_mut().zip(off).for_each(|(left, off)| *left -= off);
    }
    let off: Vec<Minor> = amounts.iter().zip(&left).map(|(amount, left)| amount - left).collect();
    Some(Set { used: used.to_vec(), saved: off.iter().sum(), off })
}

impl Unused {
    /// Why, for the buyer. `money` writes an amount, `no` says why a coupon takes nothing off.
    pub fn why(&self, money: impl Fn(Minor) -> String, no: impl Fn(&No) -> Text) -> Text {
        match self {
            Self::No(reason) => no(reason),
            Self::Less(0) => Text::new("与已选的优惠一样多", "Saves as much as what is chosen"),
            Self::Less(more) => {
                let more = money(*more);
                Text::new(format!("已选的优惠多省 {more}"), format!("What is chosen saves {more} more"))
            }
            Self::NotTried => Text::new("券太多，没有参与比较", "Not compared: there are too many coupons"),
        }
    }
}
