//! What the targets share.

use std::io::Write as _;

use banyan_settle::files::{FileError, Members, Source};

/// A file of which the first byte says how it is packed: plain, gzip or zstd, each as it came or packed here, so that
/// the readers behind the decoders are reached as well.
pub fn source(name: &str, data: &[u8]) -> Option<Result<Source, FileError>> {
    let (first, rest) = data.split_first()?;
    let (ending, bytes) = match first % 5 {
        0 => (".csv", rest.to_vec()),
        1 => (".csv.gz", rest.to_vec()),
        2 => (".csv.zst", rest.to_vec()),
        3 => (".csv.gz", gzip(rest)),
        _ => (".csv.zst", zstd::bulk::compress(rest, 1).expect("zstd packs anything")),
    };
    Some(Source::from_bytes(format!("{name}{ending}"), bytes))
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(bytes).expect("memory takes everything");
    packed.finish().expect("memory takes everything")
}

/// The ranks of the plan in every target.
pub const RANKS: &[&str] = &["owner", "gold"];

/// A few members for the other files.
pub fn members() -> Members {
    let text = "member,inviter,joined_at,rank\na,,2024-01-01 00:00:00,owner\nb,a,2024-01-02 00:00:00,\nc,b,2024-01-03 00:00:00,gold\n";
    let source = Source::from_bytes("members.csv", text).expect("bytes in memory");
    Members::read(source, RANKS, &|_| ()).expect("members as they should be")
}

/// Whatever is wrong can be said in both languages, and begins with the file.
pub fn shown<T>(read: Result<T, FileError>) -> Option<T> {
    use banyan_plan::words::Lang;
    let error = match read {
        Ok(read) => return Some(read),
        Err(error) => error,
    };
    for lang in [Lang::Zh, Lang::En] {
        assert!(error.show(lang).starts_with(&error.file));
    }
    None
}
