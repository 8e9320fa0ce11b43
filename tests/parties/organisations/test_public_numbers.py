"""No identity or bank card number in what everybody reads of an organisation."""

from typing import Any

import pytest

from qinglan.kernel.conflicts import Impossible
from qinglan.parties.domain.organisation import edit_organisation, register_organisation, rename_organisation
from qinglan.parties.models import Organisation
from tests.parties.organisations.made import DAY, particulars, verified

ID_NUMBER = "11010519491231002X"
CARD = "6222021234567890128"


@pytest.mark.parametrize(
    "number", [ID_NUMBER, "１１０１０５１９４９１２３１００２Ｘ", "110105 19491231 002X"]
)
@pytest.mark.parametrize("field", ["address", "introduction"])
def test_neither_entered_nor_edited(city: Any, officer: Any, field: str, number: str) -> None:
    with pytest.raises(Impossible, match="identity or bank card number") as refused:
        register_organisation(
            acting_user=officer, particulars=particulars(1, **{field: f"甲 {number}"}), basis="x"
        )
    assert refused.value.field == field
    firm = verified(officer, 2)
    with pytest.raises(Impossible):
        edit_organisation(acting_user=officer, organisation=firm, values={field: f"乙 {number}"})
    assert getattr(Organisation.objects.get(pk=firm.pk), field) == ""


def test_nor_as_a_name(city: Any, officer: Any) -> None:
    firm = verified(officer, 1)
    with pytest.raises(Impossible) as refused:
        rename_organisation(
            acting_user=officer, organisation=firm, name=f"甲{ID_NUMBER}公司", on=DAY, basis="执照"
        )
    assert refused.value.field in ("name", "on")
