"""A field of forms in which rights of a ledger are chosen, however long it is."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.web.choosing import ChooseField
from qinglan.rights.models import Right


class RightsField(ChooseField):
    """Some rights; the form that has the field sets its `queryset`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=Right.objects.none(),
            search=found,
            search_label=_("Search your ledger by number or title"),
            note=note_of,
            **kwargs,
        )


def found(rows: QuerySet[Right], text: str) -> QuerySet[Right]:
    """The rights whose number or title holds every word of `text`; ZL and CN before a number are the same."""
    for word in text.split():
        number = word.upper()
        if number.startswith(("ZL", "CN")):
            number = number[2:]
        rows = rows.filter(Q(number__icontains=number) | Q(title__icontains=word))
    return rows


def note_of(right: Right) -> str:
    """What it is and how it stands."""
    return f"{capfirst(right.get_kind_display())} · {right.get_state_display()}"
