//! A shop that is open: its database, its writer, its keys, its clock.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use crate::clock::SharedClock;
use crate::db::{Place, Reader, row};
use crate::http::Meter;
use crate::passwords::{Passwords, Strength};
use crate::payments::{Providers, Till};
use crate::plans;
use crate::random::Random;
use crate::refusal::Refusal;
use crate::reports;
use crate::sessions::Sessions;
use crate::settings;
use crate::simulations::Simulator;
use crate::throttle::{Buckets, Pace};
use crate::tokens::Csrf;
use crate::vault::{MasterKey, Vault};
use crate::work::Facts;
use crate::work::writer::{Thread, Writer};

/// An open shop.
pub struct Shop {
    /// Reads.
    pub reader: Reader,
    /// Who asks.
    pub sessions: Sessions,
    /// Writes.
    pub writer: Writer,
    /// What every transaction knows.
    pub facts: Arc<Facts>,
    /// Tells the time.
    pub clock: SharedClock,
    /// Proves that a page of ours asks.
    pub csrf: Csrf,
    /// Hashes passwords.
    pub passwords: Passwords,
    /// Counts requests.
    pub meter: Meter,
    /// How the customers' browsers reach the shop: `https://shop.example`; decides whether cookies are secure.
    pub address: String,
    /// Where test payments are played.
    pub till: Till,
    /// Who takes the money.
    pub providers: Providers,
    /// The plan in force and its currency, for those who only look.
    pub plan: plans::Current,
    /// What promoters typically earn.
    pub typical: reports::Typical,
    /// What is simulated at the moment.
    pub simulator: Simulator,
    /// How often strangers may knock, by where they come from.
    pub doors: Mutex<Buckets>,
}

/// What a shop is opened with.
pub struct Opening {
    /// Where its data lives.
    pub place: Place,
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
    /// See [`Shop::address`].
    pub address: String,
    /// The shop's account at WeChat Pay, if it has one.
    pub wechat: Option<crate::payments::wechat::Settings>,
    /// Whether this is a demo, with a till at which no money moves.
    pub test_till: bool,
}

/// Opens a shop; the thread is the writer's.
pub fn open(opening: Opening) -> Result<(Arc<Shop>, Thread), Refusal> {
    let Opening { place, key, older_keys, clock, random, strength, first_plan, address, wechat, test_till } =
        opening;
    place.migrate()?;
    if test_till {
        settings::offer_test_till(&mut place.connect(false)?)?;
    }
    plans::seed(&place, &first_plan, clock.now().0)?;
    let broken = |error: &dyn std::error::Error| Refusal::broken(error.to_string());
    let currency = plans::currency(&place)?;
    let providers = Providers::new(&key, wechat, test_till, clock.clone()).map_err(|error| broken(&error))?;
    let vault = Vault::new(&key, &older_keys).map_err(|error| broken(&error))?;
    let mut random = random;
    let mut seed = [0; 16];
    random.fill(&mut seed)?;
    let facts = Arc::new(Facts { place: place.clone(), vault, random: Mutex::new(random), test_till });
    let (writer, thread) = Writer::start(&place, facts.clone(), clock.clone())?;
    let reader = Reader::new(place);
    let shop = Shop {
        sessions: Sessions::new(reader.clone()),
        till: Till::new(reader.clone()),
        reader,
        writer,
        facts,
        clock,
        csrf: Csrf::new(&csrf_key(&key)),
        passwords: Passwords::new(strength).map_err(|error| broken(&error))?,
        meter: Meter::default(),
        address,
        providers,
        plan: plans::Current::new(currency),
        typical: reports::Typical::default(),
        simulator: Simulator::default(),
        doors: Mutex::new(Buckets::new(Pace::per_second(2, 60), 65_536, seed)),
    };
    Ok((Arc::new(shop), thread))
}

/// The key behind CSRF tokens follows from the master key, so that several processes agree.
fn csrf_key(key: &MasterKey) -> [u8; 32] {
    let tag = ring::hmac::sign(&ring::hmac::Key::new(ring::hmac::HMAC_SHA256, &key.bytes), b"banyan csrf 1");
    let mut out = [0; 32];
    out.copy_from_slice(tag.as_ref());
    out
}

/// The file in which an embedded shop keeps its master key: beside the database, not in it.
pub fn key_file(place: &Place) -> PathBuf {
    match place {
        Place::Sqlite(path) => path.with_extension("key"),
        Place::Postgres(_) => PathBuf::from("banyan.key"),
    }
}

/// Reads the master key, or makes one if there is none: 64 hexadecimal digits, readable by its owner only.
pub fn read_key(path: &Path, random: &mut dyn Random) -> Result<MasterKey, Refusal> {
    let told = |error: std::io::Error| Refusal::broken(format!("{}: {error}", path.display()));
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let mut bytes = [0; 32];
            random.fill(&mut bytes).map_err(|error| Refusal::broken(error.to_string()))?;
            let text = data_encoding::HEXLOWER.encode(&bytes);
            write_secret(path, &text).map_err(told)?;
            text
        }
        Err(error) => return Err(told(error)),
    };
    let bytes = data_encoding::HEXLOWER_PERMISSIVE.decode(text.trim().as_bytes()).ok();
    let bytes = bytes.and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
    let bytes = bytes
        .ok_or_else(|| Refusal::broken(format!("{}: expected 64 hexadecimal digits", path.display())))?;
    Ok(MasterKey { id: 1, bytes })
}

fn write_secret(path: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write as _;
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

impl Shop {
    /// Figures of the shop for Prometheus.
    pub(crate) async fn figures(&self) -> String {
        let counted = self.reader.read(|conn| {
            let one = |conn: &mut crate::db::Conn, sql: &str| -> Result<i64, crate::db::DbError> {
                conn.one(sql, &row![])?.map_or(Ok(0), |row| row.int(0))
            };
            Ok::<_, Refusal>([
                (
                    "banyan_orders_waiting",
                    one(
                        conn,
                        "SELECT COUNT(*) FROM orders WHERE state = 'placed' AND expires_at IS NOT NULL",
                    )?,
                ),
                (
                    "banyan_refunds_waiting",
                    one(conn, "SELECT COUNT(*) FROM refund WHERE state IN ('open', 'sent')")?,
                ),
                (
                    "banyan_withdrawals_waiting",
                    one(conn, "SELECT COUNT(*) FROM withdrawal WHERE state = 'asked'")?,
                ),
            ])
        });
        let rows = counted.await.map(Vec::from).unwrap_or_default();
        let lines = rows.iter().map(|(name, value)| format!("# TYPE {name} gauge\n{name} {value}\n"));
        lines.collect::<Vec<_>>().concat()
    }
}
