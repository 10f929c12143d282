//! The ground that every room of the shop stands on: how the shop refuses, what ids, moments and words look like on the way
//! in and out, and the guards of what must not be guessed. Nothing here knows a database or a noun.

pub mod clock;
pub mod letters;
pub mod passwords;
pub mod random;
pub mod refusal;
pub mod shapes;
pub mod sheet;
pub mod tax;
pub mod text;
pub mod throttle;
pub mod tokens;
pub mod totp;
pub mod vault;
