//! The buying model does what its formulas say, within sampling error; seeds are fixed.

use banyan_sim::behaviour::Habit;
use banyan_sim::fit::{BgNbd, GammaGamma, Invitations, Purchases};
use banyan_sim::random::{Purpose, Stream};
use banyan_sim::scenario::{Buy, Spend};

/// Times of the repeat purchases of one person within so many days.
fn repeats(habit: &Habit, person: u32, days: f64) -> Vec<f64> {
    let buyer = habit.buyer(person);
    let mut at = habit.gap(person, buyer, 0);
    let mut times = Vec::new();
    while at < days {
        times.push(at);
        at += habit.gap(person, buyer, times.len() as u32);
    }
    times
}

const PEOPLE: u32 = 60_000;
const WEEKS: f64 = 39.0;

#[test]
fn mean_and_variance_of_purchases_are_those_of_the_model() {
    let model = BgNbd::from(Buy::default());
    let habit = Habit::new(11, Buy::default(), Spend::default());
    let counts: Vec<f64> =
        (0..PEOPLE).map(|person| repeats(&habit, person, WEEKS * 7.0).len() as f64).collect();
    let n = f64::from(PEOPLE);
    let mean = counts.iter().sum::<f64>() / n;
    let variance = counts.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0);
    let fourth = counts.iter().map(|x| (x - mean).powi(4)).sum::<f64>() / n;
    let terms = |power: i32| {
        (0..400).map(|x| f64::from(x).powi(power) * model.probability(x as u32, WEEKS)).sum::<f64>()
    };
    let (first, second) = (terms(1), terms(2));
    assert!((first - model.expected(WEEKS)).abs() < 1e-6, "the formula and the sum of its terms: {first}");
    // Within three standard errors.
    let error = (variance / n).sqrt();
    assert!((mean - first).abs() < 3.0 * error, "mean {mean}, theory {first} ± {error}");
    let error = ((fourth - variance * variance) / n).sqrt();
    let theory = second - first * first;
    assert!((variance - theory).abs() < 3.0 * error, "variance {variance}, theory {theory} ± {error}");
}

#[test]
fn how_many_buy_how_often_is_as_the_model_says() {
    let model = BgNbd::from(Buy::default());
    let habit = Habit::new(5, Buy::default(), Spend::default());
    let mut seen = [0.0; 6];
    for person in 0..PEOPLE {
        seen[repeats(&habit, person, WEEKS * 7.0).len().min(5)] += 1.0;
    }
    let n = f64::from(PEOPLE);
    let below: Vec<f64> = (0..5).map(|x| model.probability(x, WEEKS)).collect();
    let all = below.iter().copied().chain([1.0 - below.iter().sum::<f64>()]);
    let chi_square: f64 = seen.iter().zip(all).map(|(seen, p)| (seen - n * p).powi(2) / (n * p)).sum();
    // The 99.9 % point of chi-square with five degrees of freedom.
    assert!(chi_square < 20.5, "chi-square {chi_square}");
}

#[test]
fn spend_has_the_mean_and_variance_of_the_model() {
    let spend = Spend { mean: 120.0, p: 6.25, q: 5.0 };
    let habit = Habit::new(3, Buy::default(), spend);
    let n = 200_000;
    let draws: Vec<f64> = (0..n).map(|person| f64::from(habit.buyer(person).spend)).collect();
    let mean = draws.iter().sum::<f64>() / f64::from(n);
    let variance = draws.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / f64::from(n);
    // p / ν with ν gamma(q, γ): mean pγ/(q−1), variance mean²/(q−2).
    let theory = spend.mean * spend.mean / (spend.q - 2.0);
    assert!((mean - spend.mean).abs() < 3.0 * (theory / f64::from(n)).sqrt(), "{mean}");
    assert!((variance / theory - 1.0).abs() < 0.08, "{variance} {theory}");
}

#[test]
fn what_was_simulated_is_estimated_back() {
    let buy = Buy { r: 0.8, alpha: 3.0, a: 1.2, b: 4.0, first: 1.0 };
    let spend = Spend { mean: 50.0, p: 4.0, q: 4.0 };
    let habit = Habit::new(21, buy, spend);
    // Each person is known for a year; their first purchase is on day 0.
    let purchases = (0..20_000).flat_map(|person| {
        let cents = (f64::from(habit.buyer(person).spend) * 100.0).round() as i64;
        std::iter::once(0.0)
            .chain(repeats(&habit, person, 364.0))
            .map(move |at| (person, at as i64, cents.max(1)))
            .collect::<Vec<_>>()
    });
    let purchases = Purchases::of(purchases, 364, 100);
    let (found, _) = BgNbd::fit(&purchases);
    let close = |found: f64, set: f64| assert!((found / set - 1.0).abs() < 0.2, "{found} {set}");
    // Purchases of one day count once, which takes a little off the rates.
    close(found.r / found.alpha, buy.r / buy.alpha);
    close(found.a / (found.a + found.b), buy.a / (buy.a + buy.b));
    let (found, _) = GammaGamma::fit(&purchases);
    close(found.mean().unwrap(), spend.mean);
}

/// Invitations of promoters who tire, cut off where each could no longer be watched.
#[test]
fn how_soon_promoters_tire_is_estimated_from_the_tree() {
    let (mut inviter, mut joined, mut is_promoter) = (vec![u32::MAX], vec![0.0], vec![true]);
    let (tired, until) = (25.0, 120.0);
    for promoter in 0..2_000_u32 {
        inviter.push(u32::MAX);
        joined.push(f64::from(promoter % 100));
        is_promoter.push(true);
        let me = inviter.len() as u32 - 1;
        let mut chance = Stream::new(8, Purpose::Activity, promoter, 0);
        for _ in 0..5 {
            let at = joined[me as usize] + tired * chance.exponential();
            if at < until {
                inviter.push(me);
                joined.push(at);
                is_promoter.push(false);
            }
        }
    }
    let found = Invitations::of(&inviter, &joined, &is_promoter, until);
    assert_eq!(found.promoters, 2_001);
    let days = found.fatigue_days.unwrap();
    assert!((days / tired - 1.0).abs() < 0.05, "{days}");
    // Whoever is known for three months has brought nearly all of their five.
    assert!((4.7..=5.0).contains(&found.invited), "{}", found.invited);
}
