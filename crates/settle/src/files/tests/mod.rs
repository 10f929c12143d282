//! Whole files: what is refused and how, and that the same data is read the same in whatever form.

mod bad;
mod forms;
mod written;

use super::*;
use banyan_plan::money::Currency;

const RANKS: &[&str] = &["shop", "big"];
const MEMBERS: &str = "member,inviter,joined_at,rank\n\
    a,,2024-01-01 00:00:00,shop\n\
    b,a,2024-01-02 00:00:00,\n\
    c,b,2024-01-02 00:00:00,big\n";
const ORDERS: &str = "order,line,at,buyer,amount,cost,rate,seller,product,refund_of,category\n\
    1,1,2024-02-01 00:00:00,b,10.00,4,20%,a,p1,,food\n\
    1,2,2024-02-01 00:00:00,b,5.50,,,,p2,,\n\
    2,1,2024-02-02 00:00:00,b,-3.00,,,,p1,1/1,\n";

fn cny() -> Currency {
    Currency::of_code("CNY").unwrap()
}

fn source(name: &str, bytes: impl Into<Vec<u8>>) -> Source {
    Source::from_bytes(name, bytes).unwrap()
}

/// A source cut into chunks as small as they can be, for three threads.
fn tiny(name: &str, bytes: impl Into<Vec<u8>>, chunk: usize) -> Source {
    let mut source = source(name, bytes);
    source.chunk = chunk;
    source.threads = 3;
    source
}

fn members() -> Members {
    Members::read(source("m.csv", MEMBERS), RANKS, &|_| ()).unwrap()
}

fn read_orders(source: Source, names: &Names) -> Result<Orders, FileError> {
    let (categories, products) = (["food".to_owned()], ["p2".to_owned(), "p1".to_owned()]);
    let needs = Needs {
        cost: true,
        rate: true,
        quantity: true,
        volumes: &[],
        categories: &categories,
        products: &products,
    };
    Orders::read(source, names, cny(), &needs, &|_| ())
}

/// Everything that can be asked of orders, as text.
fn facts(orders: &Orders) -> Vec<String> {
    (0..orders.len())
        .map(|row| {
            format!(
                "{} {} {} {:?} {} {} {:?} {:?} {} {} {:?}",
                String::from_utf8_lossy(orders.reference(row)),
                String::from_utf8_lossy(orders.order(row)),
                orders.at[row],
                orders.buyer[row],
                orders.seller[row],
                orders.amount[row],
                orders.cost(row),
                orders.rate(row),
                orders.category[row],
                orders.product[row],
                orders.refund_of(row),
            )
        })
        .collect()
}
