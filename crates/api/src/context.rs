//! What every route reaches the shop by: what `api` and all nouns need of it, and no noun.

use std::any::{Any, TypeId, type_name};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use banyan_base::clock::SharedClock;
use banyan_base::passwords::Passwords;
use banyan_base::refusal::Refusal;
use banyan_base::throttle::Buckets;
use banyan_base::tokens::{Csrf, TokenHash};
use banyan_core::plan_versions::Current;
use banyan_core::work::Facts;
use banyan_core::work::writer::Writer;
use banyan_store::Reader;

use crate::cookies::Cookies;
use crate::meter::Meter;
use crate::proxies::Proxies;
use crate::sessions::{Devices, Sessions};

/// The context, shared by all requests.
pub type App = Arc<AppContext>;

/// What every route reaches the shop by.
pub struct AppContext {
    /// Reads.
    pub reader: Reader,
    /// Finds the session or API token that a request comes with.
    pub sessions: Sessions,
    /// Writes.
    pub writer: Writer,
    /// What every transaction knows.
    pub facts: Arc<Facts>,
    /// Tells the time.
    pub clock: SharedClock,
    /// Proves that a page of ours asks.
    pub csrf: Csrf,
    /// Knows devices from which somebody signed in before.
    pub devices: Devices,
    /// Proxies in front of the shop, which say whom they speak for.
    pub proxies: Proxies,
    /// Hashes passwords.
    pub passwords: Passwords,
    /// Counts requests.
    pub meter: Meter,
    /// How the customers' browsers reach the shop: `https://shop.example`; decides whether cookies are secure.
    pub address: String,
    /// The token that reads the figures for Prometheus at the shop's own port. `None` closes them there: they have a port of
    /// their own, or nobody asks for them.
    pub metrics_token: Option<TokenHash>,
    /// The plan in force and its currency, for those who only look.
    pub plan: Current,
    /// Rate limiter for anonymous requests, keyed by the client's address.
    pub rate_limiter: Mutex<Buckets>,
    /// What is counted in the database for Prometheus.
    pub gauges: &'static [Gauge],
    /// What single nouns keep.
    pub parts: Parts,
}

/// A figure that a query counts.
#[derive(Debug, Clone, Copy)]
pub struct Gauge {
    /// Its name for Prometheus: `banyan_orders_waiting`.
    pub name: &'static str,
    /// A query for one whole number.
    pub sql: &'static str,
}

/// What single nouns keep while the shop is open, one thing of each type: the payment providers, the simulator.
#[derive(Default)]
pub struct Parts(HashMap<TypeId, Box<dyn Any + Send + Sync>>);

impl Parts {
    /// With one more.
    #[must_use]
    pub fn with<T: Any + Send + Sync>(mut self, part: T) -> Self {
        self.0.insert(TypeId::of::<T>(), Box::new(part));
        self
    }
}

impl AppContext {
    /// How its cookies are written and read.
    pub fn cookies(&self) -> Cookies {
        Cookies::of(&self.address)
    }

    /// What a noun keeps. The root gives every noun's parts when the shop opens; one that is missing is a fault of the program.
    pub fn part<T: Any + Send + Sync>(&self) -> &T {
        let found = self.parts.0.get(&TypeId::of::<T>()).and_then(|part| part.downcast_ref());
        found.unwrap_or_else(|| unreachable!("the root gives no {}", type_name::<T>()))
    }

    /// Figures of the shop for Prometheus.
    pub async fn figures(&self) -> String {
        let gauges = self.gauges;
        let counted = self.reader.read(move |conn| {
            let count = |gauge: &Gauge| {
                let row = conn.one(gauge.sql, &[])?;
                Ok((gauge.name, row.map_or(Ok(0), |row| row.int(0))?))
            };
            gauges.iter().map(count).collect::<Result<Vec<(&str, i64)>, Refusal>>()
        });
        let rows = counted.await.unwrap_or_default();
        let lines = rows.iter().map(|(name, value)| format!("# TYPE {name} gauge\n{name} {value}\n"));
        lines.collect::<Vec<_>>().concat()
    }
}
