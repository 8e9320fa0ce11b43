"""Tables that only grow: migration operations that make the database refuse every change to them."""

from django.db.migrations import RunSQL

from .location import ROLE_NAMES

_REFUSE = """
CREATE OR REPLACE FUNCTION qinglan_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation';
END $$;
"""


def append_only(table: str) -> RunSQL:
    """A trigger refuses UPDATE, DELETE and TRUNCATE on `table`, the owner's too; the app loses the rights."""
    trigger = f"""
        CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION qinglan_refuse_change();
    """
    return RunSQL(
        _REFUSE + trigger + revoke(table, "UPDATE, DELETE, TRUNCATE"),
        f"DROP TRIGGER IF EXISTS append_only ON {table};",
    )


def revoke(table: str, rights: str) -> str:
    """SQL that takes `rights` on `table` from the application's role, where a role of that name exists.

    A foreign server may know the application by another name; there the triggers stand alone.
    """
    app = ROLE_NAMES["app"]
    # Both names are constants of this project: nothing of a reader comes into the text.
    return f"""
        DO $$ BEGIN
            IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{app}') THEN
                REVOKE {rights} ON {table} FROM {app};
            END IF;
        END $$;
    """  # noqa: S608 - as said above


def only_for_app(function: str) -> str:
    """SQL by which only the owner and the application's role may call `function` (with its argument types)."""
    app = ROLE_NAMES["app"]
    return f"""
        REVOKE EXECUTE ON FUNCTION {function} FROM PUBLIC;
        DO $$ BEGIN
            IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{app}') THEN
                GRANT EXECUTE ON FUNCTION {function} TO {app};
            END IF;
        END $$;
    """  # noqa: S608 - as in revoke
