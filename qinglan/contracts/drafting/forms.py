"""The form by which a version is written: a field for each clause of the checklist."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.contracts.drafting.drawn import Drawn
from qinglan.contracts.drafting.pack import LONGEST, ClauseRow, law
from qinglan.kernel.rulebook.language import in_reader_language
from qinglan.kernel.web.forms import TextField
from qinglan.market.forms import Form

_NEEDLESS = ("version", "note")


class ClausesForm(Form):
    """The clauses of a contract, each with its hint, the articles of the law and where its text comes from."""

    note = TextField(label=_("What changed and why"), max_length=500, required=False)

    def __init__(
        self, *args: Any, rows: tuple[ClauseRow, ...], begun: Mapping[str, Drawn], number: int, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"version": number} | {code: one.text for code, one in begun.items()}
        super().__init__(*args, **kwargs)
        for row in rows:
            self.fields[row.code] = _field(row, begun.get(row.code, Drawn()))
        self.fields["note"] = self.fields.pop("note")
        self.fields["note"].widget.attrs["rows"] = 2

    def clauses(self) -> dict[str, str]:
        """What the verb takes."""
        return {name: text for name, text in self.cleaned_data.items() if name not in _NEEDLESS}


class EssentialField(TextField):
    """A clause that must be there before the signature; a version may still be kept without it."""

    def validate(self, value: Any) -> None:
        """The checklist says what is missing, when it matters."""


def _field(row: ClauseRow, begun: Drawn) -> TextField:
    parts = [in_reader_language(row.hint), law(row.articles), begun.origin]
    kind = EssentialField if row.essential else TextField
    field = kind(
        label=in_reader_language(row.title), help_text=" · ".join(one for one in parts if one), max_length=LONGEST,
        required=row.essential,
    )  # fmt: skip
    field.widget.attrs["rows"] = max(3, min(12, begun.text.count("\n") + len(begun.text) // 45 + 2))
    return field
