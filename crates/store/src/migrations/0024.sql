-- ---------------------------------------------------------------- no figure of a day looks at all of history
-- What the shop itself has in each account is kept, as everybody's balances are, and checked against its entries.
INSERT INTO balance(owner, account, amount)
  SELECT 0, account, CAST(SUM(amount) AS BIGINT) FROM entry WHERE owner = 0 GROUP BY account;
-- Orders that wait to be shipped are counted on the first page of the console.
CREATE INDEX orders_to_ship ON orders(id) WHERE state = 'paid';
-- Opened links are forgotten by their age.
CREATE INDEX visit_age ON visit(id);
