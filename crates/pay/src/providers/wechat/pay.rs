//! Payments: Native (《Native下单》), JSAPI (《JSAPI/小程序下单》), H5 (《H5下单》), query (《商户订单号查询订单》) and close (《关闭订单》).

use banyan_plan::time::SECOND;
use banyan_plan::words::Text;
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::transport::Method;
use super::super::{Charge, Paid, Prepared, ProviderError, TradeState, Way};
use super::client::{Client, absent};
use super::settings::wrong_key;
use super::{CURRENCY, WeChat, moment};

/// Characters of `description`.
const DESCRIPTION: usize = 127;

pub(super) fn invalid(zh: &str, en: &str) -> ProviderError {
    ProviderError::Invalid(Text::new(zh, en))
}

/// At most `most` characters of a text.
pub(super) fn cut(text: &str, most: usize) -> &str {
    text.char_indices().nth(most).map_or(text, |(end, _)| &text[..end])
}

/// Amounts are whole fen, above zero, in CNY: the domestic interfaces take nothing else.
pub(super) fn check_money(amount: i64, currency: &str) -> Result<(), ProviderError> {
    if amount < 1 {
        return Err(invalid("金额必须大于零。", "The amount must be above zero."));
    }
    if currency != CURRENCY {
        return Err(invalid("微信支付只支持人民币（CNY）。", "WeChat Pay takes CNY only."));
    }
    Ok(())
}

/// `out_trade_no`: 6 to 32 of `0-9A-Za-z_-|*`. Stricter here, because it becomes part of a path: letters, digits, `_` and `-`.
pub(super) fn check_number(number: &str) -> Result<(), ProviderError> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    if !(6..=32).contains(&number.len()) || !number.bytes().all(plain) {
        return Err(invalid(
            "单号应为 6 至 32 个字母、数字、下划线或连字符。",
            "A number has 6 to 32 letters, digits, `_` or `-`.",
        ));
    }
    Ok(())
}

impl WeChat {
    pub(super) fn prepare_payment(&self, charge: &Charge) -> Result<Prepared, ProviderError> {
        check_money(charge.amount, &charge.currency)?;
        check_number(&charge.out_trade_no)?;
        if charge.description.trim().is_empty() {
            return Err(invalid("商品描述不能为空。", "The description must not be empty."));
        }
        let mut body = json!({
            "appid": self.appid,
            "mchid": self.client.merchant,
            "description": cut(&charge.description, DESCRIPTION),
            "out_trade_no": charge.out_trade_no,
            "notify_url": self.notify_url,
            "amount": { "total": charge.amount, "currency": CURRENCY },
        });
        if let Some(expires) = charge.expires {
            body["time_expire"] = moment::write(expires).into();
        }
        match &charge.way {
            Way::Qr => {
                let answer: Native = self.place("native", &body)?;
                Ok(Prepared::Qr { code_url: answer.code_url })
            }
            Way::InApp { payer } => {
                body["payer"] = json!({ "openid": payer });
                let answer: Jsapi = self.place("jsapi", &body)?;
                self.script(&answer.prepay_id)
            }
            Way::Browser { ip } => {
                body["scene_info"] = json!({ "payer_client_ip": ip, "h5_info": { "type": "Wap" } });
                let answer: H5 = self.place("h5", &body)?;
                Ok(Prepared::Redirect { url: answer.h5_url })
            }
        }
    }

    fn place<T: serde::de::DeserializeOwned>(&self, kind: &str, body: &Value) -> Result<T, ProviderError> {
        self.client.call(Method::Post, &format!("/v3/pay/transactions/{kind}"), Some(body), None)
    }

    /// Parameters for `WeixinJSBridge` or `wx.requestPayment` (《JSAPI调起支付》). They stay valid for two hours.
    fn script(&self, prepay_id: &str) -> Result<Prepared, ProviderError> {
        let Client { sources, key, .. } = &self.client;
        let (timestamp, nonce) = (self.client.now().0.div_euclid(SECOND), sources.nonce()?);
        let package = format!("prepay_id={prepay_id}");
        let text = super::sign::script_text(&self.appid, timestamp, &nonce, &package);
        let signature = key.sign(&text).ok_or_else(wrong_key)?;
        let params = [
            ("appId", self.appid.clone()),
            ("timeStamp", timestamp.to_string()),
            ("nonceStr", nonce),
            ("package", package),
            ("signType", "RSA".into()),
            ("paySign", signature),
        ];
        Ok(Prepared::Params(params.map(|(name, value)| (name.to_owned(), value)).into()))
    }

    pub(super) fn query_payment(&self, number: &str) -> Result<TradeState, ProviderError> {
        check_number(number)?;
        let path = format!("/v3/pay/transactions/out-trade-no/{number}?mchid={}", self.client.merchant);
        let trade: Transaction = match self.client.call(Method::Get, &path, None, None) {
            Err(ProviderError::Refused { code, .. }) if absent(&code) => return Ok(TradeState::Unknown),
            other => other?,
        };
        if trade.appid != self.appid || trade.mchid != self.client.merchant || trade.out_trade_no != number {
            return Err(ProviderError::Unsure("the answer is about another payment".into()));
        }
        match trade.trade_state.as_str() {
            // `REFUND` says that money went back later, not that it had not come: refunds are asked for on their own.
            "SUCCESS" | "REFUND" => trade
                .paid()
                .map(TradeState::Paid)
                .ok_or_else(|| ProviderError::Unsure("paid, without amount, number or time".into())),
            "NOTPAY" | "USERPAYING" | "ACCEPT" => Ok(TradeState::Open),
            "CLOSED" | "REVOKED" => Ok(TradeState::Closed),
            "PAYERROR" => Ok(TradeState::Failed { reason: trade.trade_state_desc }),
            other => Err(ProviderError::Unsure(format!("unknown state {other}"))),
        }
    }

    pub(super) fn close_payment(&self, number: &str) -> Result<(), ProviderError> {
        check_number(number)?;
        let body = json!({ "mchid": self.client.merchant });
        let path = format!("/v3/pay/transactions/out-trade-no/{number}/close");
        match self.client.call(Method::Post, &path, Some(&body), None) {
            // Closed before, or never placed: nobody can pay it, which is what was asked for.
            Err(ProviderError::Refused { code, .. })
                if absent(&code) || code == "ORDER_CLOSED" || code == "ORDERCLOSED" =>
            {
                Ok(())
            }
            other => other,
        }
    }
}

#[derive(Debug, Deserialize)]
struct Native {
    code_url: String,
}

#[derive(Debug, Deserialize)]
struct Jsapi {
    prepay_id: String,
}

#[derive(Debug, Deserialize)]
struct H5 {
    h5_url: String,
}

/// A payment, as the query and the notice of success describe it.
#[derive(Debug, Deserialize)]
pub(super) struct Transaction {
    pub(super) appid: String,
    pub(super) mchid: String,
    pub(super) out_trade_no: String,
    pub(super) trade_state: String,
    #[serde(default)]
    trade_state_desc: String,
    #[serde(rename = "transaction_id")]
    id: Option<String>,
    success_time: Option<String>,
    amount: Option<Amount>,
}

#[derive(Debug, Deserialize)]
struct Amount {
    total: Option<i64>,
    currency: Option<String>,
}

impl Transaction {
    /// The payment, if everything that a payment has is there. The currency may be left out for CNY.
    pub(super) fn paid(self) -> Option<Paid> {
        let amount = self.amount?;
        Some(Paid {
            out_trade_no: self.out_trade_no,
            transaction_id: self.id.filter(|id| !id.is_empty())?,
            amount: amount.total?,
            currency: amount.currency.unwrap_or_else(|| CURRENCY.into()),
            paid_at: moment::read(&self.success_time?)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_between_characters() {
        assert_eq!(cut("榕树下", 2), "榕树");
        assert_eq!(cut("榕树下", 3), "榕树下");
        assert_eq!(cut("", 3), "");
    }

    #[test]
    fn numbers_that_would_change_the_path_are_refused() {
        assert!(check_number("O0000000000000000042").is_ok());
        for wrong in ["", "short", "a/../../b", "abcdef?x=1", "abcdef gh", &"a".repeat(33), "订单号订单号"]
        {
            assert_eq!(check_number(wrong).unwrap_err().code(), "payment.invalid", "{wrong}");
        }
        assert_eq!(check_money(0, "CNY").unwrap_err().code(), "payment.invalid");
        assert_eq!(check_money(1, "USD").unwrap_err().code(), "payment.invalid");
    }
}
