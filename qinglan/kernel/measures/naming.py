"""Indicators by name, where others keep ``pack.indicator`` only."""

from qinglan.kernel import naming
from qinglan.kernel.measures.models import Indicator


def _indicators(keys: list[str]) -> dict[str, naming.Name]:
    slugs = {key.rpartition(".")[2] for key in keys}
    rows = {f"{row.pack}.{row.slug}": row for row in Indicator.objects.filter(slug__in=slugs)}
    return {key: naming.Name(rows[key].name) for key in keys if key in rows}


naming.register("figures", _indicators)
