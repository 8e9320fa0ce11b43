"""Forms of lots. A form knows fields and their hints; what is right is said by the verbs."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.auctions.domain.criteria import Judged
from qinglan.auctions.domain.lot_amendment import AMENDABLE
from qinglan.auctions.lots.pack import Coded, auctions
from qinglan.auctions.lots.values import side_of
from qinglan.auctions.models import Lot, PaperKind, PricingBasis, TieRule
from qinglan.auctions.models.choices import LotMode
from qinglan.kernel.outages.forms import MomentField
from qinglan.kernel.rulebook.language import in_reader_language
from qinglan.kernel.web.forms import (
    DateField,
    LimitedFileField,
    LineField,
    MoneyField,
    TextField,
    WholeNumberField,
)
from qinglan.market.forms import Form
from qinglan.market.models import Mode
from qinglan.parties.models import Organisation

_BEIJING = _("Beijing time; left empty it follows from the disclosure.")

_NOUGHT = {"deposit", "soft_close_seconds", "extend_seconds"}
_MOMENTS = {"applications_until", "bids_from", "bids_until"}


class UnitField(forms.CharField):
    """An organisation on record, by its code or its whole name."""

    widget = forms.TextInput(attrs={"autocomplete": "off"})

    def clean(self, value: Any) -> Organisation | None:
        """The organisation; None for an empty box that may be empty."""
        text = str(super().clean(value)).strip()
        if not text:
            return None
        rows = Organisation.objects.filter(code=text.upper()) | Organisation.objects.filter(name=text)
        found = list(rows[:2])
        if len(found) != 1:
            raise forms.ValidationError(
                _now("No single organisation has the code or the whole name “{text}”.").format(text=text)
            )
        return found[0]

    def prepare_value(self, value: Any) -> Any:
        """Its name."""
        return value.name if isinstance(value, Organisation) else value


class LotForm(Form):
    """All that the owner writes; `groups` are its headings. What is typed is not saved as a draft: it holds a secret."""

    autosave = False
    title = LineField(label=_("title"), max_length=200)
    summary = TextField(label=_("summary"), max_length=3000, required=False)
    transfer_mode = forms.ChoiceField(label=_("what is granted"), choices=Mode.choices)
    terms = TextField(label=_("conditions of the deal"), max_length=10_000, required=False)
    owner_class = forms.ChoiceField(label=_("class of the seller"))
    mode = forms.ChoiceField(label=pgettext_lazy("lot", "mode"))
    organiser = UnitField(
        label=_("organiser"), help_text=_("Its code or whole name. Who may organise depends on the mode.")
    )
    organiser_licence = LineField(label=_("licence of the organiser"), max_length=80, required=False)
    custodian = LineField(
        label=_("custodian of the deposits"), max_length=120, required=False,
        help_text=_("Special or supervised account and its bank. Qinglan holds no money."),
    )  # fmt: skip
    buyer = UnitField(label=_("agreed buyer"), required=False, help_text=_("For an agreed price alone."))
    pricing_basis = forms.ChoiceField(label=_("basis of the price"), choices=PricingBasis.choices)
    decision_number = LineField(label=_("internal decision"), max_length=120)
    decision_date = DateField(label=_("date of the internal decision"))
    start_price = MoneyField(
        label=_("start price"), required=False, min_fen=1,
        help_text=_("The first price of rising and falling bids; the price itself where it is fixed, agreed or a licence fee."),
    )  # fmt: skip
    step = MoneyField(
        label=pgettext_lazy("lot", "step"), required=False, min_fen=1, help_text=_("For open bids.")
    )
    step_seconds = WholeNumberField(
        label=_("seconds for each step"), required=False, min_value=1, help_text=_("For a falling price.")
    )
    floor_price = MoneyField(
        label=_("lowest price of the fall"), required=False, min_fen=1, help_text=_("For a falling price.")
    )
    reserve = MoneyField(
        label=_("reserve price"), required=False, min_fen=1,
        help_text=_("Secret: its commitment is disclosed, the number is revealed with the result."),
    )  # fmt: skip
    reserve_is_public = forms.BooleanField(label=_("the reserve price is disclosed"), required=False)
    deposit = MoneyField(label=_("deposit"), required=False)
    tie_rule = forms.ChoiceField(label=_("between equal bids"), choices=TieRule.choices)
    soft_close_seconds = WholeNumberField(
        label=_("a bid in the last seconds extends"),
        required=False,
        min_value=0,
        help_text=_("For rising bids."),
    )
    extend_seconds = WholeNumberField(label=_("by seconds"), required=False, min_value=0)
    disclosure_days = WholeNumberField(label=_("days of disclosure"), min_value=1, max_value=250)
    applications_until = MomentField(label=_("applications until"), required=False, help_text=_BEIJING)
    bids_from = MomentField(label=_("bids from"), required=False, help_text=_BEIJING)
    bids_until = MomentField(label=_("bids until"), required=False, help_text=_BEIJING)
    GROUPS = (
        (_("What is on offer"), ("title", "summary", "transfer_mode", "terms")),
        (_("By whom and how"), ("owner_class", "mode", "organiser", "organiser_licence", "custodian", "buyer")),
        (_("Basis of the price"), ("pricing_basis", "decision_number", "decision_date")),
        (
            _("Price and deposit"),
            ("start_price", "step", "step_seconds", "floor_price", "reserve", "reserve_is_public", "deposit"),
        ),
        (
            _("Days and moments"),
            (
                "disclosure_days", "applications_until", "bids_from", "bids_until", "soft_close_seconds",
                "extend_seconds", "tie_rule",
            ),
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, lot: Lot, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules, fields = auctions(), self.fields
        for name in ("summary", "terms"):
            fields[name].widget.attrs["rows"] = 4
        fit = [one for one in rules.owner_classes if lot.owner.kind in one.kinds]
        modes = {mode for one in fit for mode in rules.modes_for(one.code, side_of(lot))}
        choose: Any = fields["owner_class"]
        choose.choices = [(one.code, in_reader_language(one.text)) for one in fit]
        choose = fields["mode"]
        choose.choices = [(mode, label) for mode, label in LotMode.choices if mode in modes]

    def groups(self) -> list[tuple[Any, list[Any]]]:
        """Headings with their fields."""
        return [(title, [self[name] for name in names]) for title, names in self.GROUPS]

    def values(self) -> dict[str, Any]:
        """Empty boxes of numbers as nought where the lot has one; a moment that was not touched keeps its seconds."""
        found = super().values()
        for name in _NOUGHT & set(found):
            found[name] = found[name] or 0
        for name in _MOMENTS & set(found):
            stood, at = self.initial.get(name), found[name]
            if stood is not None and at == stood.replace(second=0, microsecond=0):
                found[name] = stood
        return found


class PaperForm(Form):
    """One file of a lot."""

    kind = forms.ChoiceField(label=_("kind of paper"), choices=PaperKind.choices)
    title = LineField(label=_("title"), max_length=200, required=False)
    file = LimitedFileField(label=_("File"))
    is_public = forms.BooleanField(
        label=_("disclosed"), required=False, help_text=_("Everybody reads it. Others see its digest alone.")
    )


class ReasonForm(Form):
    """A reason of the list and a note, both of which the other side reads."""

    reason = forms.ChoiceField(label=_("Reason"))
    note = LineField(label=_("note"), max_length=200, required=False)

    def __init__(self, *args: Any, rows: tuple[Coded, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose: Any = self.fields["reason"]
        choose.choices = [("", _now("Choose")), *((one.code, in_reader_language(one.text)) for one in rows)]


class AskForm(Form):
    """A question that everybody will read with its answer."""

    text = TextField(
        label=_("question"), max_length=1000, help_text=_("Everybody reads it, without your name.")
    )


class AnswerForm(Form):
    """The answer to all."""

    answer = TextField(label=_("Answer"), max_length=2000)


class AmendForm(LotForm):
    """What may change after the disclosure, and why."""

    reason = TextField(label=_("Reason"), max_length=300, help_text=_("Everybody reads it."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].widget.attrs["rows"] = 2
        for name in [one for one in self.fields if one not in (*AMENDABLE, "reason", "version")]:
            del self.fields[name]

    def groups(self) -> list[tuple[Any, list[Any]]]:
        """The reason first."""
        kept = [(title, [self[n] for n in names if n in self.fields]) for title, names in self.GROUPS]
        return [(_("Reason"), [self["reason"]]), *((title, rows) for title, rows in kept if rows)]

    def values(self) -> dict[str, Any]:
        """The fields of the lot alone."""
        return {name: value for name, value in super().values().items() if name in AMENDABLE}


class CriteriaForm(Form):
    """What a selection judges: the points of the price, and one line for each other criterion."""

    price = WholeNumberField(label=_("Points of the price"), min_value=1, max_value=99)
    others = forms.CharField(
        label=_("Other criteria"),
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_(
            "One on each line: criterion | points | how points are given. Price and criteria sum to 100."
        ),
    )

    def clean_others(self) -> list[Judged]:
        """The criteria; the first line that can't be read is named."""
        found = []
        for number, line in enumerate(self.cleaned_data["others"].splitlines(), 1):
            if not line.strip():
                continue
            title, points, *guide = [part.strip() for part in re.split(r"[|｜\t]", line)] + [""]
            if not title or not points.isdecimal():
                raise forms.ValidationError(
                    _now(
                        "Line {number} can't be read. Write for instance: Plan | 30 | whole and feasible: all."
                    ).format(number=number)
                )
            found.append(Judged(title[:120], int(points), " ".join(guide).strip()[:1000]))
        return found
