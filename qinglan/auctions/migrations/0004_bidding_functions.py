"""The only way to bid: functions that lock how the lot stands, take the time, judge and write, in one round trip.

`auctions_place` takes bids, accepted prices and limits; `auctions_open`, `auctions_close` and `auctions_move_end` begin,
end and prolong. Each locks the row of `auctions_standing` first and asks `qinglan_now()` after that, so that a bid, the
end and an amendment of the end come one after the other, and each is judged by the time at which it was its turn.
What the events say is built here in canonical bytes. docs/auctions.md tells the order and the reasons.
"""

from django.db import migrations

from qinglan.kernel.database.append_only import append_only, only_for_app, revoke

# Refusals are answers, not errors: they are written down (`auctions_refusedbid`). Codes: bidder, late, taken, stopped,
# early, course, amount, step, leading, low, price, key; see qinglan/auctions/bidding/refusals.py.
ANSWER = """
CREATE TYPE auctions_answer AS (
    code text, n integer, amount bigint, moment timestamptz, repeated boolean,
    before integer, bids integer, price bigint, leader integer, closes timestamptz
);
"""

# Within the transaction of its caller, which holds the lock: one accepted bid.
WRITE = """
CREATE FUNCTION auctions_write_bid(
    stand auctions_standing, moment timestamptz, by_bidder bigint, by_number integer, by_actor bigint,
    by_principal bigint, by_amount bigint, by_kind text, by_key text, chained boolean
) RETURNS auctions_standing LANGUAGE plpgsql AS $$
BEGIN
    stand.count := stand.count + 1;
    stand.price := by_amount; stand.leader_id := by_bidder; stand.leader_number := by_number;
    stand.last_at := moment;
    IF by_kind = 'accept' THEN
        stand.is_open := false; stand.closed_at := moment; stand.closes := moment;
    ELSIF stand.soft_close_seconds > 0
        AND moment >= stand.closes - make_interval(secs => stand.soft_close_seconds) THEN
        stand.closes := greatest(stand.closes, moment + make_interval(secs => stand.extend_seconds));
    END IF;
    INSERT INTO auctions_bid
        (lot_id, n, bidder_id, number, amount, kind, key, at, closes, actor_id, principal_id)
        VALUES (stand.lot_id, stand.count, by_bidder, by_number, by_amount, by_kind, by_key, moment, stand.closes,
                by_actor, by_principal);
    IF chained THEN
        PERFORM events_append_sha256(
            'lot:' || stand.number, 'bidder:' || by_number, 'auctions.bid', convert_to(
            '{"amount":' || by_amount || ',"at":"' || events_moment_text(moment) || '","bid":' || stand.count
            || ',"bidder":' || by_number || ',"closes":"' || events_moment_text(stand.closes)
            || '","key":"' || CASE by_key WHEN '' THEN '' ELSE encode(sha256(convert_to(by_key, 'UTF8')), 'hex') END
            || '","kind":"' || by_kind || '"}', 'UTF8'));
    END IF;
    RETURN stand;
END $$;

-- The best limit answers once, at one step above (for a need: below) the best of all others, or at its own end.
-- Between equal ones the leader's own bid comes first, then the limit that was set earlier.
CREATE FUNCTION auctions_answer_by_limit(stand auctions_standing, moment timestamptz, chained boolean)
RETURNS auctions_standing LANGUAGE plpgsql AS $$
DECLARE
    one record;
    best record;
    found_best boolean := false;
    second bigint;
    target bigint;
BEGIN
    FOR one IN
        SELECT * FROM (
            SELECT limits.id AS place, limits.bidder_id, bidders.number, limits.amount, limits.actor_id,
                   limits.principal_id
              FROM auctions_proxylimit AS limits
              JOIN auctions_bidder AS bidders ON bidders.id = limits.bidder_id AND bidders.state = 'qualified'
             WHERE limits.lot_id = stand.lot_id AND limits.replaced_at IS NULL
            UNION ALL
            SELECT 0, stand.leader_id, stand.leader_number, stand.price, NULL, NULL WHERE stand.count > 0
        ) AS entries ORDER BY entries.amount * stand.sign DESC, place
    LOOP
        IF NOT found_best THEN
            best := one;
            found_best := true;
        ELSIF one.bidder_id <> best.bidder_id THEN
            second := one.amount;
            EXIT;
        END IF;
    END LOOP;
    IF NOT found_best OR best.place = 0 THEN
        RETURN stand;
    ELSIF second IS NOT NULL THEN
        target := second + stand.sign * stand.step;
        IF target * stand.sign > best.amount * stand.sign THEN
            target := best.amount;
        END IF;
    ELSIF stand.count = 0 THEN
        target := stand.start_price;
    END IF;
    IF target IS NULL OR stand.count > 0 AND (target - stand.price) * stand.sign <= 0 THEN
        RETURN stand;  -- the leader's limit need not move
    END IF;
    RETURN auctions_write_bid(
        stand, moment, best.bidder_id, best.number, best.actor_id, best.principal_id, target, 'proxy', '', chained);
END $$;
"""

PLACE = """
CREATE FUNCTION auctions_place(
    wanted_lot bigint, wanted_bidder bigint, wanted_actor bigint, wanted_principal bigint,
    wanted_kind text, wanted_amount bigint, wanted_key text, chained boolean DEFAULT true
) RETURNS auctions_answer LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    stand auctions_standing;
    said auctions_answer;
    who record;
    earlier record;
    passed numeric;
    minimum bigint;
BEGIN
    SELECT * INTO stand FROM auctions_standing WHERE lot_id = wanted_lot FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no bids are taken for this lot' USING ERRCODE = 'QB001';
    END IF;
    said.moment := qinglan_now();
    said.repeated := false;
    said.amount := wanted_amount;

    -- The same request again is answered as it was. A lost answer may be asked for after the end, too.
    SELECT n, amount, kind, at, closes INTO earlier
        FROM auctions_bid WHERE lot_id = wanted_lot AND bidder_id = wanted_bidder AND key = wanted_key AND key <> '';
    IF FOUND THEN
        said.code := CASE WHEN earlier.kind = wanted_kind AND (earlier.amount = wanted_amount OR wanted_kind = 'accept')
                          THEN 'accepted' ELSE 'key' END;
        said.n := earlier.n; said.amount := earlier.amount; said.moment := earlier.at; said.repeated := true;
    ELSE
        SELECT code, amount, kind, at INTO earlier
            FROM auctions_refusedbid WHERE lot_id = wanted_lot AND bidder_id = wanted_bidder AND key = wanted_key;
        IF FOUND THEN
            said.code := CASE WHEN earlier.kind = wanted_kind AND earlier.amount IS NOT DISTINCT FROM wanted_amount
                              THEN earlier.code ELSE 'key' END;
            said.moment := earlier.at; said.repeated := true;
        ELSE
            SELECT amount, set_at INTO earlier FROM auctions_proxylimit
                WHERE lot_id = wanted_lot AND bidder_id = wanted_bidder AND key = wanted_key;
            IF FOUND THEN
                said.code := CASE WHEN wanted_kind = 'limit' AND earlier.amount IS NOT DISTINCT FROM wanted_amount
                                  THEN 'accepted' ELSE 'key' END;
                said.moment := earlier.set_at; said.repeated := true;
            END IF;
        END IF;
    END IF;
    said.before := stand.count; said.bids := stand.count;
    said.price := stand.price; said.leader := stand.leader_number; said.closes := stand.closes;
    IF said.repeated THEN
        RETURN said;
    END IF;

    SELECT bidders.lot_id, bidders.number, bidders.state, lots.state AS lot_state INTO who
        FROM auctions_bidder AS bidders JOIN auctions_lot AS lots ON lots.id = bidders.lot_id
        WHERE bidders.id = wanted_bidder;
    minimum := CASE WHEN stand.count = 0 THEN stand.start_price ELSE stand.price + stand.sign * stand.step END;
    said.code := CASE
        WHEN who.lot_id IS DISTINCT FROM wanted_lot OR who.state <> 'qualified' THEN 'bidder'
        WHEN who.lot_state IN ('stopped', 'failed') THEN 'stopped'
        WHEN stand.course = 'falling' AND stand.count > 0 THEN 'taken'
        WHEN NOT stand.is_open OR said.moment >= stand.closes THEN 'late'
        WHEN said.moment < stand.opens OR who.lot_state <> 'bidding' THEN 'early'
        WHEN (wanted_kind = 'accept') <> (stand.course = 'falling') THEN 'course'
        WHEN wanted_amount IS NULL AND wanted_kind = 'limit' THEN 'accepted'
        WHEN wanted_amount IS NULL OR wanted_amount NOT BETWEEN 1 AND 9007199254740991 THEN 'amount'
        WHEN wanted_kind = 'accept' THEN 'accepted'
        WHEN (wanted_amount - stand.start_price) % stand.step <> 0 THEN 'step'
        WHEN wanted_kind = 'own' AND stand.leader_id = wanted_bidder THEN 'leading'
        WHEN wanted_kind = 'limit' AND stand.leader_id = wanted_bidder THEN
            CASE WHEN (wanted_amount - stand.price) * stand.sign < 0 THEN 'low' ELSE 'accepted' END
        WHEN (wanted_amount - minimum) * stand.sign < 0 THEN 'low'
        ELSE 'accepted' END;
    IF said.code = 'accepted' AND wanted_kind = 'accept' THEN
        passed := floor(extract(epoch FROM said.moment - stand.opens) / stand.step_seconds);
        said.amount := greatest(stand.floor_price, stand.start_price - passed * stand.step)::bigint;
        IF said.amount > wanted_amount THEN
            said.code := 'price';
        END IF;
    END IF;
    IF said.code <> 'accepted' THEN
        INSERT INTO auctions_refusedbid
            (lot_id, bidder_id, kind, amount, key, code, at, price, closes, actor_id, principal_id)
            VALUES (wanted_lot, wanted_bidder, wanted_kind, wanted_amount, wanted_key, said.code, said.moment,
                    stand.price, stand.closes, wanted_actor, wanted_principal);
        RETURN said;
    END IF;

    IF wanted_kind = 'limit' THEN
        UPDATE auctions_proxylimit SET replaced_at = said.moment
            WHERE lot_id = wanted_lot AND bidder_id = wanted_bidder AND replaced_at IS NULL AND amount IS NOT NULL;
        stand.limits := stand.limits + CASE WHEN wanted_amount IS NULL THEN 0 ELSE 1 END
                        - CASE WHEN FOUND THEN 1 ELSE 0 END;
        INSERT INTO auctions_proxylimit
            (lot_id, bidder_id, amount, key, set_at, replaced_at, actor_id, principal_id)
            VALUES (wanted_lot, wanted_bidder, wanted_amount, wanted_key, said.moment,
                    CASE WHEN wanted_amount IS NULL THEN said.moment END, wanted_actor, wanted_principal);
    ELSE
        stand := auctions_write_bid(
            stand, said.moment, wanted_bidder, who.number, wanted_actor, wanted_principal, said.amount, wanted_kind,
            wanted_key, chained);
        said.n := stand.count;
    END IF;
    IF stand.limits > 0 THEN
        stand := auctions_answer_by_limit(stand, said.moment, chained);
    END IF;
    IF stand.count > said.before THEN
        INSERT INTO outbox_change (kind, key) VALUES ('auctions.bids-changed', stand.number);
    END IF;
    UPDATE auctions_standing AS now SET price = stand.price, leader_id = stand.leader_id,
        leader_number = stand.leader_number, count = stand.count, limits = stand.limits, last_at = stand.last_at,
        closes = stand.closes, is_open = stand.is_open, closed_at = stand.closed_at WHERE now.lot_id = wanted_lot;
    said.price := stand.price; said.leader := stand.leader_number; said.bids := stand.count;
    said.closes := stand.closes;
    RETURN said;
END $$;
"""

# The beginning, the end, and a later end. Their callers hold the row of the lot and append the events.
AROUND = """
CREATE FUNCTION auctions_open(wanted bigint) RETURNS auctions_standing
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    stand auctions_standing;
BEGIN
    INSERT INTO auctions_standing
        (lot_id, number, course, sign, start_price, step, step_seconds, floor_price, soft_close_seconds,
         extend_seconds, opens, closes, is_open, count, limits)
        SELECT id, number, CASE mode WHEN 'dutch' THEN 'falling' ELSE 'bids' END,
               CASE better WHEN 'lower' THEN -1 ELSE 1 END, start_price, step, step_seconds, floor_price,
               soft_close_seconds, extend_seconds, bids_from, bids_until, true, 0, 0
          FROM auctions_lot WHERE id = wanted AND mode IN ('online', 'auction', 'dutch')
           AND state IN ('disclosed', 'bidding') AND bids_from <= qinglan_now()
        RETURNING * INTO stand;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'it is not time to take bids for this lot' USING ERRCODE = 'QB002';
    END IF;
    INSERT INTO outbox_change (kind, key) VALUES ('auctions.bids-changed', stand.number);
    RETURN stand;
END $$;

-- Ends what is over; a lot whose end was moved stays open. `stopped` ends it at once, whatever the time.
CREATE FUNCTION auctions_close(wanted bigint, stopped boolean DEFAULT false) RETURNS auctions_standing
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    stand auctions_standing;
    moment timestamptz;
BEGIN
    SELECT * INTO stand FROM auctions_standing WHERE lot_id = wanted FOR NO KEY UPDATE;
    moment := qinglan_now();
    IF FOUND AND stand.is_open AND (stopped OR moment >= stand.closes) THEN
        UPDATE auctions_standing SET is_open = false, closed_at = moment WHERE lot_id = wanted RETURNING * INTO stand;
        INSERT INTO outbox_change (kind, key) VALUES ('auctions.bids-changed', stand.number);
    END IF;
    RETURN stand;
END $$;

-- Moves the end of bids that are taken to a later moment. Null where the end has come, or `until` is not later.
CREATE FUNCTION auctions_move_end(wanted bigint, until timestamptz) RETURNS auctions_standing
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    stand auctions_standing;
BEGIN
    SELECT * INTO stand FROM auctions_standing WHERE lot_id = wanted FOR NO KEY UPDATE;
    IF NOT FOUND OR NOT stand.is_open OR qinglan_now() >= stand.closes OR until <= stand.closes THEN
        RETURN NULL;
    END IF;
    UPDATE auctions_standing SET closes = until WHERE lot_id = wanted RETURNING * INTO stand;
    INSERT INTO outbox_change (kind, key) VALUES ('auctions.bids-changed', stand.number);
    RETURN stand;
END $$;

-- For who reads how bidding stands and must not be overtaken by a bid until his transaction ends.
CREATE FUNCTION auctions_hold(wanted bigint) RETURNS auctions_standing
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT * FROM auctions_standing WHERE lot_id = wanted FOR NO KEY UPDATE
$$;

ALTER TABLE auctions_standing SET (
    fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 500
);
"""

PLACES = "auctions_place(bigint, bigint, bigint, bigint, text, bigint, text, boolean)"
INNER = (
    "auctions_answer_by_limit(auctions_standing, timestamptz, boolean)",
    "auctions_write_bid(auctions_standing, timestamptz, bigint, integer, bigint, bigint, bigint, text, text, boolean)",
)
OUTER = (
    PLACES,
    "auctions_open(bigint)",
    "auctions_close(bigint, boolean)",
    "auctions_move_end(bigint, timestamptz)",
    "auctions_hold(bigint)",
)
BACK = "".join(f"DROP FUNCTION {name};" for name in (*OUTER, *INNER)) + "DROP TYPE auctions_answer;"


class Migration(migrations.Migration):
    dependencies = [
        ("auctions", "0003_bidding"),
        ("clock", "0001_clock"),
        ("events", "0002_append_in_the_database"),
        ("outbox", "0002_own_horizon"),
    ]
    operations = [
        migrations.RunSQL(ANSWER + WRITE + PLACE + AROUND, BACK),
        append_only("auctions_bid"),
        append_only("auctions_refusedbid"),
        migrations.RunSQL(
            "".join(f"REVOKE EXECUTE ON FUNCTION {name} FROM PUBLIC;" for name in INNER)
            + "".join(only_for_app(name) for name in OUTER)
            + "".join(
                revoke(f"auctions_{table}", "INSERT, UPDATE, DELETE, TRUNCATE")
                for table in ("standing", "bid", "refusedbid", "proxylimit")
            ),
            migrations.RunSQL.noop,
        ),
    ]
