//! A report with figures of a likely size. None of them is a result.

use banyan_demo::report::data::{
    Counts, Distance, Distribution, Event, Month, Plan, ReportData, RewardTotal, Statement, StatementRow,
    TopPromoter, Totals,
};
use banyan_plan::money::{Currency, Rate};
use banyan_plan::time::Time;
use banyan_plan::words::Text;

/// Net sales, refunds and payout in hundredths of a percent, from December 2010 on.
const MONTHS: [(i128, i128, i128); 13] = [
    (74_895_702, -7_453_180, 1_388),
    (56_000_026, -13_133_510, 1_402),
    (49_806_265, -2_551_720, 1_431),
    (68_326_708, -3_438_000, 1_454),
    (49_320_712, -4_460_148, 1_447),
    (72_333_351, -4_742_022, 1_476),
    (69_112_312, -7_056_990, 1_490),
    (68_130_011, -3_791_911, 1_473),
    (68_268_058, -5_433_460, 1_512),
    (101_968_762, -3_883_820, 1_533),
    (107_070_467, -8_189_541, 1_547),
    (146_175_618, -4_772_094, 1_561),
    (43_366_801, -20_569_000, 1_580),
];

pub(crate) fn sample() -> ReportData {
    let months: Vec<Month> = MONTHS
        .iter()
        .enumerate()
        .map(|(at, (sales, refunds, payout))| Month {
            year: 2010 + (at as i64 + 11) / 12,
            month: ((at + 11) % 12 + 1) as u8,
            sales: *sales,
            refunds: *refunds,
            rewards: sales * payout / 10_000,
            clawed_back: refunds * payout / 10_000,
        })
        .collect();
    let promoters: Vec<i128> =
        (0..2_760_i128).map(|n| if n < 690 { 0 } else { n * n * n / 210_000 }).collect();
    let mut everyone = promoters.clone();
    everyone.resize(4_373, 0);
    let sum = |pick: fn(&Month) -> i128| months.iter().map(pick).sum();
    ReportData {
        plan: Plan {
            title: Text::new("万物心选", "Wanwu Select"),
            id: "wanwu".into(),
            version: 1,
            currency: Currency::of_code("GBP").unwrap(),
            payout_limit: Rate(600_000),
        },
        first: Time::from_civil(2010, 12, 1, 8, 26, 0).unwrap(),
        last: Time::from_civil(2011, 12, 9, 12, 50, 0).unwrap(),
        counts: Counts {
            members: 4_373,
            promoters: 2_760,
            customers: 1_613,
            lines: 541_909,
            refunds: 7_136,
            reversals: 2_154,
        },
        totals: Totals {
            sales: sum(|month| month.sales),
            refunds: sum(|month| month.refunds),
            rewards: sum(|month| month.rewards),
            clawed_back: sum(|month| month.clawed_back),
        },
        notice: notice(),
        months,
        all_members: Distribution::of(everyone),
        promoters: Distribution::of(promoters),
        depths: vec![
            1_094, 988, 680, 477, 336, 223, 167, 116, 77, 51, 39, 29, 21, 11, 13, 8, 5, 5, 5, 2, 2, 1, 2, 4,
            4, 2, 1, 1, 1, 2, 1, 1, 1, 1, 1, 1,
        ],
        distances: (0..12)
            .map(|distance| Distance {
                distance,
                entries: 398_000 >> (distance * 2),
                amount: 118_234_567_i128 >> (distance * 2),
            })
            .collect(),
        rewards: rewards(),
        top: (0..24)
            .map(|place: u64| TopPromoter {
                member: (14_646 + place * 37).to_string(),
                direct: 14 - place / 2,
                sales: 28_020_602 - i128::from(place) * 911_311,
                earned: 4_821_377 - i128::from(place) * 151_919,
            })
            .collect(),
        statement: statement(),
        plain_words: plain_words(),
    }
}

fn notice() -> Vec<Text> {
    vec![
        Text::new(
            "真实：541,909 行订单、价格、时间和 4,372 位顾客，来自 UCI Online Retail。",
            "Observed: 541,909 order lines with their prices and times, and 4,372 customers, from UCI Online Retail.",
        ),
        Text::new(
            "真实：推荐关系的形状，来自贝贝的拼团记录。",
            "Observed: the shape of the referrals, from Beibei’s group-buying records.",
        ),
        Text::new(
            "构造：谁坐在推荐关系的哪个位置、成本、商品费率，以及取消对应哪一行订单。",
            "Constructed: who sits where in the referrals, the costs, the products’ rates, and which line a cancellation refunds.",
        ),
    ]
}

fn rewards() -> Vec<RewardTotal> {
    [
        ("own", "自售奖励", "Own sales", 398_112, 112_304_411),
        ("direct-profit", "直邀利润", "Direct profit", 41_207, 9_120_377),
        ("team-profit", "团队利润", "Team profit", 88_610, 21_334_018),
        ("welcome", "新人券", "Welcome coupon", 12, 24_000),
    ]
    .map(|(id, zh, en, entries, amount)| RewardTotal {
        id: id.into(),
        title: Text::new(zh, en),
        entries,
        amount,
    })
    .to_vec()
}

fn statement() -> Statement {
    Statement {
        member: "14646".into(),
        rank: Text::new("高级金牌店主", "Senior gold owner"),
        direct: 14,
        total: 4_821_377,
        entries: 2_085,
        rows: rows(),
    }
}

fn rows() -> Vec<StatementRow> {
    let row = |day, event, reference: &str, title: (&str, &str), amount, why: (&str, &str)| StatementRow {
        at: Time::from_civil(2011, 11, day, 10, 4 + day, 0).unwrap(),
        event,
        reference: reference.into(),
        title: Text::new(title.0, title.1),
        amount,
        why: Text::new(why.0, why.1),
    };
    let (own, team) = (("自售奖励", "Own sales"), ("团队利润", "Team profit"));
    vec![
        row(
            3,
            Event::Join,
            "17450",
            ("新人券", "Welcome coupon"),
            2_000,
            (
                "17450 接受她的邀请成为店主，她得到一张 £20.00 的优惠券。",
                "17450 accepted her invitation and became an owner: a coupon of £20.00.",
            ),
        ),
        row(
            7,
            Event::Sale,
            "574328/12",
            own,
            1_836,
            (
                "她卖出 £122.40 的商品，商品费率 15%：£122.40 × 15% = £18.36。",
                "She sold goods for £122.40 at the product’s rate of 15%: £122.40 × 15% = £18.36.",
            ),
        ),
        row(
            9,
            Event::Sale,
            "574941/3",
            team,
            306,
            (
                "隔两级的 12415 卖出商品，自售奖励 £12.24；她所在的社群由她带领，拿其中 25%：£3.06。",
                "12415, two steps below her, earned £12.24 on a sale. Nobody of her rank stands between them, so she has 25% of it: £3.06.",
            ),
        ),
        row(
            14,
            Event::Refund,
            "C575102/1",
            own,
            -918,
            (
                "574328/12 退了一半，奖励按同样比例收回一半。",
                "Half of 574328/12 was refunded, so half of its reward was taken back.",
            ),
        ),
        row(
            21,
            Event::Reversal,
            "C576339/1",
            own,
            -75,
            (
                "一行找不到原订单的取消，按同样的规则反向计算。",
                "A cancellation without a known order: the same rules, the other way round.",
            ),
        ),
    ]
}

fn plain_words() -> Vec<Text> {
    [
        ("每卖出一件商品，卖家得到售价的 5% 到 40%，看商品而定。", "Whoever sells a product receives 5% to 40% of its price, depending on the product."),
        ("自己购买和卖出一样计算。", "What a promoter buys for herself counts as her own sale."),
        ("金牌及以上的店主，另得她直接邀请的店主利润的 25%。", "An owner of gold rank or higher also receives 25% of what the owners whom she invited earn on their sales."),
        ("一行订单的全部奖励不超过售价的 60%，超出的部分不发。", "All rewards of one line together never exceed 60% of its price; what would exceed it is not paid."),
        ("退款时，奖励按退款的比例收回，分毫不差。", "When a line is refunded, its rewards are taken back in the same proportion, exactly."),
    ]
    .map(|(zh, en)| Text::new(zh, en))
    .to_vec()
}
