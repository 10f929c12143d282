//! Special functions.

/// ln Γ(x), x > 0.
pub(super) fn ln_gamma(x: f64) -> f64 {
    libm::lgamma(x)
}

/// Gauss's hypergeometric function for 0 ≤ z < 1, by its series.
pub(super) fn hypergeometric(a: f64, b: f64, c: f64, z: f64) -> f64 {
    let (mut term, mut sum) = (1.0_f64, 1.0_f64);
    for place in 0..100_000 {
        let at = f64::from(place);
        term *= (a + at) * (b + at) / ((c + at) * (at + 1.0)) * z;
        sum += term;
        if term.abs() < 1e-14 * sum.abs() {
            break;
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_values() {
        assert!((ln_gamma(5.0) - libm::log(24.0)).abs() < 1e-12);
        // F(1, 1; 2; z) = −ln(1 − z) / z
        let z = 0.7;
        assert!((hypergeometric(1.0, 1.0, 2.0, z) + libm::log(1.0 - z) / z).abs() < 1e-12);
        // F(a, b; b; z) = (1 − z)^(−a)
        assert!((hypergeometric(0.3, 2.5, 2.5, 0.9) - libm::pow(0.1, -0.3)).abs() < 1e-9);
    }
}
