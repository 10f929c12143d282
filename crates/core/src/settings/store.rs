//! Settings in the database: one JSON text.

use banyan_store::{Conn, DbError, row};

use super::Settings;

/// The settings; what has never been set has its default.
pub fn read(conn: &mut Conn) -> Result<Settings, DbError> {
    match conn.one("SELECT value FROM setting WHERE name = 'shop'", &[])? {
        None => Ok(Settings::default()),
        Some(row) => serde_json::from_str(row.text(0)?)
            .map_err(|error| DbError::Broken(format!("the settings cannot be read: {error}"))),
    }
}

/// When they were last changed; 0 if never.
pub fn changed_at(conn: &mut Conn) -> Result<i64, DbError> {
    conn.one("SELECT changed_at FROM setting WHERE name = 'shop'", &[])?.map_or(Ok(0), |row| row.int(0))
}

/// Writes the settings.
pub fn write(conn: &mut Conn, settings: &Settings, at: i64) -> Result<(), DbError> {
    let value = serde_json::to_string(settings).map_err(|error| DbError::Broken(error.to_string()))?;
    let sql = "INSERT INTO setting(name, value, changed_at) VALUES('shop', $1, $2) \
               ON CONFLICT(name) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at";
    conn.execute(sql, &row![value, at])?;
    Ok(())
}

/// Offers the test till in a demo that has never been set up.
pub fn offer_test_till(conn: &mut Conn) -> Result<(), DbError> {
    let mut settings = read(conn)?;
    if changed_at(conn)? == 0 && !settings.providers.iter().any(|id| id == "test") {
        settings.providers.insert(0, "test".to_owned());
        write(conn, &settings, 0)?;
    }
    Ok(())
}
