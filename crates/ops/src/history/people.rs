//! What the members' file says of people beside their place in the tree: the name that others see, and the phone by which
//! the other system knew them.

use std::collections::HashMap;

use banyan_base::refusal::Refusal;
use banyan_base::text;
use banyan_base::vault::Phones;
use banyan_core::work::Work;
use banyan_people::members::{self, Identity};
use banyan_plan::words::Text;
use banyan_settle::files::{Members, read_rows};

use super::files::{Files, refused};

/// The longest nickname, in characters, as for who registers.
const NICKNAME: usize = 30;

/// By member.
#[derive(Debug, Default)]
pub(super) struct People {
    nicknames: HashMap<u32, String>,
    phones: HashMap<u32, Identity>,
}

fn wrong(zh: String, en: String) -> Text {
    Text::new(zh, en)
}

impl People {
    /// Reads the columns `nickname` and `phone`, which may both be absent. Where there is no phone, but the old system's
    /// name of a member reads as one, that is their phone. One phone is one member.
    pub(super) fn read(files: &Files, members: &Members, phones: &Phones) -> Result<Self, Refusal> {
        let mut people = Self::default();
        let mut lines: HashMap<String, u64> = HashMap::new();
        let source = files.source(&files.members)?;
        let read = read_rows(source, &["member"], &["nickname", "phone"], |line, fields| {
            let Some(member) = members.names.find(fields[0]) else { return Ok(()) };
            let field = |at: usize| String::from_utf8_lossy(fields[at]).trim().to_owned();
            let (name, nickname, phone) = (field(0), field(1), field(2));
            if !nickname.is_empty() {
                people.nicknames.insert(member, checked_nickname(&nickname, phones)?);
            }
            let identity = match phone.as_str() {
                "" => phones.normal(&name).filter(|_| is_mobile(&name)).map(Identity::Phone),
                typed => Some(read_phone(typed, phones)?),
            };
            let Some(identity) = identity else { return Ok(()) };
            if let Some(first) = lines.insert(identity.text().to_owned(), line) {
                return Err(wrong(
                    format!("手机号与第 {first} 行的会员相同；一个手机号只能是一位会员"),
                    format!(
                        "this phone number is that of the member on line {first}; expected one member for one phone"
                    ),
                ));
            }
            people.phones.insert(member, identity);
            Ok(())
        });
        read.map_err(|error| refused(&error))?;
        Ok(people)
    }

    /// The name that others see. The old system's id is none: it is often a phone number.
    pub(super) fn nickname(&self, member: u32, code: &str, is_chinese: bool) -> String {
        self.nicknames.get(&member).cloned().unwrap_or_else(|| members::nickname_of_code(code, is_chinese))
    }

    /// Gives a member their phone. Nobody has shown yet that it is theirs.
    pub(super) fn identify(&self, work: &mut Work<'_>, member: u32, id: i64) -> Result<(), Refusal> {
        let Some(identity) = self.phones.get(&member) else { return Ok(()) };
        members::identify(work, id, identity, None)
    }
}

/// Whether the old system's name of a member is long enough for a phone number of its own; a short one is a serial number.
fn is_mobile(name: &str) -> bool {
    name.chars().filter(char::is_ascii_digit).count() >= 10
}

fn checked_nickname(typed: &str, phones: &Phones) -> Result<String, Text> {
    let nickname = text::name(typed, "", 1, NICKNAME).map_err(|refusal| {
        let Text { zh, en } = refusal.text;
        wrong(format!("nickname：{zh}"), format!("nickname: {en}"))
    })?;
    if phones.normal(&nickname).is_some() {
        return Err(wrong(
            "nickname 别人看得到，不能是手机号".to_owned(),
            "others see a nickname: expected no phone number".to_owned(),
        ));
    }
    Ok(nickname)
}

fn read_phone(typed: &str, phones: &Phones) -> Result<Identity, Text> {
    let is_shortened = typed.starts_with(|first: char| first.is_ascii_digit()) && typed.contains(['E', 'e']);
    phones.normal(typed).map(Identity::Phone).ok_or_else(|| {
        if is_shortened {
            return wrong(
                format!("phone “{typed}” 被表格软件改成了科学计数法，号码已不完整；请把该列设为文本后重新导出"),
                format!("phone “{typed}” was shortened by a spreadsheet and is no longer whole; expected the column as text"),
            );
        }
        wrong(
            format!("phone “{typed}” 不是手机号；应为号码或留空"),
            format!("phone “{typed}” is no phone number; expected one, or nothing"),
        )
    })
}
