//! One order tried on a tree that somebody has drawn: who gets what, and why. Nothing of it touches the shop.

use std::sync::Arc;

use banyan_base::refusal::Refusal;
use banyan_books::rewards::Unit;
use banyan_core::engine::word;
use banyan_plan::explain::{self, Facts, explain};
use banyan_plan::kernel::{Entry, Member, NOBODY, Program};
use banyan_plan::model::{MAX_VOLUMES, Pay, Plan, RankNo};
use banyan_plan::money::Rate;
use banyan_plan::time::{SECOND, Time};
use banyan_plan::words::{Lang, Text};
use banyan_settle::history::{ALONE, By, Cause, Engine, Event, Line, RankChanged, Settling, Sink};

/// Somebody on the tree.
#[derive(Debug, Clone)]
pub(super) struct Person {
    pub(super) name: String,
    /// Their inviter's place among the people: an earlier one.
    pub(super) inviter: Option<usize>,
    /// Their rank's id; nothing for a customer.
    pub(super) rank: Option<String>,
}

/// The order.
#[derive(Debug, Clone)]
pub(crate) struct Sale {
    pub(super) buyer: usize,
    /// Who is credited; nothing leaves it to the plan.
    pub(super) seller: Option<usize>,
    pub(super) amount: i64,
    pub(super) cost: i64,
    pub(super) rate: i64,
    /// A category's id; empty for one that the plan does not name.
    pub(super) category: String,
    /// A product's code.
    pub(super) product: String,
}

/// What came of it.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    pub(super) seller: Option<usize>,
    pub(super) paid: Vec<Paid>,
    pub(super) ranks: Vec<Risen>,
}

/// One reward.
#[derive(Debug, Clone)]
pub(crate) struct Paid {
    pub(super) payee: usize,
    /// `sale`, `join`, `promotion`, `first_sale`.
    pub(super) event: &'static str,
    pub(super) reward: String,
    pub(super) title: Text,
    pub(super) unit: Unit,
    pub(super) entry: Entry,
    pub(super) sentence: Text,
    pub(super) arithmetic: Text,
}

/// A rank that came of it.
#[derive(Debug, Clone)]
pub(super) struct Risen {
    pub(super) person: usize,
    pub(super) rank: Option<String>,
    pub(super) how: &'static str,
}

type Trial = Engine<u8>;

/// Puts the order through the engine: paid, and settled when its refund window closes.
pub(super) fn tried(program: &Arc<Program>, people: &[Person], sale: &Sale) -> Result<Outcome, Refusal> {
    let mut engine = Trial::new(program.clone());
    let mut ear = Ear { program, people, out: Outcome::default() };
    for (place, person) in people.iter().enumerate() {
        let rank = rank(program.plan(), place, person.rank.as_deref())?;
        let inviter = person.inviter.map_or(NOBODY, |inviter| inviter as Member);
        let wrong = |_| {
            unfit(&format!("/people/{place}"), "这个人放不进树里", "this person does not fit into the tree")
        };
        engine.restore(place as Member, inviter, rank).map_err(wrong)?;
    }
    let plan = program.plan();
    let place = |names: &[String], name: &str| {
        names.iter().position(|known| known == name).map_or(0, |at| at as u16 + 1)
    };
    let (low, high) = plan.sale.product_rate;
    let mut line = Line {
        order: 1,
        line: 1_u32,
        buyer: sale.buyer as Member,
        seller: sale.seller.map_or(NOBODY, |seller| seller as Member),
        amount: sale.amount,
        cost: Some(sale.cost),
        rate: Some(Rate(sale.rate as u32).clamp(low, high)),
        also: ALONE,
        volumes: [None; MAX_VOLUMES],
        quantity: 1,
        category: place(&plan.categories(), &sale.category),
        product: place(&plan.packages(), &sale.product),
    };
    let paid_at = Time(SECOND);
    engine.pay(&[line], paid_at, &mut ear).map_err(|refusal| {
        let text = refusal
            .reason
            .text(|member| people.get(member as usize).map_or_else(String::new, |one| one.name.clone()));
        Refusal::unacceptable("trial_refused", text.zh, text.en).at("/sale")
    })?;
    engine.promote(paid_at, &mut ear);
    line.seller = ear.out.seller.map_or(NOBODY, |seller| seller as Member);
    let money = ear.out.paid.iter().filter(|paid| paid.unit != Unit::Points);
    let spent = money.map(|paid| paid.entry.amount).sum();
    let settled_at = paid_at.plus(plan.sale.release_after);
    engine.settle(&Settling { line, refunded: 0, spent }, settled_at, &mut ear);
    engine.promote(settled_at, &mut ear);
    Ok(ear.out)
}

fn unfit(field: &str, zh: &str, en: &str) -> Refusal {
    Refusal::unacceptable("trial_tree", zh, en).at(field)
}

fn rank(plan: &Plan, place: usize, id: Option<&str>) -> Result<RankNo, Refusal> {
    let Some(id) = id else { return Ok(0) };
    plan.rank_of(id).ok_or_else(|| {
        let (zh, en) = (format!("方案里没有等级“{id}”"), format!("the plan has no rank “{id}”"));
        Refusal::unacceptable("rank_unknown", zh, en).at(format!("/people/{place}/rank"))
    })
}

struct Ear<'a> {
    program: &'a Program,
    people: &'a [Person],
    out: Outcome,
}

impl Sink for Ear<'_> {
    type Line = u32;

    fn post(&mut self, event: &Event<'_, u32>, entries: &[Entry]) {
        let plan = self.program.plan();
        for entry in entries {
            let reward = plan.reward(entry.reward);
            let (sentence, arithmetic) = self.why(event, entry);
            self.out.paid.push(Paid {
                payee: entry.payee as usize,
                event: event.kind.word(),
                reward: reward.id.clone(),
                title: banyan_plan::describe::reward_name(plan, entry.reward),
                unit: match reward.pay {
                    Pay::Coupon(_) => Unit::Coupon,
                    Pay::Points(_) => Unit::Points,
                    Pay::Share(..) | Pay::Amount(_) | Pay::Amounts(_) => Unit::Money,
                },
                entry: *entry,
                sentence,
                arithmetic,
            });
        }
    }

    fn sold(&mut self, _line: u32, seller: Member) {
        self.out.seller = (seller != NOBODY).then_some(seller as usize);
    }

    fn ranked(&mut self, change: &RankChanged) {
        if change.by == By::Hand {
            return;
        }
        let rank = self.program.plan().rank(change.new).map(|rank| rank.id.clone());
        self.out.ranks.push(Risen { person: change.member as usize, rank, how: word(change.by) });
    }
}

impl Ear<'_> {
    fn why(&self, event: &Event<'_, u32>, entry: &Entry) -> (Text, Text) {
        let cause = match event.cause {
            Cause::Evaluated(occasion, chain) => explain::Cause::Evaluated(occasion, chain),
            Cause::Refunded(_) | Cause::TakenBack(_) | Cause::Closed => explain::Cause::Closed,
        };
        let say = |lang: Lang| {
            let name = |member: Member| {
                self.people.get(member as usize).map_or_else(String::new, |person| person.name.clone())
            };
            let facts = Facts { plan: self.program.plan(), reference: "", cause, name: &name };
            let why = explain(&facts, entry);
            (why.sentence.get(lang).to_owned(), why.arithmetic.get(lang).to_owned())
        };
        let ((zh, zh_sum), (en, en_sum)) = (say(Lang::Zh), say(Lang::En));
        (Text::new(zh, en), Text::new(zh_sum, en_sum))
    }
}
