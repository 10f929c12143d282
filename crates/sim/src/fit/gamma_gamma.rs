//! Gamma-gamma: P. Fader, B. Hardie, "The Gamma-Gamma Model of Monetary Value", 2013.

use super::purchases::Purchases;
use super::search::minimum;
use super::special::ln_gamma;

/// The three parameters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GammaGamma {
    /// Shape of the orders of one buyer.
    pub p: f64,
    /// Shape of the distribution over buyers.
    pub q: f64,
    /// Its scale.
    pub gamma: f64,
}

impl GammaGamma {
    /// The most likely parameters over buyers with repeat purchases, and the log-likelihood there.
    pub fn fit(purchases: &Purchases) -> (Self, f64) {
        let at = |logs: &[f64; 3]| {
            let [p, q, gamma] = logs.map(libm::exp);
            Self { p, q, gamma }
        };
        let far = |logs: &[f64; 3]| logs.iter().map(|log| (log.abs() - 15.0).max(0.0)).sum::<f64>();
        let cost = |logs: &[f64; 3]| -at(logs).log_likelihood(purchases) + 1e6 * far(logs);
        let (best, value) = minimum([1.0, 1.0, 2.0], cost);
        (at(&best), -value)
    }

    /// The log-likelihood of the average repeat purchases: equation 1a of the note, summed over buyers.
    pub fn log_likelihood(&self, purchases: &Purchases) -> f64 {
        let Self { p, q, gamma } = *self;
        let buyers = purchases.buyers.iter().filter(|buyer| buyer.x > 0 && buyer.spend > 0.0);
        buyers
            .map(|buyer| {
                let (x, mean) = (f64::from(buyer.x), buyer.spend);
                let n = p * x;
                ln_gamma(n + q) - ln_gamma(n) - ln_gamma(q)
                    + q * libm::log(gamma)
                    + (n - 1.0) * libm::log(mean)
                    + n * libm::log(x)
                    - (n + q) * libm::log(gamma + mean * x)
            })
            .sum()
    }

    /// What orders come to on average over buyers; `None` where the mean does not exist (q ≤ 1).
    pub fn mean(&self) -> Option<f64> {
        (self.q > 1.0).then(|| self.p * self.gamma / (self.q - 1.0))
    }
}
