"""A version of a rule never changes; of current ones, one holds on a day; evaluations only grow."""

from django.db import migrations

from qinglan.kernel.database.append_only import append_only, revoke

SQL = """
CREATE FUNCTION rulebook_guard_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before jsonb;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        before := to_jsonb(OLD) - 'is_current';
        IF before <> to_jsonb(NEW) - 'is_current' THEN
            RAISE EXCEPTION 'a version of a rule never changes' USING ERRCODE = 'restrict_violation';
        END IF;
    END IF;
    IF NEW.is_current THEN
        PERFORM pg_advisory_xact_lock(hashtext('rulebook ' || NEW.slug));
        IF EXISTS (
            SELECT 1 FROM rulebook_ruleversion AS other
            WHERE other.slug = NEW.slug AND other.territory = NEW.territory AND other.is_current
              AND other.digest <> NEW.digest
              AND daterange(other.effective_from, other.effective_to, '[]')
                  && daterange(NEW.effective_from, NEW.effective_to, '[]')
        ) THEN
            RAISE EXCEPTION 'another version of % holds on the same days', NEW.slug
                USING ERRCODE = 'exclusion_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER one_version_holds_on_a_day BEFORE INSERT OR UPDATE ON rulebook_ruleversion
    FOR EACH ROW EXECUTE FUNCTION rulebook_guard_version();
CREATE OR REPLACE FUNCTION qinglan_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER versions_stay BEFORE DELETE OR TRUNCATE ON rulebook_ruleversion
    FOR EACH STATEMENT EXECUTE FUNCTION qinglan_refuse_change();
"""
BACK = """
DROP TRIGGER versions_stay ON rulebook_ruleversion;
DROP TRIGGER one_version_holds_on_a_day ON rulebook_ruleversion;
DROP FUNCTION rulebook_guard_version();
"""


class Migration(migrations.Migration):

    dependencies = [("rulebook", "0001_initial")]

    operations = [
        migrations.RunSQL(SQL, BACK),
        migrations.RunSQL(revoke("rulebook_ruleversion", "DELETE, TRUNCATE"), migrations.RunSQL.noop),
        append_only("rulebook_evaluation"),
    ]
