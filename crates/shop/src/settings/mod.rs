//! How the shop is set up: how its settings change, and their routes; what they are is `core`'s.

pub(crate) mod http;

pub use banyan_core::settings::*;

use crate::db::{Conn, DbError};
use crate::event::{Event, Kind};
use crate::refusal::Refusal;
use crate::work::Work;

/// Sets the shop up anew, from now on and for every process.
pub fn change(work: &mut Work<'_>, settings: &Settings) -> Result<(), Refusal> {
    settings.check()?;
    let at = work.moment()?;
    write(work.conn, settings, at)?;
    work.live_mut().settings = settings.clone();
    work.record(&Event::new(at, at, Kind::Settings, 0));
    Ok(())
}

/// Offers the test till in a demo that has never been set up.
pub(crate) fn offer_test_till(conn: &mut Conn) -> Result<(), DbError> {
    let mut settings = read(conn)?;
    if changed_at(conn)? == 0 && !settings.providers.iter().any(|id| id == "test") {
        settings.providers.insert(0, "test".to_owned());
        write(conn, &settings, 0)?;
    }
    Ok(())
}
