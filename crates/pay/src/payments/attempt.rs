//! One attempt to pay an order: chosen, prepared by its provider, shown to the buyer.

use banyan_api::http::App;
use banyan_base::refusal::{Kind as RefusalKind, Refusal};
use banyan_core::work::Work;
use banyan_plan::time::{SECOND, Time};
use banyan_trade::orders;
use banyan_trade::payments::store;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use crate::providers::{Charge, Kind, Prepared, ProviderError, Providers, Way, blocking};

/// How the buyer pays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum WayBody {
    /// The buyer scans a QR code.
    #[default]
    Qr,
    /// The buyer is inside of the payment app: official account page, mini program.
    InApp {
        /// Their name in the payment app: WeChat's `openid` under the shop's `appid`.
        #[schema(max_length = 128)]
        payer: String,
    },
    /// The buyer is in a phone's browser, which opens the payment app.
    Browser,
}

impl WayBody {
    /// The stable word in the database. Who pays inside of an app cannot hand the attempt on to somebody else.
    fn word(&self) -> String {
        match self {
            Self::Qr => "qr".to_owned(),
            Self::InApp { payer } => format!("in_app:{payer}"),
            Self::Browser => "browser".to_owned(),
        }
    }

    fn way(&self, ip: &str) -> Way {
        match self {
            Self::Qr => Way::Qr,
            Self::InApp { payer } => Way::InApp { payer: payer.clone() },
            Self::Browser => Way::Browser { ip: ip.to_owned() },
        }
    }
}

/// Who wants to pay what, and how.
#[derive(Debug, Clone)]
pub(crate) struct Wish {
    /// The member who bought.
    pub buyer: i64,
    /// The order.
    pub order: i64,
    /// The payment provider.
    pub provider: String,
    /// How it is paid: the stable word.
    pub way: WayBody,
    /// Their address as the shop saw it.
    pub ip: String,
}

/// An attempt that waits to be prepared.
struct Begun {
    payment: i64,
    amount: i64,
    expires_at: Option<i64>,
    description: String,
    is_prepared: bool,
    instructions: String,
}

impl Begun {
    /// Nothing was to be paid, and that has been booked.
    fn paid(payment: i64) -> Self {
        Self {
            payment,
            amount: 0,
            expires_at: None,
            description: String::new(),
            is_prepared: true,
            instructions: String::new(),
        }
    }
}

/// Prepares a payment of an order; gives its id. The network is asked outside of any transaction.
pub(crate) async fn prepare(app: &App, wish: Wish) -> Result<i64, Refusal> {
    let asked = wish.clone();
    let begun = app.writer.run(move |work| begin(work, &asked)).await?;
    let payment = begun.payment;
    if begun.is_prepared {
        return Ok(payment);
    }
    if begun.amount == 0 {
        // A coupon has paid for everything.
        let provider = wish.provider;
        let paid = orders::Paid {
            payment,
            provider,
            reference: "nothing-to-pay".to_owned(),
            amount: 0,
            paid_at: None,
        };
        app.writer.together(paid).await?;
        return Ok(payment);
    }
    let provider =
        app.part::<Providers>().get(&wish.provider, &begun.instructions).ok_or_else(unavailable)?;
    let charge = Charge {
        out_trade_no: Kind::Payment.number(payment),
        amount: begun.amount,
        currency: app.plan.currency().code().to_owned(),
        description: begun.description,
        way: wish.way.way(&wish.ip),
        expires: begun.expires_at.map(Time),
    };
    let is_asked = provider.answers_queries();
    let prepared = blocking(move || provider.prepare(&charge)).await?.map_err(|error| refusal(&error))?;
    let text = shown(prepared).to_string();
    let ask_at = is_asked.then(|| app.clock.now().0 + 60 * SECOND);
    let buyer = wish.buyer;
    app.writer.run(move |work| Ok(store::prepared(work.conn, buyer, payment, &text, ask_at)?)).await?;
    Ok(payment)
}

/// Finds the open attempt that fits, or begins another and gives up the others.
fn begin(work: &mut Work<'_>, wish: &Wish) -> Result<Begun, Refusal> {
    let Wish { buyer, order, provider, way, .. } = wish;
    if let Some(payment) = store::paid_nothing(work.conn, *buyer, *order)? {
        return Ok(Begun::paid(payment));
    }
    let found = orders::payable(work, *buyer, *order)?;
    if !work.offers(provider) {
        let (zh, en) = ("没有这种支付方式", "there is no such way to pay");
        return Err(Refusal::unacceptable("provider_unknown", zh, en).at("/provider"));
    }
    let settings = work.settings();
    let instructions = settings.offline_instructions.clone();
    let description = format!("{} {}", settings.name, found.title.said().zh);
    let (way, mut fits) = (way.word(), None);
    let now = work.id();
    for open in store::open_of(work.conn, *buyer, *order)? {
        let is_same = open.provider == *provider && (open.way == way || !open.is_prepared);
        if is_same && fits.is_none() {
            fits = Some(open);
        } else {
            store::give_up(work.conn, *buyer, open.id, now)?;
        }
    }
    let (payment, is_prepared) = if let Some(open) = fits {
        store::set_way(work.conn, *buyer, open.id, &way)?;
        (open.id, open.is_prepared)
    } else {
        let id = work.id();
        store::insert(work.conn, (*buyer, id), *order, provider, found.amount, &way)?;
        (id, false)
    };
    Ok(Begun {
        payment,
        amount: found.amount,
        expires_at: found.expires_at,
        description,
        is_prepared,
        instructions,
    })
}

/// What the buyer's page needs in order to let them pay.
fn shown(prepared: Prepared) -> Value {
    match prepared {
        Prepared::Qr { code_url } => json!({ "kind": "qr", "code_url": code_url }),
        Prepared::Params(params) => {
            let params: serde_json::Map<String, Value> =
                params.into_iter().map(|(name, value)| (name, value.into())).collect();
            json!({ "kind": "params", "params": params })
        }
        Prepared::Redirect { url } => json!({ "kind": "redirect", "url": url }),
        Prepared::Instructions(text) => json!({ "kind": "instructions", "zh": text.zh, "en": text.en }),
    }
}

/// The shop offers this way to pay, but has no keys for it.
pub(super) fn unavailable() -> Refusal {
    Refusal::new(
        RefusalKind::Busy,
        "provider_unavailable",
        "这种支付方式暂时不可用，请换一种",
        "this way to pay is not available just now; please choose another",
    )
}

/// A provider's no, for the buyer.
pub(super) fn refusal(error: &ProviderError) -> Refusal {
    let (kind, text) = match error {
        ProviderError::Busy(_) | ProviderError::Unsure(_) | ProviderError::Settings(_) => {
            (RefusalKind::Busy, error.text())
        }
        _ => (RefusalKind::Conflict, error.text()),
    };
    tracing::warn!(%error, "a payment could not be prepared");
    Refusal::new(kind, error.code(), text.zh, text.en)
}
