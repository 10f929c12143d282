//! Messages to people outside of the shop's pages: a code for a phone today, more kinds later.
//!
//! The program is started with the providers that it can reach; the settings say which one the shop uses. A message is
//! handed over once the transaction that it belongs to is durable, and off the threads that serve requests.

mod double;
mod file;

use std::sync::Arc;

use banyan_plan::words::{Lang, Text};
use thiserror::Error;

pub use self::double::Double;
pub use self::file::File;
use banyan_api::App;
use banyan_base::refusal::{Kind, Refusal};

/// Where a message goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// A phone, as E.164 has it.
    Phone(String),
    /// A mailbox.
    Mail(String),
}

/// One message to one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// To whom.
    pub to: Address,
    /// What to say, in both languages.
    pub text: Text,
    /// The language that the person reads.
    pub lang: Lang,
    /// Which text it is: carriers want text messages to follow templates that they have approved.
    pub template: &'static str,
    /// What stands in the template's gaps, in their order.
    pub values: Vec<String>,
}

/// The message was not taken. The text is for the log, and holds neither address nor contents.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0}")]
pub struct NotifyError(pub String);

/// Somebody who delivers messages.
pub trait Notifier: Send + Sync {
    /// The stable word by which the settings choose it.
    fn id(&self) -> &'static str;
    /// Whether it reaches addresses of this kind.
    fn reaches(&self, to: &Address) -> bool;
    /// Hands a message over and waits until it is taken. The caller bounds nothing: an implementation gives up by itself.
    fn send(&self, message: &Message) -> Result<(), NotifyError>;
}

/// The providers that this process can reach.
#[derive(Clone, Default)]
pub struct Notifiers(Vec<Arc<dyn Notifier>>);

impl std::fmt::Debug for Notifiers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.ids()).finish()
    }
}

impl Notifiers {
    /// These.
    pub fn new(all: Vec<Arc<dyn Notifier>>) -> Self {
        Self(all)
    }

    /// Their words.
    pub fn ids(&self) -> Vec<&'static str> {
        self.0.iter().map(|one| one.id()).collect()
    }

    /// The one of a word, if this process can reach it and it reaches phones.
    pub(crate) fn for_phones(&self, id: &str) -> Option<Arc<dyn Notifier>> {
        let phone = Address::Phone(String::new());
        self.0.iter().find(|one| one.id() == id && one.reaches(&phone)).cloned()
    }
}

/// Sends a message by a provider; a provider that does not take it is our fault towards whoever waits for it.
pub async fn send(notifier: Arc<dyn Notifier>, message: Message) -> Result<(), Refusal> {
    let sent = tokio::task::spawn_blocking(move || notifier.send(&message)).await;
    match sent {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(not_sent(&error.to_string())),
        Err(error) => Err(not_sent(&error.to_string())),
    }
}

fn not_sent(why: &str) -> Refusal {
    let (zh, en) = ("短信没有发出去，请稍后再试", "the message could not be sent; please try again later");
    Refusal { internal: why.to_owned(), ..Refusal::new(Kind::Busy, "message_not_sent", zh, en) }
}

/// Who sends messages to phones in this shop, if anybody does.
pub fn of_phones(app: &App, chosen: &str) -> Option<Arc<dyn Notifier>> {
    app.part::<Notifiers>().for_phones(chosen)
}
