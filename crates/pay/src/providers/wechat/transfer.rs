//! Payouts to members: 《商家转账》: 发起转账, 商户单号查询转账单, 撤销转账. The member confirms in WeChat within a day.

use banyan_plan::words::Text;
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::transport::Method;
use super::super::{PaidOut, Payout, PayoutState, ProviderError};
use super::client::absent;
use super::pay::{check_money, check_number, cut, invalid};
use super::{WeChat, moment, secret};

const PATH: &str = "/v3/fund-app/mch-transfer/transfer-bills";
/// Characters of `transfer_remark`.
const REMARK: usize = 32;
/// From here on the real name is wanted: 2,000 yuan.
const NAME_FROM: i64 = 200_000;
/// Below this the real name is not allowed: 0.30 yuan.
const NO_NAME_BELOW: i64 = 30;

impl WeChat {
    pub(super) fn start_payout(&self, payout: &Payout) -> Result<PayoutState, ProviderError> {
        check_money(payout.amount, &payout.currency)?;
        check_bill_number(&payout.out_payout_no)?;
        let Some(transfers) = &self.transfers else {
            return Err(ProviderError::Settings(Text::new(
                "尚未设置商家转账的场景，无法付款给会员。",
                "Payouts need a transfer scene in the WeChat Pay settings.",
            )));
        };
        if payout.remark.trim().is_empty() {
            return Err(invalid("转账备注不能为空。", "The remark must not be empty."));
        }
        let reports: Vec<Value> = transfers
            .reports
            .iter()
            .map(|(kind, content)| json!({ "info_type": kind, "info_content": content }))
            .collect();
        let mut body = json!({
            "appid": self.appid,
            "out_bill_no": payout.out_payout_no,
            "transfer_scene_id": transfers.scene,
            "openid": payout.payee,
            "transfer_amount": payout.amount,
            "transfer_remark": cut(&payout.remark, REMARK),
            "notify_url": self.notify_url,
            "transfer_scene_report_infos": reports,
        });
        if let Some(perception) = &transfers.perception {
            body["user_recv_perception"] = perception.as_str().into();
        }
        let serial = match self.encrypted_name(payout)? {
            Some((serial, name)) => {
                body["user_name"] = name.into();
                Some(serial)
            }
            None => None,
        };
        let bill: Bill = self.client.call(Method::Post, PATH, Some(&body), serial.as_deref())?;
        if bill.out_bill_no != payout.out_payout_no {
            return Err(ProviderError::Unsure("the answer is about another transfer".into()));
        }
        self.payout_state(bill, Some(payout.amount))
    }

    /// The name for WeChat Pay to check, with the serial of the key it is encrypted for.
    fn encrypted_name(&self, payout: &Payout) -> Result<Option<(String, String)>, ProviderError> {
        let name = payout.name.as_deref().map(str::trim).filter(|name| !name.is_empty());
        let name = match name {
            None if payout.amount >= NAME_FROM => {
                return Err(invalid(
                    "单笔付款达到 2,000 元时必须填写收款人真实姓名。",
                    "Payouts of 2,000 yuan and more need the member's real name.",
                ));
            }
            Some(name) if payout.amount >= NO_NAME_BELOW => name,
            _ => return Ok(None),
        };
        let now = self.client.now();
        if self.client.read_ring().for_secrets(now).is_none() {
            self.client.refresh()?;
        }
        let mut seed = [0; 20];
        (self.client.sources.fill)(&mut seed)?;
        let ring = self.client.read_ring();
        let (serial, key) = ring.for_secrets(now).ok_or_else(|| {
            ProviderError::Settings(Text::new(
                "没有可用的微信支付公钥或平台证书。",
                "There is no WeChat Pay public key or platform certificate in use.",
            ))
        })?;
        let name = secret::encrypt(key, name, seed)
            .ok_or_else(|| invalid("收款人姓名过长。", "The member's name is too long."))?;
        Ok(Some((serial.to_owned(), name)))
    }

    pub(super) fn ask_payout(&self, number: &str) -> Result<PayoutState, ProviderError> {
        check_bill_number(number)?;
        let path = format!("{PATH}/out-bill-no/{number}");
        let bill: Bill = match self.client.call(Method::Get, &path, None, None) {
            Err(ProviderError::Refused { code, .. }) if absent(&code) => return Ok(PayoutState::Unknown),
            other => other?,
        };
        if bill.out_bill_no != number || bill.mch_id.as_ref().is_some_and(|id| *id != self.client.merchant) {
            return Err(ProviderError::Unsure("the answer is about another transfer".into()));
        }
        self.payout_state(bill, None)
    }

    /// Takes back a payout that the member has not confirmed. The answer is the start of it: [`PayoutState::Pending`] until
    /// the query or the notice says [`PayoutState::Failed`].
    pub fn cancel_payout(&self, number: &str) -> Result<PayoutState, ProviderError> {
        check_bill_number(number)?;
        let path = format!("{PATH}/out-bill-no/{number}/cancel");
        let bill: Bill = self.client.call(Method::Post, &path, Some(&json!({})), None)?;
        self.payout_state(bill, None)
    }

    /// `asked`: the amount of the request, which the answer to it does not repeat.
    fn payout_state(&self, bill: Bill, asked: Option<i64>) -> Result<PayoutState, ProviderError> {
        let transaction_id = bill.transfer_bill_no.unwrap_or_default();
        match bill.state.as_str() {
            "ACCEPTED" | "PROCESSING" | "TRANSFERING" | "CANCELING" => {
                Ok(PayoutState::Pending { transaction_id })
            }
            "WAIT_USER_CONFIRM" => {
                // For `wx.requestMerchantTransfer` (《JSAPI调起用户确认收款》).
                let package = |package| {
                    let pairs = [
                        ("mchId", self.client.merchant.clone()),
                        ("appId", self.appid.clone()),
                        ("package", package),
                    ];
                    pairs.map(|(name, value)| (name.to_owned(), value)).into()
                };
                let params = bill.package_info.map(package).unwrap_or_default();
                Ok(PayoutState::WaitsForMember { transaction_id, params })
            }
            "SUCCESS" => {
                let at = bill.update_time.or(bill.create_time);
                let at = at.as_deref().and_then(moment::read);
                match (bill.transfer_amount.or(asked), at) {
                    (Some(amount), Some(paid_at)) => Ok(PayoutState::Done(PaidOut {
                        out_payout_no: bill.out_bill_no,
                        transaction_id,
                        amount,
                        paid_at,
                    })),
                    _ => Err(ProviderError::Unsure("paid out, without amount or time".into())),
                }
            }
            "FAIL" => Ok(PayoutState::Failed { reason: bill.fail_reason.unwrap_or_else(|| "FAIL".into()) }),
            "CANCELLED" => Ok(PayoutState::Failed { reason: "CANCELLED".into() }),
            other => Err(ProviderError::Unsure(format!("unknown state {other}"))),
        }
    }
}

/// `out_bill_no` takes letters and digits only.
fn check_bill_number(number: &str) -> Result<(), ProviderError> {
    if number.contains(['-', '_']) {
        return Err(invalid(
            "付款单号只能由字母和数字组成。",
            "A payout's number has letters and digits only.",
        ));
    }
    check_number(number)
}

/// A transfer, as the answers describe it.
#[derive(Debug, Deserialize)]
struct Bill {
    out_bill_no: String,
    mch_id: Option<String>,
    transfer_bill_no: Option<String>,
    state: String,
    transfer_amount: Option<i64>,
    fail_reason: Option<String>,
    package_info: Option<String>,
    create_time: Option<String>,
    update_time: Option<String>,
}
