//! Changes to the catalogue.

use banyan_core::records::Volumes;
use banyan_store::{Conn, DbError, row};

use super::super::texts::{ProductText, SkuText};

/// Writes a category.
pub(crate) fn put_category(
    conn: &mut Conn,
    id: i64,
    code: &str,
    parent: Option<i64>,
    (zh, en): (&str, &str),
    position: i64,
) -> Result<(), DbError> {
    let sql = "INSERT INTO category(id, code, parent, title_zh, title_en, position) VALUES($1, $2, $3, $4, $5, $6) \
               ON CONFLICT(id) DO UPDATE SET code = excluded.code, parent = excluded.parent, \
               title_zh = excluded.title_zh, title_en = excluded.title_en, position = excluded.position";
    conn.execute(sql, &row![id, code, parent, zh, en, position])?;
    Ok(())
}

/// Whether anything is in a category.
pub(crate) fn is_category_used(conn: &mut Conn, id: i64) -> Result<bool, DbError> {
    let sql = "SELECT 1 FROM product WHERE category = $1 UNION ALL SELECT 1 FROM category WHERE parent = $1 LIMIT 1";
    Ok(conn.one(sql, &row![id])?.is_some())
}

/// Removes a category.
pub(crate) fn remove_category(conn: &mut Conn, id: i64) -> Result<(), DbError> {
    conn.execute("DELETE FROM category WHERE id = $1", &row![id])?;
    Ok(())
}

/// Writes a product, new or known.
pub(crate) fn put_product(
    conn: &mut Conn,
    id: i64,
    text: &ProductText,
    pictures: &str,
    at: i64,
) -> Result<(), DbError> {
    let state = if text.is_on { "on" } else { "off" };
    let sql = "INSERT INTO product(id, code, category, supplier, title, description, rate, pictures, state, hot, changed_at, \
               brand, keywords, title_en) VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT(id) DO UPDATE SET \
               code = excluded.code, category = excluded.category, supplier = excluded.supplier, title = excluded.title, \
               description = excluded.description, rate = excluded.rate, pictures = excluded.pictures, \
               state = excluded.state, hot = excluded.hot, changed_at = excluded.changed_at, brand = excluded.brand, \
               keywords = excluded.keywords, title_en = excluded.title_en";
    conn.execute(
        sql,
        &row![
            id,
            text.code.as_str(),
            text.category,
            text.supplier,
            text.title.text.as_str(),
            text.description.as_str(),
            text.rate,
            pictures,
            state,
            text.is_hot,
            at,
            text.brand.as_str(),
            text.keywords.as_str(),
            text.title.en.as_str(),
        ],
    )?;
    Ok(())
}

/// Puts a SKU up.
pub(crate) fn insert_sku(
    conn: &mut Conn,
    id: i64,
    product: i64,
    sku: &SkuText,
    stock: i64,
) -> Result<(), DbError> {
    let state = if sku.is_on { "on" } else { "off" };
    let sql = "INSERT INTO sku(id, product, code, title, price, cost, stock, state, volumes, title_en) \
               VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let volumes = sku.volumes.as_ref().map(Volumes::stored).unwrap_or_default();
    conn.execute(
        sql,
        &row![
            id,
            product,
            sku.code.as_str(),
            sku.title.text.as_str(),
            sku.price,
            sku.cost,
            stock,
            state,
            volumes,
            sku.title.en.as_str(),
        ],
    )?;
    Ok(())
}

/// Changes a SKU; its stock stays, and so do its volumes if nothing is said of them.
pub(crate) fn update_sku(conn: &mut Conn, id: i64, sku: &SkuText) -> Result<(), DbError> {
    let state = if sku.is_on { "on" } else { "off" };
    let sql = "UPDATE sku SET code = $2, title = $3, price = $4, cost = $5, state = $6, \
               volumes = COALESCE($7, volumes), title_en = $8 WHERE id = $1";
    let volumes = sku.volumes.as_ref().map(Volumes::stored);
    let (code, title, en) = (sku.code.as_str(), sku.title.text.as_str(), sku.title.en.as_str());
    conn.execute(sql, &row![id, code, title, sku.price, sku.cost, state, volumes, en])?;
    Ok(())
}

/// Sets the stock of a SKU.
pub(crate) fn set_stock(conn: &mut Conn, id: i64, stock: i64) -> Result<(), DbError> {
    conn.execute("UPDATE sku SET stock = $2 WHERE id = $1", &row![id, stock])?;
    Ok(())
}

/// Somebody of staff looks after a product, or nobody does.
pub(crate) fn set_keeper(conn: &mut Conn, product: i64, keeper: Option<i64>) -> Result<(), DbError> {
    conn.execute("UPDATE product SET keeper = $2 WHERE id = $1", &row![product, keeper])?;
    Ok(())
}

/// Sets a product's price from its SKUs on sale, or from all of them if none is; search hears of it.
pub(crate) fn set_price(conn: &mut Conn, product: i64, at: i64) -> Result<(), DbError> {
    let sql = "UPDATE product SET changed_at = $2, touched_at = $2, price = COALESCE( \
               (SELECT MIN(price) FROM sku WHERE product = $1 AND state = 'on'), \
               (SELECT MIN(price) FROM sku WHERE product = $1), 0) WHERE id = $1";
    conn.execute(sql, &row![product, at])?;
    Ok(())
}

/// Search hears of the products of some SKUs.
pub(crate) fn touch_of_skus(conn: &mut Conn, skus: Vec<i64>, at: i64) -> Result<(), DbError> {
    let sql = "UPDATE product SET touched_at = $2 WHERE id IN (SELECT product FROM sku WHERE id IN MANY($1))";
    conn.execute(sql, &row![skus, at])?;
    Ok(())
}

/// Search hears of the products of some categories.
pub(crate) fn touch_of_categories(conn: &mut Conn, categories: Vec<i64>, at: i64) -> Result<(), DbError> {
    conn.execute("UPDATE product SET touched_at = $2 WHERE category IN MANY($1)", &row![categories, at])?;
    Ok(())
}

/// Keeps a picture.
pub(crate) fn insert_picture(
    conn: &mut Conn,
    id: i64,
    media_type: &str,
    bytes: &[u8],
) -> Result<(), DbError> {
    let sql = "INSERT INTO picture(id, media_type, bytes) VALUES($1, $2, $3)";
    conn.execute(sql, &row![id, media_type, bytes])?;
    Ok(())
}

/// Adds a supplier.
pub(crate) fn insert_supplier(conn: &mut Conn, id: i64, name: &str) -> Result<(), DbError> {
    conn.execute("INSERT INTO supplier(id, name) VALUES($1, $2)", &row![id, name])?;
    Ok(())
}
