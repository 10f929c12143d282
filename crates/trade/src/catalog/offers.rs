//! SKUs as orders see them.

use std::collections::HashMap;

use banyan_core::records::Volumes;
use banyan_store::{Conn, DbError, row};

use super::{Offer, Title, selling};

/// Some SKUs with what an order needs to know of their products. How they are sold is read only if one of them is sold in another
/// way than to everybody at its price.
pub fn offers(conn: &mut Conn, skus: Vec<i64>) -> Result<HashMap<i64, Offer>, DbError> {
    let sql = "SELECT s.id, p.code, p.title, s.title, COALESCE(c.code, ''), p.supplier, s.price, s.cost, p.rate, s.stock, \
               s.state, p.state, s.selling, p.freight, p.weight, s.volumes, p.title_en, s.title_en, p.voucher FROM sku s JOIN product p ON p.id = s.product LEFT JOIN category c ON c.id = p.category \
               WHERE s.id IN MANY($1)";
    let mut special = Vec::new();
    let mut offers = HashMap::new();
    for row in conn.query(sql, &row![skus])? {
        let voucher = row.maybe_int(18)?;
        let offer = Offer {
            sku: row.int(0)?,
            product: row.text(1)?.to_owned(),
            title: Title { text: row.text(2)?.to_owned(), en: row.text(16)?.to_owned() },
            kind: Title { text: row.text(3)?.to_owned(), en: row.text(17)?.to_owned() },
            category: row.text(4)?.to_owned(),
            supplier: row.maybe_int(5)?,
            price: row.int(6)?,
            selling: selling::Selling::default(),
            // Nothing is carried of what is a code.
            freight: row.maybe_int(13)?.filter(|_| voucher.is_none()),
            weight: row.int(14)?,
            cost: row.int(7)?,
            rate: row.int(8)?,
            stock: row.int(9)?,
            is_on: row.text(10)? == "on" && row.text(11)? == "on",
            volumes: Volumes::read(row.text(15)?)?,
            voucher,
        };
        if row.maybe_int(12)?.is_some() {
            special.push(offer.sku);
        }
        offers.insert(offer.sku, offer);
    }
    for (sku, selling) in selling::of(conn, special)? {
        if let Some(offer) = offers.get_mut(&sku) {
            offer.selling = selling;
        }
    }
    Ok(offers)
}
