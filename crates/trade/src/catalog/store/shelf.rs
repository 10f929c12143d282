//! Products in a list, page by page.

use banyan_store::{Conn, DbError, Value};

use super::reads::{ON_SALE, PRODUCT, ProductRow, product};

/// In which order products are listed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Sort {
    /// The newest first.
    #[default]
    Newest,
    /// The cheapest first.
    Price,
    /// What sells best first.
    Sold,
}

/// Which products are wanted.
#[derive(Debug, Clone, Default)]
pub(crate) struct Filter {
    /// Only what customers can see.
    pub(crate) on_sale: bool,
    /// A state, for staff.
    pub state: Option<String>,
    /// In any of these categories.
    pub categories: Option<Vec<i64>>,
    /// Whether it is shown first.
    pub hot: bool,
    /// In which order.
    pub sort: Sort,
    /// The lists whose prices `sort` follows, by name; nothing for the regular prices alone.
    pub lists: Option<Vec<String>>,
    /// The last product of the page before: what it is sorted by, and its id.
    pub after: Option<(i64, i64)>,
}

/// A product in a list, with what it is sorted by beside its id.
#[derive(Debug)]
pub(crate) struct Listed {
    /// The product.
    pub product: ProductRow,
    /// Its price or its sales; 0 where only the id counts.
    pub key: i64,
}

/// The lowest price of each product that some lists give in the smallest order.
fn special(lists: Vec<String>, params: &mut Vec<Value>) -> String {
    let places: Vec<String> = lists
        .into_iter()
        .map(|list| {
            params.push(list.into());
            format!("${}", params.len())
        })
        .collect();
    format!(
        "SELECT s.product, MIN(r.price) AS price FROM sku s JOIN selling l ON l.sku = s.id AND l.id = s.selling \
         JOIN price r ON r.sku = s.id AND r.selling = s.selling \
         WHERE s.state = 'on' AND r.least <= (l.least + l.step - 1) / l.step * l.step AND CASE WHEN r.list = 'rank' THEN 'rank:' || r.rank ELSE r.list END IN ({}) GROUP BY s.product",
        places.join(", ")
    )
}

/// Products, in the order of the filter.
pub(crate) fn products(conn: &mut Conn, filter: Filter, limit: i64) -> Result<Vec<Listed>, DbError> {
    let mut params: Vec<Value> = vec![limit.into()];
    let mut wanted = vec!["1 = 1".to_owned()];
    let (mut from, mut price) = ("product p".to_owned(), "p.price");
    if let Some(lists) = filter.lists.filter(|_| filter.sort == Sort::Price) {
        from = format!("product p LEFT JOIN ({}) o ON o.product = p.id", special(lists, &mut params));
        price = "CASE WHEN o.price < p.price THEN o.price ELSE p.price END";
    }
    if filter.on_sale {
        wanted.push(ON_SALE.to_owned());
    }
    if filter.hot {
        wanted.push("p.hot = 1".to_owned());
    }
    if let Some(state) = filter.state {
        params.push(state.into());
        wanted.push(format!("p.state = ${}", params.len()));
    }
    if let Some(categories) = filter.categories {
        params.push(categories.into());
        wanted.push(format!("p.category IN MANY(${})", params.len()));
    }
    let (key, order, sign) = match filter.sort {
        Sort::Newest => ("CAST(0 AS BIGINT)", "p.id DESC".to_owned(), "<"),
        Sort::Price => (price, format!("{price}, p.id"), ">"),
        Sort::Sold => ("p.sold", "p.sold DESC, p.id DESC".to_owned(), "<"),
    };
    if let Some((last, id)) = filter.after {
        params.push(id.into());
        let id = params.len();
        if filter.sort == Sort::Newest {
            wanted.push(format!("p.id < ${id}"));
        } else {
            params.push(last.into());
            let last = params.len();
            wanted.push(format!("({key} {sign} ${last} OR ({key} = ${last} AND p.id {sign} ${id}))"));
        }
    }
    let sql = format!(
        "SELECT {PRODUCT}, {key} FROM {from} WHERE {} ORDER BY {order} LIMIT $1",
        wanted.join(" AND ")
    );
    let listed = |row| Ok(Listed { product: product(row)?, key: row.int(21)? });
    conn.query(&sql, &params)?.iter().map(listed).collect()
}
