//! Callbacks: what people did, signed and encrypted; late, doubled, lost and out of order as chance has it.

use std::collections::BTreeMap;

use super::Double;
use crate::xml::cdata;

/// How often a callback that was not acknowledged is sent again.
const AGAIN: u32 = 3;
/// Seconds between two attempts.
const PAUSE: i64 = 5;

#[derive(Debug, Default)]
pub(super) struct Outbox {
    /// By moment and number: what is to be sent.
    waiting: BTreeMap<(i64, u64), Waiting>,
    /// What is under way.
    sent: BTreeMap<u64, Waiting>,
    next: u64,
    /// Callbacks that chance has lost.
    lost: u64,
}

#[derive(Debug, Clone)]
struct Waiting {
    message: String,
    attempts: u32,
}

/// A callback on its way to the shop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// By which it is acknowledged.
    pub id: u64,
    /// `msg_signature`, `timestamp` and `nonce` of its address.
    pub query: [(&'static str, String); 3],
    /// Its XML.
    pub body: String,
}

impl Double {
    /// Something happened at this moment that the corp is told of.
    pub(super) fn tell(&mut self, event: &str, change: &str, fields: &[(&str, &str)], inner: &str) {
        let mishaps = self.settings.mishaps;
        if self.chance.happens(mishaps.lost) {
            self.outbox.lost += 1;
            return;
        }
        let fields: Vec<String> =
            fields.iter().map(|(name, value)| format!("<{name}>{}</{name}>", cdata(value))).collect();
        let fields = fields.concat();
        let message = format!(
            "<xml><ToUserName>{}</ToUserName><FromUserName>{}</FromUserName><CreateTime>{}</CreateTime>\
             <MsgType>{}</MsgType><Event>{}</Event><ChangeType>{}</ChangeType>{fields}{inner}</xml>",
            cdata(&self.settings.corp),
            cdata("sys"),
            self.now,
            cdata("event"),
            cdata(event),
            cdata(change),
        );
        let copies = if self.chance.happens(mishaps.doubled) { 2 } else { 1 };
        for _ in 0..copies {
            let at = self.now + self.chance.below(u64::from(mishaps.late) + 1) as i64;
            self.queue(at, Waiting { message: message.clone(), attempts: 0 });
        }
    }

    fn queue(&mut self, at: i64, waiting: Waiting) {
        self.outbox.next += 1;
        self.outbox.waiting.insert((at, self.outbox.next), waiting);
    }

    /// The callbacks whose time has come, signed for this moment. Each has to be acknowledged or refused.
    pub fn due(&mut self) -> Vec<Delivery> {
        let later = self.outbox.waiting.split_off(&(self.now + 1, 0));
        let due = std::mem::replace(&mut self.outbox.waiting, later);
        let mut out = Vec::with_capacity(due.len());
        for ((_, id), waiting) in due {
            out.push(self.delivery(id, &waiting.message));
            self.outbox.sent.insert(id, waiting);
        }
        out
    }

    fn delivery(&mut self, id: u64, message: &str) -> Delivery {
        let encrypted = self.callback.encrypt(message, self.chance.bytes());
        let (timestamp, nonce) = (self.now.to_string(), self.chance.id(""));
        let signature = self.callback.sign(&timestamp, &nonce, &encrypted);
        let body = format!(
            "<xml><ToUserName>{}</ToUserName><AgentID>{}</AgentID><Encrypt>{}</Encrypt></xml>",
            cdata(&self.settings.corp),
            cdata("1000002"),
            cdata(&encrypted)
        );
        Delivery {
            id,
            query: [("msg_signature", signature), ("timestamp", timestamp), ("nonce", nonce)],
            body,
        }
    }

    /// The shop has taken a callback.
    pub fn acknowledged(&mut self, id: u64) {
        self.outbox.sent.remove(&id);
    }

    /// The shop has not taken a callback, or not in time: it is sent again, three times at most.
    pub fn refused(&mut self, id: u64) {
        let Some(waiting) = self.outbox.sent.remove(&id) else { return };
        if waiting.attempts < AGAIN {
            let attempts = waiting.attempts + 1;
            self.queue(self.now + PAUSE, Waiting { attempts, ..waiting });
        } else {
            self.outbox.lost += 1;
        }
    }

    /// The request by which the service asks whether an address is the corp's: its parameters, and the answer it expects.
    pub fn question(&mut self) -> ([(&'static str, String); 4], String) {
        let plain = self.chance.next().to_string();
        let encrypted = self.callback.encrypt(&plain, self.chance.bytes());
        let (timestamp, nonce) = (self.now.to_string(), self.chance.id(""));
        let signature = self.callback.sign(&timestamp, &nonce, &encrypted);
        let query = [
            ("msg_signature", signature),
            ("timestamp", timestamp),
            ("nonce", nonce),
            ("echostr", encrypted),
        ];
        (query, plain)
    }

    /// Callbacks that wait, and those that are lost for good.
    pub fn callbacks(&self) -> (usize, u64) {
        (self.outbox.waiting.len() + self.outbox.sent.len(), self.outbox.lost)
    }
}
