//! BG/NBD: P. Fader, B. Hardie, K. L. Lee, "“Counting Your Customers” the Easy Way", Marketing Science 24(2), 2005.
//! Equations are numbered as there. Time in weeks.

use super::purchases::{Buyer, Purchases};
use super::search::minimum;
use super::special::{hypergeometric, ln_gamma};
use crate::scenario::Buy;

/// The four parameters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BgNbd {
    /// Shape of the gamma distribution of purchase rates.
    pub r: f64,
    /// Its scale, in weeks.
    pub alpha: f64,
    /// First shape of the beta distribution of dropping out.
    pub a: f64,
    /// Second shape.
    pub b: f64,
}

impl From<Buy> for BgNbd {
    fn from(buy: Buy) -> Self {
        Self { r: buy.r, alpha: buy.alpha, a: buy.a, b: buy.b }
    }
}

impl BgNbd {
    /// The most likely parameters, and the log-likelihood there.
    pub fn fit(purchases: &Purchases) -> (Self, f64) {
        let at = |logs: &[f64; 4]| {
            let [r, alpha, a, b] = logs.map(libm::exp);
            Self { r, alpha, a, b }
        };
        // Beyond these logarithms nothing is estimated any more, and sums overflow.
        let far = |logs: &[f64; 4]| logs.iter().map(|log| (log.abs() - 12.0).max(0.0)).sum::<f64>();
        let cost = |logs: &[f64; 4]| -at(logs).log_likelihood(purchases) + 1e6 * far(logs);
        let (best, value) = minimum([0.0; 4], cost);
        (at(&best), -value)
    }

    /// The log-likelihood of what was observed, after equation 6.
    pub fn log_likelihood(&self, purchases: &Purchases) -> f64 {
        purchases.buyers.iter().map(|buyer| self.of_one(buyer)).sum()
    }

    fn of_one(&self, buyer: &Buyer) -> f64 {
        let Self { r, alpha, a, b } = *self;
        let x = f64::from(buyer.x);
        let rate = ln_gamma(r + x) - ln_gamma(r) + r * libm::log(alpha);
        let stay = ln_gamma(a + b) + ln_gamma(b + x) - ln_gamma(b) - ln_gamma(a + b + x);
        let alive = -(r + x) * libm::log(alpha + buyer.t);
        if buyer.x == 0 {
            return rate + stay + alive;
        }
        let gone = libm::log(a) - libm::log(b + x - 1.0) - (r + x) * libm::log(alpha + buyer.t_x);
        let most = alive.max(gone);
        rate + stay + most + libm::log(libm::exp(alive - most) + libm::exp(gone - most))
    }

    /// Repeat purchases that a random buyer makes in the `t` weeks after their first: equation 9.
    pub fn expected(&self, t: f64) -> f64 {
        let Self { r, alpha, a, b } = *self;
        let f = hypergeometric(r, b, a + b - 1.0, t / (alpha + t));
        (a + b - 1.0) / (a - 1.0) * (1.0 - libm::pow(alpha / (alpha + t), r) * f)
    }

    /// Repeat purchases that a buyer with this past makes in the next `t` weeks: equation 10.
    pub fn expected_next(&self, buyer: &Buyer, t: f64) -> f64 {
        let Self { r, alpha, a, b } = *self;
        let x = f64::from(buyer.x);
        let f = hypergeometric(r + x, b + x, a + b + x - 1.0, t / (alpha + buyer.t + t));
        let shrink = libm::pow((alpha + buyer.t) / (alpha + buyer.t + t), r + x);
        let gone = if buyer.x == 0 {
            0.0
        } else {
            a / (b + x - 1.0) * libm::pow((alpha + buyer.t) / (alpha + buyer.t_x), r + x)
        };
        (a + b + x - 1.0) / (a - 1.0) * (1.0 - shrink * f) / (1.0 + gone)
    }

    /// The probability of exactly `x` repeat purchases in `t` weeks: equation 8.
    pub fn probability(&self, x: u32, t: f64) -> f64 {
        let Self { r, alpha, a, b } = *self;
        let n = f64::from(x);
        let beta = |p: f64, q: f64| ln_gamma(p) + ln_gamma(q) - ln_gamma(p + q);
        let (zero, ratio) = (r * libm::log(alpha / (alpha + t)), libm::log(t / (alpha + t)));
        let count = |j: f64| libm::exp(ln_gamma(r + j) - ln_gamma(r) - ln_gamma(j + 1.0) + zero + j * ratio);
        let alive = libm::exp(beta(a, b + n) - beta(a, b)) * count(n);
        if x == 0 {
            return alive;
        }
        let fewer: f64 = (0..x).map(|j| count(f64::from(j))).sum();
        alive + libm::exp(beta(a + 1.0, b + n - 1.0) - beta(a, b)) * (1.0 - fewer)
    }
}
