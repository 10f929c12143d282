//! The Debian package: what it holds, and that its settings are ones that the program knows.

use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::shop::Serving;

/// The folder of the repository.
fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn run(command: &mut Command) -> String {
    let done = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(done.status.success(), "{command:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}

/// Builds the package around a script that stands for the program, which is large, and unpacks it.
fn unpacked(dir: &Path) -> PathBuf {
    let program = dir.join("banyan");
    std::fs::write(&program, format!("#!/bin/sh\nexec {} \"$@\"\n", env!("CARGO_BIN_EXE_banyan"))).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    let package = run(Command::new(top().join("scripts/deb.sh")).arg(&program).arg(dir));
    let package = package.trim();
    assert!(package.contains("/banyan_"), "{package}");
    let info = run(Command::new("dpkg-deb").args(["--field", package]));
    let version = format!("Version: {}\n", env!("CARGO_PKG_VERSION"));
    assert!(info.contains("Package: banyan\n") && info.contains(&version), "{info}");
    let (root, control) = (dir.join("root"), dir.join("control"));
    run(Command::new("dpkg-deb").args(["--extract", package]).arg(&root));
    run(Command::new("dpkg-deb").args(["--control", package]).arg(&control));
    for script in ["preinst", "postinst", "prerm", "postrm"] {
        run(Command::new("sh").arg("-n").arg(control.join(script)));
    }
    root
}

/// The settings that a text names.
fn settings(text: &str) -> BTreeSet<String> {
    let words =
        text.split(|letter: char| !(letter.is_ascii_uppercase() || letter == '_' || letter.is_ascii_digit()));
    words.filter(|word| word.starts_with("BANYAN_")).map(str::to_owned).collect()
}

#[test]
fn a_package_holds_a_shop_that_can_be_run_and_backed_up() {
    if Command::new("dpkg-deb").arg("--version").output().is_err() {
        eprintln!("SKIPPED: no dpkg-deb here, so nobody builds a Debian package either");
        return;
    }
    let dir = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("deb");
    let _ = std::fs::remove_dir_all(&dir);
    std::fs::create_dir_all(&dir).unwrap();
    let root = unpacked(&dir);
    let text = |path: &str| {
        std::fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    };

    // Whatever the settings name, the program or the backup reads; whatever `serve` reads is in the settings.
    let named = settings(&text("etc/banyan/banyan.env"));
    let help = run(Command::new(env!("CARGO_BIN_EXE_banyan")).args(["serve", "--help"]));
    let of_serve: BTreeSet<String> = help
        .lines()
        .flat_map(|line| line.split("[env: ").skip(1))
        .filter_map(|rest| rest.split('=').next())
        .map(str::to_owned)
        .collect();
    assert!(of_serve.contains("BANYAN_LISTEN"), "{of_serve:?}");
    assert!(of_serve.is_subset(&named), "{:?}", of_serve.difference(&named));
    let mut read = of_serve;
    read.extend(settings(&text("usr/lib/banyan/backup")));
    read.extend(["BANYAN_LOG", "BANYAN_WECHAT_API_V3_KEY"].map(str::to_owned));
    assert!(named.is_subset(&read), "{:?}", named.difference(&read));
    // It is a file for a shell, and one for systemd.
    run(Command::new("sh").args(["-eu", "-c", ". \"$0\""]).arg(root.join("etc/banyan/banyan.env")));
    let mode = |path: &str| std::fs::metadata(root.join(path)).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode("etc/banyan/banyan.env"), mode("usr/bin/banyan")), (0o640, 0o755));

    // The backup of the night works, and what is old goes.
    let (shop, backups) = (dir.join("shop.db"), dir.join("backups"));
    std::fs::create_dir(&backups).unwrap();
    let db = format!("sqlite:{}", shop.display());
    let path = format!("{}:{}", root.join("usr/bin").display(), std::env::var("PATH").unwrap());
    Serving::open(&db).stop();
    let old = backups.join("banyan-20200101T000000Z.backup");
    run(Command::new("touch").args(["-d", "2020-01-01"]).arg(&old));
    let backup = || {
        let mut command = Command::new(root.join("usr/lib/banyan/backup"));
        command.env("PATH", &path).env("BANYAN_DB", &db).env("BANYAN_BACKUPS", &backups);
        run(&mut command)
    };
    backup();
    let kept: Vec<PathBuf> =
        std::fs::read_dir(&backups).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(kept.len(), 1, "{kept:?}");
    assert!(!old.exists());

    for page in ["banyan.1.gz", "banyan-serve.1.gz", "banyan-key-rotate.1.gz"] {
        assert!(root.join("usr/share/man/man1").join(page).exists(), "{page}");
    }
    assert!(text("usr/share/bash-completion/completions/banyan").contains("audit-heads"));
    units_hold(&root);
}

/// systemd itself reads the units, where it is installed.
fn units_hold(root: &Path) {
    let units = ["banyan.service", "banyan-backup.service", "banyan-backup.timer"];
    for unit in units {
        assert!(root.join("lib/systemd/system").join(unit).exists());
    }
    let mut verify = Command::new("systemd-analyze");
    verify.arg("verify").arg("--man=no").arg(format!("--root={}", root.display())).args(units);
    let Ok(done) = verify.output() else { return };
    let told = String::from_utf8_lossy(&done.stderr);
    let ours: Vec<&str> =
        told.lines().filter(|line| line.contains("banyan") && !line.contains("not found")).collect();
    assert!(ours.is_empty(), "{}", ours.join("\n"));
}
