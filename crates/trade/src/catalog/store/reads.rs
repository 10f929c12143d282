//! The catalogue as people look at it.

use std::collections::HashMap;

use banyan_core::records::Volumes;
use banyan_store::{Conn, DbError, Row, row};

use crate::title::Title;

/// A category.
#[derive(Debug, Clone)]
pub(crate) struct CategoryRow {
    /// Its id.
    pub id: i64,
    /// Its code.
    pub code: String,
    /// The category above it.
    pub parent: Option<i64>,
    /// Its Chinese title.
    pub title_zh: String,
    /// Its English title.
    pub title_en: String,
    /// Its place among its neighbours.
    pub position: i64,
}

/// All categories, in their order.
pub(crate) fn categories(conn: &mut Conn) -> Result<Vec<CategoryRow>, DbError> {
    let sql = "SELECT id, code, parent, title_zh, title_en, position FROM category ORDER BY position, id";
    let read = |row: &Row| {
        Ok(CategoryRow {
            id: row.int(0)?,
            code: row.text(1)?.to_owned(),
            parent: row.maybe_int(2)?,
            title_zh: row.text(3)?.to_owned(),
            title_en: row.text(4)?.to_owned(),
            position: row.int(5)?,
        })
    };
    conn.query(sql, &[])?.iter().map(read).collect()
}

/// A category and everything inside of it.
pub(crate) fn within(rows: &[CategoryRow], id: i64) -> Vec<i64> {
    let mut inside = vec![id];
    let mut place = 0;
    while let Some(parent) = inside.get(place).copied() {
        inside.extend(rows.iter().filter(|row| row.parent == Some(parent)).map(|row| row.id));
        place += 1;
    }
    inside
}

/// A product.
#[derive(Debug, Clone)]
pub(crate) struct ProductRow {
    /// Its id.
    pub id: i64,
    /// Its code.
    pub code: String,
    /// Its category.
    pub category: Option<i64>,
    /// Who supplies it.
    pub supplier: Option<i64>,
    /// Its title.
    pub title: Title,
    /// Its description.
    pub description: String,
    /// The commission rate, in millionths.
    pub rate: i64,
    /// JSON list of picture ids.
    pub pictures: String,
    /// Where it stands.
    pub state: String,
    /// Whether it is shown first.
    pub hot: bool,
    /// Pieces sold.
    pub sold: i64,
    /// The lowest of its SKUs on sale.
    pub price: i64,
    /// When it was changed, in nanoseconds.
    pub changed_at: i64,
    /// The staff account that looks after it.
    pub keeper: Option<i64>,
    /// Its brand; may be empty.
    pub brand: String,
    /// Further words by which it is found.
    pub keywords: String,
    /// When what it is found by last changed.
    pub touched_at: i64,
    /// The freight template by which it is carried.
    pub(crate) freight: Option<i64>,
    /// Grams of one piece.
    pub(crate) weight: i64,
    /// The terms by which each piece is a voucher; nothing for what is sent.
    pub(crate) voucher: Option<i64>,
}

pub(super) const PRODUCT: &str = "p.id, p.code, p.category, p.supplier, p.title, p.description, p.rate, p.pictures, p.state, p.hot, \
                       p.sold, p.price, p.changed_at, p.keeper, p.brand, p.keywords, p.touched_at, p.freight, p.weight, \
                       p.title_en, p.voucher";

pub(super) fn product(row: &Row) -> Result<ProductRow, DbError> {
    Ok(ProductRow {
        id: row.int(0)?,
        code: row.text(1)?.to_owned(),
        category: row.maybe_int(2)?,
        supplier: row.maybe_int(3)?,
        title: Title { text: row.text(4)?.to_owned(), en: row.text(19)?.to_owned() },
        description: row.text(5)?.to_owned(),
        rate: row.int(6)?,
        pictures: row.text(7)?.to_owned(),
        state: row.text(8)?.to_owned(),
        hot: row.flag(9)?,
        sold: row.int(10)?,
        price: row.int(11)?,
        changed_at: row.int(12)?,
        keeper: row.maybe_int(13)?,
        brand: row.text(14)?.to_owned(),
        keywords: row.text(15)?.to_owned(),
        touched_at: row.int(16)?,
        freight: row.maybe_int(17)?,
        weight: row.int(18)?,
        voucher: row.maybe_int(20)?,
    })
}

/// A SKU.
#[derive(Debug, Clone)]
pub(crate) struct SkuRow {
    /// Its id.
    pub id: i64,
    /// The product.
    pub product: i64,
    /// Its code.
    pub code: String,
    /// Its title.
    pub title: Title,
    /// The price, in minor units.
    pub price: i64,
    /// The cost, in minor units.
    pub cost: i64,
    /// Pieces in stock.
    pub stock: i64,
    /// Where it stands.
    pub state: String,
    /// Since when it is sold in another way than to everybody at its price.
    pub(crate) selling: Option<i64>,
    /// What one piece counts for beside its price.
    pub(crate) volumes: Volumes,
}

const SKU: &str = "id, product, code, title, price, cost, stock, state, selling, volumes, title_en";

fn sku(row: &Row) -> Result<SkuRow, DbError> {
    Ok(SkuRow {
        id: row.int(0)?,
        product: row.int(1)?,
        code: row.text(2)?.to_owned(),
        title: Title { text: row.text(3)?.to_owned(), en: row.text(10)?.to_owned() },
        price: row.int(4)?,
        cost: row.int(5)?,
        stock: row.int(6)?,
        state: row.text(7)?.to_owned(),
        selling: row.maybe_int(8)?,
        volumes: Volumes::read(row.text(9)?)?,
    })
}

/// The SKUs of some products, each product's in their order.
pub(crate) fn skus_of(conn: &mut Conn, products: Vec<i64>) -> Result<Vec<SkuRow>, DbError> {
    let sql = format!("SELECT {SKU} FROM sku WHERE product IN MANY($1) ORDER BY product, id");
    conn.query(&sql, &row![products])?.iter().map(sku).collect()
}

/// A SKU by its id.
pub(crate) fn find_sku(conn: &mut Conn, id: i64) -> Result<Option<SkuRow>, DbError> {
    let sql = format!("SELECT {SKU} FROM sku WHERE id = $1");
    conn.one(&sql, &row![id])?.as_ref().map(sku).transpose()
}

/// A SKU by its code.
pub(crate) fn sku_of_code(conn: &mut Conn, code: &str) -> Result<Option<SkuRow>, DbError> {
    let sql = format!("SELECT {SKU} FROM sku WHERE code = $1");
    conn.one(&sql, &row![code])?.as_ref().map(sku).transpose()
}

/// A product by its id.
pub(crate) fn find_product(conn: &mut Conn, id: i64) -> Result<Option<ProductRow>, DbError> {
    let sql = format!("SELECT {PRODUCT} FROM product p WHERE p.id = $1");
    conn.one(&sql, &row![id])?.as_ref().map(product).transpose()
}

/// A product by its code.
pub(crate) fn product_of_code(conn: &mut Conn, code: &str) -> Result<Option<ProductRow>, DbError> {
    let sql = format!("SELECT {PRODUCT} FROM product p WHERE p.code = $1");
    conn.one(&sql, &row![code])?.as_ref().map(product).transpose()
}

/// A product by its code or by that of one of its SKUs; only what customers can see, if `on_sale`.
pub(crate) fn by_code(conn: &mut Conn, code: &str, on_sale: bool) -> Result<Option<ProductRow>, DbError> {
    let visible = if on_sale { ON_SALE } else { "1 = 1" };
    let sql = format!(
        "SELECT {PRODUCT} FROM product p WHERE {visible} AND (p.code = $1 OR p.id IN (SELECT product FROM sku WHERE code = $1)) \
         ORDER BY CASE WHEN p.code = $1 THEN 0 ELSE 1 END LIMIT 1"
    );
    conn.one(&sql, &row![code])?.as_ref().map(product).transpose()
}

/// What customers can see: on sale, with something to choose.
pub(super) const ON_SALE: &str =
    "p.state = 'on' AND EXISTS (SELECT 1 FROM sku s WHERE s.product = p.id AND s.state = 'on')";

/// Some products, in the order of their ids; only what customers can see, if `on_sale`.
pub(crate) fn products_of(conn: &mut Conn, ids: Vec<i64>, on_sale: bool) -> Result<Vec<ProductRow>, DbError> {
    let visible = if on_sale { ON_SALE } else { "1 = 1" };
    let sql = format!("SELECT {PRODUCT} FROM product p WHERE p.id IN MANY($1) AND {visible} ORDER BY p.id");
    conn.query(&sql, &row![ids])?.iter().map(product).collect()
}

/// Products that were touched after one, in the order in which they were touched.
pub(crate) fn touched(conn: &mut Conn, (at, id): (i64, i64), limit: i64) -> Result<Vec<ProductRow>, DbError> {
    let sql = format!(
        "SELECT {PRODUCT} FROM product p WHERE (p.touched_at, p.id) > ($1, $2) ORDER BY p.touched_at, p.id LIMIT $3"
    );
    conn.query(&sql, &row![at, id, limit])?.iter().map(product).collect()
}

/// A picture: its media type and its bytes.
pub(crate) fn picture(conn: &mut Conn, id: i64) -> Result<Option<(String, Vec<u8>)>, DbError> {
    let read = |row: Row| Ok((row.text(0)?.to_owned(), row.bytes(1)?.to_vec()));
    conn.one("SELECT media_type, bytes FROM picture WHERE id = $1", &row![id])?.map(read).transpose()
}

/// How many of some pictures are there.
pub(crate) fn count_pictures(conn: &mut Conn, ids: Vec<i64>) -> Result<i64, DbError> {
    conn.one("SELECT COUNT(*) FROM picture WHERE id IN MANY($1)", &row![ids])?.map_or(Ok(0), |row| row.int(0))
}

/// A supplier.
#[derive(Debug, Clone)]
pub(crate) struct SupplierRow {
    /// Its id.
    pub id: i64,
    /// Its name.
    pub name: String,
}

/// All suppliers, by name.
pub(crate) fn suppliers(conn: &mut Conn) -> Result<Vec<SupplierRow>, DbError> {
    let read = |row: &Row| Ok(SupplierRow { id: row.int(0)?, name: row.text(1)?.to_owned() });
    conn.query("SELECT id, name FROM supplier ORDER BY name, id", &[])?.iter().map(read).collect()
}

/// The names of all suppliers, by id.
pub fn supplier_names(conn: &mut Conn) -> Result<HashMap<i64, String>, DbError> {
    Ok(suppliers(conn)?.into_iter().map(|supplier| (supplier.id, supplier.name)).collect())
}

/// How many pieces there are of some SKUs, by SKU.
pub(crate) fn stock_of(conn: &mut Conn, skus: Vec<i64>) -> Result<Vec<(i64, i64)>, DbError> {
    let sql = "SELECT id, stock FROM sku WHERE id IN MANY($1) ORDER BY id";
    conn.query(sql, &row![skus])?.iter().map(|row| Ok((row.int(0)?, row.int(1)?))).collect()
}
