"""One transaction at a time, by a name: locks of the database that hold no row and end with the transaction."""

from django.db import connection


def wait_turn(name: str, of: str = "") -> None:
    """Wait until no other transaction has the turn of `name` (and `of`, one thing of it); have it until the end.

    Two names may fall together by their hash: then one waits without need. Outside a transaction it holds nothing.
    """
    _ask("pg_advisory_xact_lock", name, of)


def take_turn(name: str, of: str = "") -> bool:
    """Have the turn until the end of the transaction, where nobody else has it; False where somebody has."""
    return bool(_ask("pg_try_advisory_xact_lock", name, of))


def _ask(function: str, name: str, of: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(hashtext(%s), hashtext(%s))", [name, of])
        row = cursor.fetchone()
    return row[0] if row else None
