//! The index of a process, and how it is brought up to date.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard, TryLockError};

use banyan_base::refusal::{Kind, Refusal};
use banyan_plan::time::DAY;
use banyan_search::{Filter, Found, Index, Relaxed, Search, Settings, Suggestion};
use banyan_store::Conn;

use super::super::selling::{self, Selling};
use super::super::store::{self as shelf, ProductRow, SkuRow};
use super::gather::{Gathered, Ways, gather};
use super::heard::Heard;
use super::store::{self, Standing};

/// Products that are read from the database at a time.
const CHUNK: i64 = 500;
/// Chunks that one look reads; who looks again reads on.
const CHUNKS: usize = 8;
/// Days whose sales count.
const SALES_DAYS: i64 = 30;
/// Popular searches that are shown before anything is typed, and ways to go on that are shown while typing.
const SUGGESTED: usize = 10;

/// Finds products: the index of a process.
#[derive(Default)]
pub struct Finder {
    kept: RwLock<Kept>,
    /// Who brings the index up to date does so alone.
    turn: Mutex<()>,
    heard: Mutex<Heard>,
}

/// What a process keeps of the products. Those that customers cannot see have an index of their own, so that no count, correction or
/// suggestion can tell of them.
struct Kept {
    on: Index,
    off: Index,
    /// When the last product that was read had been touched, and its id.
    place: (i64, i64),
    /// Whether the last look read all that had been touched.
    is_whole: bool,
    /// Whether all products have been read once.
    is_ready: bool,
    epoch: i64,
    set_at: i64,
    settings: Settings,
    /// Pieces sold lately, by product; nothing before they were counted.
    sales: Option<HashMap<i64, u32>>,
}

impl Default for Kept {
    fn default() -> Self {
        Self {
            on: Index::new(),
            off: Index::new(),
            place: (-1, i64::MIN),
            is_whole: false,
            is_ready: false,
            epoch: 0,
            set_at: i64::MIN,
            settings: Settings::default(),
            sales: None,
        }
    }
}

impl Kept {
    fn is_as_new_as(&self, standing: &Standing) -> bool {
        let Standing { epoch, touched_at, set_at } = *standing;
        self.is_whole && self.epoch == epoch && self.set_at == set_at && touched_at <= self.place.0
    }

    fn put(&mut self, row: &ProductRow, goods: (&[SkuRow], &HashMap<i64, Selling>), ways: &Ways<'_>) {
        let sales = self.sales.as_ref().and_then(|sales| sales.get(&row.id)).copied().unwrap_or(0);
        let Gathered { product, is_on_sale } = gather(row, goods, ways, sales);
        let (its, other) =
            if is_on_sale { (&mut self.on, &mut self.off) } else { (&mut self.off, &mut self.on) };
        other.remove(row.id);
        its.put(&product);
        self.place = (row.touched_at, row.id);
    }
}

/// Which goods are looked through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Goods {
    /// What customers can see.
    OnSale,
    /// What they cannot.
    OffSale,
    /// Both.
    All,
}

/// What somebody asks.
#[derive(Debug, Clone)]
pub(in super::super) struct Asked {
    /// What was typed.
    pub(in super::super) text: String,
    pub(in super::super) filter: Filter,
    /// The lists whose prices they may have; none for the regular prices.
    pub(in super::super) lists: Vec<String>,
    pub(in super::super) goods: Goods,
    /// Hits wanted from the first on; no more than a thousand are told.
    pub(in super::super) most: usize,
    /// The moment, in nanoseconds.
    pub(in super::super) now: i64,
}

impl Asked {
    fn search(&self) -> Search<'_> {
        let today = self.now.div_euclid(DAY) as i32;
        let Self { text, filter, lists, most, .. } = self;
        Search { text, filter: filter.clone(), lists, limit: *most, today, ..Search::default() }
    }
}

impl Finder {
    /// Reads what was touched since the last look, or a part of it if that is much; whether it was all. Whoever asks before the
    /// index is built does not wait for who builds it.
    pub(super) fn catch_up(&self, conn: &mut Conn, now: i64) -> Result<bool, Refusal> {
        let standing = store::standing(conn)?;
        let is_ready = {
            let kept = self.read();
            if kept.is_as_new_as(&standing) {
                return Ok(true);
            }
            kept.is_ready
        };
        let _turn = match self.turn.try_lock() {
            Ok(turn) => turn,
            Err(TryLockError::Poisoned(turn)) => turn.into_inner(),
            Err(TryLockError::WouldBlock) if is_ready => lock(&self.turn),
            Err(TryLockError::WouldBlock) => return Ok(false),
        };
        self.settle(conn, &standing)?;
        if self.read().sales.is_none() {
            self.count_sales(conn, now)?;
        }
        let categories = shelf::categories(conn)?;
        let ways = Ways::of(&categories);
        for _ in 0..CHUNKS {
            let place = self.read().place;
            let rows = shelf::touched(conn, place, CHUNK)?;
            let skus = shelf::skus_of(conn, rows.iter().map(|row| row.id).collect())?;
            let by_product: HashMap<i64, &[SkuRow]> =
                skus.chunk_by(|a, b| a.product == b.product).map(|skus| (skus[0].product, skus)).collect();
            let selling = selling::of(conn, skus.iter().map(|sku| sku.id).collect())?;
            let mut kept = self.write();
            for row in &rows {
                kept.put(row, (by_product.get(&row.id).copied().unwrap_or_default(), &selling), &ways);
            }
            kept.is_whole = (rows.len() as i64) < CHUNK;
            if kept.is_whole {
                kept.is_ready = true;
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Begins anew if a backup took the place of the data; reads the settings if they were changed.
    fn settle(&self, conn: &mut Conn, standing: &Standing) -> Result<(), Refusal> {
        let (epoch, set_at) = {
            let kept = self.read();
            (kept.epoch, kept.set_at)
        };
        if epoch != standing.epoch {
            *self.write() = Kept { epoch: standing.epoch, ..Kept::default() };
        }
        if set_at != standing.set_at || epoch != standing.epoch {
            let settings = store::settings(conn)?.read()?;
            let mut kept = self.write();
            kept.settings = settings;
            kept.set_at = standing.set_at;
        }
        Ok(())
    }

    /// Counts what was sold lately.
    pub(super) fn count_sales(&self, conn: &mut Conn, now: i64) -> Result<(), Refusal> {
        let sales = store::sales_since(conn, now - SALES_DAYS * DAY)?;
        let mut kept = self.write();
        let before = kept.sales.take().unwrap_or_default();
        let gone = before.keys().filter(|id| !sales.contains_key(id)).map(|id| (*id, 0));
        let changed =
            sales.iter().filter(|(id, sold)| before.get(id) != Some(sold)).map(|(id, sold)| (*id, *sold));
        for (id, sold) in gone.chain(changed) {
            kept.on.set_sales(id, sold);
            kept.off.set_sales(id, sold);
        }
        kept.sales = Some(sales);
        Ok(())
    }

    /// Brings the index up to date and finds products. Refuses as long as the index is being built for the first time.
    pub(in super::super) fn find(&self, conn: &mut Conn, asked: &Asked) -> Result<Found, Refusal> {
        self.catch_up(conn, asked.now)?;
        let kept = self.read();
        if !kept.is_ready {
            return Err(preparing());
        }
        let (search, settings) = (asked.search(), &kept.settings);
        Ok(match asked.goods {
            Goods::OnSale => worded(&kept.on, &search, settings),
            Goods::OffSale => worded(&kept.off, &search, settings),
            Goods::All => {
                merged(worded(&kept.on, &search, settings), worded(&kept.off, &search, settings), asked.most)
            }
        })
    }

    /// Finds what customers can see and explains each hit; by other settings than those of the shop, if some are given.
    pub(super) fn explain(
        &self,
        conn: &mut Conn,
        asked: &Asked,
        settings: Option<&Settings>,
    ) -> Result<Found, Refusal> {
        self.catch_up(conn, asked.now)?;
        let kept = self.read();
        if !kept.is_ready {
            return Err(preparing());
        }
        let search = Search { explain: true, ..asked.search() };
        Ok(worded(&kept.on, &search, settings.unwrap_or(&kept.settings)))
    }

    /// Somebody looked for something, and it was found.
    pub(super) fn hear(&self, text: &str, who: &str, now: i64) {
        lock(&self.heard).hear(text, who, now.div_euclid(DAY));
    }

    /// What several people looked for, with how many they were; the most first.
    pub(super) fn popular(&self, most: usize) -> Vec<(String, u32)> {
        lock(&self.heard).popular(most)
    }

    /// Ways to go on with what was typed so far; without anything, what several people looked for and would find now.
    pub(super) fn suggest(&self, typed: &str) -> Vec<Suggestion> {
        let (popular, suggestions) = {
            let mut heard = lock(&self.heard);
            (heard.popular(2 * SUGGESTED), heard.suggestions())
        };
        let kept = self.read();
        if !typed.trim().is_empty() {
            return kept.on.suggest(typed, SUGGESTED, &suggestions, &kept.settings.synonyms);
        }
        let count = |(text, _): (String, u32)| {
            let count = kept.on.search(&Search { text: &text, ..Search::default() }, &kept.settings).total;
            Suggestion { text, count, is_searched: true }
        };
        popular.into_iter().map(count).filter(|found| found.count > 0).take(SUGGESTED).collect()
    }

    fn read(&self) -> RwLockReadGuard<'_, Kept> {
        self.kept.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Kept> {
        self.kept.write().unwrap_or_else(PoisonError::into_inner)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What is found by a word: to a question without one, as an emoji, an index answers with all that it has.
fn worded(index: &Index, search: &Search<'_>, settings: &Settings) -> Found {
    let found = index.search(search, settings);
    if found.plan.clauses.is_empty() { Found::default() } else { found }
}

fn preparing() -> Refusal {
    Refusal::new(
        Kind::Busy,
        "search_preparing",
        "搜索正在准备，请几秒钟后再试",
        "search is being prepared; please try again in a few seconds",
    )
}

/// What two indexes found, in one order. What meets the question only when it is relaxed is left out if the other index has better.
fn merged(one: Found, other: Found, most: usize) -> Found {
    let rank = |found: &Found| match (found.total, found.relaxed) {
        (0, _) => 3,
        (_, Relaxed::No) => 0,
        (_, Relaxed::Apart) => 1,
        (_, Relaxed::Most) => 2,
    };
    let (mut best, second) = if rank(&one) <= rank(&other) { (one, other) } else { (other, one) };
    if rank(&best) == rank(&second) {
        best.total += second.total;
        best.hits.extend(second.hits);
        best.hits.sort_by_key(|hit| (Reverse(hit.score), hit.id));
        best.hits.truncate(most);
    }
    best
}
