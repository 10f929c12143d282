#![allow(missing_docs, unused, clippy::all, clippy::pedantic)]
use std::sync::Arc;
use banyan_plan::kernel::*;
use banyan_plan::model::*;
use banyan_plan::money::*;
use banyan_plan::time::Time;
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How { Hand, Rule, Review, Purchase, Join }
impl How { pub fn word(self) -> &'static str { "rule" } }
pub struct Engine<K>(Arc<Program>, std::marker::PhantomData<K>);
pub struct Line<K> { pub order: K, pub reference: u32, pub buyer: Member, pub seller: Member, pub amount: i64, pub cost: Option<i64>, pub rate: Option<Rate>, pub category: u16, pub product: u16, pub first_order: bool }
pub struct Refund<'a, K> { pub line: Line<K>, pub before: i64, pub amount: i64, pub is_settled: bool, pub entries: &'a [(Entry, i64)] }
pub struct Settling<K> { pub line: Line<K>, pub refunded: i64, pub cost: i64 }
pub struct Refusal { pub text: banyan_plan::words::Text }
impl<K> Engine<K> {
  pub fn new(p: Arc<Program>) -> Self { Self(p, std::marker::PhantomData) }
  pub fn program(&self) -> &Program { &self.0 }
  pub fn set_program(&mut self, p: Arc<Program>) -> bool { todo!() }
  pub fn needs_history(&self) -> bool { todo!() }
  pub fn restore(&mut self, m: Member, i: Member, r: RankNo) {}
  pub fn rank(&self, m: Member) -> RankNo { 0 }
  pub fn next_due(&self) -> Option<Time> { None }
  pub fn join<S>(&mut self, m: Member, i: Member, r: RankNo, at: Time, s: &mut S) {}
  pub fn enrol<S>(&mut self, m: Member, r: RankNo, at: Time, s: &mut S) {}
  pub fn set_rank<S>(&mut self, m: Member, r: RankNo, at: Time, s: &mut S) {}
  pub fn transfer(&mut self, m: Member, i: Member, at: Time) -> Result<(), Refusal> { todo!() }
  pub fn pay<S>(&mut self, l: &[Line<K>], at: Time, s: &mut S) -> Result<(), Refusal> { todo!() }
  pub fn refund<S>(&mut self, r: &Refund<'_, K>, at: Time, s: &mut S) {}
  pub fn settle<S>(&mut self, r: &Settling<K>, at: Time, s: &mut S) {}
  pub fn close<S>(&mut self, at: Time, s: &mut S) {}
  pub fn promote<S>(&mut self, at: Time, s: &mut S) {}
}
