//! Counting requests.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};

/// Upper ends of the histogram's buckets, in milliseconds.
const BUCKETS: [u64; 11] = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 10_000];

/// The methods that routes answer; every other one is counted, and refused, as one.
pub(crate) const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/// Requests counted by route, method and status. A client chooses none of the three freely: a route is one of ours or `none`, a
/// method one of those that HTTP names or `other`. So the map holds no more than the product of the three.
#[derive(Debug, Default)]
pub struct Meter {
    routes: Mutex<BTreeMap<(String, &'static str, u16), Counts>>,
}

#[derive(Debug, Default, Clone, Copy)]
struct Counts {
    count: u64,
    micros: u64,
    buckets: [u64; BUCKETS.len()],
}

impl Meter {
    /// Counts a request that took so many microseconds.
    pub(crate) fn count(&self, route: String, method: &'static str, status: u16, micros: u64) {
        let mut routes = self.routes.lock().unwrap_or_else(PoisonError::into_inner);
        let counts = routes.entry((route, method, status)).or_default();
        counts.count += 1;
        counts.micros += micros;
        for (bucket, end) in counts.buckets.iter_mut().zip(BUCKETS) {
            *bucket += u64::from(micros <= end * 1_000);
        }
    }

    /// All figures in the text format of Prometheus.
    pub fn text(&self) -> String {
        let routes = self.routes.lock().unwrap_or_else(PoisonError::into_inner);
        let mut out = String::from("# TYPE banyan_request_duration_seconds histogram\n");
        for ((route, method, status), counts) in routes.iter() {
            let labels = format!("route=\"{route}\",method=\"{method}\",status=\"{status}\"");
            for (bucket, end) in counts.buckets.iter().zip(BUCKETS) {
                let end = format!("{}.{:03}", end / 1_000, end % 1_000);
                let _ =
                    writeln!(out, "banyan_request_duration_seconds_bucket{{{labels},le=\"{end}\"}} {bucket}");
            }
            let Counts { count, micros, .. } = counts;
            let sum = format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000);
            let _ = writeln!(out, "banyan_request_duration_seconds_bucket{{{labels},le=\"+Inf\"}} {count}");
            let _ = writeln!(out, "banyan_request_duration_seconds_sum{{{labels}}} {sum}");
            let _ = writeln!(out, "banyan_request_duration_seconds_count{{{labels}}} {count}");
        }
        out
    }
}
