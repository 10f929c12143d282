//! The protocol of WeCom (企业微信) as a pure library: callbacks are checked, decrypted and read into events, replies are
//! encrypted; and a [`double`] of the service that plays it for tests and for trying. No network, no clock, no randomness: the moment and the random bytes are parameters.
//!
//! Whatever a stranger may send is answered by an error that says what was wrong, and never by a panic.
//!
//! Source: developer.work.weixin.qq.com, the chapters on callbacks and on customer contact. The known answers in
//! `tests/wecom/vectors.json` name theirs.

mod callback;
pub mod double;
mod error;
mod event;
mod xml;

pub use callback::{Callback, Query, WINDOW};
pub use error::{CallbackError, KeyError};
pub use event::{
    ChatChange, ContactChange, Event, JoinScene, MemberChange, Message, QuitScene, TagChange, TagKind,
};
