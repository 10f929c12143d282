//! Sets a preset up in an open shop in which there is nothing yet, by the requests that its owner's console would send.

use std::collections::BTreeMap;

use banyan_api::sessions::Whose;
use banyan_demo::looks;
use banyan_rules::plans::First;
use serde_json::{Value, json};

use crate::client::{Client, Failed, id};
use crate::files::{Call, Good, Method, Preset};

/// What is said of every product: nobody takes a drawing for the thing, or the shop for a real one.
const DRAWN: &str = "样例商品，图片为插画，仅供示意。\nAn example; the picture is an illustration.";

/// What was set up, by the names of the files.
#[derive(Debug, Default)]
pub(crate) struct Stock {
    /// The SKU of each product, in the order of `goods.csv`.
    pub(crate) skus: Vec<String>,
    /// The group-buy of each.
    pub(crate) offers: Vec<Option<String>>,
    /// The ids of `setup.json`.
    pub(crate) named: BTreeMap<String, String>,
}

/// The plan with which a fresh shop of a preset begins.
pub fn first(preset: &Preset) -> First {
    First { packs: preset.head.packs.clone(), ..First::of(preset.plan.clone()) }
}

/// Sets a preset up, signed in as an owner; gives how many products the shop has now. A shop that sells something already is
/// refused. Each request stands by itself: if one is refused, what was set up before stays, and the shop is best begun afresh.
pub async fn apply(client: &Client, owner: i64, preset: &Preset, name: &str) -> Result<usize, Failed> {
    let stock = set_up(client, owner, preset, name).await?;
    Ok(stock.skus.len())
}

pub(crate) async fn set_up(
    client: &Client,
    owner: i64,
    preset: &Preset,
    name: &str,
) -> Result<Stock, Failed> {
    let token = client.sign_in(Whose::Staff, owner).await?;
    let products = client.get(&token, "/staff/products?limit=1").await?;
    if products["items"].as_array().is_some_and(|items| !items.is_empty()) {
        let said = "店里已有商品；样板店只能装进空店。The shop has products already: a preset goes into an empty shop.";
        return Err(Failed { code: "shop_not_empty".to_owned(), said: said.to_owned() });
    }
    settle_in(client, &token, preset, name).await?;
    let mut stock = Stock::default();
    let mut shelves = BTreeMap::new();
    for (place, category) in preset.head.categories.iter().enumerate() {
        let body = json!({
            "code": category.code, "title_zh": category.zh, "title_en": category.en, "position": place,
        });
        shelves.insert(
            category.code.as_str(),
            id(&client.post(&token, "/staff/categories", &body).await?, "id")?,
        );
    }
    let mut pictures = BTreeMap::new();
    for (place, good) in preset.goods.iter().enumerate() {
        if !pictures.contains_key(good.scene.as_str()) {
            let scene = looks::picture(&good.scene).map(std::borrow::Cow::into_owned);
            let scene =
                scene.ok_or_else(|| Failed::new(format!("{}: no scene {}", good.code, good.scene)))?;
            let kept = client.upload(&token, "/staff/pictures", scene).await?;
            pictures.insert(good.scene.as_str(), id(&kept, "id")?);
        }
        let body =
            product(good, shelves.get(good.category.as_str()), pictures.get(good.scene.as_str()), place < 8);
        let added = client.post(&token, "/staff/products", &body).await?;
        let sku = id(&added["skus"][0], "id")?;
        stock.offers.push(match &good.offer {
            Some(offer) => {
                let body = json!({
                    "sku": sku, "size": offer.size, "price": offer.price, "minutes": offer.hours * 60,
                    "audience": offer.audience,
                });
                Some(id(&client.post(&token, "/staff/group-buys", &body).await?, "id")?)
            }
            None => None,
        });
        stock.skus.push(sku);
    }
    for call in preset.calls.iter().filter(|call| call.day.is_none()) {
        send(client, &token, call, &mut stock.named).await?;
    }
    Ok(stock)
}

/// The shop's name, its rule packs and its plan.
async fn settle_in(client: &Client, token: &str, preset: &Preset, name: &str) -> Result<(), Failed> {
    let mut body = client.get(token, "/staff/settings").await?;
    body["settings"]["name"] = json!(name);
    body["settings"]["packs"] = json!(preset.head.packs);
    client.put(token, "/staff/settings", &body).await?;
    let plans = client.get(token, "/staff/plans?limit=1").await?;
    let version = plans["items"][0]["version"].as_i64().unwrap_or_default();
    let newest = client.get(token, &format!("/staff/plans/{version}")).await?;
    if newest["source"].as_str() != Some(preset.plan.as_str()) {
        client.post(token, "/staff/plans", &json!({ "source": preset.plan })).await?;
    }
    Ok(())
}

fn product(good: &Good, category: Option<&String>, picture: Option<&String>, is_hot: bool) -> Value {
    json!({
        "code": good.code,
        "title": good.title.zh,
        "title_en": good.title.en,
        "description": format!("{}\n{}\n\n{DRAWN}", good.about.zh, good.about.en),
        "category": category,
        "rate": good.rate,
        "pictures": picture.as_slice(),
        "is_on": true,
        "is_hot": is_hot,
        "skus": [{ "code": good.code, "price": good.price, "cost": good.cost, "stock": good.stock }],
    })
}

/// Sends a request of `setup.json`, and keeps the id that it is answered with.
pub(crate) async fn send(
    client: &Client,
    token: &str,
    call: &Call,
    named: &mut BTreeMap<String, String>,
) -> Result<(), Failed> {
    let path = call.path.split('/').map(|part| put_in(part, named)).collect::<Result<Vec<_>, _>>()?.join("/");
    let body = filled(&call.body, named)?;
    let answer = match call.method {
        Method::Post => client.post(token, &path, &body).await?,
        Method::Put => client.put(token, &path, &body).await?,
    };
    if !call.name.is_empty() {
        named.insert(call.name.clone(), id(&answer, "id")?);
    }
    Ok(())
}

fn put_in(part: &str, named: &BTreeMap<String, String>) -> Result<String, Failed> {
    match part.strip_prefix('@') {
        None => Ok(part.to_owned()),
        Some(name) => named
            .get(name)
            .cloned()
            .ok_or_else(|| Failed::new(format!("setup.json: nothing is called `{name}` yet"))),
    }
}

fn filled(value: &Value, named: &BTreeMap<String, String>) -> Result<Value, Failed> {
    Ok(match value {
        Value::String(text) => Value::String(put_in(text, named)?),
        Value::Array(values) => values.iter().map(|value| filled(value, named)).collect::<Result<_, _>>()?,
        Value::Object(fields) => {
            let fields = fields.iter().map(|(key, value)| Ok((key.clone(), filled(value, named)?)));
            Value::Object(fields.collect::<Result<_, Failed>>()?)
        }
        plain => plain.clone(),
    })
}
