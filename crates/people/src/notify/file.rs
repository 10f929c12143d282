//! A provider that writes messages into a file, one JSON object a line: for trying a shop out, and for an operator whose
//! own program sends what it reads there.

use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use serde_json::json;

use super::{Address, Message, Notifier, NotifyError};

/// Appends to one file, which only its owner may read: it holds codes that let people in.
#[derive(Debug)]
pub struct File {
    path: PathBuf,
    turn: Mutex<()>,
}

impl File {
    /// Writes to this file, which is made with the first message.
    pub fn new(path: PathBuf) -> Self {
        Self { path, turn: Mutex::new(()) }
    }
}

impl Notifier for File {
    fn id(&self) -> &'static str {
        "file"
    }

    fn reaches(&self, _: &Address) -> bool {
        true
    }

    fn send(&self, message: &Message) -> Result<(), NotifyError> {
        let (kind, to) = match &message.to {
            Address::Phone(to) => ("phone", to),
            Address::Mail(to) => ("mail", to),
        };
        let text = message.text.get(message.lang);
        let line = json!({ "kind": kind, "to": to, "text": text, "template": message.template, "values": message.values });
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let opened = std::fs::OpenOptions::new().append(true).create(true).mode(0o600).open(&self.path);
        let written = opened.and_then(|mut file| writeln!(file, "{line}"));
        written.map_err(|error| NotifyError(format!("{}: {error}", self.path.display())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use banyan_plan::words::{Lang, Text};

    #[test]
    fn each_message_is_a_line_that_only_its_owner_reads() {
        use std::os::unix::fs::PermissionsExt as _;
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("messages");
        let file = File::new(path.clone());
        let message = Message {
            to: Address::Phone("+8613800138000".to_owned()),
            text: Text::new("验证码 123456", "code 123456"),
            lang: Lang::En,
            template: "code",
            values: vec!["123456".to_owned()],
        };
        file.send(&message).unwrap();
        file.send(&message).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        let first: serde_json::Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
        assert_eq!(text.lines().count(), 2);
        assert_eq!((&first["to"], &first["text"]), (&json!("+8613800138000"), &json!("code 123456")));
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        let nowhere = File::new(dir.path().join("no/such/folder"));
        assert!(nowhere.send(&message).is_err());
    }
}
