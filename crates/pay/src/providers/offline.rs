//! Payment by bank transfer or cash, which a member of staff confirms. Nothing is sent anywhere; nothing calls back.

use banyan_plan::money::Currency;
use banyan_plan::time::Time;
use banyan_plan::words::Text;

use super::{
    CallbackError, Charge, HeaderMap, Notice, Payout, PayoutState, Prepared, Provider, ProviderError,
    RefundRequest, RefundState, TradeState,
};

/// The provider that is a person.
#[derive(Debug, Clone, Default)]
pub struct Offline {
    /// Where to pay, for buyers: account holder, bank, number, in both languages.
    pub account: Text,
}

impl Provider for Offline {
    fn id(&self) -> &'static str {
        "offline"
    }

    fn answers_queries(&self) -> bool {
        false
    }

    fn may_block(&self) -> bool {
        false
    }

    fn prepare(&self, charge: &Charge) -> Result<Prepared, ProviderError> {
        let Charge { out_trade_no, amount, currency, .. } = charge;
        if *amount < 1 {
            return Err(ProviderError::Invalid(Text::new(
                "金额必须大于零。",
                "The amount must be above zero.",
            )));
        }
        let sum = Currency::of_code(currency).map_or_else(
            || format!("{amount} {currency}"),
            |known| format!("{} {currency}", known.text(i128::from(*amount))),
        );
        Ok(Prepared::Instructions(Text::new(
            format!("请转账 {sum}，备注填写 {out_trade_no}，到账后由店员确认。\n{}", self.account.zh),
            format!(
                "Transfer {sum} with the reference {out_trade_no}; staff confirm it when it has arrived.\n{}",
                self.account.en
            ),
        )))
    }

    fn parse_callback(&self, _: &HeaderMap, _: &[u8], _: Time) -> Result<Notice, CallbackError> {
        Err(CallbackError::Unsupported)
    }

    /// Always open: only staff know better, and they write it into the shop.
    fn query(&self, _: &str) -> Result<TradeState, ProviderError> {
        Ok(TradeState::Open)
    }

    fn close(&self, _: &str) -> Result<(), ProviderError> {
        Ok(())
    }

    fn refund(&self, _: &RefundRequest) -> Result<RefundState, ProviderError> {
        Ok(RefundState::Pending { refund_id: String::new() })
    }

    fn query_refund(&self, _: &str) -> Result<RefundState, ProviderError> {
        Ok(RefundState::Pending { refund_id: String::new() })
    }

    fn payout(&self, _: &Payout) -> Result<PayoutState, ProviderError> {
        Ok(PayoutState::Pending { transaction_id: String::new() })
    }

    fn query_payout(&self, _: &str) -> Result<PayoutState, ProviderError> {
        Ok(PayoutState::Pending { transaction_id: String::new() })
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Kind, Way};
    use super::*;

    #[test]
    fn a_buyer_reads_what_to_transfer_and_staff_confirm() {
        let offline = Offline { account: Text::new("开户行：某某银行", "Bank: Some Bank") };
        let charge = Charge {
            out_trade_no: Kind::Payment.number(7),
            amount: 10_005,
            currency: "CNY".into(),
            description: String::new(),
            way: Way::Qr,
            expires: None,
        };
        let Prepared::Instructions(text) = offline.prepare(&charge).unwrap() else { panic!("instructions") };
        assert!(
            text.en.starts_with("Transfer 100.05 CNY with the reference O0000000000000000007;"),
            "{text}"
        );
        let yen = Charge { currency: "JPY".into(), ..charge.clone() };
        let Prepared::Instructions(yen) = offline.prepare(&yen).unwrap() else { panic!("instructions") };
        assert!(yen.en.starts_with("Transfer 10005 JPY with"), "{yen}");
        assert!(text.zh.contains("100.05 CNY") && text.zh.contains("某某银行"), "{}", text.zh);
        assert_eq!(offline.query("O1"), Ok(TradeState::Open));
        assert_eq!(
            offline.parse_callback(&HeaderMap::new(), b"{}", Time(0)).unwrap_err().code(),
            "payment.callback.unsupported"
        );
        assert_eq!(offline.prepare(&Charge { amount: 0, ..charge }).unwrap_err().code(), "payment.invalid");
    }
}
