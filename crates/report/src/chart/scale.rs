//! From values to places on the drawing, in integers: a place is a tenth of a pixel.

/// A straight scale from values to places.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    /// The values at both ends.
    pub(super) values: (i128, i128),
    /// Their places.
    pub(super) places: (i64, i64),
}

impl Scale {
    /// The place of a value.
    pub(super) fn at(self, value: i128) -> i64 {
        let (low, high) = self.values;
        let (from, to) = self.places;
        let span = (high - low).max(1);
        from + ((value - low) * i128::from(to - from) / span) as i64
    }
}

/// A place as SVG has it: `12.3`.
pub(super) fn px(place: i64) -> String {
    let sign = if place < 0 { "-" } else { "" };
    let place = place.unsigned_abs();
    format!("{sign}{}.{}", place / 10, place % 10)
}

/// Round values for an axis that reaches from `low` to `high`, both included or passed, with about `wanted` steps.
pub(super) fn ticks(low: i128, high: i128, wanted: i128) -> Vec<i128> {
    let span = (high - low).max(1);
    let rough = (span / wanted.max(1)).max(1);
    let mut power = 1_i128;
    while power * 10 <= rough {
        power *= 10;
    }
    let step = [1, 2, 5, 10].into_iter().map(|n| n * power).find(|step| *step >= rough).unwrap_or(power * 10);
    let first = low.div_euclid(step);
    let last = (high + step - 1).div_euclid(step).max(first + 1);
    (first..=last).map(|n| n * step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_enclose() {
        assert_eq!(ticks(0, 1_450, 4), [0, 500, 1_000, 1_500]);
        assert_eq!(ticks(-30, 90, 4), [-50, 0, 50, 100]);
        assert_eq!(ticks(0, 0, 4), [0, 1]);
    }

    #[test]
    fn places_are_tenths_of_a_pixel() {
        let scale = Scale { values: (0, 100), places: (2_000, 0) };
        assert_eq!((scale.at(0), scale.at(25), px(scale.at(33))), (2_000, 1_500, "134.0".into()));
        assert_eq!(px(-5), "-0.5");
    }
}
