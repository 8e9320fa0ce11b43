"""The fields in which an expert or a broker works."""

from collections.abc import Iterable
from typing import Any

from qinglan.parties.fields import Field

MOST_FIELDS = 12


def bring_fields(row: Any, wanted: Iterable[Field]) -> bool:
    """Bring ``row.fields`` to `wanted`; whether anything changed. Within the caller's transaction."""
    held, wanted = {(one.family, one.code) for one in row.fields.all()}, set(wanted)
    for family, code in held - wanted:
        row.fields.filter(family=family, code=code).delete()
    back = row.fields.field.name
    row.fields.bulk_create(
        row.fields.model(**{back: row}, family=family, code=code) for family, code in sorted(wanted - held)
    )
    return held != wanted
