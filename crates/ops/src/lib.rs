//! Operations: the whole past out and in and computed again, backups, privacy, settings, webhooks.

pub mod backup;
pub mod history;
pub mod keys;
pub mod moving;
pub mod past;
pub mod privacy;
pub mod settings;
pub mod webhooks;
