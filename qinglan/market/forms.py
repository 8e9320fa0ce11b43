"""Forms of the market. A form knows fields and their hints; what is right is said by the verbs."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from qinglan.kernel import clock
from qinglan.kernel.codes.lists import edition_on
from qinglan.kernel.codes.models import Code, Territory
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.web.forms import DateField, LineField, MoneyField, TextField
from qinglan.market import aspects
from qinglan.market.domain.listing import CONTACT
from qinglan.market.models import (
    Abroad,
    BudgetSource,
    ExportClass,
    IpArrangement,
    Level,
    Mode,
    NeedKind,
    PriceKind,
)
from qinglan.market.models.listing import LANGUAGES
from qinglan.market.seeing import levels_of
from qinglan.parties import holding
from qinglan.parties.models import Organisation

NONE = ("", _("not said"))
QUOTED = 160
"""Characters of the Chinese text that stand beside the field for its English."""


class Form(forms.Form):
    """A form that shows what a verb refused; what is typed is saved as a draft."""

    autosave = True
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.label = capfirst(str(field.label)) if field.label else field.label

    def refuse(self, error: Impossible) -> None:
        """Put the refusal beside its field, or on top."""
        self.add_error(error.field if error.field in self.fields else None, error.message)

    def values(self) -> dict[str, Any]:
        """What was typed, without what is the form's own."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class ListingForm(Form):
    """One group of fields of a listing, opened with what stands there."""

    def __init__(self, *args: Any, listing: Any = None, user: Any = None, **kwargs: Any) -> None:
        self.listing = listing
        initial = {"version": listing.revision} if listing is not None else {}
        if listing is not None:
            initial |= {name: getattr(listing, name) for name in self.base_fields if hasattr(listing, name)}
            initial |= self.more(listing)
        kwargs["initial"] = initial | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    def more(self, listing: Any) -> dict[str, Any]:
        """Further initial values."""
        return {}

    def arguments(self) -> dict[str, Any]:
        """What the verb takes."""
        return {"values": self.values()}


class TerritoryField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A territory, by the order of pinyin below its city."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Territory.objects.order_by("parent_id", "pinyin"), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """Name and code."""
        return f"{obj.name} ({obj.code})"


def _area(label: Any, longest: int, rows: int = 4, **what: Any) -> TextField:
    return TextField(label=label, max_length=longest, widget=forms.Textarea(attrs={"rows": rows}), **what)


def _modes() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("modes"), choices=Mode.choices, widget=forms.CheckboxSelectMultiple, required=False
    )


def _languages() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("languages"),
        choices=LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("In which you can talk about it."),
    )


def trl_choices() -> list[tuple[str, str]]:
    """Levels with their names."""
    edition = edition_on("trl-general", clock.today())
    names = {row.code: row.name for row in Code.objects.filter(code_list=edition)} if edition else {}
    return [(str(level), f"{level} {names.get(str(level), '')}".strip()) for level in range(1, 10)]


class TrlField(forms.TypedChoiceField):
    """A level of readiness."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=lambda: [NONE, *trl_choices()], coerce=int, empty_value=None, required=False, **kwargs
        )


class ContactForm(ListingForm):
    """Whom to ask."""

    contact_name = LineField(label=_("contact person"), max_length=60, required=False)
    contact_telephone = LineField(
        label=_("telephone"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        help_text=_("Shown to members of verified organisations, unless you choose otherwise."),
    )
    contact_email = forms.EmailField(label=_("mailbox"), required=False)

    def more(self, listing: Any) -> dict[str, Any]:
        """The contact on record."""
        contact = getattr(listing, "contact", None)
        return {f"contact_{name}": getattr(contact, name, "") for name in CONTACT}

    def arguments(self) -> dict[str, Any]:
        """Values and contact apart."""
        found = self.values()
        contact = {name: found.pop(f"contact_{name}") for name in CONTACT}
        return {"values": found, "contact": contact}


class TechnologyEssentials(ContactForm):
    """The eight fields that suffice, without owner and secrecy check."""

    title = LineField(
        label=_("title"),
        max_length=200,
        help_text=_("What it does, to what: a stranger should understand it."),
    )
    problem = _area(
        _("what problem"),
        3000,
        required=False,
        help_text=_("Whose problem is it, and what does it cost him today?"),
    )
    effect = _area(
        _("effect"), 3000, required=False, help_text=_("What changes, in figures where you have them.")
    )
    trl = TrlField(label=_("technology readiness level"))
    modes = _modes()
    territory = TerritoryField(label=_("territory"), required=False)

    field_order = ("title", "problem", "effect", "trl", "modes", "territory")

    def clean_territory(self) -> Territory:
        """That of the owner where none was chosen."""
        found: Territory | None = self.cleaned_data["territory"]
        return found or (self.listing.territory if self.listing is not None else None)  # type: ignore[return-value]

    def values(self) -> dict[str, Any]:
        """Without a territory that nobody chose."""
        return {
            name: value
            for name, value in super().values().items()
            if name != "territory" or value is not None
        }


class Story(ListingForm):
    """The technology told."""

    summary = _area(
        _("summary"), 500, 3, required=False, help_text=_("Two sentences, as people read them in a list.")
    )
    description = _area(_("description"), 10_000, 8, required=False)
    advantage = _area(_("advantage over the usual solution"), 3000, required=False)
    scope = _area(_("scope of use"), 2000, 3, required=False)


class Terms(ListingForm):
    """The price, and the languages."""

    price_kind = forms.ChoiceField(label=_("price"), choices=[NONE, *PriceKind.choices], required=False)
    price_min = MoneyField(
        label=_("amount, or lowest amount"),
        unit="wan",
        required=False,
        help_text=_("Of a reserve price only you see the amount."),
    )
    price_max = MoneyField(label=_("highest amount"), unit="wan", required=False)
    languages = _languages()


class Origin(ListingForm):
    """Where it comes from, and its registration."""

    is_service_invention = forms.TypedChoiceField(
        label=_("service invention"),
        choices=[NONE, ("True", _("yes")), ("False", _("no"))],
        coerce=lambda value: value == "True",
        empty_value=None,
        required=False,
    )
    project_name = LineField(label=_("funded by the project"), max_length=200, required=False)
    project_number = LineField(label=_("number of the project"), max_length=60, required=False)
    registration_number = LineField(
        label=_("number of the registration of results"), max_length=60, required=False
    )
    registration_body = LineField(label=_("registered by"), max_length=120, required=False)
    registered_on = DateField(label=_("registered on"), required=False)


class English(ListingForm):
    """The texts in English; who may see a text in Chinese sees it in English too."""

    title_en = LineField(label=_("English title"), max_length=300, required=False)
    summary_en = _area(_("English summary"), 2000, 5, required=False)
    problem_en = _area(_("what problem, in English"), 6000, required=False)
    description_en = _area(_("description in English"), 20_000, 8, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            chinese = str(getattr(self.listing, name.removesuffix("_en"), "")) if name.endswith("_en") else ""
            if chinese:
                field.help_text = chinese if len(chinese) <= QUOTED else f"{chinese[:QUOTED]}……"


class TechnologyEnglish(English):
    """Those of a technology too."""

    effect_en = _area(_("effect, in English"), 6000, required=False)
    advantage_en = _area(_("advantage, in English"), 6000, required=False)
    scope_en = _area(_("scope of use, in English"), 4000, 3, required=False)
    field_order = ("title_en", "summary_en", "problem_en", "effect_en", "advantage_en", "scope_en")


class NeedAbroad(ListingForm):
    """How far partners abroad are admitted."""

    abroad = forms.ChoiceField(
        label=_("partners abroad"),
        choices=[NONE, *((one.value, one.label) for one in (Abroad.HOME, Abroad.PARTNERS))],
        required=False,
        help_text=_("Not said means: it is not in the view for partners abroad."),
    )


class TechnologyAbroad(ListingForm):
    """How far partners abroad are admitted, and the class of export."""

    abroad = forms.ChoiceField(
        label=_("partners abroad"),
        choices=[NONE, *Abroad.choices],
        required=False,
        help_text=_("Not said means: it is not in the view for partners abroad."),
    )
    export_class = forms.ChoiceField(
        label=_("class of technology export"),
        choices=[NONE, *ExportClass.choices],
        required=False,
        help_text=_(
            "Compare with the catalogue of technologies prohibited and restricted from export; in doubt ask the commerce department before any talks."
        ),
    )
    export_basis = LineField(
        label=_("basis of the class"),
        max_length=300,
        required=False,
        help_text=_("Which catalogue and item was compared, by whom, when."),
    )


class Fields(ListingForm):
    """Fields, by which it is found."""

    codes = forms.MultipleChoiceField(label=_("fields"), required=False, widget=forms.CheckboxSelectMultiple)
    ipc = LineField(
        label=_("IPC symbols"),
        max_length=300,
        required=False,
        help_text=_("Several with commas, such as H01M 10/0525, C02F 1/44."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["codes"].choices = field_choices()  # type: ignore[attr-defined]

    def more(self, listing: Any) -> dict[str, Any]:
        """What was chosen."""
        rows = list(listing.fields.all())
        return {
            "codes": [f"{row.family}:{row.code}" for row in rows if row.family != "ipc"],
            "ipc": ", ".join(row.code for row in rows if row.family == "ipc"),
        }

    def arguments(self) -> dict[str, Any]:
        """Family and code of each; what lies deeper than the boxes offer stays."""
        offered = {value for _name, group in field_choices() for value, _label in group}
        kept = []
        if self.listing is not None:
            kept = [
                (row.family, row.code)
                for row in self.listing.fields.all()
                if row.family != "ipc" and f"{row.family}:{row.code}" not in offered
            ]
        chosen = [tuple(value.split(":", 1)) for value in self.cleaned_data["codes"]]
        symbols = (
            self.cleaned_data["ipc"]
            .replace("，", ",")
            .replace("、", ",")
            .replace("；", ",")
            .replace(";", ",")
        )
        return {
            "fields": [*kept, *chosen, *(("ipc", one.strip()) for one in symbols.split(",") if one.strip())]
        }


def field_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Groups of ``family:code`` with their names: key fields and the top of the green catalogue."""
    today = clock.today()
    groups = []
    for family in ("key-fields", "green-catalogue"):
        edition = edition_on(family, today)
        if edition is not None:
            rows = Code.objects.filter(code_list=edition, level=1).order_by("code")
            groups.append((str(edition), [(f"{family}:{row.code}", row.name) for row in rows]))
    return groups


class WhoSees(ListingForm):
    """Who sees which aspect."""

    autosave = False

    def __init__(self, *args: Any, listing: Any, **kwargs: Any) -> None:
        super().__init__(*args, listing=listing, **kwargs)
        levels = levels_of(listing)
        for one in aspects.of(listing):
            if one.chosen:
                self.fields[one.name] = forms.ChoiceField(
                    label=capfirst(str(one.label)), choices=Level.choices, initial=levels[one.name]
                )

    def arguments(self) -> dict[str, Any]:
        """Aspect → level."""
        return {"visibility": self.values()}


class NeedEssentials(ContactForm):
    """What a need cannot do without."""

    title = LineField(
        label=_("title"),
        max_length=200,
        help_text=_("What is to be solved: a stranger should understand it."),
    )
    kind = forms.ChoiceField(label=_("kind of need"), choices=NeedKind.choices)
    problem = _area(
        _("what problem"),
        3000,
        required=False,
        help_text=_("Where it arises, what it costs, which conditions a solution must bear."),
    )
    modes = _modes()
    deadline = DateField(label=_("to be solved by"), required=False)
    territory = TerritoryField(label=_("territory"), required=False)
    is_anonymous = forms.BooleanField(
        label=_("without the name of the unit"),
        required=False,
        help_text=_("Others read district, branch and kind of the unit, until a confidentiality agreement."),
    )
    alias = LineField(
        label=_("shown in place of the name"),
        max_length=60,
        required=False,
        help_text=_("Left empty, we propose one."),
    )

    field_order = ("title", "kind", "problem", "modes", "deadline", "territory")
    clean_territory = TechnologyEssentials.clean_territory

    def values(self) -> dict[str, Any]:
        """Without a territory that nobody chose."""
        return {
            name: value
            for name, value in super().values().items()
            if name != "territory" or value is not None
        }


class NeedStory(ListingForm):
    """The need told."""

    summary = Story.base_fields["summary"]
    description = _area(_("background"), 10_000, 8, required=False)


class Money(ListingForm):
    """Budget, results, readiness, languages."""

    budget_min = MoneyField(label=_("budget, from"), unit="wan", required=False)
    budget_max = MoneyField(label=_("budget, up to"), unit="wan", required=False)
    budget_source = forms.ChoiceField(
        label=_("source of the money"), choices=[NONE, *BudgetSource.choices], required=False
    )
    ip_arrangement = forms.ChoiceField(
        label=_("to whom the results belong"), choices=[NONE, *IpArrangement.choices], required=False
    )
    ip_note = LineField(label=_("more on the results"), max_length=300, required=False)
    trl_wanted = TrlField(label=_("readiness at least"))
    languages = _languages()

    def clean(self) -> dict[str, Any]:
        """From less to more."""
        found = super().clean() or {}
        low, high = found.get("budget_min"), found.get("budget_max")
        if low is not None and high is not None and low > high:
            self.add_error("budget_max", _now("Write the lowest and the highest amount, the lower first."))
        return found


GROUPS: dict[str, dict[str, tuple[Any, type[ListingForm]]]] = {
    "technology": {
        "essentials": (_("What it cannot do without"), TechnologyEssentials),
        "story": (_("The technology told"), Story),
        "fields": (_("fields"), Fields),
        "terms": (_("Price and languages"), Terms),
        "origin": (_("Origin and registration"), Origin),
        "english": (_("In English"), TechnologyEnglish),
        "abroad": (_("Partners abroad"), TechnologyAbroad),
        "visibility": (_("Who sees what"), WhoSees),
    },
    "need": {
        "essentials": (_("What it cannot do without"), NeedEssentials),
        "story": (_("The need told"), NeedStory),
        "fields": (_("fields"), Fields),
        "money": (_("Money and results"), Money),
        "english": (_("In English"), English),
        "abroad": (_("Partners abroad"), NeedAbroad),
        "visibility": (_("Who sees what"), WhoSees),
    },
}
"""The pages on which a listing is written, in order."""


class OwnerField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of the organisations for which the user does business."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Organisation.objects.none(), **kwargs)

    def open_to(self, user: Any) -> None:
        """Those of `user`; an officer names one by its code instead."""
        self.queryset = holding.organisations_represented_by(user).order_by("name_key")
