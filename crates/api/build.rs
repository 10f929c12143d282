//! A program that has the pages inside is made anew when they are. One that reads them from `web/dist` need not be, but for
//! the first time that the folder is there: it is looked up when the program is made.

fn main() {
    let pages = "../../web/dist";
    let reads_them = std::env::var_os("CARGO_CFG_DEBUG_ASSERTIONS").is_some();
    let is_there = std::path::Path::new(pages).exists();
    let watched = if reads_them && is_there { "build.rs" } else { pages };
    println!("cargo:rerun-if-changed={watched}");
}
