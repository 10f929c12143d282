//! What staff changes in the catalogue.

use std::collections::BTreeSet;

use banyan_base::refusal::Refusal;
use banyan_base::text;
use banyan_core::work::Work;

use super::floor::Standing;
use super::store::{self, CategoryRow, SkuRow};
use super::texts::{ProductText, SkuText};
use super::volumes;
use crate::title::Title;

/// The highest price or cost of a piece, in minor units.
const MOST: i64 = 10_000_000_000;
/// Pieces in stock.
const MOST_PIECES: i64 = 1_000_000_000;
/// Pictures of a product.
const MOST_PICTURES: usize = 20;

/// How stock changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StockChange {
    /// So many are there that are promised to nobody.
    Set(i64),
    /// So many came, or went.
    Add(i64),
}

impl StockChange {
    /// The stock after the change.
    pub(crate) fn apply(self, stock: i64) -> Result<i64, Refusal> {
        let after = match self {
            Self::Set(pieces) => Some(pieces),
            Self::Add(pieces) => stock.checked_add(pieces),
        };
        after.filter(|after| (0..=MOST_PIECES).contains(after)).ok_or_else(|| {
            Refusal::unacceptable(
                "stock_invalid",
                format!("库存应在 0 到 {MOST_PIECES} 之间，现有 {stock} 件"),
                format!("the stock has to lie between 0 and {MOST_PIECES}; there are {stock} now"),
            )
        })
    }
}

fn price(value: i64, field: &str) -> Result<(), Refusal> {
    if (0..=MOST).contains(&value) {
        return Ok(());
    }
    let (zh, en) = ("金额应为 0 到一亿元", "expected an amount of 0 to 100 million");
    Err(Refusal::unacceptable("price_invalid", zh, en).at(field))
}

fn taken(field: &str) -> Refusal {
    Refusal::conflict("code_taken", "这个编码已被使用，请换一个", "this code is taken; please choose another")
        .at(field)
}

fn checked_product(work: &mut Work<'_>, text: &ProductText) -> Result<ProductText, Refusal> {
    if !(0..=1_000_000).contains(&text.rate) {
        let (zh, en) = ("佣金比例应为 0 到 1000000（百万分之）", "a rate is 0 to 1,000,000 (millionths)");
        return Err(Refusal::unacceptable("rate_invalid", zh, en).at("/rate"));
    }
    work.live().check_rate(text.rate).map_err(|refusal| refusal.at("/rate"))?;
    if let Some(category) = text.category
        && !store::categories(work.conn)?.iter().any(|known| known.id == category)
    {
        return Err(Refusal::not_found("类目", "category").at("/category"));
    }
    if let Some(supplier) = text.supplier
        && !store::suppliers(work.conn)?.iter().any(|known| known.id == supplier)
    {
        return Err(Refusal::not_found("供应商", "supplier").at("/supplier"));
    }
    let different: BTreeSet<i64> = text.pictures.iter().copied().collect();
    let is_known = different.len() == text.pictures.len()
        && store::count_pictures(work.conn, text.pictures.clone())? == different.len() as i64;
    if text.pictures.len() > MOST_PICTURES || !is_known {
        let (zh, en) =
            ("图片最多 20 张，且须已上传、不重复", "at most 20 pictures, uploaded before, each once");
        return Err(Refusal::unacceptable("pictures_invalid", zh, en).at("/pictures"));
    }
    Ok(ProductText {
        code: text::line(&text.code, "/code", 1, 64)?,
        title: titled(&text.title, 1, 120)?,
        description: text::lines(&text.description, "/description", 0, 20_000)?,
        brand: text::line(&text.brand, "/brand", 0, 60)?,
        keywords: text::line(&text.keywords, "/keywords", 0, 500)?,
        ..text.clone()
    })
}

fn checked_sku(work: &mut Work<'_>, sku: &SkuText) -> Result<SkuText, Refusal> {
    price(sku.price, "/price")?;
    price(sku.cost, "/cost")?;
    if let Some(wanted) = &sku.volumes {
        volumes::checked(work, wanted, sku.price)?;
    }
    Ok(SkuText {
        code: text::line(&sku.code, "/code", 1, 64)?,
        title: titled(&sku.title, 0, 60)?,
        ..sku.clone()
    })
}

fn titled(title: &Title, least: usize, most: usize) -> Result<Title, Refusal> {
    let en = text::line(&title.en, "/title_en", 0, most)?;
    Ok(Title { text: text::line(&title.text, "/title", least, most)?, en })
}

fn pictures(text: &ProductText) -> Result<String, Refusal> {
    let ids: Vec<String> = text.pictures.iter().map(i64::to_string).collect();
    Ok(serde_json::to_string(&ids)?)
}

/// Adds a product, without SKUs as yet.
pub(crate) fn add_product(work: &mut Work<'_>, text: &ProductText) -> Result<i64, Refusal> {
    let id = insert_product(work, text)?;
    follow(work, id)?;
    Ok(id)
}

/// Likewise; [`follow`] has to follow.
pub(super) fn insert_product(work: &mut Work<'_>, text: &ProductText) -> Result<i64, Refusal> {
    let text = checked_product(work, text)?;
    if store::product_of_code(work.conn, &text.code)?.is_some() {
        return Err(taken("/code"));
    }
    let id = work.id();
    store::put_product(work.conn, id, &text, &pictures(&text)?, id)?;
    Ok(id)
}

/// Changes a product.
pub(crate) fn set_product(work: &mut Work<'_>, id: i64, text: &ProductText) -> Result<(), Refusal> {
    update_product(work, id, text)?;
    follow(work, id)
}

/// Takes a product off the shelves, by its code; does nothing if there is none.
pub fn take_off(work: &mut Work<'_>, code: &str) -> Result<(), Refusal> {
    let Some(product) = store::product_of_code(work.conn, code)? else { return Ok(()) };
    let pictures: Vec<String> = serde_json::from_str(&product.pictures)?;
    let text = ProductText {
        code: product.code,
        title: product.title,
        description: product.description,
        brand: product.brand,
        keywords: product.keywords,
        category: product.category,
        supplier: product.supplier,
        rate: product.rate,
        pictures: pictures.iter().filter_map(|id| id.parse().ok()).collect(),
        is_on: false,
        is_hot: false,
    };
    set_product(work, product.id, &text)
}

/// Takes a SKU off the shelves, by its code; an unknown one is none.
pub fn take_sku_off(work: &mut Work<'_>, code: &str) -> Result<(), Refusal> {
    let Some(sku) = store::sku_of_code(work.conn, code)? else { return Ok(()) };
    let SkuRow { id, code, title, price, cost, .. } = sku;
    let text = SkuText { code, title, price, cost, is_on: false, volumes: None };
    let product = update_sku(work, id, &text)?;
    follow(work, product)
}

/// Likewise; [`follow`] has to follow.
pub(super) fn update_product(work: &mut Work<'_>, id: i64, text: &ProductText) -> Result<(), Refusal> {
    let text = checked_product(work, text)?;
    if store::find_product(work.conn, id)?.is_none() {
        return Err(Refusal::not_found("商品", "product"));
    }
    if store::product_of_code(work.conn, &text.code)?.is_some_and(|other| other.id != id) {
        return Err(taken("/code"));
    }
    let at = work.id();
    Ok(store::put_product(work.conn, id, &text, &pictures(&text)?, at)?)
}

/// Adds a SKU to a product.
pub(crate) fn add_sku(work: &mut Work<'_>, product: i64, sku: &SkuText, stock: i64) -> Result<i64, Refusal> {
    let id = insert_sku(work, product, sku, stock)?;
    follow(work, product)?;
    Ok(id)
}

/// Likewise; [`follow`] has to follow.
pub(super) fn insert_sku(
    work: &mut Work<'_>,
    product: i64,
    sku: &SkuText,
    stock: i64,
) -> Result<i64, Refusal> {
    let sku = checked_sku(work, sku)?;
    let stock = StockChange::Set(stock).apply(0).map_err(|refusal| refusal.at("/stock"))?;
    if store::find_product(work.conn, product)?.is_none() {
        return Err(Refusal::not_found("商品", "product"));
    }
    if store::sku_of_code(work.conn, &sku.code)?.is_some() {
        return Err(taken("/code"));
    }
    let id = work.id();
    store::insert_sku(work.conn, id, product, &sku, stock)?;
    Ok(id)
}

/// Changes a SKU; its stock stays.
pub(crate) fn set_sku(work: &mut Work<'_>, id: i64, sku: &SkuText) -> Result<(), Refusal> {
    let product = update_sku(work, id, sku)?;
    follow(work, product)
}

/// Likewise; [`follow`] has to follow. Gives the product.
pub(super) fn update_sku(work: &mut Work<'_>, id: i64, sku: &SkuText) -> Result<i64, Refusal> {
    let sku = checked_sku(work, sku)?;
    let known = find_sku(work, id)?;
    if store::sku_of_code(work.conn, &sku.code)?.is_some_and(|other| other.id != id) {
        return Err(taken("/code"));
    }
    store::update_sku(work.conn, id, &sku)?;
    Ok(known.product)
}

/// Changes the stock of a SKU; gives it before and after.
pub(crate) fn set_stock(work: &mut Work<'_>, id: i64, change: StockChange) -> Result<(i64, i64), Refusal> {
    let before = find_sku(work, id)?.stock;
    let after = change.apply(before)?;
    store::set_stock(work.conn, id, after)?;
    if (before == 0) != (after == 0) {
        touch(work, vec![id])?;
    }
    Ok((before, after))
}

/// Price and cost of a SKU as they stand.
pub(super) fn standing(work: &mut Work<'_>, id: i64) -> Result<Standing, Refusal> {
    let sku = find_sku(work, id)?;
    Ok(Standing { price: sku.price, cost: sku.cost })
}

/// Somebody of staff looks after a product from now on, or nobody does; gives who did before.
pub(super) fn keep(work: &mut Work<'_>, product: i64, keeper: Option<i64>) -> Result<Option<i64>, Refusal> {
    let known = store::find_product(work.conn, product)?;
    let known = known.ok_or_else(|| Refusal::not_found("商品", "product"))?;
    store::set_keeper(work.conn, product, keeper)?;
    Ok(known.keeper)
}

fn find_sku(work: &mut Work<'_>, id: i64) -> Result<SkuRow, Refusal> {
    store::find_sku(work.conn, id)?.ok_or_else(|| Refusal::not_found("规格", "SKU"))
}

/// What follows from a product and its SKUs: the price that lists are sorted by, and that search hears of it.
pub(super) fn follow(work: &mut Work<'_>, product: i64) -> Result<(), Refusal> {
    let at = work.id();
    Ok(store::set_price(work.conn, product, at)?)
}

/// Search hears of the products of some SKUs, which were sold out or are for sale again.
pub fn touch(work: &mut Work<'_>, skus: Vec<i64>) -> Result<(), Refusal> {
    if skus.is_empty() {
        return Ok(());
    }
    let at = work.id();
    Ok(store::touch_of_skus(work.conn, skus, at)?)
}

/// A category as staff or an import writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CategoryText {
    /// The plan language's category.
    pub code: String,
    /// Where it belongs.
    pub parent: Option<i64>,
    /// 中文名
    pub title_zh: String,
    /// Its English name.
    pub title_en: String,
    /// Its place among its siblings.
    pub position: i64,
}

/// Writes a category, a new one for `None`; gives its id.
pub fn put_category(work: &mut Work<'_>, id: Option<i64>, category: &CategoryText) -> Result<i64, Refusal> {
    let code = text::line(&category.code, "/code", 1, 64)?;
    let zh = text::name(&category.title_zh, "/title_zh", 1, 60)?;
    let en = text::name(&category.title_en, "/title_en", 1, 60)?;
    let known = store::categories(work.conn)?;
    if id.is_some_and(|id| !known.iter().any(|other| other.id == id)) {
        return Err(Refusal::not_found("类目", "category"));
    }
    if known.iter().any(|other| other.code == code && Some(other.id) != id) {
        return Err(taken("/code"));
    }
    if let Some(parent) = category.parent
        && !may_be_parent(&known, id, parent)
    {
        let (zh, en) =
            ("上级类目不存在，或会形成循环", "there is no such parent, or it lies inside of this category");
        return Err(Refusal::unacceptable("parent_invalid", zh, en).at("/parent"));
    }
    let id = id.unwrap_or_else(|| work.id());
    store::put_category(work.conn, id, &code, category.parent, (&zh, &en), category.position)?;
    // Products are found by the titles of their categories.
    let (at, inside) = (work.id(), store::within(&store::categories(work.conn)?, id));
    store::touch_of_categories(work.conn, inside, at)?;
    Ok(id)
}

/// Whether a category may lie inside of another.
fn may_be_parent(known: &[CategoryRow], id: Option<i64>, parent: i64) -> bool {
    let mut above = Some(parent);
    // Deeper than there are categories would be a loop.
    for _ in 0..=known.len() {
        let Some(at) = above else { return true };
        let Some(found) = known.iter().find(|category| category.id == at) else { return false };
        if Some(at) == id {
            return false;
        }
        above = found.parent;
    }
    false
}

/// Removes a category with nothing in it.
pub(crate) fn remove_category(work: &mut Work<'_>, id: i64) -> Result<(), Refusal> {
    if store::is_category_used(work.conn, id)? {
        let (zh, en) = ("类目里还有商品或下级类目", "there are products or categories in it");
        return Err(Refusal::conflict("category_used", zh, en));
    }
    if !store::categories(work.conn)?.iter().any(|category| category.id == id) {
        return Err(Refusal::not_found("类目", "category"));
    }
    Ok(store::remove_category(work.conn, id)?)
}

/// Adds a supplier.
pub(crate) fn add_supplier(work: &mut Work<'_>, name: &str) -> Result<i64, Refusal> {
    let name = text::name(name, "/name", 1, 60)?;
    if store::suppliers(work.conn)?.iter().any(|known| known.name == name) {
        let (zh, en) = ("已有同名供应商", "there is a supplier of this name");
        return Err(Refusal::conflict("name_taken", zh, en).at("/name"));
    }
    let id = work.id();
    store::insert_supplier(work.conn, id, &name)?;
    Ok(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stock_is_set_and_added_to_and_never_below_nothing() {
        assert_eq!(StockChange::Set(5).apply(9), Ok(5));
        assert_eq!(StockChange::Add(-9).apply(9), Ok(0));
        assert_eq!(StockChange::Add(-10).apply(9).unwrap_err().code, "stock_invalid");
        assert_eq!(StockChange::Add(i64::MAX).apply(9).unwrap_err().code, "stock_invalid");
        assert_eq!(StockChange::Set(-1).apply(9).unwrap_err().code, "stock_invalid");
    }

    #[test]
    fn a_category_does_not_lie_inside_of_itself() {
        let row = |id, parent| CategoryRow {
            id,
            code: id.to_string(),
            parent,
            title_zh: String::new(),
            title_en: String::new(),
            position: 0,
        };
        let known = [row(1, None), row(2, Some(1)), row(3, Some(2))];
        assert!(may_be_parent(&known, Some(3), 1));
        assert!(may_be_parent(&known, None, 3));
        assert!(!may_be_parent(&known, Some(1), 3));
        assert!(!may_be_parent(&known, Some(1), 1));
        assert!(!may_be_parent(&known, None, 9));
    }
}
