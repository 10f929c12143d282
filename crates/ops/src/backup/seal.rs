//! The checksum that a backup carries: its last line is the SHA-256 of everything before it. A copy that has changed by one
//! bit on a disk or on its way is not brought back.

use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use banyan_base::refusal::Refusal;
use data_encoding::HEXLOWER;
use ring::digest::{Context, SHA256};

use super::told;

/// What stands before the digits of the sum.
const MARK: &[u8] = b"\nbanyan backup sha256 ";
/// Bytes of the whole line: the mark, 64 digits, a line break.
const LENGTH: u64 = MARK.len() as u64 + 64 + 1;

/// Reads so many bytes, hands them on in pieces, and gives their sum.
fn sum(
    from: &mut impl Read,
    mut left: u64,
    mut piece: impl FnMut(&[u8]) -> std::io::Result<()>,
) -> std::io::Result<String> {
    let mut context = Context::new(&SHA256);
    let mut buffer = vec![0; 1 << 18];
    while left > 0 {
        let wanted = buffer.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        from.read_exact(&mut buffer[..wanted])?;
        context.update(&buffer[..wanted]);
        piece(&buffer[..wanted])?;
        left -= wanted as u64;
    }
    Ok(HEXLOWER.encode(context.finish().as_ref()))
}

/// Adds the line to a file that is complete.
pub(super) fn seal(path: &Path) -> Result<(), Refusal> {
    let add = || -> std::io::Result<()> {
        let mut file = File::options().read(true).append(true).open(path)?;
        let length = file.metadata()?.len();
        let sum = sum(&mut BufReader::new(&file), length, |_| Ok(()))?;
        let line = [MARK, sum.as_bytes(), b"\n"].concat();
        file.write_all(&line)
    };
    add().map_err(told(path))
}

/// What the last line of a file says the sum is, and how long the file is without that line; nothing without such a line.
fn sealed(file: &mut File) -> std::io::Result<Option<(String, u64)>> {
    let length = file.metadata()?.len();
    let Some(body) = length.checked_sub(LENGTH) else { return Ok(None) };
    file.seek(SeekFrom::Start(body))?;
    let mut line = Vec::new();
    file.read_to_end(&mut line)?;
    file.rewind()?;
    let digits = line.strip_prefix(MARK).and_then(|rest| rest.strip_suffix(b"\n"));
    let digits = digits.and_then(|digits| std::str::from_utf8(digits).ok());
    Ok(digits.map(|digits| (digits.to_owned(), body)))
}

/// Copies a backup without its line, if the sum is right. A backup of an older program has no such line: it is copied as it
/// is if `is_older` says so.
pub(super) fn unseal(from: &Path, to: &Path, is_older: bool) -> Result<(), Refusal> {
    let copy = || -> std::io::Result<Option<bool>> {
        let mut file = File::open(from)?;
        let found = sealed(&mut file)?;
        let length = file.metadata()?.len();
        let (expected, body) = match found {
            Some((expected, body)) => (Some(expected), body),
            None if is_older => (None, length),
            None => return Ok(None),
        };
        let mut out = BufWriter::new(File::create(to)?);
        let sum = sum(&mut BufReader::new(file), body, |piece| out.write_all(piece))?;
        out.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()?;
        Ok(Some(expected.is_none_or(|expected| expected == sum)))
    };
    let name = from.display();
    match copy().map_err(told(from))? {
        Some(true) => Ok(()),
        Some(false) => Err(Refusal::conflict(
            "backup_damaged",
            format!("{name} 的校验和不符：备份在保存或传输中被改动过，没有恢复。请换一份备份"),
            format!(
                "the checksum of {name} is wrong: the backup has changed since it was made, and was not restored; please \
                 take another one"
            ),
        )),
        None => Err(Refusal::conflict(
            "backup_without_checksum",
            format!(
                "{name} 没有校验和：备份可能不完整，或由旧版程序制作；如果是后者，请加 --without-checksum"
            ),
            format!(
                "{name} has no checksum: the backup is cut short, or was made by an older program; if it was, add \
                 --without-checksum"
            ),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_bit_of_a_backup_changes_unnoticed() {
        let dir = tempfile::tempdir().unwrap();
        let (backup, out) = (dir.path().join("backup"), dir.path().join("out"));
        std::fs::write(&backup, b"all that there is").unwrap();
        assert_eq!(unseal(&backup, &out, false).unwrap_err().code, "backup_without_checksum");
        unseal(&backup, &out, true).unwrap();
        seal(&backup).unwrap();
        unseal(&backup, &out, false).unwrap();
        assert_eq!(std::fs::read(&out).unwrap(), b"all that there is");
        let whole = std::fs::read(&backup).unwrap();
        for at in 0..whole.len() * 8 {
            let mut bytes = whole.clone();
            bytes[at / 8] ^= 1 << (at % 8);
            std::fs::write(&backup, &bytes).unwrap();
            assert!(unseal(&backup, &out, false).is_err(), "bit {at}");
        }
        for length in 0..whole.len() {
            std::fs::write(&backup, &whole[..length]).unwrap();
            assert!(unseal(&backup, &out, false).is_err(), "cut to {length} bytes");
        }
    }
}
