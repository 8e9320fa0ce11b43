"""The columns of the export: the national fields in their order, number and day before them. Chinese, as the system takes it."""

from collections.abc import Callable
from typing import Any

from qinglan.contracts.models import Registration
from qinglan.contracts.registering.pack import registration
from qinglan.contracts.registering.sheet import PERSONAL, values
from qinglan.kernel.web.lists import ListColumn


def export_columns(*, persons: bool) -> tuple[ListColumn, ...]:
    """One column a field, those about persons where the reader sees them; the values are worked out once for each row."""
    first = (
        ListColumn("合同登记编号", lambda row: row.national_number or "", on_page=False),
        ListColumn("登记日期", "registered_on", on_page=False),
        ListColumn("预审编号", lambda row: row.precheck_number or "", on_page=False),
    )
    return first + tuple(
        ListColumn(field.label.zh, _reader(field.key), on_page=False)
        for field in registration().fields
        if persons or field.value not in PERSONAL
    )


def _reader(key: str) -> Callable[[Any], str]:
    def read(row: Registration) -> str:
        stands = row.__dict__.get("_national_values")
        if stands is None:
            stands = row.__dict__["_national_values"] = values(row)
        return str(stands[key])

    return read
