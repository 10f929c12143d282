//! Refunds: 《退款申请》 and 《查询单笔退款（通过商户退款单号）》.

use serde::Deserialize;
use serde_json::json;

use super::super::transport::Method;
use super::super::{ProviderError, RefundRequest, RefundState, Refunded};
use super::client::absent;
use super::pay::{check_money, check_number, cut, invalid};
use super::{CURRENCY, WeChat, moment};

/// Bytes of `reason` are limited to 80; 26 characters of three bytes fit.
const REASON: usize = 26;

impl WeChat {
    pub(super) fn start_refund(&self, request: &RefundRequest) -> Result<RefundState, ProviderError> {
        check_money(request.amount, &request.currency)?;
        check_number(&request.out_trade_no)?;
        check_number(&request.out_refund_no)?;
        if request.amount > request.total {
            return Err(invalid("退款金额不能大于订单金额。", "A refund cannot be more than what was paid."));
        }
        let mut body = json!({
            "out_trade_no": request.out_trade_no,
            "out_refund_no": request.out_refund_no,
            "notify_url": self.notify_url,
            "amount": { "refund": request.amount, "total": request.total, "currency": CURRENCY },
        });
        if !request.reason.is_empty() {
            body["reason"] = cut(&request.reason, REASON).into();
        }
        let answer: Refund =
            self.client.call(Method::Post, "/v3/refund/domestic/refunds", Some(&body), None)?;
        if answer.amount.refund != request.amount || answer.out_trade_no != request.out_trade_no {
            // A number used before for another refund: what stands there is not what was asked for.
            return Err(ProviderError::Unsure("the answer is about another refund".into()));
        }
        answer.state(&request.out_refund_no)
    }

    pub(super) fn ask_refund(&self, number: &str) -> Result<RefundState, ProviderError> {
        check_number(number)?;
        let path = format!("/v3/refund/domestic/refunds/{number}");
        let answer: Refund = match self.client.call(Method::Get, &path, None, None) {
            Err(ProviderError::Refused { code, .. }) if absent(&code) => return Ok(RefundState::Unknown),
            other => other?,
        };
        answer.state(number)
    }
}

#[derive(Debug, Deserialize)]
struct Refund {
    out_trade_no: String,
    out_refund_no: String,
    #[serde(rename = "refund_id")]
    id: String,
    status: String,
    success_time: Option<String>,
    amount: Amount,
}

#[derive(Debug, Deserialize)]
struct Amount {
    refund: i64,
}

impl Refund {
    fn state(self, number: &str) -> Result<RefundState, ProviderError> {
        if self.out_refund_no != number {
            return Err(ProviderError::Unsure("the answer is about another refund".into()));
        }
        match self.status.as_str() {
            "SUCCESS" => {
                let at = self.success_time.as_deref().and_then(moment::read);
                let refunded_at =
                    at.ok_or_else(|| ProviderError::Unsure("refunded, without a time".into()))?;
                Ok(RefundState::Done(Refunded {
                    out_trade_no: self.out_trade_no,
                    out_refund_no: self.out_refund_no,
                    refund_id: self.id,
                    amount: self.amount.refund,
                    refunded_at,
                }))
            }
            "PROCESSING" => Ok(RefundState::Pending { refund_id: self.id }),
            "CLOSED" => Ok(RefundState::Closed),
            "ABNORMAL" => Ok(RefundState::Stuck { refund_id: self.id }),
            other => Err(ProviderError::Unsure(format!("unknown state {other}"))),
        }
    }
}
