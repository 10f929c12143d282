//! What accounts and transfers are called.

use banyan_plan::words::Text;

use super::{Account, Kind};

impl Account {
    /// Its name for people.
    pub fn title(self) -> Text {
        let (zh, en) = match self {
            Self::Pending => ("待结算", "Pending"),
            Self::Available => ("可提现", "Available"),
            Self::Withdrawing => ("提现中", "Being withdrawn"),
            Self::CouponsPending => ("待结算优惠券", "Coupons pending"),
            Self::Coupons => ("优惠券", "Coupons"),
            Self::PointsPending => ("待结算积分", "Points pending"),
            Self::Points => ("积分", "Points"),
            Self::Payable => ("应付供应商", "Owed to suppliers"),
            Self::Cash => ("支付渠道存款", "Money at payment providers"),
            Self::Sales => ("销售收入", "Sales"),
            Self::Rewards => ("奖励支出", "Rewards"),
            Self::CouponCost => ("优惠券支出", "Cost of coupons"),
            Self::Tax => ("代扣税款", "Tax withheld"),
            Self::PointsGiven => ("已发积分", "Points given"),
            Self::Goods => ("商品成本", "Cost of goods"),
            Self::Freight => ("运费收入", "Freight"),
            Self::Opening => ("期初余额", "Opening balances"),
        };
        Text::new(zh, en)
    }
}

impl Kind {
    /// Its name for people.
    pub fn title(self) -> Text {
        let (zh, en) = match self {
            Self::Payment => ("订单付款", "Order paid"),
            Self::Repayment => ("订单退款", "Refund of an order"),
            Self::Reward => ("奖励", "Reward"),
            Self::Settlement => ("奖励结算", "Reward settled"),
            Self::Withdrawal => ("申请提现", "Withdrawal requested"),
            Self::Payout => ("提现打款", "Withdrawal paid out"),
            Self::Withholding => ("代扣税款", "Tax withheld"),
            Self::Return => ("提现退回", "Withdrawal returned"),
            Self::Coupon => ("优惠券使用", "Coupon used"),
            Self::Purchase => ("供应商结算", "Supplier’s goods"),
            Self::Opening => ("期初余额", "Opening balance"),
        };
        Text::new(zh, en)
    }
}
