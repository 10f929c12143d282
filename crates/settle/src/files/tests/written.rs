//! The file of rewards: whole or not at all.

use super::*;
use std::io::Read;
use std::path::{Path, PathBuf};

/// A directory of its own, taken away at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("banyan-files-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn holds(&self) -> Vec<String> {
        let names = std::fs::read_dir(&self.0).unwrap();
        names.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn a_finished_file_is_there_in_its_form() {
    let folder = Folder::new("finished");
    let text = [REWARDS_HEADER, &b"sale,1/1,x,a,1,1.00,0.1,0.10,\n".repeat(10_000)].concat();
    for name in ["r.csv", "r.csv.gz", "r.csv.zst"] {
        let path = folder.0.join(name);
        std::fs::write(&path, "what was there before").unwrap();
        let mut rewards = RewardsFile::create(&path).unwrap();
        rewards.append(&text[..1_000]).unwrap();
        rewards.append(&text[1_000..]).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"what was there before");
        rewards.finish().unwrap();
        let bytes = std::fs::read(&path).unwrap();
        let mut read = Vec::new();
        match name {
            "r.csv.gz" => {
                flate2::read::GzDecoder::new(&bytes[..]).read_to_end(&mut read).map(|_| ()).unwrap();
            }
            "r.csv.zst" => read = zstd::stream::decode_all(&bytes[..]).unwrap(),
            _ => read = bytes,
        }
        assert!(read == text, "{name}");
    }
    assert_eq!(folder.holds().len(), 3);
}

#[test]
fn an_unfinished_file_leaves_nothing() {
    let folder = Folder::new("unfinished");
    let mut rewards = RewardsFile::create(&folder.0.join("r.csv")).unwrap();
    rewards.append(REWARDS_HEADER).unwrap();
    assert_eq!(folder.holds().len(), 1);
    drop(rewards);
    assert!(folder.holds().is_empty());
}

#[test]
fn places_that_cannot_be_written_say_so() {
    let folder = Folder::new("refused");
    let error = RewardsFile::create(&folder.0.join("no/r.csv")).unwrap_err().to_string();
    assert!(error.ends_with("r.csv: cannot be written: there is no such file or folder"), "{error}");
    let error = RewardsFile::create(&folder.0).unwrap_err().to_string();
    assert!(error.ends_with("cannot be written: it is a directory"), "{error}");
    if Path::new("/dev/null").exists() {
        let rewards = RewardsFile::create("/dev/null".as_ref()).unwrap();
        rewards.finish().unwrap();
        assert!(!std::fs::metadata("/dev/null").unwrap().is_file());
    }
}
