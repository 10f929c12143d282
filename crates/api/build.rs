//! A program that has the pages inside is made anew when they are; one that reads them from `web/dist` need not be.

fn main() {
    let reads_them = std::env::var_os("CARGO_CFG_DEBUG_ASSERTIONS").is_some();
    let watched = if reads_them { "build.rs" } else { "../../web/dist" };
    println!("cargo:rerun-if-changed={watched}");
}
