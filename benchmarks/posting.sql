-- The bare statements of one posting, for pgbench: those that ledger_post runs, one after the other (two balances are
-- locked and moved, posting and entries written), without function, trigger, or judgement of right and wrong.
\set low random(1, 999)
\set high random(:low + 1, 1000)
\set amount random(1, 10000)
\set negative 0 - :amount
BEGIN;
UPDATE bare.balance SET amount = amount - :amount WHERE account_id = :low;
UPDATE bare.balance SET amount = amount + :amount WHERE account_id = :high;
INSERT INTO bare.posting (key, posted_at, text, receipt_number, receipt_custodian, receipt_date, actor_id)
    VALUES (gen_random_uuid()::text, now(), 'deposit', '1', 'bank', '2026-01-05', 1) RETURNING id AS posting \gset
INSERT INTO bare.entry (posting_id, account_id, amount) VALUES (:posting, :low, :negative), (:posting, :high, :amount);
COMMIT;
