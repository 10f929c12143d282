//! The routes of settings, and what the shop says of itself to everybody.

use axum::extract::State;
use banyan_api::access::Permission;
use banyan_api::http::{App, Json, Once, Staff, Words};
use banyan_base::refusal::Refusal;
use banyan_base::tax;
use banyan_core::audit;
use banyan_core::settings::Settings;
use banyan_core::work::Work;
use banyan_pay::providers::Providers;
use banyan_people::members::{RankView, rank_view};
use banyan_people::notify::{self, Notifiers};
use banyan_plan::describe::describe;
use banyan_plan::model::{Entry, How, Plan};
use banyan_plan::money::Currency;
use banyan_plan::time::DAY;
use banyan_store::Conn;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes, with their description.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(about))
        .routes(routes!(rules))
        .routes(routes!(look, change))
        .routes(routes!(choices))
}

/// What the shop says of itself.
#[derive(Debug, Serialize, ToSchema)]
struct ShopView {
    name: String,
    /// How people reach the shop; empty if it has not said.
    contact: String,
    /// Whether the shop sends codes to phones: registering with a phone takes one, and a forgotten password is set by one.
    phone_codes: bool,
    /// ISO 4217.
    currency: String,
    /// Digits after the decimal point: minor units are so many places smaller.
    digits: u8,
    /// Whether the first set-up has been done.
    is_set_up: bool,
    /// The plan in force.
    plan: PlanName,
    /// The plan's ranks, the lowest first.
    ranks: Vec<RankView>,
    /// `open`, `invitation`, `purchase`: how a customer becomes a promoter.
    way_in: &'static str,
    /// The least purchase that makes a promoter, in minor units, if a purchase does.
    purchase: Option<i64>,
    /// The least age of a promoter, in years.
    least_age: u32,
    /// Days from delivery for which an order may be returned, and rewards are pending.
    refund_days: i64,
    /// Days for which opening a share link credits its promoter.
    attribution_days: u32,
    /// Payment providers that customers may choose, in this order.
    providers: Vec<String>,
    /// Whether this is a demo in which payments can be played: no money moves.
    test_till: bool,
    /// Which country's numbers a phone without a country code is of.
    country_code: String,
    /// The least and the most of a day that a member may withdraw, in minor units.
    withdrawals: [i64; 2],
    /// How far days begin from UTC, in minutes.
    utc_offset: i64,
}

/// A plan by its name.
#[derive(Debug, Serialize, ToSchema)]
struct PlanName {
    id: String,
    title: Words,
    version: i64,
}

/// A part of the rules, in whole sentences.
#[derive(Debug, Serialize, ToSchema)]
struct RuleSection {
    title: Words,
    sentences: Vec<Words>,
}

/// The settings, with what proves that nobody changed them meanwhile.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SettingsBody {
    /// As it was when the settings were read: `0` if they were never changed.
    #[schema(pattern = "^[0-9]{1,19}$", max_length = 19)]
    version: String,
    settings: Settings,
}

/// What may be chosen in the settings.
#[derive(Debug, Serialize, ToSchema)]
struct ChoicesView {
    packs: Vec<Choice>,
    tax_profiles: Vec<Choice>,
    providers: Vec<String>,
    /// Who could deliver messages.
    notifiers: Vec<String>,
}

/// One thing that may be chosen.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SettingChoice)]
struct Choice {
    id: String,
    title: Words,
    /// The day on which its contents were last checked.
    as_of: String,
}

/// Describes the shop to everybody who comes in.
#[utoipa::path(get, path = "/shop", tag = "shop", responses((status = 200, body = ShopView)))]
async fn about(State(app): State<App>) -> Result<axum::Json<ShopView>, Refusal> {
    let shop = app.clone();
    let read = move |conn: &mut Conn| {
        let settings = read_offered(&shop, conn)?;
        let (version, program) = shop.plan.in_force(conn)?;
        let sends_codes = notify::of_phones(&shop, &settings.notifier).is_some();
        Ok::<_, Refusal>(view(settings, sends_codes, version, program.plan()))
    };
    app.reader.read(read).await.map(axum::Json)
}

fn view(settings: Settings, phone_codes: bool, version: i64, plan: &Plan) -> ShopView {
    let purchase = plan.join.purchase.map(|entry| match entry {
        Entry::Order(least) | Entry::Package(least) => least,
    });
    ShopView {
        name: settings.name,
        contact: settings.contact,
        phone_codes,
        currency: plan.currency.code().to_owned(),
        digits: plan.currency.digits(),
        is_set_up: settings.is_set_up,
        plan: PlanName { id: plan.id.clone(), title: (&plan.title).into(), version },
        ranks: (1..=plan.ranks.len()).filter_map(|number| rank_view(plan, number as i64)).collect(),
        way_in: match plan.join.how {
            How::Open => "open",
            How::Invitation => "invitation",
            How::Purchase => "purchase",
        },
        purchase,
        least_age: settings.least_age,
        refund_days: plan.sale.release_after / DAY,
        attribution_days: settings.attribution_days,
        test_till: settings.providers.iter().any(|id| id == "test"),
        providers: settings.providers,
        country_code: settings.country_code,
        withdrawals: [settings.withdrawals.least, settings.withdrawals.most_a_day],
        utc_offset: plan.utc_offset / (60 * banyan_plan::time::SECOND),
    }
}

/// Tells the plan in force in plain words: who is paid for what, how ranks are reached and kept.
#[utoipa::path(get, path = "/shop/rules", tag = "shop", responses((status = 200, body = Vec<RuleSection>)))]
async fn rules(State(app): State<App>) -> Result<axum::Json<Vec<RuleSection>>, Refusal> {
    let shop = app.clone();
    let program = app.reader.read(move |conn: &mut Conn| shop.plan.get(conn)).await?;
    let section = |section: banyan_plan::describe::Section| RuleSection {
        title: section.title.into(),
        sentences: section.sentences.into_iter().map(Words::from).collect(),
    };
    Ok(axum::Json(describe(program.plan()).into_iter().map(section).collect()))
}

/// Shows the settings of the shop.
#[utoipa::path(get, path = "/staff/settings", tag = "staff: settings", responses((status = 200, body = SettingsBody)))]
async fn look(State(app): State<App>, staff: Staff) -> Result<axum::Json<SettingsBody>, Refusal> {
    staff.may(Permission::SettingsWrite)?;
    let shop = app.clone();
    let read = move |conn: &mut Conn| {
        Ok::<_, Refusal>(SettingsBody {
            version: banyan_core::settings::changed_at(conn)?.to_string(),
            settings: read_offered(&shop, conn)?,
        })
    };
    app.reader.read(read).await.map(axum::Json)
}

/// Replaces the settings of the shop; refused if somebody changed them since they were read.
#[utoipa::path(put, path = "/staff/settings", tag = "staff: settings", params(Once), request_body = SettingsBody,
    responses((status = 200, body = SettingsBody)))]
async fn change(
    State(app): State<App>,
    staff: Staff,
    key: Once,
    Json(body): Json<SettingsBody>,
) -> Result<axum::Json<SettingsBody>, Refusal> {
    let by = staff.may(Permission::SettingsWrite)?;
    let key = key.key("PUT /staff/settings", &body)?;
    let SettingsBody { version, settings } = body;
    settings.check()?;
    check_names(&settings, app.plan.currency(), &offered(&app), &app.part::<Notifiers>().ids())?;
    let act = move |work: &mut Work<'_>, actor: &str| {
        if banyan_core::settings::changed_at(work.conn)?.to_string() != version {
            return Err(Refusal::conflict(
                "settings_changed",
                "设置刚被别人改过，请刷新后再改",
                "somebody has changed the settings meanwhile; please load them again",
            ));
        }
        let before = banyan_core::settings::read(work.conn)?;
        banyan_core::work::change_settings(work, &settings)?;
        let detail = json!({ "before": before, "after": settings });
        audit::record(work, actor, "settings.change", "shop", &detail)?;
        Ok(SettingsBody { version: banyan_core::settings::changed_at(work.conn)?.to_string(), settings })
    };
    app.command(by, key, act).await.map(axum::Json)
}

/// The settings, without ways to pay that are not there: a shop may have been a demo, or had an account.
fn read_offered(app: &App, conn: &mut Conn) -> Result<Settings, Refusal> {
    let mut settings = banyan_core::settings::read(conn)?;
    settings.providers.retain(|id| app.part::<Providers>().has(id));
    Ok(settings)
}

/// Payment providers that this shop could offer.
fn offered(app: &App) -> Vec<&'static str> {
    ["test", "offline", "wechat"].into_iter().filter(|id| app.part::<Providers>().has(id)).collect()
}

/// Lists what may be chosen in the settings.
#[utoipa::path(get, path = "/staff/settings/choices", tag = "staff: settings",
    responses((status = 200, body = ChoicesView)))]
async fn choices(State(app): State<App>, staff: Staff) -> Result<axum::Json<ChoicesView>, Refusal> {
    staff.may(Permission::SettingsWrite)?;
    let pack = |pack: &banyan_law::pack::Pack| Choice {
        id: pack.id.clone(),
        title: (&pack.title).into(),
        as_of: pack.as_of.clone(),
    };
    let currency = app.plan.currency();
    let fits = |profile: &&tax::Profile| profile.currency.is_none_or(|only| only == currency);
    let profile = |profile: &tax::Profile| Choice {
        id: profile.id.clone(),
        title: (&profile.title).into(),
        as_of: profile.as_of.clone(),
    };
    Ok(axum::Json(ChoicesView {
        packs: banyan_law::pack::packs().iter().map(pack).collect(),
        tax_profiles: tax::profiles().iter().filter(fits).map(profile).collect(),
        providers: offered(&app).into_iter().map(str::to_owned).collect(),
        notifiers: app.part::<Notifiers>().ids().into_iter().map(str::to_owned).collect(),
    }))
}

/// Whether what it names is there: rule packs, the tax profile, payment providers.
fn check_names(
    settings: &Settings,
    currency: Currency,
    providers: &[&str],
    notifiers: &[&str],
) -> Result<(), Refusal> {
    let unknown = |field: String, zh: String, en: String| {
        Err(Refusal::unacceptable("setting_unknown", zh, en).at(&field))
    };
    if settings.packs.is_empty() {
        let (zh, en) = ("至少要选一个规则包", "choose at least one rule pack");
        return unknown("/packs".to_owned(), zh.to_owned(), en.to_owned());
    }
    if let Some(at) = settings.packs.iter().position(|id| banyan_law::pack::pack(id).is_none()) {
        let id = &settings.packs[at];
        let (zh, en) = (format!("没有规则包“{id}”"), format!("there is no rule pack “{id}”"));
        return unknown(format!("/packs/{at}"), zh, en);
    }
    let profile = tax::profile(&settings.withdrawals.tax_profile).ok();
    let is_other = |profile: &tax::Profile| profile.currency.is_some_and(|only| only != currency);
    if profile.is_none_or(is_other) {
        let id = &settings.withdrawals.tax_profile;
        let zh = format!("没有适用于 {currency} 的税务方案“{id}”");
        let en = format!("there is no tax profile “{id}” for {currency}");
        return unknown("/withdrawals/tax_profile".to_owned(), zh, en);
    }
    if let Some(at) = settings.providers.iter().position(|id| !providers.contains(&id.as_str())) {
        let id = &settings.providers[at];
        let zh = format!("本店没有支付方式“{id}”");
        let en = format!("this shop has no payment provider “{id}”");
        return unknown(format!("/providers/{at}"), zh, en);
    }
    let id = settings.notifier.as_str();
    if !id.is_empty() && !notifiers.contains(&id) {
        let zh = format!("本店没有消息通道“{id}”");
        let en = format!("this shop has no notification provider “{id}”");
        return unknown("/notifier".to_owned(), zh, en);
    }
    Ok(())
}
