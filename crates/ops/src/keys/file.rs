//! The file of the shop's keys: beside the database or wherever `--key` says, never in it.
//!
//! One key a line, the current one first: `ID HEX`, or the 64 hexadecimal digits alone for the first key of a shop. The others are
//! former keys, by which backups, and hashes whose text nobody has, may still be made.

use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use banyan_base::random::Random;
use banyan_base::refusal::Refusal;
use banyan_base::vault::{MasterKey, Vault};
use banyan_core::key_check;
use banyan_store::DatabaseUrl;
use data_encoding::{HEXLOWER, HEXLOWER_PERMISSIVE};

use crate::backup::{beside, settle};

/// The number of a shop's first key.
const FIRST: u16 = 1;

/// The keys of a shop.
#[derive(Debug, Clone)]
pub struct Keys {
    /// What is sealed from now on is sealed by this one.
    pub current: MasterKey,
    /// Former keys.
    pub former: Vec<MasterKey>,
}

impl Keys {
    /// Reads a file, or makes one with a first key for a shop that is not there yet, readable by its owner only.
    pub fn read(path: &Path, place: &DatabaseUrl, random: &mut dyn Random) -> Result<Self, Refusal> {
        match std::fs::read_to_string(path) {
            Ok(text) => Self::parse(&text, path),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && !place.is_empty()? => {
                Err(key_check::missing(path))
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let keys = Self { current: made(FIRST, random)?, former: Vec::new() };
                create(path, &keys.text()).map_err(told(path))?;
                Ok(keys)
            }
            Err(error) => Err(told(path)(error)),
        }
    }

    fn parse(text: &str, path: &Path) -> Result<Self, Refusal> {
        let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        let mut keys = lines
            .map(|(number, line)| key(line).ok_or_else(|| unreadable(path, number + 1)))
            .collect::<Result<Vec<_>, _>>()?
            .into_iter();
        let current = keys.next().ok_or_else(|| unreadable(path, 1))?;
        Ok(Self { current, former: keys.collect() })
    }

    fn text(&self) -> String {
        let line = |key: &MasterKey| match key.id {
            FIRST => HEXLOWER.encode(&key.bytes) + "\n",
            id => format!("{id} {}\n", HEXLOWER.encode(&key.bytes)),
        };
        std::iter::once(&self.current).chain(&self.former).map(line).collect()
    }

    /// The vault that seals by the current key and opens what any of them has sealed.
    pub fn vault(&self) -> Result<Vault, Refusal> {
        Vault::new(&self.current, &self.former).map_err(|error| Refusal::broken(error.to_string()))
    }

    /// A new key before the others.
    pub fn with_a_new_one(self, random: &mut dyn Random) -> Result<Self, Refusal> {
        let newest = self.former.iter().map(|key| key.id).fold(self.current.id, u16::max);
        let id = newest.checked_add(1).ok_or_else(|| Refusal::broken("no number is left for a key"))?;
        let mut former = self.former;
        former.insert(0, self.current);
        Ok(Self { current: made(id, random)?, former })
    }

    /// Writes the file anew. Whatever happens meanwhile, it holds the keys of before or these.
    pub fn write(&self, path: &Path) -> Result<(), Refusal> {
        let part = beside(path, "new");
        let _ = std::fs::remove_file(&part);
        create(&part, &self.text()).map_err(told(&part))?;
        settle(&part, path)
    }
}

fn made(id: u16, random: &mut dyn Random) -> Result<MasterKey, Refusal> {
    let mut bytes = [0; 32];
    random.fill(&mut bytes).map_err(|error| Refusal::broken(error.to_string()))?;
    Ok(MasterKey { id, bytes })
}

/// A line of the file.
fn key(line: &str) -> Option<MasterKey> {
    let (id, digits) = match line.trim().split_once(' ') {
        Some((id, digits)) => (id.parse().ok()?, digits.trim()),
        None => (FIRST, line.trim()),
    };
    let bytes = HEXLOWER_PERMISSIVE.decode(digits.as_bytes()).ok()?;
    Some(MasterKey { id, bytes: bytes.try_into().ok()? })
}

fn create(path: &Path, text: &str) -> std::io::Result<()> {
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

fn told(path: &Path) -> impl Fn(std::io::Error) -> Refusal + '_ {
    move |error| Refusal::broken(format!("{}: {error}", path.display()))
}

fn unreadable(path: &Path, line: usize) -> Refusal {
    let path = path.display();
    Refusal::conflict(
        "key_unreadable",
        format!("{path} 第 {line} 行不是密钥：应为 64 位十六进制数字，前面可以有编号和空格"),
        format!(
            "line {line} of {path} is no key: expected 64 hexadecimal digits, with a number and a space before them if it is not the first key"
        ),
    )
}

#[cfg(test)]
mod tests {
    use banyan_base::random::Seeded;

    use super::*;

    #[test]
    fn a_new_key_stands_before_the_former_ones_and_the_file_comes_back_the_same() {
        let dir = tempfile::tempdir().unwrap();
        let (path, place) = (dir.path().join("shop.key"), DatabaseUrl::Sqlite(dir.path().join("shop.db")));
        let mut random = Seeded::new(1);
        let first = Keys::read(&path, &place, &mut random).unwrap();
        assert_eq!(
            std::fs::read_to_string(&path).unwrap().trim().len(),
            64,
            "earlier versions read it as well"
        );
        let second = first.clone().with_a_new_one(&mut random).unwrap();
        let third = second.clone().with_a_new_one(&mut random).unwrap();
        third.write(&path).unwrap();
        let read = Keys::read(&path, &place, &mut random).unwrap();
        let all = |keys: &Keys| {
            let ids = std::iter::once(&keys.current).chain(&keys.former).map(|key| (key.id, key.bytes));
            ids.collect::<Vec<_>>()
        };
        assert_eq!(all(&read), all(&third));
        assert_eq!(all(&read).iter().map(|(id, _)| *id).collect::<Vec<_>>(), [3, 2, 1]);
        assert_eq!(all(&read)[2].1, first.current.bytes);
        read.vault().unwrap();
    }

    #[test]
    fn what_is_no_key_is_told_with_its_line() {
        let path = Path::new("shop.key");
        let good = "ab".repeat(32);
        for (text, line) in [
            (String::new(), "line 1 "),
            (good.clone() + "00", "line 1 "),
            (format!("{good}\n\n2 xyz"), "line 3 "),
            (format!("70000 {good}"), "line 1 "),
        ] {
            let refusal = Keys::parse(&text, path).unwrap_err();
            assert!(refusal.text.en.starts_with(line), "{text}: {}", refusal.text.en);
        }
        let same = Keys::parse(&format!("2 {good}\n2 {good}"), path).unwrap();
        same.vault().unwrap_err();
    }
}
