"""The clock: one row, one function, and triggers by which it never goes back.

A change takes effect half a second after it was made, so that it is committed before any reader can
have read past it; a deferred trigger refuses a commit that comes too late for that.
"""

from django.db import migrations

SQL = """
CREATE TABLE clock_setting (
    only_row boolean PRIMARY KEY DEFAULT true CONSTRAINT there_is_one_clock CHECK (only_row),
    real_anchor timestamptz NOT NULL,
    shown_anchor timestamptz NOT NULL,
    factor integer NOT NULL CONSTRAINT clock_runs_as_fast_as_time_or_faster CHECK (factor BETWEEN 1 AND 1000000),
    ahead interval NOT NULL CONSTRAINT clock_is_never_set_back CHECK (ahead >= interval '0'),
    before_real timestamptz NOT NULL,
    before_shown timestamptz NOT NULL,
    before_factor integer NOT NULL,
    mark timestamptz NOT NULL
);

-- Without time zones, so that a day has 24 hours in the session of every zone.
CREATE FUNCTION qinglan_shown(
    at_real timestamptz, real_anchor timestamptz, shown_anchor timestamptz, factor integer
) RETURNS timestamptz LANGUAGE sql IMMUTABLE AS $$
    SELECT ((shown_anchor AT TIME ZONE 'UTC')
            + ((at_real AT TIME ZONE 'UTC') - (real_anchor AT TIME ZONE 'UTC')) * factor) AT TIME ZONE 'UTC'
$$;

CREATE FUNCTION qinglan_clock_at(at_real timestamptz) RETURNS timestamptz LANGUAGE sql STABLE AS $$
    SELECT greatest(mark, CASE WHEN at_real >= real_anchor
        THEN qinglan_shown(at_real, real_anchor, shown_anchor, factor)
        ELSE qinglan_shown(at_real, before_real, before_shown, before_factor) END)
      FROM clock_setting
$$;

CREATE FUNCTION qinglan_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$
    SELECT qinglan_clock_at(clock_timestamp())
$$;

CREATE FUNCTION clock_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    moment timestamptz := clock_timestamp();
BEGIN
    IF TG_OP <> 'UPDATE' THEN
        RAISE EXCEPTION 'the clock can not be removed' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.mark < OLD.mark OR NEW.mark > greatest(OLD.mark, qinglan_clock_at(moment)) THEN
        RAISE EXCEPTION 'the mark of the clock is neither set back nor put into the future'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.mark <> OLD.mark THEN
        NEW.factor := OLD.factor; NEW.ahead := OLD.ahead;
        NEW.real_anchor := OLD.real_anchor; NEW.shown_anchor := OLD.shown_anchor;
        NEW.before_real := OLD.before_real; NEW.before_shown := OLD.before_shown;
        NEW.before_factor := OLD.before_factor;
        RETURN NEW;
    END IF;
    IF OLD.real_anchor > moment THEN
        RAISE EXCEPTION 'a change of the clock is about to take effect' USING ERRCODE = 'object_in_use';
    END IF;
    NEW.before_real := OLD.real_anchor;
    NEW.before_shown := OLD.shown_anchor;
    NEW.before_factor := OLD.factor;
    NEW.real_anchor := moment + interval '500 ms';
    NEW.shown_anchor := qinglan_shown(
        NEW.real_anchor, OLD.real_anchor, OLD.shown_anchor, OLD.factor) + NEW.ahead;
    RETURN NEW;
END $$;

CREATE FUNCTION clock_in_time() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.real_anchor <> OLD.real_anchor AND clock_timestamp() >= NEW.real_anchor THEN
        RAISE EXCEPTION 'the change of the clock took too long, make it again'
            USING ERRCODE = 'serialization_failure';
    END IF;
    RETURN NULL;
END $$;

INSERT INTO clock_setting VALUES
    (true, '2000-01-01Z', '2000-01-01Z', 1, '0', '2000-01-01Z', '2000-01-01Z', 1, '2000-01-01Z');

CREATE TRIGGER clock_never_goes_back BEFORE UPDATE OR DELETE ON clock_setting
    FOR EACH ROW EXECUTE FUNCTION clock_guard();
CREATE TRIGGER clock_is_never_removed BEFORE TRUNCATE ON clock_setting
    FOR EACH STATEMENT EXECUTE FUNCTION clock_guard();
CREATE CONSTRAINT TRIGGER change_is_committed_before_its_effect AFTER UPDATE ON clock_setting
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION clock_in_time();
"""

BACK = """
DROP TABLE clock_setting CASCADE;
DROP FUNCTION qinglan_now(); DROP FUNCTION qinglan_clock_at(timestamptz);
DROP FUNCTION qinglan_shown(timestamptz, timestamptz, timestamptz, integer);
DROP FUNCTION clock_guard(); DROP FUNCTION clock_in_time();
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunSQL(SQL, BACK)]
