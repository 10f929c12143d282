//! Writes the bundle. The bytes depend on nothing but the sources.

use std::fs;
use std::io::Write;
use std::path::Path;

use crate::fail::Fail;
use crate::forest::Part;
use crate::shop::{GUEST, Shop, cost, pounds, rate};

/// The strongest level that needs no more memory to read than the default window.
const LEVEL: i32 = 19;

/// Writes `members.csv.zst`, `orders.csv.zst` and `products.csv.zst`.
pub(crate) fn bundle(folder: &Path, shop: &Shop<'_>, part: &Part) -> Result<(), Fail> {
    fs::create_dir_all(folder).map_err(Fail::io(folder))?;
    file(folder, "members.csv.zst", |out| members(out, shop, part))?;
    file(folder, "orders.csv.zst", |out| orders(out, shop))?;
    file(folder, "products.csv.zst", |out| {
        out.write_record(["code", "name"])?;
        shop.products.iter().try_for_each(|(code, name)| out.write_record([code, name]))
    })
}

fn file(
    folder: &Path,
    name: &str,
    fill: impl FnOnce(&mut csv::Writer<Vec<u8>>) -> Result<(), csv::Error>,
) -> Result<(), Fail> {
    let path = folder.join(name);
    let mut out = csv::Writer::from_writer(Vec::new());
    fill(&mut out).map_err(|error| Fail::Broken(format!("{name}: {error}")))?;
    let plain = out.into_inner().map_err(|error| Fail::Broken(format!("{name}: {error}")))?;
    let packed = zstd::encode_all(plain.as_slice(), LEVEL).map_err(Fail::io(&path))?;
    fs::File::create(&path).and_then(|mut file| file.write_all(&packed)).map_err(Fail::io(&path))?;
    println!("{name:<18} {:>10} bytes plain {:>9} packed", plain.len(), packed.len());
    Ok(())
}

fn members(out: &mut csv::Writer<Vec<u8>>, shop: &Shop<'_>, part: &Part) -> Result<(), csv::Error> {
    out.write_record(["member", "inviter", "joined_at", "rank"])?;
    out.write_record([GUEST, "", &shop.guest_since.to_string(), ""])?;
    for (place, customer) in shop.customers.iter().enumerate() {
        let inviter = part.inviter[place].map_or("", |above| shop.customers[above].id);
        let rank = if part.invites[place] { "promoter" } else { "" };
        out.write_record([customer.id, inviter, &customer.joined.to_string(), rank])?;
    }
    Ok(())
}

fn orders(out: &mut csv::Writer<Vec<u8>>, shop: &Shop<'_>) -> Result<(), csv::Error> {
    let pounds = pounds().map_err(|fail| std::io::Error::other(fail.to_string()))?;
    out.write_record(["order", "line", "at", "buyer", "product", "amount", "cost", "rate", "refund_of"])?;
    for sale in &shop.sales {
        let line = sale.line;
        let buyer = if line.customer.is_empty() { GUEST } else { &line.customer };
        let refunded = sale.refund_of.map(|index| shop.sales[index].line);
        // A refund takes back what its line was paid: it needs no cost and no rate of its own.
        let (cost, rate) = match refunded {
            Some(_) => (String::new(), String::new()),
            None => (pounds.text(i128::from(cost(sale.amount))), format!("{}%", rate(&line.code))),
        };
        out.write_record([
            &line.invoice,
            &line.number.to_string(),
            &line.at.to_string(),
            buyer,
            &line.code,
            &pounds.text(i128::from(sale.amount)),
            &cost,
            &rate,
            &refunded.map_or_else(String::new, |line| format!("{}/{}", line.invoice, line.number)),
        ])?;
    }
    Ok(())
}
