//! A provider that keeps messages: for tests.

use std::sync::{Mutex, PoisonError};

use super::{Address, Message, Notifier, NotifyError};

/// Keeps what it is given, or takes nothing when it is told to be down.
#[derive(Debug, Default)]
pub struct Double {
    taken: Mutex<Vec<Message>>,
    is_down: std::sync::atomic::AtomicBool,
}

impl Double {
    /// Everything that it was given so far, the oldest first.
    pub fn taken(&self) -> Vec<Message> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// From now on it takes nothing, or takes messages again.
    pub fn set_down(&self, is_down: bool) {
        self.is_down.store(is_down, std::sync::atomic::Ordering::SeqCst);
    }
}

impl Notifier for Double {
    fn id(&self) -> &'static str {
        "double"
    }

    fn reaches(&self, _: &Address) -> bool {
        true
    }

    fn send(&self, message: &Message) -> Result<(), NotifyError> {
        if self.is_down.load(std::sync::atomic::Ordering::SeqCst) {
            return Err(NotifyError("the double is down".to_owned()));
        }
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).push(message.clone());
        Ok(())
    }
}
