"""A row that can't be written: the database refuses every change of it, as a broken one would."""

from typing import Any

from .server import TestDatabase


def poison(database: TestDatabase, row: Any) -> None:
    """Let every update of this row (of a model) fail from now on."""
    table, name = row._meta.db_table, f"poison_{row._meta.db_table}_{row.pk}"
    with database.connect("owner", autocommit=True) as owner:
        owner.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'this row is broken'; END $$"
        )
        owner.execute(
            f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW"
            f" WHEN (OLD.id = {row.pk}) EXECUTE FUNCTION {name}()"
        )
