//! yudao's tables as rows: amounts in fen, moments as local times, rows that were deleted marked by `deleted`.

use std::collections::{BTreeMap, HashMap};

use banyan_base::refusal::Refusal;
use banyan_plan::money::Minor;
use banyan_plan::time::{SECOND, Time};
use banyan_plan::words::Text;

use super::folder::Tables;
use super::rows::{Line, Member, Order, Rows, Sku};
use super::tables::Record;

/// The tables that are read.
pub(super) const TABLES: [&str; 10] = [
    "member_user",
    "trade_brokerage_user",
    "trade_brokerage_withdraw",
    "pay_wallet",
    "product_category",
    "product_spu",
    "product_sku",
    "trade_order",
    "trade_order_item",
    "trade_after_sale",
];

/// The tables as rows; `offset`: how far their clock is ahead of UTC, in nanoseconds.
pub(super) fn read(tables: &Tables, offset: i64) -> Result<Rows, Refusal> {
    let mut rows = Rows::default();
    members(tables, offset, &mut rows)?;
    wallets(tables, &mut rows)?;
    withdrawals(tables, &mut rows)?;
    products(tables, &mut rows)?;
    orders(tables, offset, &mut rows)?;
    Ok(rows)
}

/// What the table of promoters says of somebody.
struct Standing {
    inviter: Option<(String, Option<Time>)>,
    is_promoter: bool,
    balance: Minor,
}

fn promoters(tables: &Tables, offset: i64, rows: &mut Rows) -> Result<HashMap<String, Standing>, Refusal> {
    let columns =
        ["id", "bind_user_id", "bind_user_time", "brokerage_enabled", "brokerage_price", "frozen_price"];
    let Some(table) = tables.maybe("trade_brokerage_user", &columns)? else { return Ok(HashMap::new()) };
    let mut found = HashMap::new();
    for row in table.rows() {
        if row.cell("deleted").is_set()? {
            continue;
        }
        let frozen = row.cell("frozen_price").minor()?;
        if frozen != 0 {
            let why = Text::new(
                "冻结中的佣金（frozen_price）：请在原系统等它解冻后再导",
                "frozen commissions (frozen_price): let them thaw there, and move then",
            );
            rows.report.left(why, frozen, format!("{}:{}", table.file, row.line()));
        }
        let since = row.cell("bind_user_time").local(offset)?;
        let promoter = Standing {
            inviter: row.cell("bind_user_id").maybe_id()?.map(|inviter| (inviter, since)),
            is_promoter: row.cell("brokerage_enabled").is_set()?,
            balance: row.cell("brokerage_price").minor()?,
        };
        found.insert(row.cell("id").id()?, promoter);
    }
    Ok(found)
}

fn members(tables: &Tables, offset: i64, rows: &mut Rows) -> Result<(), Refusal> {
    let table = tables.needed("member_user", &["id", "mobile", "nickname", "create_time"])?;
    let mut promoters = promoters(tables, offset, rows)?;
    for row in table.rows() {
        let id = row.cell("id").id()?;
        let joined_at = row.cell("create_time").local(offset)?;
        let joined_at =
            joined_at.ok_or_else(|| row.wrong("没有 create_time（注册时间）", "there is no create_time"))?;
        let is_gone = row.cell("deleted").is_set()?;
        let place = format!("{}:{}", table.file, row.line());
        if row.cell("point").whole()? != 0 {
            let why =
                Text::new("积分（point）：由新方案重新积累", "points (point): the new plan gives its own");
            rows.report.left(why, 0, place.clone());
        }
        if is_gone {
            let why = Text::new(
                "已注销用户的昵称和手机号：只留关系和订单",
                "names and phones of members who left: their place and their orders stay",
            );
            rows.report.left(why, 0, place);
        }
        let Standing { inviter, is_promoter, balance } =
            promoters.remove(&id).unwrap_or(Standing { inviter: None, is_promoter: false, balance: 0 });
        rows.report.came(Text::new("会员", "members"), 0);
        if inviter.is_some() {
            rows.report.came(Text::new("邀请关系", "invitations"), 0);
        }
        if balance != 0 {
            rows.report.came(Text::new("佣金余额", "commission balances"), balance);
        }
        rows.members.push(Member {
            id,
            nickname: if is_gone { String::new() } else { row.cell("nickname").text() },
            phone: row.cell("mobile").maybe_phone(is_gone)?,
            joined_at,
            inviter,
            is_promoter,
            // Their state 0 is open, 1 is closed.
            is_stopped: !is_gone && row.cell("status").is_set()?,
            balance,
            file: table.file.clone(),
            line: row.line(),
        });
    }
    Ok(())
}

fn wallets(tables: &Tables, rows: &mut Rows) -> Result<(), Refusal> {
    let Some(table) = tables.maybe("pay_wallet", &["id", "user_id", "balance"])? else { return Ok(()) };
    for row in table.rows() {
        let balance = row.cell("balance").minor()?;
        if balance != 0 {
            let why = Text::new(
                "钱包余额（pay_wallet）：店铺没有储值，请在原系统用完或退还",
                "wallet balances (pay_wallet): the shop keeps none; let them be used up or paid back there",
            );
            rows.report.left(why, balance, format!("{}:{}", table.file, row.line()));
        }
    }
    Ok(())
}

/// What was asked for and is not paid is neither in a balance nor out: it is finished there.
fn withdrawals(tables: &Tables, rows: &mut Rows) -> Result<(), Refusal> {
    let Some(table) = tables.maybe("trade_brokerage_withdraw", &["id", "user_id", "price", "status"])? else {
        return Ok(());
    };
    for row in table.rows() {
        // 0 is asked, 10 approved, 11 paid, 12 approved with a failed payment, 20 and 21 refused.
        if matches!(row.cell("status").whole()?, 0 | 10 | 12) && !row.cell("deleted").is_set()? {
            let why = Text::new(
                "待处理的提现：请在原系统付完或退回",
                "withdrawals under way: pay or refuse them there first",
            );
            rows.report.left(why, row.cell("price").minor()?, format!("{}:{}", table.file, row.line()));
        }
    }
    Ok(())
}

/// Names of categories, by id.
fn categories(tables: &Tables) -> Result<HashMap<String, String>, Refusal> {
    let Some(table) = tables.maybe("product_category", &["id", "name"])? else { return Ok(HashMap::new()) };
    table
        .rows()
        .map(|row| Ok((row.cell("id").id()?, super::rows::line(&row.cell("name").text(), 60))))
        .collect()
}

/// `[{"propertyName":"颜色","valueName":"白"}]` as `白`.
fn variant(cell: super::cells::Cell<'_>) -> Result<String, Refusal> {
    let text = cell.text();
    if text.is_empty() {
        return Ok(text);
    }
    let told: Vec<serde_json::Value> = serde_json::from_str(&text)
        .map_err(|error| cell.wrong(&format!("不是 JSON（{error}）"), &format!("is no JSON: {error}")))?;
    let names: Vec<&str> = told.iter().filter_map(|one| one["valueName"].as_str()).collect();
    Ok(names.join(" "))
}

fn products(tables: &Tables, rows: &mut Rows) -> Result<(), Refusal> {
    let table = tables.needed("product_spu", &["id", "name", "status"])?;
    let variants =
        tables.needed("product_sku", &["id", "spu_id", "properties", "price", "cost_price", "stock"])?;
    let categories = categories(tables)?;
    let mut by_product: BTreeMap<String, Vec<Sku>> = BTreeMap::new();
    for row in variants.rows() {
        if row.cell("deleted").is_set()? {
            continue;
        }
        let (id, product) = (row.cell("id").id()?, row.cell("spu_id").id()?);
        by_product.entry(product.clone()).or_default().push(Sku {
            code: format!("{product}-{id}"),
            product,
            title: String::new(),
            variant: variant(row.cell("properties"))?,
            category: String::new(),
            price: row.cell("price").minor()?,
            cost: row.cell("cost_price").minor()?,
            stock: row.cell("stock").pieces()?,
            is_on: true,
        });
    }
    for row in table.rows() {
        let id = row.cell("id").id()?;
        let is_on = match row.cell("status").text().as_str() {
            "1" | "上架" => !row.cell("deleted").is_set()?,
            "0" | "下架" | "-1" | "回收站" => false,
            _ => {
                return Err(row.cell("status").wrong(
                    "应为 1（上架）、0（下架）或 −1（回收站）",
                    "expected 1 (on sale), 0 (off sale) or -1 (in the bin)",
                ));
            }
        };
        let category = row
            .cell("category_id")
            .maybe_id()?
            .and_then(|id| categories.get(&id))
            .cloned()
            .unwrap_or_default();
        let title = row.cell("name").text();
        rows.report.came(Text::new("商品", "products"), 0);
        let mut skus = by_product.remove(&id).unwrap_or_default();
        if skus.is_empty() {
            let (product, code) = (id.clone(), id.clone());
            skus.push(Sku {
                product,
                code,
                title: String::new(),
                variant: String::new(),
                category: String::new(),
                price: row.cell("price").minor()?,
                cost: row.cell("cost_price").minor()?,
                stock: row.cell("stock").pieces()?,
                is_on,
            });
        }
        let is_only = skus.len() == 1;
        for mut sku in skus {
            if is_only && sku.variant == "默认" {
                sku.variant = String::new();
            }
            rows.report.came(Text::new("规格", "variants"), 0);
            rows.skus.push(Sku { title: title.clone(), category: category.clone(), is_on, ..sku });
        }
    }
    Ok(())
}

/// Lines of orders, by order; and the order of each line.
type Lines = (HashMap<String, Vec<Line>>, HashMap<String, String>);

fn lines(tables: &Tables) -> Result<Lines, Refusal> {
    let table = tables.needed("trade_order_item", &["id", "order_id", "spu_id", "count", "pay_price"])?;
    let (mut lines, mut orders): Lines = (HashMap::new(), HashMap::new());
    for row in table.rows() {
        if row.cell("deleted").is_set()? {
            continue;
        }
        let order = row.cell("order_id").id()?;
        orders.insert(row.cell("id").id()?, order.clone());
        lines.entry(order).or_default().push(Line {
            product: row.cell("spu_id").id()?,
            quantity: row.cell("count").pieces()?.max(1),
            weight: row.cell("pay_price").minor()?.max(0),
        });
    }
    Ok((lines, orders))
}

fn refunds(
    tables: &Tables,
    offset: i64,
    orders: &HashMap<String, String>,
) -> Result<HashMap<String, Vec<(Time, Minor)>>, Refusal> {
    let mut refunds: HashMap<String, Vec<(Time, Minor)>> = HashMap::new();
    let columns = ["id", "order_item_id", "refund_price", "status"];
    let Some(table) = tables.maybe("trade_after_sale", &columns)? else { return Ok(refunds) };
    for row in table.rows() {
        // 50 is done.
        if row.cell("status").whole()? != 50 || row.cell("deleted").is_set()? {
            continue;
        }
        let item = row.cell("order_item_id").id()?;
        let order = orders.get(&item).ok_or_else(|| {
            row.cell("order_item_id").wrong("订单商品表里没有这一行", "trade_order_item has no such line")
        })?;
        let at = row
            .cell("refund_time")
            .local(offset)?
            .or(row.cell("update_time").local(offset)?)
            .unwrap_or_default();
        refunds.entry(order.clone()).or_default().push((at, row.cell("refund_price").minor()?));
    }
    Ok(refunds)
}

/// Why an order stays behind; nothing if it comes.
fn stays(row: &Record<'_>, paid: Minor, back: Minor) -> Result<Option<Text>, Refusal> {
    let status = row.cell("status").whole()?;
    if !matches!(status, 0 | 10 | 20 | 30 | 40) {
        return Err(row.cell("status").wrong("应为 0、10、20、30 或 40", "expected 0, 10, 20, 30 or 40"));
    }
    if row.cell("deleted").is_set()? {
        return Ok(Some(Text::new("已删除的订单", "orders that were deleted")));
    }
    if !row.cell("pay_status").is_set()? {
        return Ok(Some(Text::new("未付款的订单", "orders that were not paid")));
    }
    let is_over = status == 30 || status == 40 && back == paid;
    let why = Text::new(
        "还没收货的订单：请在原系统发完、收完再导",
        "orders that have not arrived: let them be finished there, and move then",
    );
    Ok((!is_over).then_some(why))
}

fn orders(tables: &Tables, offset: i64, rows: &mut Rows) -> Result<(), Refusal> {
    let columns = [
        "id",
        "no",
        "user_id",
        "status",
        "pay_status",
        "pay_time",
        "pay_price",
        "delivery_price",
        "refund_price",
    ];
    let table = tables.needed("trade_order", &columns)?;
    let (mut lines, items) = lines(tables)?;
    let mut refunds = refunds(tables, offset, &items)?;
    let known: HashMap<String, Time> =
        rows.members.iter().map(|member| (member.id.clone(), member.joined_at)).collect();
    for row in table.rows() {
        let (id, paid) = (row.cell("id").id()?, row.cell("pay_price").minor()?);
        let place = format!("{}:{}", table.file, row.line());
        let back = row.cell("refund_price").minor()?;
        let why = stays(&row, paid, back)?;
        let buyer = row.cell("user_id").id()?;
        let joined_at = known.get(&buyer);
        let why = why.or_else(|| {
            joined_at.is_none().then(|| {
                Text::new("买家不在用户表里的订单", "orders of buyers who are not in the table of members")
            })
        });
        if let Some(why) = why {
            rows.report.left(why, paid, place);
            continue;
        }
        let lines = lines.remove(&id).unwrap_or_default();
        if lines.is_empty() {
            return Err(row.wrong(
                "trade_order_item 里没有这张订单的商品",
                "trade_order_item has no line of this order",
            ));
        }
        let paid_at = row.cell("pay_time").local(offset)?;
        let paid_at = paid_at
            .ok_or_else(|| row.wrong("已付款却没有 pay_time", "was paid, but there is no pay_time"))?;
        let paid_at = paid_at.max(joined_at.copied().unwrap_or_default().plus(SECOND));
        let mut gone = refunds.remove(&id).unwrap_or_default();
        let told: Minor = gone.iter().map(|(_, amount)| amount).sum();
        // What went back without a case stands at the order alone.
        if told < back {
            gone.push((paid_at.plus(SECOND), back - told));
        }
        gone.retain(|(_, amount)| *amount > 0);
        for (at, _) in &mut gone {
            *at = (*at).max(paid_at.plus(SECOND));
        }
        gone.sort();
        if gone.iter().map(|(_, amount)| amount).sum::<Minor>() > paid {
            return Err(row.wrong("退款合计超过实付", "more went back than was paid"));
        }
        rows.report.came(Text::new("订单", "orders"), paid);
        for (_, amount) in &gone {
            rows.report.came(Text::new("退款", "refunds"), *amount);
        }
        let freight = row.cell("delivery_price").minor()?.clamp(0, paid);
        let number = row.cell("no").text();
        let name = if number.is_empty() { id } else { number };
        rows.orders.push(Order { id: name, buyer, paid_at, paid, freight, lines, refunds: gone });
    }
    Ok(())
}
