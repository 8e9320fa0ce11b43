"""Forms of this app."""

import json
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.codes.models import Territory
from qinglan.kernel.measures.models import Confidentiality, Indicator, Kind, Level
from qinglan.kernel.measures.registry import REGISTRY
from qinglan.kernel.rulebook.packs import discover
from qinglan.kernel.web.forms import LimitedFileField, LineField, NumberField, TextField, WholeNumberField
from qinglan.plans.domain.body import Duty
from qinglan.plans.domain.item import Content
from qinglan.plans.models import BodyRole, Comparator, Plan, Quantity, QuantityKind, Stage, Strength
from qinglan.programmes.queries.scheme import schemes_for

LARGEST_DOCUMENT = 10 * 1024 * 1024
"""Bytes of the largest document that is read."""
READABLE = (".txt", ".docx", ".html", ".htm", ".pdf")
"""Kinds of files that the reader can read."""
RESERVED = {"new", "items", "bodies"}
"""Addresses below /plans/ that no plan can have."""
LONGEST_PASTE = 500_000
"""Characters of the longest pasted text."""


class UploadForm(forms.Form):
    """A document for the reader: a file or pasted text, for a new plan or as a new version."""

    autosave = True
    file = LimitedFileField(label=_("File"), required=False, max_bytes=LARGEST_DOCUMENT, kinds=READABLE)
    text = forms.CharField(
        label=_("Or paste the text"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=LONGEST_PASTE,
    )
    plan = forms.ModelChoiceField(
        label=_("Plan"),
        queryset=Plan.objects.order_by("slug"),
        required=False,
        empty_label=_("a new plan"),
        help_text=_("Choose a plan to read a new version of it."),
    )
    territory = forms.ModelChoiceField(
        label=_("Territory"),
        queryset=Territory.objects.filter(parent__isnull=True),
        required=False,
        help_text=_("Only for a new plan."),
    )
    stage = forms.ChoiceField(label=_("Stage of the document"), choices=Stage.choices)
    base_year = WholeNumberField(
        label=_("Base year of growth"),
        required=False,
        min_value=1990,
        max_value=2100,
        help_text=_("The year from which growth rates are reckoned, where the plan has any."),
    )
    source_name = LineField(
        label=_("Source"), required=False, max_length=200, help_text=_("Where the document was published.")
    )
    slug = forms.SlugField(
        label=_("Address of the new plan"),
        max_length=80,
        required=False,
        help_text=_("Letters, digits and hyphens, such as green-plan-2027; made by itself when left empty."),
    )

    def clean_slug(self) -> str:
        """An address that no page of our own has."""
        slug: str = self.cleaned_data["slug"]
        if slug in RESERVED:
            raise forms.ValidationError(_("This address is taken by a page of the system. Choose another."))
        return slug

    def clean(self) -> dict[str, Any]:
        """Exactly one document, and a place for it."""
        data = super().clean() or {}
        if not data.get("file") and not (data.get("text") or "").strip() and "file" not in self.errors:
            self.add_error("file", _("Choose a file, or paste the text below."))
        if data.get("file") and (data.get("text") or "").strip():
            self.add_error("text", _("Both a file and a pasted text were given. Use one of them."))
        if (
            not data.get("plan")
            and not data.get("territory")
            and not {"plan", "territory"} & set(self.errors)
        ):
            self.add_error("territory", _("Say for which territory the new plan is."))
        return data


class ItemForm(forms.Form):
    """What a target or rule says."""

    autosave = True
    kind = forms.ChoiceField(label=_("Kind"), choices=QuantityKind.choices, widget=forms.RadioSelect)
    quote = forms.CharField(
        label=_("Quote"), max_length=300, strip=True, help_text=_("Exactly as in the text.")
    )
    indicator = LineField(label=_("What is counted or measured"), max_length=200)
    action = LineField(
        label=_("Verb"),
        max_length=40,
        required=False,
        help_text=_("Such as 认定, 建设, 达到; empty where there is only a comparison."),
    )
    comparator = forms.ChoiceField(label=_("Comparison"), choices=Comparator.choices)
    value = NumberField(
        label=_("Value"), max_digits=20, decimal_places=4, validators=[MinValueValidator(Decimal(0))]
    )
    upper = NumberField(
        label=_("Upper value"),
        max_digits=20,
        decimal_places=4,
        required=False,
        help_text=_("Only for a range."),
    )
    unit = LineField(label=_("Unit as printed"), max_length=20, required=False)
    per = LineField(
        label=_("For each"),
        max_length=40,
        required=False,
        help_text=_("Such as 年 where the plan says 每年."),
    )
    deadline = LineField(
        label=_("Deadline"),
        max_length=10,
        required=False,
        help_text=_("A year or a date, such as 2022 or 2022-06-30."),
    )
    strength = forms.ChoiceField(
        label=_("Strength"), choices=Strength.choices, widget=forms.RadioSelect, initial=Strength.FIRM
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @classmethod
    def of(cls, item: Quantity) -> "ItemForm":
        """The form as it stands for `item`."""
        said = {name: getattr(item, name) for name in cls.base_fields if name != "version"}
        plain = {name: f"{value.normalize():f}" for name, value in said.items() if isinstance(value, Decimal)}
        return cls(initial={**said, **plain, "version": item.revision})

    def content(self) -> Content:
        """What the form says; call it on a valid form."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return Content(**data)


class BodyForm(forms.Form):
    """A responsible body of an article."""

    autosave = True
    role = forms.ChoiceField(label=_("Role"), choices=BodyRole.choices, widget=forms.RadioSelect)
    name = LineField(label=_("Name of the body"), max_length=120)
    quote = forms.CharField(label=_("Quote"), max_length=400, help_text=_("Exactly as in the text."))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def duty(self) -> Duty:
        """What the form says; call it on a valid form."""
        data = self.cleaned_data
        return Duty(role=data["role"], name=data["name"], quote=data["quote"])


class LinkForm(forms.Form):
    """How a target is counted: a measure and what it needs."""

    autosave = True
    measure = forms.ChoiceField(label=_("Measure"))
    indicator = forms.ChoiceField(
        label=_("Indicator"), required=False, help_text=_("What is reported and counted.")
    )
    programme = forms.ChoiceField(
        label=_("Scheme"), required=False, help_text=_("Whose awards are counted, from the register.")
    )
    denominator = forms.ChoiceField(label=_("Whole (for a share)"), required=False)
    listed_in = forms.ChoiceField(label=_("Only organisations on this list"), required=False)
    level = forms.ChoiceField(label=_("From which level on"), required=False)
    stages = LineField(label=_("Only these stages"), required=False, help_text=_("Separated by commas."))
    comparator = forms.ChoiceField(
        label=_("Threshold: comparison"),
        required=False,
        choices=[("", "—"), ("ge", _("at least")), ("gt", _("more than"))],
    )
    threshold = NumberField(label=_("Threshold"), required=False, max_digits=20, decimal_places=4)
    unit = LineField(label=_("Unit of the threshold"), required=False, max_length=20)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = Indicator.objects.filter(pack=plan.indicator_pack)
        indicators = [(indicator.slug, indicator.name) for indicator in known]
        measures = [(name, str(measure.title)) for name, measure in sorted(REGISTRY.items())]
        levels = [(level.value, str(level.label)) for level in Level]
        for name, choices in (
            ("measure", measures),
            ("indicator", indicators),
            ("programme", [(one.programme.slug, one.title) for one in schemes_for(plan.territory)]),
            ("denominator", indicators),
            ("listed_in", indicators),
            ("level", levels),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", "—"), *choices]
        needs = {name: measure.parameter_names for name, measure in REGISTRY.items()}
        self.fields["measure"].widget.attrs["data-parameters"] = json.dumps(needs)

    @classmethod
    def of(cls, target: Quantity) -> "LinkForm":
        """The form as it stands for `target`."""
        given = dict(target.measure_parameters)
        given["indicator"] = given.get("indicator") or given.get("numerator", "")
        given["stages"] = ", ".join(given.get("stages", ()))
        return cls(
            initial={**given, "measure": target.measure, "version": target.revision},
            plan=target.version.plan,
        )

    def clean(self) -> dict[str, Any]:
        """What the chosen measure can't do without."""
        data: dict[str, Any] = super().clean() or {}
        chosen = REGISTRY.get(data.get("measure", ""))
        names = chosen.parameter_names if chosen else ()
        if {"indicator", "numerator"} & set(names) and not data.get("indicator"):
            self.add_error("indicator", _("Choose what is counted."))
        if "programme" in names and not data.get("programme"):
            self.add_error("programme", _("Choose the scheme whose awards are counted."))
        return data

    def parameters(self) -> dict[str, Any]:
        """The parameters that the chosen measure takes, without those left empty."""
        data = self.cleaned_data
        given = {
            "indicator": data["indicator"],
            "programme": data["programme"],
            "numerator": data["indicator"],
            "denominator": data["denominator"],
            "listed_in": data["listed_in"],
            "level": data["level"],
            "stages": [word.strip() for word in data["stages"].replace("，", ",").split(",") if word.strip()],
            "comparator": data["comparator"],
            "threshold": None if data["threshold"] is None else f"{data['threshold'].normalize():f}",
            "unit": data["unit"],
        }
        wanted = REGISTRY[data["measure"]].parameter_names
        return {
            name: value for name, value in given.items() if name in wanted and value not in ("", None, [])
        }


class IndicatorForm(forms.Form):
    """A new indicator for a target that nothing on record can count."""

    autosave = True
    name = LineField(label=_("Name of the indicator"), max_length=80)
    definition = TextField(
        label=_("Definition"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1000,
        help_text=_("What is counted, when, and by whom."),
    )
    unit = LineField(label=_("Unit"), max_length=20, required=False)
    kind = forms.ChoiceField(
        label=_("What is reported"), choices=Kind.choices, widget=forms.RadioSelect, initial=Kind.AMOUNT
    )
    form_number = LineField(
        label=_("Form number"), max_length=40, help_text=_("The number of the statistical form (表号).")
    )
    confidentiality = forms.ChoiceField(
        label=_("Who sees single figures"), choices=Confidentiality.choices, widget=forms.RadioSelect
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ReasonForm(forms.Form):
    """Why something is taken back."""

    autosave = True
    reason = TextField(label=_("Reason"), max_length=200, widget=forms.Textarea(attrs={"rows": 3}))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


def pack_of(territory: Territory) -> str:
    """The pack of a territory; "" where no pack is for it."""
    from django.conf import settings  # noqa: PLC0415 - only here

    return next(
        (pack.slug for pack in discover(settings.PACKS) if pack.manifest.territory == territory.code), ""
    )
