//! Setting the shop up anew.

use banyan_base::refusal::Refusal;

use super::Work;
use crate::event::{Event, Kind};
use crate::settings::{Settings, write};

/// Sets the shop up anew, from now on and for every process.
pub fn change_settings(work: &mut Work<'_>, settings: &Settings) -> Result<(), Refusal> {
    settings.check()?;
    let at = work.moment()?;
    write(work.conn, settings, at)?;
    work.live_mut().set_up(settings.clone());
    work.record(&Event::new(at, at, Kind::Settings, 0));
    Ok(())
}
