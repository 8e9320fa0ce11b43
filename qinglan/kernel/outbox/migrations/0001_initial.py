"""Tables of the change log.

`outbox_change` grows at one end and is trimmed at the other; nobody updates it. Its order of reading
is (epoch, xid, id): see docs/outbox.md.
"""

from django.db import migrations

from qinglan.kernel.database.location import ROLE_NAMES

TABLES = """
CREATE TABLE outbox_epoch (
    number integer PRIMARY KEY,
    token uuid NOT NULL DEFAULT gen_random_uuid(),
    began_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    reason text NOT NULL
);
INSERT INTO outbox_epoch (number, reason) VALUES (1, 'first start');

-- VOLATILE, so that each call looks with a new snapshot: a writer that waited for a change of the
-- epoch gets the new one.
CREATE FUNCTION outbox_epoch() RETURNS integer LANGUAGE plpgsql VOLATILE
SET search_path = public, pg_temp AS $$
BEGIN
    RETURN (SELECT max(number) FROM outbox_epoch);
END $$;

CREATE TABLE outbox_change (
    epoch integer NOT NULL DEFAULT outbox_epoch(),
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    id bigint GENERATED ALWAYS AS IDENTITY,
    kind text NOT NULL,
    key text NOT NULL,
    payload jsonb NOT NULL DEFAULT '{}',
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (epoch, xid, id)
);
CREATE TABLE outbox_consumer (
    name text PRIMARY KEY,
    epoch integer NOT NULL,
    xid xid8 NOT NULL,
    id bigint NOT NULL,
    moved_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    failures integer NOT NULL DEFAULT 0,
    failed_at timestamptz,
    error text NOT NULL DEFAULT ''
);
"""

# One place decides what may be read: changes of earlier epochs, and of this one those whose
# transaction is older than every transaction still running.
READ = """
CREATE FUNCTION outbox_read(after_epoch integer, after_xid xid8, after_id bigint, at_most integer)
RETURNS SETOF outbox_change LANGUAGE sql STABLE
AS $$
    SELECT * FROM outbox_change
     WHERE (epoch, xid, id) > (after_epoch, after_xid, after_id)
       AND (epoch < (SELECT max(number) FROM outbox_epoch)
            OR xid < pg_snapshot_xmin(pg_current_snapshot()))
     ORDER BY epoch, xid, id
     LIMIT at_most
$$;

-- Waits until every writer is through, so that no change of an earlier epoch comes to light later.
CREATE FUNCTION outbox_new_epoch(why text) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    made integer;
BEGIN
    LOCK TABLE outbox_change IN SHARE ROW EXCLUSIVE MODE;
    INSERT INTO outbox_epoch (number, reason) SELECT max(number) + 1, why FROM outbox_epoch
        RETURNING number INTO made;
    RETURN made;
END $$;
"""

RIGHTS = """
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = '{app}') THEN
        REVOKE UPDATE, TRUNCATE ON outbox_change FROM {app};
        REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON outbox_epoch FROM {app};
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = '{reader}') THEN
        GRANT EXECUTE ON FUNCTION outbox_read(integer, xid8, bigint, integer) TO {reader};
    END IF;
END $$;
""".format(**ROLE_NAMES)

BACK = """
DROP FUNCTION outbox_new_epoch(text);
DROP FUNCTION outbox_read(integer, xid8, bigint, integer);
DROP TABLE outbox_consumer, outbox_change;
DROP FUNCTION outbox_epoch();
DROP TABLE outbox_epoch;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunSQL([TABLES, READ, RIGHTS], BACK)]
