//! Products in bulk: from a file, or for the demo. The same rows again change nothing.

use banyan_base::refusal::Refusal;
use banyan_base::text;
use banyan_core::records::Volumes;
use banyan_core::work::Work;

use super::edit::{self, CategoryText};
use super::texts::{ProductText, SkuText};
use super::{Selling, pictures, selling, store};
use crate::title::Title;

/// A product to bring in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// By this it is known again.
    pub code: String,
    /// What customers read.
    pub title: Title,
    /// Likewise, at length.
    pub description: String,
    /// Code, Chinese and English title of its category.
    pub category: Option<(String, String, String)>,
    /// Who supplies it, by name.
    pub supplier: Option<String>,
    /// In millionths.
    pub rate: i64,
    /// PNG, JPEG or WebP. Only of a product that is new.
    pub pictures: Vec<Vec<u8>>,
    /// Whether it is shown before others.
    pub is_hot: bool,
    /// At least one.
    pub skus: Vec<SkuRow>,
}

/// A SKU to bring in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SkuRow {
    /// By this it is known again.
    pub code: String,
    /// What tells it from the product's other SKUs.
    pub title: Title,
    /// In minor units.
    pub price: i64,
    /// In minor units.
    pub cost: i64,
    /// Of a SKU that is new; what is there keeps its stock.
    pub stock: i64,
    /// What one piece counts for beside its price; nothing leaves that as it is.
    pub volumes: Option<Volumes>,
    /// Its prices for somebody and its limits; nothing leaves them as they are.
    pub selling: Option<Selling>,
}

/// Where a row went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The product.
    pub product: i64,
    /// Its SKUs, in the order of the row.
    pub skus: Vec<i64>,
    /// Whether it was not there before.
    pub is_new: bool,
}

/// Brings products in: adds those that are new, changes those that are known by their codes, and leaves their stock alone. One wrong row refuses all.
pub fn import(work: &mut Work<'_>, rows: &[Row]) -> Result<Vec<Imported>, Refusal> {
    let numbered = rows.iter().enumerate();
    numbered.map(|(place, row)| one(work, row).map_err(|refusal| at(refusal, place))).collect()
}

/// Says in which row something is wrong.
fn at(refusal: Refusal, place: usize) -> Refusal {
    let field = format!("/{place}{}", refusal.field);
    refusal.at(field)
}

fn one(work: &mut Work<'_>, row: &Row) -> Result<Imported, Refusal> {
    let code = text::line(&row.code, "/code", 1, 64)?;
    let known = store::product_of_code(work.conn, &code)?;
    let pictures = match &known {
        Some(product) => {
            let ids: Vec<String> = serde_json::from_str(&product.pictures)?;
            ids.iter().filter_map(|id| id.parse().ok()).collect()
        }
        None => row.pictures.iter().map(|bytes| pictures::keep(work, bytes)).collect::<Result<_, _>>()?,
    };
    let text = ProductText {
        code: row.code.clone(),
        title: row.title.clone(),
        description: row.description.clone(),
        // A file says nothing of them: what is there stays.
        brand: known.as_ref().map(|product| product.brand.clone()).unwrap_or_default(),
        keywords: known.as_ref().map(|product| product.keywords.clone()).unwrap_or_default(),
        category: row.category.as_ref().map(|category| category_of(work, category)).transpose()?,
        supplier: row.supplier.as_deref().map(|name| supplier_of(work, name)).transpose()?,
        rate: row.rate,
        pictures,
        is_on: known.as_ref().is_none_or(|product| product.state == "on"),
        is_hot: row.is_hot,
    };
    let (product, is_new) = match known {
        Some(product) => {
            edit::update_product(work, product.id, &text)?;
            (product.id, false)
        }
        None => (edit::insert_product(work, &text)?, true),
    };
    let skus = row.skus.iter().map(|sku| sku_of(work, product, sku)).collect::<Result<_, _>>()?;
    edit::follow(work, product)?;
    Ok(Imported { product, skus, is_new })
}

fn sku_of(work: &mut Work<'_>, product: i64, row: &SkuRow) -> Result<i64, Refusal> {
    let code = text::line(&row.code, "/code", 1, 64)?;
    let known = store::sku_of_code(work.conn, &code)?;
    let text = SkuText {
        code: row.code.clone(),
        title: row.title.clone(),
        price: row.price,
        cost: row.cost,
        is_on: known.as_ref().is_none_or(|sku| sku.state == "on"),
        volumes: row.volumes.clone(),
    };
    let id = match known {
        None => edit::insert_sku(work, product, &text, row.stock)?,
        Some(sku) if sku.product == product => {
            edit::update_sku(work, sku.id, &text)?;
            sku.id
        }
        Some(_) => {
            return Err(Refusal::conflict(
                "code_taken",
                format!("规格编码 {} 属于另一件商品", row.code),
                format!("the SKU code {} belongs to another product", row.code),
            ));
        }
    };
    if let Some(selling) = &row.selling {
        selling::bring(work, id, selling)?;
    }
    Ok(id)
}

fn category_of(work: &mut Work<'_>, category: &(String, String, String)) -> Result<i64, Refusal> {
    let (code, title_zh, title_en) = category.clone();
    let known = store::categories(work.conn)?.into_iter().find(|known| known.code == code);
    if let Some(known) = known {
        return Ok(known.id);
    }
    edit::put_category(work, None, &CategoryText { code, parent: None, title_zh, title_en, position: 0 })
}

fn supplier_of(work: &mut Work<'_>, name: &str) -> Result<i64, Refusal> {
    let known = store::suppliers(work.conn)?.into_iter().find(|known| known.name == name.trim());
    known.map_or_else(|| edit::add_supplier(work, name), |known| Ok(known.id))
}
