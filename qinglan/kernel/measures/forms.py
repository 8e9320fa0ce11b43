"""What officers fill in. Rules are the verbs'; a form only reads, and says early what can't pass."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qinglan.kernel import clock
from qinglan.kernel.codes.models import Territory
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.measures import queries
from qinglan.kernel.measures.domain.checks import stricter_or_equal
from qinglan.kernel.measures.domain.entry import Listing
from qinglan.kernel.measures.domain.figure import Report
from qinglan.kernel.measures.fields import AmountField, CodeField
from qinglan.kernel.measures.models import Figure, Indicator, Kind, Level, Stage, SubjectKind
from qinglan.kernel.web.forms import DateField, LineField, TextField

YEARS = 15
"""So many years back can be chosen."""
Choice = tuple[str, Any]


class Form(forms.Form):
    """A form that takes the reason of a verb to the field that it belongs to; saved as a draft while typed."""

    autosave = True

    def refuse(self, error: Impossible) -> None:
        """Show why a verb refused, beside its field where the form has it."""
        self.add_error(error.field if error.field in self.fields else None, error.message)


def area(rows: int) -> forms.Textarea:
    """A text box of `rows` lines."""
    return forms.Textarea({"rows": rows})


class ChooseAmount(Form):
    """Which indicator, for which year."""

    indicator = forms.ChoiceField(
        label=_("Indicator"),
        error_messages={"required": _("Choose the indicator."), "invalid_choice": _("Choose the indicator.")},
    )
    year = forms.TypedChoiceField(
        label=_("Year"),
        coerce=int,
        help_text=_("The year that the figure is about, not the year in which you report it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        this = clock.today().year
        _choices(self.fields["indicator"], indicator_choices(Kind.AMOUNT))
        _choices(self.fields["year"], [(str(year), str(year)) for year in range(this, this - YEARS, -1)])
        self.fields["year"].initial = this - 1


class ChooseEntry(Form):
    """Which list, since which day."""

    indicator = forms.ChoiceField(
        label=_("List"),
        error_messages={"required": _("Choose the list."), "invalid_choice": _("Choose the list.")},
    )
    first_day = DateField(
        label=_("First day"),
        help_text=_("The day of the document: announcement, registration, certificate."),
        error_messages={"required": _("Write the first day."), "invalid": _("Write the day as 2026-03-31.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self.fields["indicator"], indicator_choices(Kind.ENTRY))

    def clean_first_day(self) -> date:
        """A day that has come."""
        day: date = self.cleaned_data["first_day"]
        if day > clock.today():
            raise forms.ValidationError(
                gettext("The first day lies ahead. Enter the item when the day has come.")
            )
        return day


class _About(Form):
    """The fields that amounts and entries share, in the order of `order`."""

    order: tuple[str, ...] = ()

    def __init__(self, *args: Any, indicator: Indicator, first: date, last: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.indicator = indicator
        self._first = first
        self._about(first, last)
        self._proof()
        self.order_fields(list(self.order))

    def _about(self, first: date, last: date) -> None:
        entry = self.indicator.kind == Kind.ENTRY
        if entry or self.indicator.subject == SubjectKind.ORGANISATION:
            self.fields["subject_name"] = LineField(
                label=_("Organisation, thing or person") if entry else _("Name of the organisation"),
                help_text=_(
                    "As in the document. For people write the number of the certificate, never a name."
                )
                if entry
                else _("In full, as on the business licence."),
                max_length=120,
                error_messages={"required": _("Write the name as it stands in the document.")},
            )
            self.fields["subject_code"] = CodeField(
                label=_("Unified social credit code"),
                help_text=_(
                    "18 characters. With it an organisation is counted once, however its name is written."
                ),
                required=False,
            )
        if self.indicator.subject != SubjectKind.NONE or self.indicator.territory_id is None:
            self.fields["territory"] = forms.ChoiceField(
                label=_("Territory"),
                choices=[("", gettext("Choose …")), *territory_choices(self.indicator, first, last)],
                help_text=_(
                    "Where the organisation is registered, or to which territory the figure belongs."
                ),
                error_messages={
                    "required": _("Choose the territory."),
                    "invalid_choice": _("Choose a territory from the list."),
                },
            )

    def _proof(self) -> None:
        self.fields["evidence"] = TextField(
            label=_("Evidence"),
            help_text=_("Document, number and where it is kept, so that an auditor finds it in three years."),
            widget=area(3),
            max_length=400,
            error_messages={"required": _("Name the document, its number and where it is kept.")},
        )
        self.fields["reported_on"] = DateField(
            label=_("Date of the report"),
            help_text=_("The day on which the document was signed or received."),
            initial=clock.today,
            error_messages={
                "required": _("Write the date of the report."),
                "invalid": _("Write the day as 2026-03-31."),
            },
        )
        allowed = stricter_or_equal(self.indicator)
        if len(allowed) > 1:
            self.fields["confidentiality"] = forms.ChoiceField(
                label=_("Who sees it"),
                widget=forms.RadioSelect,
                choices=[(choice.value, choice.label) for choice in allowed],
                initial=self.indicator.confidentiality,
                help_text=_("As set for this indicator. You may choose a stricter setting."),
            )

    def _shared(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "indicator": self.indicator,
            "territory_id": data.get("territory") or self.indicator.territory_id or "",
            "subject_code": data.get("subject_code", ""),
            "subject_name": data.get("subject_name", ""),
            "evidence": data["evidence"],
            "reported_on": data["reported_on"],
            "confidentiality": data.get("confidentiality") or self.indicator.confidentiality,
        }


class AmountForm(_About):
    """An amount of one indicator and year; with `correcting`, also why it is corrected."""

    order = (
        "value",
        "subject_name",
        "subject_code",
        "territory",
        "evidence",
        "reported_on",
        "confidentiality",
        "reason",
    )

    def __init__(
        self, *args: Any, indicator: Indicator, year: int, correcting: Figure | None = None, **kwargs: Any
    ) -> None:
        if correcting is not None:
            kwargs.setdefault("initial", initial_of(correcting))
        super().__init__(
            *args, indicator=indicator, first=date(year, 1, 1), last=date(year, 12, 31), **kwargs
        )
        self.year = year
        self.fields["value"] = AmountField(unit=indicator.unit, label=_("Amount"))
        if correcting is not None:
            self.fields["reason"] = _reason(_("Why is it corrected?"))
        self.order_fields(list(self.order))

    def report(self) -> Report:
        """What the verb takes; only after ``is_valid()``."""
        return Report(year=self.year, value=self.cleaned_data["value"], **self._shared())


class ListingForm(_About):
    """An item of one list since one day."""

    order = (
        "subject_name",
        "subject_code",
        "territory",
        "level",
        "stage",
        "number",
        "valid_to",
        "evidence",
        "reported_on",
        "confidentiality",
    )

    def __init__(self, *args: Any, indicator: Indicator, first_day: date, **kwargs: Any) -> None:
        super().__init__(*args, indicator=indicator, first=first_day, last=first_day, **kwargs)
        if indicator.stages:
            self.fields["stage"] = forms.ChoiceField(
                label=_("Stage reached"),
                widget=forms.RadioSelect,
                choices=[(stage, Stage(stage).label) for stage in indicator.stages],
                error_messages={"required": _("Choose the stage that has been reached.")},
            )
        self.fields["level"] = forms.ChoiceField(
            label=_("Level of the list"),
            choices=[("", gettext("No level")), *Level.choices],
            required=False,
            help_text=_("Which authority keeps the list."),
        )
        self.fields["number"] = LineField(label=_("Document number"), required=False, max_length=80)
        self.fields["valid_to"] = DateField(
            label=_("Last day"),
            required=False,
            help_text=_("Leave it empty where the document names no end."),
            error_messages={"invalid": _("Write the day as 2026-03-31.")},
        )
        self.order_fields(list(self.order))

    def listing(self) -> Listing:
        """What the verb takes; only after ``is_valid()``."""
        data = self.cleaned_data
        return Listing(
            valid_from=self._first,
            valid_to=data["valid_to"],
            level=data["level"],
            stage=data.get("stage", ""),
            number=data["number"],
            **self._shared(),
        )


class ReasonForm(Form):
    """Why a record is withdrawn."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = _reason(_("Why is it withdrawn?"))


class EndForm(Form):
    """The last day of an entry, and why it ends."""

    last_day = DateField(
        label=_("Last day on the list"),
        help_text=_("On this day it is counted for the last time."),
        error_messages={"required": _("Write the last day."), "invalid": _("Write the day as 2026-03-31.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = _reason(_("Why does it end?"))


def initial_of(figure: Figure) -> dict[str, Any]:
    """A figure as the first content of the form that corrects it."""
    return {
        "value": figure.value,
        "subject_name": figure.subject_name,
        "subject_code": figure.subject_code,
        "territory": figure.territory_id,
        "evidence": figure.evidence,
        "reported_on": clock.today(),
        "confidentiality": figure.confidentiality,
    }


def indicator_choices(kind: Kind) -> list[Choice]:
    """The indicators of one kind, grouped by pack: ``pack/slug``."""
    groups: dict[str, list[Choice]] = {}
    for indicator in Indicator.objects.filter(kind=kind):
        groups.setdefault(indicator.pack, []).append((f"{indicator.pack}/{indicator.slug}", indicator.name))
    chosen: list[Choice] = [("", gettext("Choose …"))]
    return chosen + [(queries.pack_name(pack), tuple(options)) for pack, options in groups.items()]


def territory_choices(indicator: Indicator, first: date, last: date) -> list[Choice]:
    """The pack's territory and its parts that existed between two days, the city first."""
    return [
        (territory.code, _with_end(territory)) for territory in queries.territories(indicator, first, last)
    ]


def _with_end(territory: Territory) -> str:
    if territory.valid_to is None:
        return territory.name
    return gettext("%(name)s (until %(day)s)") % {
        "name": territory.name,
        "day": territory.valid_to.isoformat(),
    }


def _reason(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=_("It stands in the history and can't be changed later."),
        widget=area(2),
        max_length=200,
        error_messages={"required": _("Say why; an auditor will ask.")},
    )


def _choices(field: forms.Field, choices: Iterable[Choice]) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)
