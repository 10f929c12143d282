//! Chance as a function: the same seed, person, purpose and count always give the same number, whoever asks, whenever,
//! on whatever thread. So results do not depend on threads, and two runs that differ in one input share all of the rest
//! (common random numbers).
//!
//! The generator is SplitMix64 (Steele, Lea & Flood 2014) started at a hash of the key. Logarithms and powers come from
//! `libm`, which computes the same bits on every machine.

#![allow(clippy::float_arithmetic, reason = "chance and behaviour, never money")]

/// What a number is drawn for. Each purpose has numbers of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u64)]
pub enum Purpose {
    /// Whether a person belongs to the market.
    Market = 1,
    /// How many contacts a person has.
    Contacts,
    /// Who a contact is, how close, and what they answer.
    Contact,
    /// On which days a promoter is active.
    Activity,
    /// How often a buyer buys, and until when.
    Buyer,
    /// When a purchase comes, and whether it is the last.
    Purchase,
    /// What a purchase costs, of which product, and whether it goes back.
    Basket,
    /// Who joins in a group purchase.
    Group,
    /// When a promoter leaves.
    Leaving,
    /// Who is there from the first day.
    Founder,
}

/// A stream of numbers for one key.
#[derive(Debug, Clone)]
pub struct Stream(u64);

const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

impl Stream {
    /// The numbers of a seed for a purpose, a person and a count (the n-th contact, the n-th purchase).
    pub fn new(seed: u64, purpose: Purpose, person: u32, count: u32) -> Self {
        let key = mix(seed.wrapping_add(GOLDEN)) ^ (purpose as u64).wrapping_mul(0xD6E8_FEB8_6659_FD93);
        Self(mix(mix(key) ^ (u64::from(person) << 32 | u64::from(count))))
    }

    /// Any 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(GOLDEN);
        mix(self.0)
    }

    /// Uniform, above 0 and below 1.
    pub fn unit(&mut self) -> f64 {
        ((self.bits() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    /// Uniform among `0..end`; 0 if `end` is 0.
    pub fn below(&mut self, end: u32) -> u32 {
        ((u64::from(self.bits() as u32) * u64::from(end)) >> 32) as u32
    }

    /// Exponential of mean 1.
    pub fn exponential(&mut self) -> f64 {
        -libm::log(self.unit())
    }

    /// Standard normal (Box & Muller 1958).
    pub fn normal(&mut self) -> f64 {
        let radius = (2.0 * self.exponential()).sqrt();
        radius * libm::cos(std::f64::consts::TAU * self.unit())
    }

    /// Gamma of this shape and scale 1 (Marsaglia & Tsang 2000).
    pub fn gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            let boost = libm::pow(self.unit(), 1.0 / shape);
            return self.gamma(shape + 1.0) * boost;
        }
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        loop {
            let x = self.normal();
            let v = 1.0 + c * x;
            if v <= 0.0 {
                continue;
            }
            let v = v * v * v;
            if libm::log(self.unit()) < 0.5 * x * x + d - d * v + d * libm::log(v) {
                return d * v;
            }
        }
    }

    /// Beta of these shapes.
    pub fn beta(&mut self, a: f64, b: f64) -> f64 {
        let x = self.gamma(a);
        let y = self.gamma(b);
        if x + y > 0.0 { x / (x + y) } else { 0.5 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moments(of: impl Fn(&mut Stream) -> f64) -> (f64, f64) {
        let n = 200_000;
        let draws: Vec<f64> = (0..n).map(|at| of(&mut Stream::new(7, Purpose::Buyer, at, 0))).collect();
        let mean = draws.iter().sum::<f64>() / f64::from(n);
        let variance = draws.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / f64::from(n);
        (mean, variance)
    }

    fn close(found: (f64, f64), wanted: (f64, f64)) {
        assert!((found.0 - wanted.0).abs() < 0.02 * wanted.0.abs().max(0.5), "{found:?} {wanted:?}");
        assert!((found.1 - wanted.1).abs() < 0.04 * wanted.1, "{found:?} {wanted:?}");
    }

    #[test]
    fn each_distribution_has_its_mean_and_variance() {
        close(moments(Stream::unit), (0.5, 1.0 / 12.0));
        close(moments(Stream::exponential), (1.0, 1.0));
        close(moments(Stream::normal), (0.0, 1.0));
        close(moments(|s| s.gamma(0.243)), (0.243, 0.243));
        close(moments(|s| s.gamma(6.25)), (6.25, 6.25));
        let (a, b) = (0.793, 2.426);
        let variance = a * b / ((a + b) * (a + b) * (a + b + 1.0));
        close(moments(|s| s.beta(a, b)), (a / (a + b), variance));
    }

    #[test]
    fn neighbouring_keys_are_not_alike() {
        let first = |purpose, person, count| Stream::new(1, purpose, person, count).bits();
        let keys = [
            first(Purpose::Market, 0, 0),
            first(Purpose::Market, 1, 0),
            first(Purpose::Market, 0, 1),
            first(Purpose::Contacts, 0, 0),
            Stream::new(2, Purpose::Market, 0, 0).bits(),
        ];
        for (at, key) in keys.iter().enumerate() {
            assert!(keys[..at].iter().all(|other| (key ^ other).count_ones() > 12));
        }
    }
}
