-- The plan of two-level.toml as a DuckDB job: the benchmark's peer. `two_level.py` fills in the
-- three paths. Written for speed; the alternatives that lost are listed in docs/benchmarks.md.

SET threads = 2;

CREATE MACRO money(cents) AS cents::DECIMAL(15, 0) * 0.01::DECIMAL(2, 2);
-- `//` truncates toward zero, as the plan language asks. Rates are integers of 1/1,000,000.
CREATE MACRO entry(cents, ppm) AS cents * ppm // 1000000;
CREATE MACRO kept(cents, whole, refunded) AS cents * (whole - refunded) // whole;
-- What a line posts for a rate: the entry of a sale, or the difference that a refund makes to it.
CREATE MACRO posted(amount, whole, before, after, ppm) AS
    CASE WHEN whole IS NULL THEN entry(amount, ppm)
         ELSE kept(entry(whole, ppm), whole, after) - kept(entry(whole, ppm), whole, before) END;
-- One row as text: a little cheaper than letting COPY cast and quote nine columns.
CREATE MACRO as_text(is_refund, ref_order, ref_line, reward, payee, distance, amount, rate, value) AS
    CASE WHEN payee IS NOT NULL AND value <> 0 THEN
        concat(CASE WHEN is_refund THEN 'refund,' ELSE 'sale,' END, ref_order, '/', ref_line, ',', reward, ',',
               payee, ',', distance, ',', money(amount), ',', rate, ',', money(value), ',')
    END;

CREATE TEMP TABLE members AS
SELECT member, inviter, rank IS NOT NULL AS promoter
FROM read_csv('$members', header = true, delim = ',', quote = '"', escape = '"', auto_detect = false,
    columns = {'member': 'VARCHAR', 'inviter': 'VARCHAR', 'joined_at': 'VARCHAR', 'rank': 'VARCHAR'});

-- From the roots downward each member learns the seller she stands for (herself, or the nearest
-- promoter above) and that promoter's first and second upline. Member ids stay text: they fit
-- DuckDB's inline strings, and making integers of them took longer than this step gained.
CREATE TEMP TABLE payees AS
WITH RECURSIVE down(member, seller, first, second) AS (
    SELECT member, CASE WHEN promoter THEN member END, NULL::VARCHAR, NULL::VARCHAR
    FROM members WHERE inviter IS NULL
    UNION ALL
    SELECT m.member,
           CASE WHEN m.promoter THEN m.member ELSE down.seller END,
           CASE WHEN m.promoter THEN down.seller ELSE down.first END,
           CASE WHEN m.promoter THEN down.first ELSE down.second END
    FROM down JOIN members AS m ON m.inviter = down.member
)
SELECT * FROM down;

CREATE TEMP TABLE lines AS
SELECT "order" AS o, line AS l, "at" AS paid, coalesce(seller, buyer) AS who, (amount * 100)::BIGINT AS amount, refund_of
FROM read_csv('$orders', header = true, delim = ',', quote = '"', escape = '"', auto_detect = false,
    columns = {'order': 'VARCHAR', 'line': 'VARCHAR', 'at': 'TIMESTAMP', 'buyer': 'VARCHAR', 'seller': 'VARCHAR',
               'product': 'VARCHAR', 'amount': 'DECIMAL(15,2)', 'cost': 'VARCHAR', 'rate': 'VARCHAR',
               'refund_of': 'VARCHAR'});

CREATE TEMP TABLE refunds AS
WITH running AS (
    SELECT rowid AS n, refund_of, -amount AS back,
           sum(-amount) OVER (PARTITION BY refund_of ORDER BY paid, rowid)::BIGINT AS after
    FROM lines WHERE refund_of IS NOT NULL
), wanted AS (
    SELECT DISTINCT refund_of, split_part(refund_of, '/', 1) AS o, split_part(refund_of, '/', 2) AS l FROM running
), origin AS (
    SELECT wanted.refund_of, lines.who, lines.amount AS whole
    FROM lines JOIN wanted ON lines.o = wanted.o AND lines.l = wanted.l
    WHERE lines.refund_of IS NULL
)
SELECT n, who, whole, after - back AS before, after FROM running JOIN origin USING (refund_of);

-- Sorted while narrow, one row a line, and turned into text afterwards.
CREATE TEMP TABLE settled AS
SELECT o, l, whole IS NOT NULL AS is_refund, amount, seller, first, second,
       posted(amount, whole, before, after, 100000) AS own_amount,
       posted(amount, whole, before, after, 50000) AS first_amount,
       posted(amount, whole, before, after, 30000) AS second_amount
FROM lines
LEFT JOIN refunds ON refunds.n = lines.rowid
JOIN payees ON payees.member = coalesce(refunds.who, lines.who)
ORDER BY lines.paid, lines.rowid;

COPY (
    SELECT row AS "event,ref,reward,payee,distance,base,rate,amount,note" FROM (
        SELECT unnest([
            as_text(is_refund, o, l, 'own', seller, 0, amount, '0.1', own_amount),
            as_text(is_refund, o, l, 'first', first, 1, amount, '0.05', first_amount),
            as_text(is_refund, o, l, 'second', second, 2, amount, '0.03', second_amount)
        ]) AS row
        FROM settled
    ) WHERE row IS NOT NULL
) TO '$out' (FORMAT csv, HEADER, QUOTE '', ESCAPE '', DELIMITER E'\x01');
