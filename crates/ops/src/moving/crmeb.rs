//! CRMEB's tables as rows: `eb_*`, amounts in yuan, moments in Unix seconds, 0 for none.

use std::collections::{BTreeMap, HashMap};

use banyan_base::refusal::Refusal;
use banyan_plan::money::{Currency, Minor};
use banyan_plan::time::{SECOND, Time};
use banyan_plan::words::Text;

use super::folder::Tables;
use super::rows::{Line, Member, Order, Rows, Sku};
use super::tables::Record;

/// The tables that are read.
pub(super) const TABLES: [&str; 8] = [
    "eb_user",
    "eb_user_extract",
    "eb_store_category",
    "eb_store_product",
    "eb_store_product_attr_value",
    "eb_store_order",
    "eb_store_order_cart_info",
    "eb_store_order_refund",
];

/// The tables as rows.
pub(super) fn read(tables: &Tables, currency: Currency) -> Result<Rows, Refusal> {
    let mut rows = Rows::default();
    members(tables, currency, &mut rows)?;
    withdrawals(tables, currency, &mut rows)?;
    products(tables, currency, &mut rows)?;
    orders(tables, currency, &mut rows)?;
    Ok(rows)
}

fn members(tables: &Tables, currency: Currency, rows: &mut Rows) -> Result<(), Refusal> {
    let table =
        tables.needed("eb_user", &["uid", "phone", "nickname", "spread_uid", "spread_time", "add_time"])?;
    for row in table.rows() {
        let joined_at = row.cell("add_time").unix()?;
        let joined_at =
            joined_at.ok_or_else(|| row.wrong("没有 add_time（注册时间）", "there is no add_time"))?;
        let is_gone = row.cell("is_del").is_set()?;
        let balance = row.cell("brokerage_price").major(currency)?;
        let place = format!("{}:{}", table.file, row.line());
        let wallet = row.cell("now_money").major(currency)?;
        if wallet != 0 {
            let why = Text::new(
                "余额（now_money）：店铺没有储值，请在原系统用完或退还",
                "wallet balances (now_money): the shop keeps none; let them be used up or paid back there",
            );
            rows.report.left(why, wallet, place.clone());
        }
        if row.cell("integral").whole()? != 0 {
            let why = Text::new(
                "积分（integral）：由新方案重新积累",
                "points (integral): the new plan gives its own",
            );
            rows.report.left(why, 0, place.clone());
        }
        if is_gone {
            let why = Text::new(
                "已注销用户的昵称和手机号：只留关系和订单",
                "names and phones of members who left: their place and their orders stay",
            );
            rows.report.left(why, 0, place);
        }
        let inviter = row.cell("spread_uid").maybe_id()?;
        let since = row.cell("spread_time").unix()?;
        let shown = |column| if is_gone { String::new() } else { row.cell(column).text() };
        rows.report.came(Text::new("会员", "members"), 0);
        if inviter.is_some() {
            rows.report.came(Text::new("邀请关系", "invitations"), 0);
        }
        if balance != 0 {
            rows.report.came(Text::new("佣金余额", "commission balances"), balance);
        }
        rows.members.push(Member {
            id: row.cell("uid").id()?,
            nickname: shown("nickname"),
            phone: row.cell("phone").maybe_phone(is_gone)?,
            joined_at,
            inviter: inviter.map(|inviter| (inviter, since)),
            is_promoter: row.cell("is_promoter").is_set()?,
            is_stopped: !is_gone && !row.cell("status").text().is_empty() && !row.cell("status").is_set()?,
            balance,
            file: table.file.clone(),
            line: row.line(),
        });
    }
    Ok(())
}

/// What was asked for and is not paid is neither in a balance nor out: it is finished there.
fn withdrawals(tables: &Tables, currency: Currency, rows: &mut Rows) -> Result<(), Refusal> {
    let Some(table) = tables.maybe("eb_user_extract", &["id", "uid", "extract_price", "status"])? else {
        return Ok(());
    };
    for row in table.rows() {
        if row.cell("status").whole()? == 0 {
            let why = Text::new(
                "待处理的提现：请在原系统付完或退回",
                "withdrawals under way: pay or refuse them there first",
            );
            rows.report.left(
                why,
                row.cell("extract_price").major(currency)?,
                format!("{}:{}", table.file, row.line()),
            );
        }
    }
    Ok(())
}

/// Names of categories, by id.
fn categories(tables: &Tables) -> Result<HashMap<String, String>, Refusal> {
    let Some(table) = tables.maybe("eb_store_category", &["id", "cate_name"])? else {
        return Ok(HashMap::new());
    };
    table
        .rows()
        .map(|row| Ok((row.cell("id").id()?, super::rows::line(&row.cell("cate_name").text(), 60))))
        .collect()
}

fn products(tables: &Tables, currency: Currency, rows: &mut Rows) -> Result<(), Refusal> {
    let table = tables
        .needed("eb_store_product", &["id", "store_name", "price", "cost", "stock", "is_show", "is_del"])?;
    let categories = categories(tables)?;
    let mut variants: BTreeMap<String, Vec<Sku>> = BTreeMap::new();
    if let Some(table) =
        tables.maybe("eb_store_product_attr_value", &["id", "product_id", "suk", "price", "cost", "stock"])?
    {
        for row in table.rows() {
            // Of other types are those of its sales: flash sales, groups, bargains.
            if row.cell("type").whole()? != 0 {
                continue;
            }
            let product = row.cell("product_id").id()?;
            let code = match row.cell("unique").text() {
                code if code.is_empty() => format!("{product}-{}", row.cell("id").id()?),
                code => code,
            };
            variants.entry(product.clone()).or_default().push(Sku {
                product,
                code,
                title: String::new(),
                variant: row.cell("suk").text(),
                category: String::new(),
                price: row.cell("price").major(currency)?,
                cost: row.cell("cost").major(currency)?,
                stock: row.cell("stock").pieces()?,
                is_on: true,
            });
        }
    }
    for row in table.rows() {
        let id = row.cell("id").id()?;
        let title = row.cell("store_name").text();
        let category = row.cell("cate_id").text();
        let category =
            category.split(',').find_map(|id| categories.get(id.trim())).cloned().unwrap_or_default();
        let is_on = row.cell("is_show").is_set()? && !row.cell("is_del").is_set()?;
        let mut skus = variants.remove(&id).unwrap_or_default();
        if skus.is_empty() {
            skus.push(Sku {
                product: id.clone(),
                code: id.clone(),
                title: String::new(),
                variant: String::new(),
                category: String::new(),
                price: row.cell("price").major(currency)?,
                cost: row.cell("cost").major(currency)?,
                stock: row.cell("stock").pieces()?,
                is_on,
            });
        }
        // CRMEB calls the only variant of a product 默认.
        let is_only = skus.len() == 1;
        rows.report.came(Text::new("商品", "products"), 0);
        for mut sku in skus {
            if is_only && sku.variant == "默认" {
                sku.variant = String::new();
            }
            rows.report.came(Text::new("规格", "variants"), 0);
            rows.skus.push(Sku { title: title.clone(), category: category.clone(), is_on, ..sku });
        }
    }
    if table.rows().any(|row| !matches!(row.cell("is_sub").text().as_str(), "" | "0")) {
        let why = Text::new(
            "商品单独设置的佣金：奖励由新方案决定",
            "commissions set at single products: the new plan decides rewards",
        );
        rows.report.left(why, 0, table.file.clone());
    }
    Ok(())
}

/// Lines of orders, by the order's table id.
fn lines(tables: &Tables, currency: Currency) -> Result<HashMap<String, Vec<Line>>, Refusal> {
    let table = tables.needed("eb_store_order_cart_info", &["id", "oid", "product_id", "cart_info"])?;
    let mut lines: HashMap<String, Vec<Line>> = HashMap::new();
    for row in table.rows() {
        let info = row.cell("cart_info");
        let told: serde_json::Value = serde_json::from_str(&info.text())
            .map_err(|error| info.wrong(&format!("不是 JSON（{error}）"), &format!("is no JSON: {error}")))?;
        let number = |value: &serde_json::Value| match value {
            serde_json::Value::String(text) => text.clone(),
            serde_json::Value::Null => String::new(),
            other => other.to_string(),
        };
        let pieces = match row.cell("cart_num").pieces()? {
            0 => super::cells::Cell { text: &number(&told["cart_num"]), ..info }.pieces()?,
            pieces => pieces,
        };
        let price = super::cells::Cell { text: &number(&told["truePrice"]), ..info }.major(currency)?;
        lines.entry(row.cell("oid").id()?).or_default().push(Line {
            product: row.cell("product_id").id()?,
            quantity: pieces.max(1),
            weight: price.saturating_mul(pieces.max(1)),
        });
    }
    Ok(lines)
}

/// What went back of orders, by the order's table id.
fn refunds(tables: &Tables, currency: Currency) -> Result<HashMap<String, Vec<(Time, Minor)>>, Refusal> {
    let mut refunds: HashMap<String, Vec<(Time, Minor)>> = HashMap::new();
    let columns = ["id", "store_order_id", "refund_type", "refunded_price", "refunded_time"];
    let Some(table) = tables.maybe("eb_store_order_refund", &columns)? else { return Ok(refunds) };
    for row in table.rows() {
        let amount = row.cell("refunded_price").major(currency)?;
        if row.cell("refund_type").whole()? != 6 || amount <= 0 {
            continue;
        }
        let at = row.cell("refunded_time").unix()?;
        let at = at.ok_or_else(|| {
            row.wrong("已退款却没有 refunded_time", "was refunded, but there is no refunded_time")
        })?;
        refunds.entry(row.cell("store_order_id").id()?).or_default().push((at, amount));
    }
    Ok(refunds)
}

/// Why an order stays behind; nothing if it comes.
fn stays(row: &Record<'_>) -> Result<Option<Text>, Refusal> {
    // An order that was split stands there once more with its parts.
    if row.cell("pid").text().starts_with('-') {
        return Ok(Some(Text::new(
            "已拆成子订单的主订单：子订单已导入",
            "orders that were split: their parts have come",
        )));
    }
    if !row.cell("paid").is_set()? {
        return Ok(Some(Text::new("未付款的订单", "orders that were not paid")));
    }
    if row.cell("is_system_del").is_set()? {
        return Ok(Some(Text::new("后台删除的订单", "orders that staff deleted")));
    }
    Ok(match row.cell("status").whole()? {
        -2 | 2 | 3 => None,
        -1 | 0 | 1 | 4 if row.cell("refund_status").whole()? == 2 => None,
        -1 | 0 | 1 | 4 => Some(Text::new(
            "还没收货的订单：请在原系统发完、收完再导",
            "orders that have not arrived: let them be finished there, and move then",
        )),
        _ => {
            return Err(row.cell("status").wrong("应为 −2 到 4 之间的状态", "expected a state from -2 to 4"));
        }
    })
}

fn orders(tables: &Tables, currency: Currency, rows: &mut Rows) -> Result<(), Refusal> {
    let columns =
        ["id", "order_id", "uid", "pay_price", "pay_postage", "paid", "pay_time", "status", "refund_status"];
    let table = tables.needed("eb_store_order", &columns)?;
    let (mut lines, mut refunds) = (lines(tables, currency)?, refunds(tables, currency)?);
    let known: HashMap<String, Time> =
        rows.members.iter().map(|member| (member.id.clone(), member.joined_at)).collect();
    for row in table.rows() {
        let (id, paid) = (row.cell("id").id()?, row.cell("pay_price").major(currency)?);
        let place = format!("{}:{}", table.file, row.line());
        if let Some(why) = stays(&row)? {
            rows.report.left(why, paid, place);
            continue;
        }
        let buyer = row.cell("uid").id()?;
        let Some(joined_at) = known.get(&buyer) else {
            let why =
                Text::new("买家不在用户表里的订单", "orders of buyers who are not in the table of members");
            rows.report.left(why, paid, place);
            continue;
        };
        let lines = lines.remove(&id).unwrap_or_default();
        if lines.is_empty() {
            return Err(row.wrong(
                "eb_store_order_cart_info 里没有这张订单的商品",
                "eb_store_order_cart_info has no line of this order",
            ));
        }
        let paid_at = row.cell("pay_time").unix()?;
        let paid_at = paid_at
            .ok_or_else(|| row.wrong("已付款却没有 pay_time", "was paid, but there is no pay_time"))?;
        let paid_at = paid_at.max(joined_at.plus(SECOND));
        let mut back = refunds.remove(&id).unwrap_or_default();
        // Earlier versions keep what went back at the order alone.
        let at_order = row.cell("refund_price").major(currency)?;
        if back.is_empty() && at_order > 0 && row.cell("refund_status").whole()? >= 2 {
            back.push((paid_at.plus(SECOND), at_order));
        }
        for (at, _) in &mut back {
            *at = (*at).max(paid_at.plus(SECOND));
        }
        back.sort();
        let all: Minor = back.iter().map(|(_, amount)| amount).sum();
        if all > paid {
            return Err(row.wrong("退款合计超过实付", "more went back than was paid"));
        }
        rows.report.came(Text::new("订单", "orders"), paid);
        for (_, amount) in &back {
            rows.report.came(Text::new("退款", "refunds"), *amount);
        }
        let freight = row.cell("pay_postage").major(currency)?.clamp(0, paid);
        let number = row.cell("order_id").text();
        let name = if number.is_empty() { id } else { number };
        rows.orders.push(Order { id: name, buyer, paid_at, paid, freight, lines, refunds: back });
    }
    Ok(())
}
