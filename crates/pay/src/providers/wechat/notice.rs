//! Notices: 《支付成功回调通知》, 《退款结果回调通知》 and 《商家转账回调通知》. One address takes all of them.

use banyan_plan::time::Time;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::super::{CallbackError, HeaderMap, Notice, PaidOut, RefundState, Refunded};
use super::client::{Sealed, Signed};
use super::keys::Seal;
use super::pay::Transaction;
use super::{WeChat, moment};

/// The longest notice, bytes; real ones have about two thousand.
const LIMIT: usize = 64 * 1024;
const ALGORITHM: &str = "AEAD_AES_256_GCM";

impl WeChat {
    pub(super) fn read_notice(
        &self,
        headers: &HeaderMap,
        body: &[u8],
        now: Time,
    ) -> Result<Notice, CallbackError> {
        if body.len() > LIMIT {
            return Err(CallbackError::TooLong(body.len()));
        }
        self.client.check_signed(&Seal::read(headers)?, body, now, Signed::Callback)?;
        // The envelope is read only after its signature fits; what counts is in the sealed part, which only the owner's APIv3 key opens.
        let envelope: Envelope =
            serde_json::from_slice(body).map_err(|error| CallbackError::Unreadable(error.to_string()))?;
        let open = Open { wechat: self, sealed: &envelope.resource };
        match envelope.event_type.as_str() {
            "TRANSACTION.SUCCESS" => open.payment(),
            "REFUND.SUCCESS" | "REFUND.CLOSED" | "REFUND.ABNORMAL" => open.refund(),
            "MCHTRANSFER.BILL.FINISHED" => open.transfer(),
            other => Err(CallbackError::UnknownEvent(other.chars().take(64).collect())),
        }
    }
}

#[derive(Debug, Deserialize)]
struct Envelope {
    event_type: String,
    resource: Sealed,
}

/// The sealed part of a notice, to be opened as what the event says.
struct Open<'a> {
    wechat: &'a WeChat,
    sealed: &'a Sealed,
}

impl Open<'_> {
    fn read<T: DeserializeOwned>(&self) -> Result<T, CallbackError> {
        let Sealed { algorithm, nonce, associated_data, ciphertext } = self.sealed;
        if algorithm != ALGORITHM {
            return Err(CallbackError::Unreadable("resource.algorithm is not AEAD_AES_256_GCM".into()));
        }
        let plain = self
            .wechat
            .client
            .seal
            .open(nonce, associated_data.as_deref().unwrap_or_default(), ciphertext)
            .ok_or(CallbackError::Sealed)?;
        serde_json::from_slice(&plain).map_err(|error| CallbackError::Unreadable(error.to_string()))
    }

    fn check_merchant(&self, merchant: String) -> Result<(), CallbackError> {
        if merchant == self.wechat.client.merchant { Ok(()) } else { Err(CallbackError::Merchant(merchant)) }
    }

    fn payment(&self) -> Result<Notice, CallbackError> {
        let mut trade: Transaction = self.read()?;
        self.check_merchant(std::mem::take(&mut trade.mchid))?;
        if trade.appid != self.wechat.appid {
            return Err(CallbackError::App(trade.appid));
        }
        if trade.trade_state != "SUCCESS" {
            return Err(CallbackError::Unreadable(format!("a success with state {}", trade.trade_state)));
        }
        let paid = trade.paid();
        let paid =
            paid.ok_or_else(|| CallbackError::Unreadable("amount, number or time is missing".into()))?;
        Ok(Notice::Paid(paid))
    }

    fn refund(&self) -> Result<Notice, CallbackError> {
        let refund: RefundNotice = self.read()?;
        self.check_merchant(refund.mchid)?;
        let RefundNotice { out_trade_no, out_refund_no, refund_id, amount, .. } = refund;
        let amount = amount.refund;
        let state = match refund.refund_status.as_str() {
            "SUCCESS" => {
                let at = refund.success_time.as_deref().and_then(moment::read);
                let refunded_at = at.ok_or_else(|| CallbackError::Unreadable("success_time".into()))?;
                return Ok(Notice::Refunded(Refunded {
                    out_trade_no,
                    out_refund_no,
                    refund_id,
                    amount,
                    refunded_at,
                }));
            }
            "CLOSED" => RefundState::Closed,
            "ABNORMAL" => RefundState::Stuck { refund_id },
            other => return Err(CallbackError::Unreadable(format!("refund_status {other}"))),
        };
        Ok(Notice::RefundFailed { out_trade_no, out_refund_no, amount, state })
    }

    fn transfer(&self) -> Result<Notice, CallbackError> {
        let bill: BillNotice = self.read()?;
        self.check_merchant(bill.mch_id)?;
        let failed = |reason| Notice::PayoutFailed {
            out_payout_no: bill.out_bill_no.clone(),
            amount: bill.transfer_amount,
            reason,
        };
        match bill.state.as_str() {
            "SUCCESS" => {
                let at = bill.update_time.as_deref().and_then(moment::read);
                Ok(Notice::PaidOut(PaidOut {
                    out_payout_no: bill.out_bill_no,
                    transaction_id: bill.transfer_bill_no,
                    amount: bill.transfer_amount,
                    paid_at: at.ok_or_else(|| CallbackError::Unreadable("update_time".into()))?,
                }))
            }
            "FAIL" => Ok(failed(bill.fail_reason.clone().unwrap_or_else(|| "FAIL".into()))),
            "CANCELLED" => Ok(failed("CANCELLED".into())),
            // Only final states are announced.
            other => Err(CallbackError::Unreadable(format!("state {other}"))),
        }
    }
}

#[derive(Debug, Deserialize)]
struct RefundNotice {
    mchid: String,
    out_trade_no: String,
    out_refund_no: String,
    refund_id: String,
    refund_status: String,
    success_time: Option<String>,
    amount: RefundAmount,
}

#[derive(Debug, Deserialize)]
struct RefundAmount {
    refund: i64,
}

#[derive(Debug, Deserialize)]
struct BillNotice {
    /// The document and its examples disagree on the name.
    #[serde(alias = "mchid")]
    mch_id: String,
    out_bill_no: String,
    transfer_bill_no: String,
    state: String,
    transfer_amount: i64,
    fail_reason: Option<String>,
    update_time: Option<String>,
}
