//! Uploaded files. Nothing of them is kept but their id, which is good for three days.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Double;
use super::refused::{BAD_MEDIA, BAD_PARAMETER, Refused, TOO_MANY_ATTACHMENTS};
use super::request::Request;

/// Seconds for which an id is good.
const LIFE: i64 = 3 * 24 * 3600;
/// Attachments of one message.
const ATTACHMENTS: usize = 9;

#[derive(Debug, Default)]
pub(super) struct Media {
    /// Until when each id is good.
    until: BTreeMap<String, i64>,
}

impl Double {
    /// `media/upload`.
    pub(super) fn upload(&mut self, request: &Request) -> Value {
        let id = self.chance.id("media-");
        self.media.until.insert(id.clone(), self.now + LIFE);
        let kind = request.optional("type").unwrap_or("file");
        json!({ "type": kind, "media_id": id, "created_at": self.now.to_string() })
    }

    /// Text and attachments of a message: something must be there, not too much, and each file must still be kept.
    pub(super) fn check_content(&self, body: &Value) -> Result<(), Refused> {
        let text = body["text"]["content"].as_str().unwrap_or_default();
        let none = Vec::new();
        let attachments = body.get("attachments").and_then(Value::as_array).unwrap_or(&none);
        if text.len() > 4000 || (text.is_empty() && attachments.is_empty()) {
            return Err(BAD_PARAMETER);
        }
        if attachments.len() > ATTACHMENTS {
            return Err(TOO_MANY_ATTACHMENTS);
        }
        let is_kept = |id: &str| self.media.until.get(id).is_some_and(|until| *until > self.now);
        for attachment in attachments {
            let kind = attachment["msgtype"].as_str().ok_or(BAD_PARAMETER)?;
            let content = attachment.get(kind).ok_or(BAD_PARAMETER)?;
            let media = content["media_id"].as_str();
            match (kind, media) {
                ("image" | "video" | "file", Some(id)) if is_kept(id) => {}
                ("image", None) if content["pic_url"].is_string() => {}
                ("link", _) if content["url"].is_string() && content["title"].is_string() => {}
                ("miniprogram", _) if content["appid"].is_string() => {}
                ("image" | "video" | "file", Some(_)) => return Err(BAD_MEDIA),
                _ => return Err(BAD_PARAMETER),
            }
        }
        Ok(())
    }
}
