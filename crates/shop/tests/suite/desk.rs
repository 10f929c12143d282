//! What tests do behind the counter: set goods out, let people join, sell to them.

use banyan_base::refusal::Refusal;
use banyan_core::ledger;
use banyan_people::members::{self, NewMember};
use banyan_store::Value;
use banyan_trade::orders::{self, Item, Paid, Place, Placed, Receipt, Refund, Refunded, Shipment};

use crate::harness::House;

impl House {
    /// Puts a product with one SKU up for sale; gives the SKU. Price and cost in minor units, the rate in millionths.
    pub(crate) async fn product(&self, code: &str, price: i64, cost: i64, rate: i64, stock: i64) -> i64 {
        let code = code.to_owned();
        let set_out = self.shop.writer.run(move |work| {
            let (product, sku) = (work.id(), work.id());
            let text = |text: &str| Value::Text(text.to_owned());
            let [id, price_of, rate] = [product, price, rate].map(Value::Int);
            let values = [id.clone(), text(&code), text(&code), rate, price_of, id];
            work.conn.execute(
                "INSERT INTO product(id, code, title, description, rate, pictures, state, price, changed_at) \
                 VALUES($1, $2, $3, '', $4, '[]', 'on', $5, $6)",
                &values,
            )?;
            let values = [product, price, cost, stock, sku].map(Value::Int);
            let code = format!("{code}-1");
            let [product, price, cost, stock, sku] = values;
            work.conn.execute(
                "INSERT INTO sku(id, product, code, title, price, cost, stock, state) VALUES($1, $2, $3, '', $4, $5, $6, 'on')",
                &[sku.clone(), product, text(&code), price, cost, stock],
            )?;
            let Value::Int(sku) = sku else { unreachable!() };
            Ok(sku)
        });
        set_out.await.unwrap()
    }

    /// Somebody joins with a rank (0 for a plain customer).
    pub(crate) async fn member(&self, inviter: Option<i64>, rank: i64) -> i64 {
        let join = self.shop.writer.run(move |work| {
            let code = format!("T{}", work.id());
            let new = NewMember {
                inviter,
                nickname: "someone".to_owned(),
                password: None,
                rank,
                code,
                consent: "{}".to_owned(),
            };
            members::join(work, &new)
        });
        join.await.unwrap().id
    }

    /// A session of a member, without signing in.
    pub(crate) async fn token_of(&self, member: i64) -> String {
        self.session("member", member).await
    }

    /// Places an order of one line.
    pub(crate) async fn place(&self, buyer: i64, sku: i64, quantity: i64) -> Result<Placed, Refusal> {
        let order = Place {
            buyer,
            items: vec![Item { sku, quantity }],
            recipient: None,
            to: None,
            via: None,
            coupon: None,
            note: String::new(),
            provider: "test".to_owned(),
            seen: None,
            key: None,
            from: None,
            group: None,
        };
        self.shop.writer.together(order).await
    }

    /// Books its payment.
    pub(crate) async fn pay(&self, placed: &Placed) -> Result<Receipt, Refusal> {
        let paid = Paid {
            payment: placed.payment,
            provider: "test".to_owned(),
            reference: format!("T{}", placed.payment),
            amount: placed.amount,
            paid_at: None,
        };
        self.shop.writer.together(paid).await
    }

    /// Sells: places and pays.
    pub(crate) async fn sell(&self, buyer: i64, sku: i64, quantity: i64) -> Placed {
        let placed = self.place(buyer, sku, quantity).await.unwrap();
        assert_eq!(self.pay(&placed).await.unwrap().outcome, "paid");
        placed
    }

    /// Sells an order of several lines; gives its id.
    pub(crate) async fn sell_all(&self, buyer: i64, items: &[(i64, i64)]) -> i64 {
        let order = Place {
            buyer,
            items: items.iter().map(|(sku, quantity)| Item { sku: *sku, quantity: *quantity }).collect(),
            recipient: None,
            to: None,
            via: None,
            coupon: None,
            note: String::new(),
            provider: "test".to_owned(),
            seen: None,
            key: None,
            from: None,
            group: None,
        };
        let placed = self.shop.writer.together(order).await.unwrap();
        assert_eq!(self.pay(&placed).await.unwrap().outcome, "paid");
        placed.order
    }

    /// Ships an order and lets its buyer receive it.
    pub(crate) async fn deliver(&self, buyer: i64, order: i64) {
        let shipment = Shipment { carrier: "SF".to_owned(), number: "1".to_owned() };
        let delivered = self.shop.writer.run(move |work| {
            orders::ship(work, buyer, order, &shipment, false)?;
            orders::receive(work, buyer, order)
        });
        delivered.await.unwrap();
    }

    /// Refunds pieces of a line.
    pub(crate) async fn refund(
        &self,
        buyer: i64,
        order: i64,
        quantity: i64,
        amount: Option<i64>,
    ) -> Result<Refunded, Refusal> {
        let refund =
            Refund { buyer, order, line: 1, quantity, amount, restock: true, reason: "test".to_owned() };
        self.shop.writer.run(move |work| orders::refund(work, &refund)).await
    }

    /// What somebody has in an account.
    pub(crate) async fn balance(&self, owner: i64, account: ledger::Account) -> i64 {
        self.shop.writer.run(move |work| work.balance(owner, account)).await.unwrap()
    }

    /// Does what is due, and asserts that the books are right.
    pub(crate) async fn settled_books(&self) {
        self.shop.writer.beat().await.unwrap();
        let wrong = self.shop.reader.read(ledger::check).await;
        assert_eq!(wrong.unwrap(), None);
    }

    /// Computes everything again from the history, and settles its export: both find what is stored.
    pub(crate) fn computed_alike(&self) {
        let place = self.place.clone();
        let check = move || {
            banyan_ops::history::verify(&place, banyan_ops::history::Against::default(), &|_, _| ())
                .and_then(banyan_ops::history::Verified::clean)
                .unwrap_or_else(|no| panic!("{no:?}"));
            crate::histories::settles_alike(&place)
        };
        std::thread::spawn(check).join().unwrap();
    }
}
