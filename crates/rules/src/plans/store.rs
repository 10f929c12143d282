//! The SQL of plan versions.

use banyan_core::event::{self, Event, Kind};
use banyan_core::plan_versions::read;
pub(crate) use banyan_core::plan_versions::{Version, newest};
use banyan_core::records::Volumes;
use banyan_plan::model::RankNo;
use banyan_store::{Conn, DbError, Row, row};

use super::judge::Kept;

/// A version with all that is known of it.
#[derive(Debug, Clone)]
pub struct Full {
    /// The version.
    pub version: Version,
    /// When it was published, in nanoseconds.
    pub published_at: i64,
    /// When it took over, in nanoseconds.
    pub active_from: Option<i64>,
    /// When something kept it from taking over.
    pub held_at: Option<i64>,
    /// When it was taken back.
    pub cancelled_at: Option<i64>,
    /// Who published it: a login name; empty for the plan of an empty shop.
    pub by: String,
    /// What was found when it was judged.
    pub kept: Kept,
}

const FULL: &str = "SELECT v.version, v.source, v.effective_at, v.published_at, v.active_from, v.held_at, v.cancelled_at, \
                    COALESCE(s.login, ''), v.findings FROM plan_version v LEFT JOIN staff s ON s.id = v.published_by";

fn read_full(row: &Row) -> Result<Full, DbError> {
    let kept = serde_json::from_str(row.text(8)?);
    Ok(Full {
        version: read(row)?,
        published_at: row.int(3)?,
        active_from: row.maybe_int(4)?,
        held_at: row.maybe_int(5)?,
        cancelled_at: row.maybe_int(6)?,
        by: row.text(7)?.to_owned(),
        kept: kept.map_err(|error| DbError::Broken(format!("findings of a plan version: {error}")))?,
    })
}

/// Versions before one, the newest first.
pub(super) fn list(conn: &mut Conn, before: i64, limit: i64) -> Result<Vec<Full>, DbError> {
    let sql = format!("{FULL} WHERE v.version < $1 ORDER BY v.version DESC LIMIT $2");
    conn.query(&sql, &row![before, limit])?.iter().map(read_full).collect()
}

/// One version.
pub(crate) fn find(conn: &mut Conn, version: i64) -> Result<Option<Full>, DbError> {
    conn.one(&format!("{FULL} WHERE v.version = $1"), &row![version])?.as_ref().map(read_full).transpose()
}

/// Versions that wait to take over, the next first.
pub(super) fn waiting(conn: &mut Conn) -> Result<Vec<Full>, DbError> {
    let sql = format!(
        "{FULL} WHERE v.active_from IS NULL AND v.cancelled_at IS NULL ORDER BY v.effective_at, v.version"
    );
    conn.query(&sql, &[])?.iter().map(read_full).collect()
}

/// What SKUs on sale count for beside their price, with how many of them count for just that.
pub(super) fn volumes_on_sale(conn: &mut Conn) -> Result<Vec<(Volumes, i64)>, DbError> {
    let sql = "SELECT s.volumes, COUNT(*) FROM sku s JOIN product p ON p.id = s.product \
               WHERE s.state = 'on' AND p.state = 'on' GROUP BY s.volumes";
    let read = |row: &Row| Ok((Volumes::read(row.text(0)?)?, row.int(1)?));
    conn.query(sql, &[])?.iter().map(read).collect()
}

/// Whether anybody has joined.
pub(super) fn has_members(conn: &mut Conn) -> Result<bool, DbError> {
    Ok(conn.one("SELECT id FROM member LIMIT 1", &[])?.is_some())
}

/// Everybody's rank under a plan that numbers its ranks otherwise: pairs of the number before and now.
pub(super) fn renumber_ranks(conn: &mut Conn, numbers: &[(RankNo, RankNo)]) -> Result<(), DbError> {
    if numbers.is_empty() {
        return Ok(());
    }
    let cases: Vec<String> =
        numbers.iter().map(|(before, now)| format!("WHEN {before} THEN {now}")).collect();
    let before: Vec<i64> = numbers.iter().map(|(before, _)| i64::from(*before)).collect();
    let sql = format!(
        "UPDATE member SET rank = CASE rank {} ELSE rank END WHERE rank IN MANY($1)",
        cases.join(" ")
    );
    conn.execute(&sql, &row![before]).map(drop)
}

/// The ranks that have prices of their own, with the number of SKUs for each.
pub(super) fn ranks_with_prices(conn: &mut Conn) -> Result<Vec<(String, i64)>, DbError> {
    let sql = "SELECT r.rank, COUNT(DISTINCT s.id) FROM sku s JOIN price r ON r.sku = s.id AND r.selling = s.selling \
               WHERE r.list = 'rank' GROUP BY r.rank";
    conn.query(sql, &[])?.iter().map(|row| Ok((row.text(0)?.to_owned(), row.int(1)?))).collect()
}

/// The rules of each campaign whose coupons can be used after a moment.
pub(super) fn rules_of_campaigns(conn: &mut Conn, at: i64) -> Result<Vec<String>, DbError> {
    let sql = "SELECT rules FROM campaign WHERE valid_until IS NULL OR valid_until > $1";
    conn.query(sql, &row![at])?.iter().map(|row| Ok(row.text(0)?.to_owned())).collect()
}

/// The number of the next version.
pub(super) fn next_number(conn: &mut Conn) -> Result<i64, DbError> {
    let sql = "SELECT COALESCE(MAX(version), 0) + 1 FROM plan_version";
    conn.one(sql, &[])?.map_or(Ok(1), |row| row.int(0))
}

fn text(kept: &Kept) -> Result<String, DbError> {
    serde_json::to_string(kept).map_err(|error| DbError::Broken(error.to_string()))
}

/// Publishes a version. The database takes none that anything refuses.
pub(crate) fn insert(
    conn: &mut Conn,
    version: &Version,
    at: i64,
    by: i64,
    kept: &Kept,
) -> Result<(), DbError> {
    let refused_by = kept.findings.iter().filter(|finding| finding.severity == "error").count() as i64;
    conn.execute(
        "INSERT INTO plan_version(version, source, published_at, effective_at, published_by, refused_by, findings) \
         VALUES($1, $2, $3, $4, $5, $6, $7)",
        &row![version.no, version.source.as_str(), at, version.effective_at, by, refused_by, text(kept)?],
    )?;
    Ok(())
}

/// A version has taken over.
pub(super) fn activate(conn: &mut Conn, version: i64, at: i64, kept: &Kept) -> Result<(), DbError> {
    let sql = "UPDATE plan_version SET active_from = $2, findings = $3 WHERE version = $1";
    conn.execute(sql, &row![version, at, text(kept)?])?;
    Ok(())
}

/// A version stays waiting though it was due.
pub(super) fn hold(conn: &mut Conn, version: i64, at: i64, kept: &Kept) -> Result<(), DbError> {
    let sql = "UPDATE plan_version SET held_at = $2, findings = $3 WHERE version = $1";
    conn.execute(sql, &row![version, at, text(kept)?])?;
    Ok(())
}

/// A version that waits is judged anew when it is due: at `effective_at`.
pub(super) fn release(conn: &mut Conn, version: i64, effective_at: i64, kept: &Kept) -> Result<(), DbError> {
    let sql = "UPDATE plan_version SET held_at = NULL, effective_at = $2, findings = $3 WHERE version = $1";
    conn.execute(sql, &row![version, effective_at, text(kept)?])?;
    Ok(())
}

/// Takes back a version that waits; whether there is one.
pub(super) fn cancel(conn: &mut Conn, version: i64, at: i64) -> Result<bool, DbError> {
    let sql = "UPDATE plan_version SET cancelled_at = $2, held_at = NULL WHERE version = $1 AND active_from IS NULL AND cancelled_at IS NULL";
    Ok(conn.execute(sql, &row![version, at])? > 0)
}

/// Whether the shop has a plan.
pub(super) fn is_there(conn: &mut Conn) -> Result<bool, DbError> {
    Ok(conn.one("SELECT version FROM plan_version LIMIT 1", &[])?.is_some())
}

/// Gives an empty shop its first plan, in force from `now` on.
pub(super) fn seed(conn: &mut Conn, source: &str, now: i64, kept: &Kept) -> Result<(), DbError> {
    let last =
        conn.one("SELECT last FROM clock WHERE id = 1 LOCKED", &[])?.map_or(Ok(0), |row| row.int(0))?;
    if is_there(conn)? {
        return Ok(());
    }
    let at = now.max(last + 1);
    let version = Version { no: 1, source: source.to_owned(), effective_at: at };
    insert(conn, &version, at, 0, kept)?;
    activate(conn, 1, at, kept)?;
    let mut rows = event::rows();
    Event { value: 1, ..Event::new(at, at, Kind::Plan, 0) }.push(&mut rows);
    conn.insert(&rows)?;
    conn.execute("UPDATE clock SET last = $1 WHERE id = 1", &row![at])?;
    Ok(())
}

/// The ranks of some members.
pub(super) fn ranks(conn: &mut Conn, members: Vec<i64>) -> Result<Vec<(i64, i64)>, DbError> {
    let found = conn.query("SELECT id, rank FROM member WHERE id IN MANY($1)", &row![members])?;
    found.iter().map(|row| Ok((row.int(0)?, row.int(1)?))).collect()
}
