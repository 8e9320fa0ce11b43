"""Values of fields as the engines hold them."""

from datetime import date

from qinglan.kernel.search.engine.collections import Collection
from qinglan.kernel.search.engine.documents import Document, Value


def several(value: Value) -> list[str]:
    """The values of a keyword, in order and each once."""
    if value is None:
        return []
    if isinstance(value, str | int | date):
        return [str(value)] if value != "" else []
    return sorted({str(one) for one in value})


def number(value: Value) -> int | None:
    """A number, or a date as its ordinal."""
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, date):
        return value.toordinal()
    raise TypeError(f"{value!r} is neither a whole number nor a date")


def words_of(document: Document, collection: Collection) -> str:
    """All texts of a document's innermost layer."""
    values = document.layers[0].values if document.layers else {}
    return "\n".join(str(values.get(field.name) or "") for field in collection.texts)
