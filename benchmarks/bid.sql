-- The bare statements of one bid, for pgbench, on copies of the tables with their keys and checks: lock the lot, insert
-- the bid, append the event, update the lot. No function, no trigger, no judgement of right and wrong, no change log.
\set lot random(1, :lots)
BEGIN;
SELECT count + 1 AS n, coalesce(price, 0) + 100 AS amount FROM bare.standing WHERE lot_id = :lot FOR NO KEY UPDATE \gset
INSERT INTO bare.bid (lot_id, n, bidder_id, number, amount, kind, key, at, closes, actor_id)
    VALUES (:lot, :n, 1 + :n % 2, 101, :amount, 'own', gen_random_uuid()::text, clock_timestamp(), now(), 1);
INSERT INTO bare.event (stream, sequence, time, actor, kind, payload, previous, hash, algorithm)
    VALUES ('lot:' || :lot, :n, clock_timestamp(), 'bidder:101', 'auctions.bid', 'a bid of some amount by some bidder'::bytea,
            CASE WHEN :n = 1 THEN ''::bytea ELSE sha256(:n::text::bytea) END, sha256((:n + 1)::text::bytea), 'sha-256');
UPDATE bare.standing SET price = :amount, count = :n, leader_id = 1 + :n % 2, leader_number = 101, last_at = clock_timestamp()
    WHERE lot_id = :lot;
COMMIT;
