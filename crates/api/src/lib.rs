//! The API over HTTP: the server, who asks, what comes with a request, and how it is answered. It knows what every route
//! needs of the shop, and no noun.

pub mod access;
mod context;
pub mod cookies;
pub mod guard;
pub mod http;
mod meter;
mod proxies;
pub mod sessions;

pub use self::context::{App, AppContext, Gauge, Parts};
pub use self::meter::Meter;
pub use self::proxies::Proxies;
