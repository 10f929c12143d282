//! Turns the two public data sets into the demo bundle: members, orders and products of one shop.
//!
//! Everything here is deterministic: the same sources give the same bytes. What is observed and what is constructed is
//! said in the demo's README; the counts that it states are the ones printed here.

mod fail;
mod forest;
mod retail;
mod shop;
mod write;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

use fail::Fail;

/// Convert UCI Online Retail and the Beibei group-buying records into the demo bundle.
#[derive(Debug, Parser)]
#[command(name = "convert")]
struct Args {
    /// UCI Online Retail as gzipped CSV.
    #[arg(long, value_name = "FILE.csv.gz")]
    retail: PathBuf,
    /// Successful groups of the Beibei data, gzipped; repeat in the order in which they count (test, then tune).
    #[arg(long, value_name = "FILE.txt.gz", required = true)]
    beibei: Vec<PathBuf>,
    /// Folder that receives members, orders and products.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

fn main() -> ExitCode {
    match run(&Args::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fail) => {
            eprintln!("convert: {fail}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: &Args) -> Result<(), Fail> {
    let lines = retail::read(&args.retail)?;
    let shop = shop::build(&lines)?;
    let whole = forest::read(&args.beibei)?;
    forest::check_published(&whole)?;
    let part = forest::Part::choose(&whole, shop.customers.len())?;
    write::bundle(&args.out, &shop, &part)?;
    shop.report();
    whole.report("Beibei forest, whole");
    part.report();
    Ok(())
}
