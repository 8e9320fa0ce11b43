"""Postings in one pass: `ledger_post` alone writes postings and entries and moves balances.

Before, the trigger on entries summed them again and moved the balances, which the function had locked and
read just before: every balance was looked up twice. Now the update itself takes the lock and judges, and the
triggers refuse everybody else, the tables' owner included. The function names itself to them by the setting
``qinglan.ledger``, for as long as it runs; who has no right to the tables gains nothing by it.
"""

from django.db import migrations

from qinglan.kernel.database.append_only import only_for_app

GUARDS = """
DROP TRIGGER entries_sum_to_nought_and_move_balances ON ledger_entry;
DROP FUNCTION ledger_move_balances();
DROP FUNCTION ledger_prove(bigint, numeric, bigint);
DROP TRIGGER balance_moves_by_a_posting ON ledger_balance;

CREATE FUNCTION ledger_refuse_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'postings and their entries are written by ledger_post alone'
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER posting_is_written_by_the_function BEFORE INSERT ON ledger_posting
    FOR EACH STATEMENT WHEN (current_setting('qinglan.ledger', true) IS DISTINCT FROM 'posting')
    EXECUTE FUNCTION ledger_refuse_entry();
CREATE TRIGGER entry_is_written_by_the_function BEFORE INSERT ON ledger_entry
    FOR EACH STATEMENT WHEN (current_setting('qinglan.ledger', true) IS DISTINCT FROM 'posting')
    EXECUTE FUNCTION ledger_refuse_entry();
CREATE TRIGGER balance_moves_by_a_posting AFTER UPDATE ON ledger_balance
    FOR EACH ROW WHEN (current_setting('qinglan.ledger', true) IS DISTINCT FROM 'posting')
    EXECUTE FUNCTION ledger_guard_balance();

-- Half of each page stays free, so that a moved balance stays on its page; busy rows are vacuumed soon.
ALTER TABLE ledger_balance SET (
    fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 500
);
"""

# Refusals: QL001 unknown account, QL002 unbalanced, QL003 amount, QL004 closed, QL005 overdrawn,
# QL006 key used for something else, QL007 no posting to reverse, QL008 reversed already,
# QL009 a reversal is not reversed, QL010 receipt of the future. DETAIL names the account or posting.
POST = """
CREATE OR REPLACE FUNCTION ledger_post(
    wanted_key text, wanted_actor bigint, wanted_text text,
    wanted_number text, wanted_custodian text, wanted_date date,
    accounts bigint[], amounts bigint[], reversed bigint DEFAULT NULL,
    OUT posting bigint, OUT moment timestamptz, OUT repeated boolean
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    sides integer;
    total numeric := 0;
    moved integer := 0;
    earlier ledger_posting%ROWTYPE;
BEGIN
    repeated := false;
    IF reversed IS NOT NULL THEN
        SELECT * INTO earlier FROM ledger_posting WHERE id = reversed;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'no posting' USING ERRCODE = 'QL007', DETAIL = reversed::text;
        ELSIF earlier.reverses_id IS NOT NULL THEN
            RAISE EXCEPTION 'a reversal' USING ERRCODE = 'QL009', DETAIL = reversed::text;
        END IF;
        SELECT array_agg(account_id ORDER BY account_id), array_agg(-amount ORDER BY account_id)
            INTO accounts, amounts FROM ledger_entry WHERE posting_id = reversed;
    END IF;

    -- Loops over arrays of two or three cost less than starting a query for each question.
    sides := coalesce(cardinality(accounts), 0);
    IF sides < 2 OR sides <> coalesce(cardinality(amounts), 0) OR array_position(accounts, NULL) IS NOT NULL THEN
        RAISE EXCEPTION 'unbalanced' USING ERRCODE = 'QL002';
    END IF;
    FOR i IN 2 .. sides LOOP
        IF accounts[i] <= accounts[i - 1] THEN
            SELECT array_agg(account ORDER BY account), array_agg(amount ORDER BY account)
                INTO accounts, amounts FROM unnest(accounts, amounts) AS asked (account, amount);
            EXIT;
        END IF;
    END LOOP;
    FOR i IN 1 .. sides LOOP
        IF i > 1 AND accounts[i] = accounts[i - 1] THEN
            RAISE EXCEPTION 'unbalanced' USING ERRCODE = 'QL002';
        ELSIF amounts[i] IS NULL OR amounts[i] = 0
            OR amounts[i] NOT BETWEEN -100000000000000000 AND 100000000000000000 THEN
            RAISE EXCEPTION 'amount' USING ERRCODE = 'QL003';
        END IF;
        total := total + amounts[i];
    END LOOP;
    IF total <> 0 THEN
        RAISE EXCEPTION 'unbalanced' USING ERRCODE = 'QL002';
    END IF;

    -- One order of locks for all postings, that of the accounts' numbers: no two can wait for each other.
    -- The update waits for the lock and then judges anew; what it does not move is looked at below.
    PERFORM set_config('qinglan.ledger', 'posting', true);
    FOR i IN 1 .. sides LOOP
        UPDATE ledger_balance SET amount = amount + amounts[i]
            WHERE account_id = accounts[i] AND closed_at IS NULL AND (may_overdraw OR amount + amounts[i] >= 0);
        EXIT WHEN NOT FOUND;
        moved := i;
    END LOOP;
    IF moved < sides THEN
        PERFORM FROM ledger_balance WHERE account_id = ANY (accounts[moved + 1:])
            ORDER BY account_id FOR NO KEY UPDATE;
    END IF;
    moment := qinglan_now();
    IF reversed IS NOT NULL
        AND EXISTS (SELECT FROM ledger_posting WHERE reverses_id = reversed AND key <> wanted_key) THEN
        RAISE EXCEPTION 'reversed already' USING ERRCODE = 'QL008', DETAIL = reversed::text;
    END IF;

    INSERT INTO ledger_posting (key, posted_at, text, receipt_number, receipt_custodian, receipt_date,
                                reverses_id, actor_id)
        VALUES (wanted_key, moment, wanted_text, wanted_number, wanted_custodian, wanted_date, reversed, wanted_actor)
        ON CONFLICT (key) DO NOTHING RETURNING id INTO posting;
    IF posting IS NULL THEN
        SELECT * INTO STRICT earlier FROM ledger_posting WHERE key = wanted_key;
        IF (earlier.text, earlier.receipt_number, earlier.receipt_custodian, earlier.receipt_date,
            earlier.actor_id, earlier.reverses_id)
            IS DISTINCT FROM (wanted_text, wanted_number, wanted_custodian, wanted_date, wanted_actor, reversed)
            OR (SELECT array_agg(ROW (account_id, amount) ORDER BY account_id)
                FROM ledger_entry WHERE posting_id = earlier.id)
            IS DISTINCT FROM (SELECT array_agg(ROW (account, amount) ORDER BY account)
                FROM unnest(accounts, amounts) AS asked (account, amount))
        THEN
            RAISE EXCEPTION 'key used' USING ERRCODE = 'QL006', DETAIL = earlier.id::text;
        END IF;
        FOR i IN 1 .. moved LOOP  -- posted before: what was moved above goes back
            UPDATE ledger_balance SET amount = amount - amounts[i] WHERE account_id = accounts[i];
        END LOOP;
        PERFORM set_config('qinglan.ledger', '', true);
        posting := earlier.id; moment := earlier.posted_at; repeated := true;
        RETURN;
    END IF;

    IF moved < sides THEN
        PERFORM ledger_say_why_not(accounts[moved + 1:], amounts[moved + 1:], wanted_date, moment);
    ELSIF wanted_date > (moment AT TIME ZONE 'Asia/Shanghai')::date THEN
        RAISE EXCEPTION 'receipt of the future' USING ERRCODE = 'QL010';
    END IF;
    INSERT INTO ledger_entry (posting_id, account_id, amount)
        SELECT posting, account, amount FROM unnest(accounts, amounts) AS asked (account, amount);
    PERFORM set_config('qinglan.ledger', '', true);
END $$;

-- Always raises: an unknown account before a future receipt, a closed account, one that is overdrawn.
CREATE FUNCTION ledger_say_why_not(accounts bigint[], amounts bigint[], wanted_date date, moment timestamptz)
RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    standing ledger_balance%ROWTYPE;
    shut bigint;
    short bigint;
BEGIN
    FOR i IN 1 .. cardinality(accounts) LOOP
        SELECT * INTO standing FROM ledger_balance WHERE account_id = accounts[i];
        IF NOT FOUND THEN
            RAISE EXCEPTION 'unknown account' USING ERRCODE = 'QL001', DETAIL = accounts[i]::text;
        ELSIF standing.closed_at IS NOT NULL THEN
            shut := coalesce(shut, accounts[i]);
        ELSIF NOT standing.may_overdraw AND standing.amount + amounts[i] < 0 THEN
            short := coalesce(short, accounts[i]);
        END IF;
    END LOOP;
    IF wanted_date > (moment AT TIME ZONE 'Asia/Shanghai')::date THEN
        RAISE EXCEPTION 'receipt of the future' USING ERRCODE = 'QL010';
    ELSIF shut IS NOT NULL THEN
        RAISE EXCEPTION 'closed' USING ERRCODE = 'QL004', DETAIL = shut::text;
    END IF;
    RAISE EXCEPTION 'overdrawn' USING ERRCODE = 'QL005', DETAIL = short::text;
END $$;
"""


class Migration(migrations.Migration):

    dependencies = [("ledger", "0002_functions")]

    operations = [
        migrations.RunSQL(GUARDS + POST),
        migrations.RunSQL(only_for_app("ledger_say_why_not(bigint[], bigint[], date, timestamptz)")),
    ]
