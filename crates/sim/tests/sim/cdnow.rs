//! The published estimates for the CDNOW sample: 2,357 customers, calibrated over 39 weeks.
//!
//! The data may be used in tests but not bundled, so they are read from beside the checkout (`../shared/data/cdnow`, or
//! `BANYAN_SHARED`). Where CI is set they must be there; elsewhere the test says that it was skipped.

use std::io::Read;
use std::path::PathBuf;

use banyan_plan::time::days_from_civil;
use banyan_sim::fit::{BgNbd, Buyer, GammaGamma, Purchases};

fn sample() -> Option<Purchases> {
    let shared = std::env::var_os("BANYAN_SHARED").map(PathBuf::from);
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let path = shared.unwrap_or(beside).join("data/cdnow/CDNOW_sample.txt.gz");
    let Ok(packed) = std::fs::read(&path) else {
        assert!(std::env::var_os("CI").is_none(), "{} is missing", path.display());
        eprintln!("SKIPPED: no {}", path.display());
        return None;
    };
    let mut text = String::new();
    flate2::read::GzDecoder::new(packed.as_slice()).read_to_string(&mut text).unwrap();
    // id in the whole data, id in the sample, date, number of discs, dollars
    let purchases = text.lines().map(|line| {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let date = fields[2];
        let number = |from: usize, to: usize| date[from..to].parse::<i64>().unwrap();
        let day = days_from_civil(number(0, 4), number(4, 6) as u8, number(6, 8) as u8);
        let cents = (fields[4].parse::<f64>().unwrap() * 100.0).round() as i64;
        // A disc for nothing is a purchase as well; its amount does not matter much.
        (fields[1].parse().unwrap(), day, cents.max(1))
    });
    Some(Purchases::of(purchases, days_from_civil(1997, 9, 30), 100))
}

fn near(found: f64, published: f64, by: f64) {
    assert!((found - published).abs() <= by, "found {found}, published {published}");
}

#[test]
fn buying_is_estimated_as_published() {
    let Some(sample) = sample() else { return };
    assert_eq!(sample.buyers.len(), 2_357);
    let (found, likelihood) = BgNbd::fit(&sample);
    near(found.r, 0.243, 0.0006);
    near(found.alpha, 4.414, 0.006);
    near(found.a, 0.793, 0.002);
    near(found.b, 2.426, 0.006);
    near(likelihood, -9_582.4, 0.06);
}

#[test]
fn spend_is_estimated_as_published() {
    let Some(sample) = sample() else { return };
    assert_eq!(sample.buyers.iter().filter(|buyer| buyer.x > 0).count(), 946);
    let (found, _) = GammaGamma::fit(&sample);
    near(found.p, 6.25, 0.01);
    near(found.q, 3.74, 0.01);
    near(found.gamma, 15.44, 0.03);
}

/// The published expectation needs no data, only the published estimates.
#[test]
fn what_a_customer_will_buy_is_expected_as_published() {
    let published = BgNbd { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
    let buyer = Buyer { x: 2, t_x: 30.43, t: 38.86, spend: 0.0 };
    near(published.expected_next(&buyer, 39.0), 1.226, 0.0006);
}
