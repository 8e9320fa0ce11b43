"""Functions and triggers of the ledger.

The tables hold the truths for whoever writes, the owner included: entries of a posting come in one
statement and sum to nought; only an inserted entry moves a balance; a closed account is not moved; a
check forbids the overdraft; nothing is changed or deleted. The application's role may not even insert:
it calls `ledger_post`, which locks, judges and writes in one round trip.
"""

from django.db import migrations

from qinglan.kernel.database.append_only import append_only, only_for_app, revoke

GUARDS = """
CREATE FUNCTION ledger_give_balance() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO ledger_balance (account_id, amount, may_overdraw) VALUES (NEW.id, 0, NEW.may_overdraw);
    RETURN NULL;
END $$;

CREATE FUNCTION ledger_guard_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.amount <> OLD.amount OR NEW.account_id <> OLD.account_id OR NEW.may_overdraw <> OLD.may_overdraw
        OR OLD.closed_at IS NOT NULL OR NEW.closed_at IS NULL OR NEW.closed_by_id IS NULL THEN
        RAISE EXCEPTION 'a balance moves by a posting alone' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION ledger_refuse_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND pg_trigger_depth() > 1 THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'a balance comes with its account and stays: % is refused', TG_OP
        USING ERRCODE = 'restrict_violation';
END $$;

-- Loops, and no join with the balances: of a table without statistics the planner would read all of them.
-- Accounts and postings are never deleted, so what is proved here once needs no foreign key.
CREATE FUNCTION ledger_move_balances() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    one record;
    current_posting bigint;
    total numeric := 0;
    sides bigint := 0;
BEGIN
    FOR one IN SELECT posting_id, account_id, amount FROM inserted ORDER BY posting_id, account_id LOOP
        IF one.posting_id IS DISTINCT FROM current_posting THEN
            PERFORM ledger_prove(current_posting, total, sides);
            current_posting := one.posting_id; total := 0; sides := 0;
        END IF;
        total := total + one.amount;
        sides := sides + 1;
        UPDATE ledger_balance SET amount = amount + one.amount WHERE account_id = one.account_id;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'unknown account' USING ERRCODE = 'QL001', DETAIL = one.account_id::text;
        END IF;
    END LOOP;
    PERFORM ledger_prove(current_posting, total, sides);
    RETURN NULL;
END $$;

CREATE FUNCTION ledger_prove(proved bigint, total numeric, sides bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF proved IS NOT NULL AND (total <> 0 OR sides IS DISTINCT FROM (
        SELECT count(*) FROM ledger_posting JOIN ledger_entry ON ledger_entry.posting_id = ledger_posting.id
        WHERE ledger_posting.id = proved)) THEN
        RAISE EXCEPTION 'the entries of a posting come together and sum to nought'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
END $$;

CREATE TRIGGER account_gets_a_balance AFTER INSERT ON ledger_account
    FOR EACH ROW EXECUTE FUNCTION ledger_give_balance();
CREATE TRIGGER balance_moves_by_a_posting AFTER UPDATE ON ledger_balance
    FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION ledger_guard_balance();
CREATE TRIGGER balance_comes_and_stays_with_its_account BEFORE INSERT OR DELETE OR TRUNCATE ON ledger_balance
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_balance();
CREATE TRIGGER entries_sum_to_nought_and_move_balances AFTER INSERT ON ledger_entry
    REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION ledger_move_balances();
ALTER TABLE ledger_balance SET (fillfactor = 50);
"""

# Refusals: QL001 unknown account, QL002 unbalanced, QL003 amount, QL004 closed, QL005 overdrawn,
# QL006 key used for something else, QL007 no posting to reverse, QL008 reversed already,
# QL009 a reversal is not reversed, QL010 receipt of the future. DETAIL names the account or posting.
POST = """
CREATE FUNCTION ledger_post(
    wanted_key text, wanted_actor bigint, wanted_text text,
    wanted_number text, wanted_custodian text, wanted_date date,
    accounts bigint[], amounts bigint[], reversed bigint DEFAULT NULL,
    OUT posting bigint, OUT moment timestamptz, OUT repeated boolean
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    sides integer;
    total numeric := 0;
    standing record;
    shut bigint;
    short bigint;
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
    FOR i IN 1 .. sides LOOP
        SELECT amount, may_overdraw, closed_at INTO standing
            FROM ledger_balance WHERE account_id = accounts[i] FOR NO KEY UPDATE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'unknown account' USING ERRCODE = 'QL001', DETAIL = accounts[i]::text;
        ELSIF standing.closed_at IS NOT NULL THEN
            shut := coalesce(shut, accounts[i]);
        ELSIF NOT standing.may_overdraw AND standing.amount + amounts[i] < 0 THEN
            short := coalesce(short, accounts[i]);
        END IF;
    END LOOP;
    moment := qinglan_now();
    IF reversed IS NOT NULL
        AND EXISTS (SELECT 1 FROM ledger_posting WHERE reverses_id = reversed AND key <> wanted_key) THEN
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
        posting := earlier.id; moment := earlier.posted_at; repeated := true;
        RETURN;
    END IF;

    IF wanted_date > (moment AT TIME ZONE 'Asia/Shanghai')::date THEN
        RAISE EXCEPTION 'receipt of the future' USING ERRCODE = 'QL010';
    ELSIF shut IS NOT NULL THEN
        RAISE EXCEPTION 'closed' USING ERRCODE = 'QL004', DETAIL = shut::text;
    ELSIF short IS NOT NULL THEN
        RAISE EXCEPTION 'overdrawn' USING ERRCODE = 'QL005', DETAIL = short::text;
    END IF;
    INSERT INTO ledger_entry (posting_id, account_id, amount)
        SELECT posting, account, amount FROM unnest(accounts, amounts) AS asked (account, amount);
END $$;

CREATE FUNCTION ledger_close(wanted bigint, wanted_actor bigint) RETURNS timestamptz
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    standing ledger_balance%ROWTYPE;
    moment timestamptz;
BEGIN
    SELECT * INTO standing FROM ledger_balance WHERE account_id = wanted FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'unknown account' USING ERRCODE = 'QL001', DETAIL = wanted::text;
    ELSIF standing.closed_at IS NOT NULL THEN
        RAISE EXCEPTION 'closed' USING ERRCODE = 'QL004', DETAIL = wanted::text;
    ELSIF standing.amount <> 0 THEN
        RAISE EXCEPTION 'not empty' USING ERRCODE = 'QL011', DETAIL = wanted::text;
    END IF;
    moment := qinglan_now();
    UPDATE ledger_balance SET closed_at = moment, closed_by_id = wanted_actor WHERE account_id = wanted;
    RETURN moment;
END $$;
"""

BACK = """
DROP FUNCTION ledger_post(text, bigint, text, text, text, date, bigint[], bigint[], bigint);
DROP FUNCTION ledger_close(bigint, bigint);
DROP FUNCTION ledger_give_balance() CASCADE; DROP FUNCTION ledger_guard_balance() CASCADE;
DROP FUNCTION ledger_refuse_balance() CASCADE; DROP FUNCTION ledger_move_balances() CASCADE;
DROP FUNCTION ledger_prove(bigint, numeric, bigint);
"""


class Migration(migrations.Migration):

    dependencies = [("ledger", "0001_initial"), ("clock", "0001_clock")]

    operations = [
        migrations.RunSQL(GUARDS + POST, BACK),
        append_only("ledger_account"),
        append_only("ledger_posting"),
        append_only("ledger_entry"),
        migrations.RunSQL(
            revoke("ledger_posting", "INSERT")
            + revoke("ledger_entry", "INSERT")
            + revoke("ledger_balance", "INSERT, UPDATE, DELETE, TRUNCATE")
            + only_for_app("ledger_post(text, bigint, text, text, text, date, bigint[], bigint[], bigint)")
            + only_for_app("ledger_close(bigint, bigint)"),
            migrations.RunSQL.noop,
        ),
    ]
