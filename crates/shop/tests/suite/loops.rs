//! No loop of imports: the folders of a crate, and the files of each folder, use each other in one direction only.
//!
//! A folder is what its `mod.rs` and its files are together. The files of a folder may use its `mod.rs`, and it them. A name that
//! a `mod.rs` passes on counts for the file in which it is defined.

use std::collections::{BTreeMap, BTreeSet};

use crate::rooms::{crates, rust_files};

const CRATES: [&str; 23] = [
    "plan",
    "law",
    "report",
    "settle",
    "sim",
    "community",
    "search",
    "base",
    "store",
    "core",
    "api",
    "books",
    "people",
    "rules",
    "trade",
    "chat",
    "pay",
    "insight",
    "ops",
    "shop",
    "preset",
    "cli",
    "wecom",
];

/// A way through the modules of a crate, from its root.
type Way = Vec<String>;

/// What a file names of its crate.
#[derive(Default)]
struct Module {
    text: String,
    named: Vec<Way>,
    /// Names that it imports or passes on, and what they are.
    imports: BTreeMap<String, Way>,
    /// Modules of which it passes everything on.
    globs: Vec<Way>,
}

/// The parts of a list, which may hold lists.
fn parts(list: &str) -> Vec<&str> {
    let (mut depth, mut start, mut found) = (0, 0, Vec::new());
    for (at, letter) in list.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                found.push(&list[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push(&list[start..]);
    found.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// Everything that a `use` imports: its path, and the name that it has here.
fn flat(tree: &str, before: &[String], found: &mut Vec<(Way, String)>) {
    let step = |path: &str| -> Way {
        path.split("::").map(|step| step.trim().to_owned()).filter(|step| !step.is_empty()).collect()
    };
    if let Some((head, rest)) = tree.split_once('{') {
        let before: Way = before.iter().cloned().chain(step(head)).collect();
        let list = rest.rsplit_once('}').map_or(rest, |(list, _)| list);
        return parts(list).into_iter().for_each(|part| flat(part, &before, found));
    }
    let (path, name) = tree.split_once(" as ").unwrap_or((tree, ""));
    let mut way: Way = before.iter().cloned().chain(step(path)).collect();
    if way.len() > 1 && way.last().is_some_and(|last| last == "self") {
        way.pop();
    }
    let name = if name.is_empty() { way.last().cloned().unwrap_or_default() } else { name.trim().to_owned() };
    found.push((way, name));
}

/// A path from the root of the crate; nothing for one that leads out of it.
fn absolute(path: &[String], module: &[String], is_module: impl Fn(&[String]) -> bool) -> Option<Way> {
    let above = path.iter().take_while(|step| *step == "super").count();
    let (from, rest) = match path.first().map(String::as_str)? {
        "crate" => (&module[..0], &path[1..]),
        "self" => (module, &path[1..]),
        "super" => (&module[..module.len().checked_sub(above)?], &path[above..]),
        child if is_module(&[module, &[child.to_owned()]].concat()) => (module, path),
        _ => return None,
    };
    Some([from, rest].concat())
}

/// Every path in a text that begins with `crate`, `self` or `super`.
fn paths(text: &str) -> Vec<Way> {
    let mut found = Vec::new();
    for start in ["crate::", "self::", "super::"] {
        for (at, _) in text.match_indices(start) {
            let before = text[..at].chars().next_back().unwrap_or(' ');
            if before.is_alphanumeric() || matches!(before, '_' | ':' | '$') {
                continue;
            }
            let path =
                text[at..].split(|letter: char| !letter.is_alphanumeric() && letter != '_' && letter != ':');
            let path = path.clone().next().unwrap_or_default().trim_end_matches(':');
            found.push(path.split("::").map(str::to_owned).collect());
        }
    }
    found
}

/// The modules of a crate, and what they name. What a test needs is no part of the house.
fn modules(name: &str) -> BTreeMap<Way, Module> {
    let source = crates().join(name).join("src");
    let mut texts: BTreeMap<Way, String> = BTreeMap::new();
    for path in rust_files(&source) {
        let inside = path.strip_prefix(&source).unwrap().with_extension("");
        let mut way: Way = inside.iter().map(|step| step.to_str().unwrap().to_owned()).collect();
        if way.last().is_some_and(|last| last == "tests") {
            continue;
        }
        if way.last().is_some_and(|last| last == "mod") || way == ["lib"] || way == ["main"] {
            way.pop();
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let text = text.split("#[cfg(test)]\nmod tests").next().unwrap();
        let lines = text.lines().map(|line| line.split("//").next().unwrap());
        texts.entry(way).or_default().push_str(&lines.collect::<Vec<_>>().join("\n"));
    }
    let is_module = |way: &[String]| texts.contains_key(way);
    let read = |(way, text): (&Way, &String)| {
        let mut module = Module { text: text.clone(), ..Module::default() };
        let mut body = String::new();
        let mut lines = text.split_inclusive('\n');
        while let Some(line) = lines.next() {
            let words = line.trim_start();
            let is_use = words.starts_with("use ") || words.starts_with("pub") && words.contains(" use ");
            if !is_use {
                body.push_str(line);
                continue;
            }
            let mut tree = line.to_owned();
            while !tree.contains(';') {
                tree.push_str(lines.next().unwrap());
            }
            let (_, tree) = tree.split(';').next().unwrap().split_once("use ").unwrap();
            let mut found = Vec::new();
            flat(tree, &[], &mut found);
            for (path, name) in found {
                let Some(path) = absolute(&path, way, is_module) else { continue };
                match name.as_str() {
                    "*" => module.globs.push(path[..path.len() - 1].to_vec()),
                    _ => drop(module.imports.insert(name, path.clone())),
                }
                module.named.push(path);
            }
        }
        module.named.extend(paths(&body).iter().filter_map(|path| absolute(path, way, is_module)));
        (way.clone(), module)
    };
    texts.iter().map(read).collect()
}

/// Whether a module has something of a name of its own.
fn defines(text: &str, name: &str) -> bool {
    let kinds = ["fn", "struct", "enum", "trait", "type", "static", "const", "macro_rules!", "mod"];
    kinds.iter().any(|kind| {
        let start = format!("{kind} {name}");
        text.match_indices(&start).any(|(at, _)| {
            let after = text[at + start.len()..].chars().next().unwrap_or(' ');
            !after.is_alphanumeric() && after != '_'
        })
    })
}

/// The module in which what a path leads to is defined.
fn home(modules: &BTreeMap<Way, Module>, path: &[String], depth: usize) -> Option<Way> {
    let (way, module, rest) = (0..=path.len()).rev().find_map(|end| {
        let module = modules.get(&path[..end])?;
        Some((&path[..end], module, &path[end..]))
    })?;
    let Some(name) = rest.first().filter(|name| *name != "*" && depth < 8) else { return Some(way.to_vec()) };
    if let Some(other) = module.imports.get(name) {
        return home(modules, &[other, &rest[1..]].concat(), depth + 1);
    }
    let passed = module.globs.iter().filter(|_| !defines(&module.text, name));
    let mut passed = passed.filter_map(|other| home(modules, &[other, rest].concat(), depth + 1));
    Some(passed.next().unwrap_or_else(|| way.to_vec()))
}

/// What the children of each folder use of one another.
fn uses(modules: &BTreeMap<Way, Module>) -> BTreeMap<Way, BTreeMap<String, BTreeSet<String>>> {
    let mut found: BTreeMap<Way, BTreeMap<String, BTreeSet<String>>> = BTreeMap::new();
    for (from, module) in modules {
        for to in module.named.iter().filter_map(|path| home(modules, path, 0)) {
            let common = from.iter().zip(&to).take_while(|(one, other)| one == other).count();
            if let (Some(user), Some(used)) = (from.get(common), to.get(common)) {
                let folder = found.entry(from[..common].to_vec()).or_default();
                folder.entry(user.clone()).or_default().insert(used.clone());
            }
        }
    }
    found
}

/// Those from which a way of uses leads back to themselves.
fn looped(uses: &BTreeMap<String, BTreeSet<String>>) -> Vec<&str> {
    let leads_back = |start: &String| {
        let (mut seen, mut open) = (BTreeSet::new(), vec![start]);
        while let Some(file) = open.pop() {
            for next in uses.get(file).into_iter().flatten() {
                if next == start {
                    return true;
                }
                if seen.insert(next) {
                    open.push(next);
                }
            }
        }
        false
    };
    uses.keys().filter(|file| leads_back(file)).map(String::as_str).collect()
}

#[test]
fn no_folders_and_no_files_import_each_other() {
    for name in CRATES {
        let modules = modules(name);
        assert!(modules.len() > 2, "{name} has been read");
        for (folder, uses) in uses(&modules) {
            let place = [&[name.to_owned()], &folder[..]].concat().join("/");
            assert!(looped(&uses).is_empty(), "{place}: {:?} import each other: {uses:#?}", looped(&uses));
        }
    }
}

#[test]
fn a_loop_is_found_behind_a_name_that_is_passed_on() {
    let way =
        |text: &str| -> Way { text.split('/').filter(|step| !step.is_empty()).map(str::to_owned).collect() };
    let module = |text: &str, named: &[&str], imports: &[(&str, &str)]| Module {
        text: text.to_owned(),
        named: named.iter().map(|path| way(path)).collect(),
        imports: imports.iter().map(|(name, path)| ((*name).to_owned(), way(path))).collect(),
        globs: Vec::new(),
    };
    let mut all = BTreeMap::from([
        (way(""), module("mod one; mod two;", &["one/One"], &[("One", "one/One")])),
        (way("one"), module("pub struct One;", &["two/help"], &[])),
        (way("two"), module("pub fn help() {}", &[], &[])),
    ]);
    assert!(looped(&uses(&all)[&way("")]).is_empty());
    // The same thing, by the name under which the folder passes it on.
    all.insert(way("two"), module("pub fn help() {}", &["One"], &[]));
    assert_eq!(looped(&uses(&all)[&way("")]), ["one", "two"]);
}

#[test]
fn what_is_imported_is_read_as_the_language_has_it() {
    let mut found = Vec::new();
    flat("super::{self, store::{self, Row as Found}, *}", &[], &mut found);
    let found: Vec<String> = found.iter().map(|(way, name)| format!("{} {name}", way.join("/"))).collect();
    assert_eq!(found, ["super super", "super/store store", "super/store/Row Found", "super/* *"]);
    let found = paths("let row = super::store::find(conn)?; $crate::row![1]; crate::text::line(x)");
    assert_eq!(found, [vec!["crate", "text", "line"], vec!["super", "store", "find"]]);
}
