"""Numbers that count up within a year, such as ``HT-2026-000001``."""

from typing import Any

from qinglan.kernel.database.turns import wait_turn


def next_number(model: Any, start: str, *, digits: int, field: str = "number") -> str:
    """`start` and the next number after the highest that a row of `model` has, within the caller's transaction.

    Whoever takes a number of the same column at the same time waits for the other's transaction. Found by the
    index of the column.
    """
    wait_turn(f"{model._meta.label_lower}.{field}")
    rows = model._default_manager.filter(**{f"{field}__gte": start, f"{field}__lt": f"{start}A"})
    last = rows.order_by(f"-{field}").values_list(field, flat=True).first()
    return f"{start}{int(last.removeprefix(start)) + 1 if last else 1:0{digits}d}"
