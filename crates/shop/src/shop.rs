//! Opening a shop: its database, its writer, its keys, its clock, and what single nouns keep.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use banyan_api::sessions::{Devices, Sessions};
use banyan_api::{App, AppContext, Gauge, Meter, Parts, Proxies};
use banyan_base::clock::SharedClock;
use banyan_base::passwords::{Passwords, Strength};
use banyan_base::random::Random;
use banyan_base::refusal::Refusal;
use banyan_base::throttle::{Buckets, Pace};
use banyan_base::tokens::{Csrf, Token};
use banyan_base::vault::{MasterKey, Vault};
use banyan_chat::wecom::Wecom;
use banyan_core::engine::Baseline;
use banyan_core::plan_versions::{self, Current};
use banyan_core::work::writer::{Thread, Writer};
use banyan_core::work::{Behind, Facts};
use banyan_core::{idempotency, key_check};
use banyan_insight::reports::Typical;
use banyan_pay::payments::Till;
use banyan_pay::providers::{Providers, wechat};
use banyan_people::notify::Notifiers;
use banyan_rules::simulations::Simulator;
use banyan_rules::{law, plans};
use banyan_store::{DatabaseUrl, Reader};
use banyan_trade::catalog::find::Finder;

use crate::due;

/// What is counted for Prometheus beside requests.
const GAUGES: &[Gauge] = &[
    Gauge {
        name: "banyan_orders_waiting",
        sql: "SELECT COUNT(*) FROM orders WHERE state = 'placed' AND expires_at IS NOT NULL",
    },
    Gauge {
        name: "banyan_refunds_waiting",
        sql: "SELECT COUNT(*) FROM refund WHERE state IN ('open', 'sent')",
    },
    Gauge {
        name: "banyan_withdrawals_waiting",
        sql: "SELECT COUNT(*) FROM withdrawal WHERE state = 'asked'",
    },
];

/// What a shop is opened with.
pub struct Opening {
    /// Where its data lives.
    pub place: DatabaseUrl,
    /// The master key for personal data.
    pub key: MasterKey,
    /// Older master keys, by which data may still be sealed.
    pub older_keys: Vec<MasterKey>,
    /// Tells the time.
    pub clock: SharedClock,
    /// Makes what nobody may guess.
    pub random: Box<dyn Random + Send>,
    /// How hard passwords are hashed.
    pub strength: Strength,
    /// The plan of an empty shop.
    pub first_plan: plans::First,
    /// See [`AppContext::address`].
    pub address: String,
    /// The shop's account at WeChat Pay, if it has one.
    pub wechat: Option<wechat::Settings>,
    /// Who delivers messages.
    pub notifiers: Notifiers,
    /// Proxies in front of the shop, beside those on this machine.
    pub proxies: Proxies,
    /// Whether this is a demo, with a till at which no money moves.
    pub test_till: bool,
    /// See [`AppContext::metrics_token`].
    pub metrics_token: Option<String>,
}

/// Opens a shop; the thread is the writer's.
pub fn open(opening: Opening) -> Result<(App, Thread), Refusal> {
    let Opening {
        place,
        key,
        older_keys,
        clock,
        random,
        strength,
        first_plan,
        address,
        wechat,
        notifiers,
        proxies,
        test_till,
        metrics_token,
    } = opening;
    law::all_judged()?;
    place.migrate()?;
    if test_till {
        banyan_core::settings::offer_test_till(&mut place.connect(false)?)?;
    }
    plans::seed(&place, &first_plan, clock.now().0)?;
    let broken = |error: &dyn std::error::Error| Refusal::broken(error.to_string());
    let currency = plan_versions::currency(&place)?;
    let providers = Providers::new(&key, wechat, test_till, clock.clone()).map_err(|error| broken(&error))?;
    let vault = Vault::new(&key, &older_keys).map_err(|error| broken(&error))?;
    key_check::learn(&place, &vault)?;
    idempotency::take_over(&place, &vault, clock.now().0)?;
    let mut random = random;
    let mut seed = [0; 16];
    random.fill(&mut seed)?;
    let facts = Arc::new(Facts {
        place: place.clone(),
        vault,
        random: Mutex::new(random),
        duties: due::duties(),
        test_till,
        behind: Behind::default(),
    });
    let (writer, thread) = Writer::start(&place, facts.clone(), clock.clone())?;
    let reader = Reader::new(place);
    let parts = Parts::default()
        .with(Till::new(reader.clone()))
        .with(providers)
        .with(notifiers)
        .with(Typical::default())
        .with(Finder::default())
        .with(Wecom::default())
        .with(Baseline::default())
        .with(Simulator::default());
    let app = AppContext {
        sessions: Sessions::new(reader.clone()),
        reader,
        writer,
        facts,
        clock,
        csrf: Csrf::new(&derived(&key, b"banyan csrf 1")),
        devices: Devices::new(&derived(&key, b"banyan device 1")),
        proxies,
        passwords: Passwords::new(strength).map_err(|error| broken(&error))?,
        meter: Meter::default(),
        address,
        metrics_token: metrics_token.map(|text| Token::received(&text).hash()),
        plan: Current::new(currency),
        rate_limiter: Mutex::new(Buckets::new(Pace::per_second(2, 60), 65_536, seed)),
        gauges: GAUGES,
        parts,
    };
    Ok((Arc::new(app), thread))
}

/// The keys behind CSRF tokens and known devices follow from the master key, so that several processes agree.
fn derived(key: &MasterKey, what: &[u8]) -> [u8; 32] {
    let tag = ring::hmac::sign(&ring::hmac::Key::new(ring::hmac::HMAC_SHA256, &key.bytes), what);
    let mut out = [0; 32];
    out.copy_from_slice(tag.as_ref());
    out
}

/// The file in which an embedded shop keeps its master key: beside the database, not in it.
pub fn key_file(place: &DatabaseUrl) -> PathBuf {
    match place {
        DatabaseUrl::Sqlite(path) => path.with_extension("key"),
        DatabaseUrl::Postgres(_) => PathBuf::from("banyan.key"),
    }
}
