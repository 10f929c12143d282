use super::*;
use proptest::prelude::*;

fn at(seconds: i64) -> Time {
    Time(seconds * SECOND)
}

fn failures(count: u32, seconds: i64) -> Failures {
    Failures { count, last: at(seconds) }
}

#[test]
fn waits_double_up_to_a_quarter_of_an_hour() {
    // Five are free; the sixth costs 1 s; the sixteenth would cost 2^10 = 1,024 s and costs 900.
    let table =
        [(0, 0), (5, 0), (6, 1), (7, 2), (8, 4), (12, 64), (15, 512), (16, 900), (60, 900), (u32::MAX, 900)];
    for (count, seconds) in table {
        let expected = if seconds == 0 { Verdict::Allowed } else { Verdict::WaitUntil(at(1_000 + seconds)) };
        assert_eq!(decide(&Rule::ACCOUNT, failures(count, 1_000), at(1_000)), expected, "{count}");
        assert_eq!(decide(&Rule::ACCOUNT, failures(count, 1_000), at(1_000 + seconds)), Verdict::Allowed);
    }
}

#[test]
fn one_failure_is_forgotten_for_each_quarter_of_an_hour_after_the_wait() {
    // Seven failures at 0 s: a wait of 2 s, then one forgotten after each further 900 s.
    for (seconds, left) in [(0, 7), (901, 7), (902, 6), (1_801, 6), (1_802, 5), (6_302, 0), (1_000_000, 0)] {
        assert_eq!(remembered(&Rule::ACCOUNT, failures(7, 0), at(seconds)).count, left, "{seconds}");
    }
    assert_eq!(after_failure(&Rule::ACCOUNT, failures(7, 0), at(902)), failures(7, 902));
    assert_eq!(after_failure(&Rule::ACCOUNT, Failures::default(), at(5)), failures(1, 5));
}

#[test]
fn an_address_may_fail_more_often_and_is_forgiven_sooner() {
    assert_eq!(decide(&Rule::ADDRESS, failures(20, 0), at(0)), Verdict::Allowed);
    assert_eq!(decide(&Rule::ADDRESS, failures(21, 0), at(0)), Verdict::WaitUntil(at(1)));
    assert_eq!(remembered(&Rule::ADDRESS, failures(21, 0), at(61)).count, 20);
}

#[test]
fn a_guesser_gets_about_a_hundred_tries_a_day_at_an_account() {
    let (mut tries, mut now, mut state) = (0, at(0), Failures::default());
    while now < at(86_400) {
        if let Verdict::WaitUntil(until) = decide(&Rule::ACCOUNT, state, now) {
            now = until;
        }
        state = after_failure(&Rule::ACCOUNT, state, now);
        tries += 1;
    }
    // 15 tries within the first 17 minutes, then four an hour.
    assert!((100..=115).contains(&tries), "{tries}");
}

#[test]
fn the_stricter_of_account_and_address_decides() {
    let (soon, late) = (Verdict::WaitUntil(at(1)), Verdict::WaitUntil(at(2)));
    assert_eq!(Verdict::Allowed.and(Verdict::Allowed), Verdict::Allowed);
    assert_eq!(Verdict::Allowed.and(soon), soon);
    assert_eq!(late.and(soon), late);
    assert_eq!(Verdict::Allowed.check(at(0)), Ok(()));
    assert_eq!(late.check(at(0)), Err(TooMany { seconds: 2 }));
    assert_eq!(TooMany::until(Time(1), Time(0)), TooMany { seconds: 1 });
    assert_eq!(TooMany { seconds: 2 }.text().zh, "尝试次数太多，请在 2 秒后再试");
    assert_eq!(TooMany { seconds: 2 }.text().en, "too many attempts; try again in 2 s");
    assert_eq!(TooMany { seconds: 2 }.code(), "too_many_attempts");
}

#[test]
fn a_clock_that_was_set_back_locks_nobody_out_for_longer_than_the_longest_wait() {
    assert_eq!(decide(&Rule::ACCOUNT, failures(9, 1_000_000), at(0)), Verdict::WaitUntil(at(900)));
}

#[test]
fn addresses_of_one_customer_share_a_key() {
    let key = |text: &str| address_key(text.parse().unwrap());
    assert_eq!(key("192.0.2.1"), "192.0.2.1");
    assert_eq!(key("::ffff:192.0.2.1"), "192.0.2.1");
    assert_eq!(key("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
    assert_eq!(key("2001:db8:1:2::9"), key("2001:db8:1:2::1"));
    assert_ne!(key("2001:db8:1:3::1"), key("2001:db8:1:2::1"));
}

#[test]
fn a_bucket_gives_its_burst_and_then_its_pace() {
    let mut buckets = Buckets::new(Pace::per_second(2, 3), 8, [1; 16]);
    for _ in 0..3 {
        assert_eq!(buckets.take(b"a", at(10)), Ok(()));
    }
    assert_eq!(buckets.take(b"a", at(10)), Err(TooMany { seconds: 1 }));
    assert_eq!(buckets.take(b"b", at(10)), Ok(()));
    assert_eq!(buckets.take(b"a", at(10).plus(SECOND / 2)), Ok(()));
    assert!(buckets.take(b"a", at(10).plus(SECOND / 2)).is_err());
    assert_eq!(buckets.take(b"a", at(9)), Err(TooMany { seconds: 1 }), "the clock was set back");
}

#[test]
fn any_number_of_keys_takes_the_same_memory_and_a_busy_key_stays() {
    let mut buckets = Buckets::new(Pace { burst: 100, interval: 1_000 * SECOND }, 1_021, [1; 16]);
    assert_eq!(buckets.capacity(), 1_024);
    for _ in 0..100 {
        assert_eq!(buckets.take(b"busy", at(0)), Ok(()));
    }
    for number in 0..20_000_u32 {
        assert_eq!(buckets.take(&number.to_be_bytes(), at(0)), Ok(()));
    }
    assert_eq!(buckets.capacity(), 1_024);
    assert!(
        buckets.take(b"busy", at(0)).is_err(),
        "those who came once are pushed out before who came often"
    );
}

proptest! {
    #[test]
    fn time_only_helps_and_a_failure_never_does(count: u32, last in 0_i64..1 << 60, idle in 0_i64..1 << 60, more in 0_i64..1 << 60) {
        let state = Failures { count, last: Time(last) };
        let (now, later) = (Time(last + idle), Time(last + idle).plus(more));
        let (early, late) = (remembered(&Rule::ACCOUNT, state, now), remembered(&Rule::ACCOUNT, state, later));
        prop_assert!(late.count <= early.count);
        if decide(&Rule::ACCOUNT, state, now) == Verdict::Allowed {
            prop_assert_eq!(decide(&Rule::ACCOUNT, state, later), Verdict::Allowed);
        }
        let failed = after_failure(&Rule::ACCOUNT, state, now);
        prop_assert!(failed.count >= early.count);
    }

    #[test]
    fn no_state_and_no_clock_panics_or_waits_longer_than_the_longest(count: u32, last: i64, now: i64, first: i64, forget: i64, free: u32) {
        let (rule, state) = (Rule { free, first, forget }, Failures { count, last: Time(last) });
        if let Verdict::WaitUntil(until) = decide(&rule, state, Time(now)) {
            prop_assert!(until > Time(now) && until <= Time(now).plus(LONGEST));
        }
        let _ = (remembered(&rule, state, Time(now)), after_failure(&rule, state, Time(now)));
    }

    #[test]
    fn in_any_stretch_a_key_gets_no_more_than_burst_and_pace(steps in prop::collection::vec(0_i64..2_000_000_000, 1..200)) {
        let mut buckets = Buckets::new(Pace::per_second(2, 3), 4, [1; 16]);
        let (mut now, mut granted) = (0, 0_i64);
        for step in steps {
            now += step;
            granted += i64::from(buckets.take(b"a", Time(now)).is_ok());
        }
        prop_assert!(granted <= 3 + now * 2 / SECOND);
    }

    #[test]
    fn no_pace_and_no_clock_panics(burst: u32, interval: i64, times: Vec<i64>) {
        let mut buckets = Buckets::new(Pace { burst, interval }, 1, [0; 16]);
        for now in times {
            let _ = buckets.take(b"a", Time(now));
        }
    }
}
