//! How the shop is set up: how its settings change, and their routes; what they are is `core`'s.

pub(crate) mod http;

pub use banyan_core::settings::*;

use crate::event::{Event, Kind};
use crate::refusal::Refusal;
use crate::work::Work;

/// Sets the shop up anew, from now on and for every process.
pub fn change(work: &mut Work<'_>, settings: &Settings) -> Result<(), Refusal> {
    settings.check()?;
    let at = work.moment()?;
    banyan_core::settings::write(work.conn, settings, at)?;
    work.live_mut().set_up(settings.clone());
    work.record(&Event::new(at, at, Kind::Settings, 0));
    Ok(())
}
