"""Read below the oldest running transaction of this database, not of the whole server.

A snapshot's xmin counts the transactions of every database on the server. `outbox_horizon()` counts
those of this one; docs/decisions/0006 says why nothing can slip past it.
"""

import importlib

from django.db import migrations

from qinglan.kernel.database.location import ROLE_NAMES

HORIZON = """
CREATE FUNCTION outbox_horizon() RETURNS xid8 LANGUAGE plpgsql VOLATILE
SET search_path = public, pg_temp AS $$
DECLARE
    seen pg_snapshot;
    next bigint;
    oldest bigint;
BEGIN
    seen := pg_current_snapshot();
    -- With a snapshot that is kept for the whole transaction, what runs is looked at too late; on a
    -- replica the writers run elsewhere.
    IF pg_snapshot_xmin(seen) = pg_snapshot_xmax(seen) OR pg_is_in_recovery()
       OR current_setting('transaction_isolation') NOT IN ('read committed', 'read uncommitted') THEN
        RETURN pg_snapshot_xmin(seen);
    END IF;
    next := pg_snapshot_xmax(seen)::text::bigint;
    -- Within a transaction the list of backends is read once and kept: drop what is kept.
    PERFORM pg_stat_clear_snapshot();
    -- The order counts: a transaction that is being prepared joins the second list before it leaves
    -- the first. Numbers of 32 bits are counted back from the next one; those beyond it are younger.
    SELECT least(oldest, min(next - behind)) INTO oldest
      FROM (SELECT (next - backend_xid::text::bigint) & 4294967295 AS behind
              FROM pg_stat_activity
             WHERE backend_xid IS NOT NULL
               AND (datid IS NULL OR datid = (SELECT oid FROM pg_database WHERE datname = current_database()))
           ) AS running
     WHERE behind < 2147483648;
    SELECT least(oldest, min(next - behind)) INTO oldest
      FROM (SELECT (next - transaction::text::bigint) & 4294967295 AS behind
              FROM pg_prepared_xacts WHERE database = current_database()) AS prepared
     WHERE behind < 2147483648;
    RETURN least(coalesce(oldest, next), next)::text::xid8;
END $$;
"""

# VOLATILE: the rows are read with a snapshot taken after the horizon.
READ = """
DROP FUNCTION outbox_read(integer, xid8, bigint, integer);
CREATE FUNCTION outbox_read(after_epoch integer, after_xid xid8, after_id bigint, at_most integer)
RETURNS SETOF outbox_change LANGUAGE plpgsql VOLATILE
SET search_path = public, pg_temp AS $$
DECLARE
    horizon xid8;
BEGIN
    horizon := outbox_horizon();
    RETURN QUERY
        SELECT * FROM outbox_change
         WHERE (epoch, xid, id) > (after_epoch, after_xid, after_id)
           AND (epoch < (SELECT max(number) FROM outbox_epoch) OR xid < horizon)
         ORDER BY epoch, xid, id
         LIMIT at_most;
END $$;
"""

RIGHTS = """
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = '{reader}') THEN
        GRANT EXECUTE ON FUNCTION outbox_horizon() TO {reader};
        GRANT EXECUTE ON FUNCTION outbox_read(integer, xid8, bigint, integer) TO {reader};
    END IF;
END $$;
""".format(**ROLE_NAMES)

_before = importlib.import_module("qinglan.kernel.outbox.migrations.0001_initial").READ
BACK = (
    "DROP FUNCTION outbox_read(integer, xid8, bigint, integer); DROP FUNCTION outbox_horizon();"
    + _before.partition("-- Waits until")[0]
)


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_initial")]
    operations = [migrations.RunSQL([HORIZON, READ, RIGHTS], BACK)]
