//! The catalogue as the API shows it. What customers see has no cost and no rate in it.

use std::collections::{BTreeMap, HashMap};

use banyan_api::http::{At, Id};
use banyan_base::refusal::Refusal;
use banyan_base::shapes::Words;
use banyan_people::staff;
use banyan_sale::price::{Asker, Decision};
use banyan_store::Conn;
use serde::Serialize;
use utoipa::ToSchema;

use super::selling::{self, LimitsView, PriceView, Selling, StepView};
use super::store::{self, CategoryRow, ProductRow, SkuRow};
use super::{Looker, Offer, Priced};
use crate::vouchers::{Kind, Terms, TermsView};

/// A product in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Card {
    pub(crate) id: Id,
    code: String,
    title: Words,
    category: Option<Id>,
    /// The first of its pictures: `GET /pictures/{id}`.
    picture: Option<Id>,
    /// The lowest price of its SKUs for the visitor, in minor units.
    price: i64,
    /// The lowest price of its SKUs without any list of prices, in minor units; nothing if that is what the visitor pays.
    #[serde(skip_serializing_if = "Option::is_none")]
    base: Option<i64>,
    /// Why the visitor pays less than that.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<Words>,
    is_hot: bool,
    /// Pieces sold.
    sold: i64,
    pub(crate) in_stock: bool,
    /// What a promoter who is signed in earns with the sale of one piece to a customer, in minor units; nobody else sees it.
    #[serde(skip_serializing_if = "Option::is_none")]
    earn: Option<i64>,
}

/// A product's page.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProductPage {
    #[serde(flatten)]
    card: Card,
    description: String,
    pictures: Vec<Id>,
    /// Whether it is carried free wherever it goes.
    is_carried_free: bool,
    /// `physical`: it is sent. `voucher`: each piece is a code.
    kind: String,
    /// What its vouchers promise.
    #[serde(skip_serializing_if = "Option::is_none")]
    voucher: Option<TermsView>,
    skus: Vec<SkuView>,
}

/// Something to choose.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SkuView {
    id: Id,
    code: String,
    /// What tells it from the others; may be empty.
    title: Words,
    /// What one piece costs the visitor in the smallest order, in minor units.
    price: i64,
    /// What it costs without any list of prices, in minor units; the same as `price` if none is for them.
    base: i64,
    /// Why it costs the buyer that.
    why: Words,
    /// Where it gets cheaper for them with the number of pieces: the first step is that of one piece.
    steps: Vec<StepView>,
    limits: LimitsView,
    /// Pieces left.
    stock: i64,
    /// See the product's `earn`.
    #[serde(skip_serializing_if = "Option::is_none")]
    earn: Option<i64>,
}

/// A category with those inside of it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CategoryView {
    id: Id,
    code: String,
    title_zh: String,
    title_en: String,
    position: i64,
    #[schema(no_recursion)]
    children: Vec<CategoryView>,
}

/// A product as staff sees it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DeskProduct {
    pub(crate) id: Id,
    code: String,
    title: Words,
    description: String,
    /// Its brand as people write it; may be empty.
    brand: String,
    /// Further words by which it is found, with commas between.
    keywords: String,
    category: Option<Id>,
    supplier: Option<Id>,
    /// The product's own rate, in millionths.
    rate: i64,
    pictures: Vec<Id>,
    is_on: bool,
    is_hot: bool,
    /// `physical`: it is sent. `voucher`: each piece is a code; `GET /staff/products/{id}/kind` says what they promise.
    kind: String,
    /// The freight template by which it is carried; nothing if it is carried free.
    freight: Option<Id>,
    /// Of one piece, in grams.
    weight: i64,
    sold: i64,
    changed_at: At,
    /// The staff account that looks after it and may see its figures.
    keeper: Option<KeeperView>,
    skus: Vec<DeskSku>,
}

/// Somebody of staff who looks after products.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct KeeperView {
    pub(crate) id: Id,
    pub(crate) name: String,
}

/// A SKU as staff sees it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DeskSku {
    id: Id,
    code: String,
    title: Words,
    /// Of one piece, in minor units.
    price: i64,
    /// Of one piece, in minor units.
    cost: i64,
    /// Pieces that are promised to nobody.
    stock: i64,
    is_on: bool,
    /// What one piece counts for beside its price, in minor units, by the volume's name in plans.
    volumes: BTreeMap<String, i64>,
    /// Its prices for somebody; whoever none of them is for, pays `price`.
    prices: Vec<PriceView>,
    limits: LimitsView,
}

fn pictures(product: &ProductRow) -> Vec<Id> {
    let ids: Vec<String> = serde_json::from_str(&product.pictures).unwrap_or_default();
    ids.iter().filter_map(|id| id.parse().ok().map(Id)).collect()
}

fn offer(product: &ProductRow, category: &str, sku: &SkuRow, selling: &Selling) -> Offer {
    Offer {
        sku: sku.id,
        product: product.code.clone(),
        title: product.title.clone(),
        kind: sku.title.clone(),
        category: category.to_owned(),
        supplier: product.supplier,
        price: sku.price,
        selling: selling.clone(),
        freight: product.freight,
        weight: product.weight,
        voucher: product.voucher,
        cost: sku.cost,
        rate: product.rate,
        stock: sku.stock,
        is_on: true,
        volumes: sku.volumes.clone(),
    }
}

/// What is read beside the products themselves.
pub(crate) struct Surroundings {
    skus: Vec<SkuRow>,
    selling: HashMap<i64, Selling>,
    usual: Selling,
    categories: Vec<CategoryRow>,
    /// Names of those who look after the products; only staff sees them.
    keepers: HashMap<i64, String>,
}

impl Surroundings {
    /// Reads what belongs to some products.
    pub(crate) fn of(conn: &mut Conn, products: &[ProductRow]) -> Result<Self, Refusal> {
        let ids = products.iter().map(|product| product.id).collect();
        let skus = store::skus_of(conn, ids)?;
        let special = skus.iter().filter(|sku| sku.selling.is_some()).map(|sku| sku.id).collect();
        let selling = selling::of(conn, special)?;
        let categories = store::categories(conn)?;
        Ok(Self { skus, selling, usual: Selling::default(), categories, keepers: HashMap::new() })
    }

    /// Reads what staff sees beside: who looks after each.
    pub(crate) fn for_staff(conn: &mut Conn, products: &[ProductRow]) -> Result<Self, Refusal> {
        let keepers = products.iter().filter_map(|product| product.keeper).collect();
        Ok(Self { keepers: staff::names(conn, keepers)?, ..Self::of(conn, products)? })
    }

    fn skus<'a>(&'a self, product: &'a ProductRow) -> impl Iterator<Item = &'a SkuRow> {
        self.skus.iter().filter(|sku| sku.product == product.id)
    }

    fn on_sale<'a>(&'a self, product: &'a ProductRow) -> impl Iterator<Item = &'a SkuRow> {
        self.skus(product).filter(|sku| sku.state == "on")
    }

    /// How a SKU is sold.
    pub(crate) fn selling(&self, sku: i64) -> &Selling {
        self.selling.get(&sku).unwrap_or(&self.usual)
    }

    /// How the SKUs of all these products are sold, of those that are sold in another way than to everybody at their price.
    pub(crate) fn special(&self) -> impl Iterator<Item = (i64, &Selling)> {
        self.selling.iter().map(|(sku, selling)| (*sku, selling))
    }

    /// What a piece costs somebody in the smallest order.
    fn decide(&self, sku: &SkuRow, looker: &Looker, asker: Asker) -> Decision {
        let selling = self.selling(sku.id);
        selling.decide(sku.price, looker.program.plan(), asker, selling.limits.fewest())
    }

    fn earn(&self, product: &ProductRow, sku: &SkuRow, looker: &Looker) -> Option<i64> {
        let category = self.categories.iter().find(|category| Some(category.id) == product.category);
        let category = category.map_or("", |category| &category.code);
        let customer = self.decide(sku, looker, Asker { is_member: true, ..Asker::default() });
        let offer = offer(product, category, sku, self.selling(sku.id));
        looker.promoter.as_ref().map(|promoter| promoter.selling(&offer, 1, customer.price))
    }

    /// A product in a list.
    pub(crate) fn card(&self, product: &ProductRow, looker: &Looker) -> Card {
        let decided = self.on_sale(product).map(|sku| (sku, self.decide(sku, looker, looker.asker)));
        let cheapest = decided.min_by_key(|(sku, decision)| (decision.price, sku.id));
        let base = self.on_sale(product).map(|sku| sku.price).min().unwrap_or(product.price);
        let special =
            cheapest.as_ref().map(|(_, decision)| decision).filter(|decision| decision.price < base);
        let why = special.map(|decision| Priced::of(decision, looker.program.plan()).why);
        Card {
            id: Id(product.id),
            code: product.code.clone(),
            title: (&product.title).into(),
            category: product.category.map(Id),
            picture: pictures(product).into_iter().next(),
            price: cheapest.as_ref().map_or(product.price, |(_, decision)| decision.price),
            base: special.map(|_| base),
            why,
            is_hot: product.hot,
            sold: product.sold,
            in_stock: self.on_sale(product).any(|sku| sku.stock > 0),
            earn: cheapest.as_ref().and_then(|(sku, _)| self.earn(product, sku, looker)),
        }
    }

    /// A product's page. `bought` says how many pieces of a SKU the visitor has bought of those that they may buy within a time.
    pub(crate) fn page(
        &self,
        (product, terms): (&ProductRow, Option<Terms>),
        looker: &Looker,
        bought: impl Fn(i64, &Selling) -> Option<i64>,
    ) -> ProductPage {
        let plan = looker.program.plan();
        let view = |sku: &SkuRow| {
            let selling = self.selling(sku.id);
            let priced = Priced::of(&self.decide(sku, looker, looker.asker), plan);
            SkuView {
                id: Id(sku.id),
                code: sku.code.clone(),
                title: (&sku.title).into(),
                price: priced.price,
                base: priced.base,
                why: priced.why,
                steps: selling.steps(sku.price, plan, looker.asker),
                limits: LimitsView::of(&selling.limits, bought(sku.id, selling)),
                stock: sku.stock,
                earn: self.earn(product, sku, looker),
            }
        };
        ProductPage {
            card: self.card(product, looker),
            description: product.description.clone(),
            pictures: pictures(product),
            is_carried_free: product.freight.is_none(),
            kind: Kind::of(product.voucher).word().to_owned(),
            voucher: terms.map(|terms| TermsView::of(&terms, plan.utc_offset)),
            skus: self.on_sale(product).map(view).collect(),
        }
    }

    /// A product as staff sees it.
    pub(crate) fn desk(&self, product: &ProductRow) -> DeskProduct {
        let view = |sku: &SkuRow| DeskSku {
            id: Id(sku.id),
            code: sku.code.clone(),
            title: (&sku.title).into(),
            price: sku.price,
            cost: sku.cost,
            stock: sku.stock,
            is_on: sku.state == "on",
            volumes: sku.volumes.named().clone(),
            prices: self.selling(sku.id).rows.iter().map(PriceView::of).collect(),
            limits: LimitsView::of(&self.selling(sku.id).limits, None),
        };
        DeskProduct {
            id: Id(product.id),
            code: product.code.clone(),
            title: (&product.title).into(),
            description: product.description.clone(),
            brand: product.brand.clone(),
            keywords: product.keywords.clone(),
            category: product.category.map(Id),
            supplier: product.supplier.map(Id),
            rate: product.rate,
            pictures: pictures(product),
            is_on: product.state == "on",
            is_hot: product.hot,
            kind: Kind::of(product.voucher).word().to_owned(),
            freight: product.freight.map(Id),
            weight: product.weight,
            sold: product.sold,
            changed_at: At(product.changed_at),
            keeper: product.keeper.and_then(|id| {
                self.keepers.get(&id).map(|name| KeeperView { id: Id(id), name: name.clone() })
            }),
            skus: self.skus(product).map(view).collect(),
        }
    }
}

/// The categories as a tree.
pub(crate) fn tree(rows: &[CategoryRow], parent: Option<i64>) -> Vec<CategoryView> {
    let children = rows.iter().filter(|row| row.parent == parent);
    children
        .map(|row| CategoryView {
            id: Id(row.id),
            code: row.code.clone(),
            title_zh: row.title_zh.clone(),
            title_en: row.title_en.clone(),
            position: row.position,
            children: tree(rows, Some(row.id)),
        })
        .collect()
}
