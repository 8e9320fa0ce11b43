"""Forms of inventions and the people who made them. What is right the verbs say."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.contracts.models import (
    Contributor,
    Head,
    Invention,
    InventionState,
    Inventor,
)
from qinglan.contracts.sharing.fields import SCANS, PercentField, Titled, UnitForm, shown_percent
from qinglan.contracts.sharing.pack import sharing
from qinglan.kernel import clock
from qinglan.kernel.web.forms import (
    CodeField,
    DateField,
    LimitedFileField,
    LineField,
    TextField,
)
from qinglan.parties.models import User
from qinglan.rights.choosing import RightsField
from qinglan.rights.models import Right

_SPARE, _AT_FIRST = 2, 6
"""Empty lines behind those who are named; lines in all at the beginning."""


class InventorForm(UnitForm):
    """Somebody of the unit."""

    staff_number = CodeField(label=_("staff number"), max_length=30)
    name = LineField(label=pgettext_lazy("person", "name"), max_length=60)
    post = LineField(
        label=_("post and title"), max_length=100, help_text=_("As the notice of rewards shows it.")
    )
    head = forms.ChoiceField(label=_("heads a unit"), choices=Head.choices)
    account = LineField(
        label=_("name of his account here"),
        max_length=150,
        required=False,
        help_text=_("Then he sees his own share and may apply to exploit idle inventions."),
    )
    id_kind = LineField(label=_("kind of identity paper"), max_length=30, initial="居民身份证")
    id_number = CodeField(
        label=_("number of the identity paper"),
        max_length=30,
        required=False,
        help_text=_("Sealed; opened for the tax filing alone. Left empty, what is on record stays."),
    )

    def clean_account(self) -> User | None:
        """The account of this name."""
        name = self.cleaned_data["account"]
        found = User.objects.filter(username=name, is_active=True, is_system=False).first() if name else None
        if name and found is None:
            raise ValidationError(_now("No account has this name."))
        return found


class LeavingForm(Titled):
    """Somebody left."""

    on = DateField(label=_("left on"))
    note = LineField(label=_("how he is reached since"), max_length=200)


class InventionForm(UnitForm):
    """成果登记表: what was made, when, from which project, by which rights."""

    title = LineField(label=_("title of the invention"), max_length=200)
    kind = forms.ChoiceField(label=_("kind of result"))
    completed_on = DateField(label=_("completed on"))
    department = LineField(label=_("department"), max_length=120, required=False)
    source = LineField(label=_("project or task that it comes from"), max_length=200, required=False)
    summary = TextField(label=_("what it is and what it does"), max_length=2000, required=False)
    rights = RightsField(label=_("rights in it"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(one.code, one.words()) for one in sharing().result_kinds]  # type: ignore[attr-defined]
        self.fields["rights"].queryset = Right.objects.filter(keeper__in=self.units)  # type: ignore[attr-defined]
        if not self.fields["rights"].queryset.exists():  # type: ignore[attr-defined]
            del self.fields["rights"]


class OwnershipForm(Titled):
    """权属核查."""

    finding = forms.ChoiceField(
        label=_("what was found"), choices=[one for one in InventionState.choices if one[0] != "disclosed"]
    )
    basis = TextField(
        label=_("basis of the ownership check"),
        max_length=500,
        help_text=_("Contract of employment, project contract, means of the unit used, rights, co-owners."),
    )
    co_owners = LineField(label=_("co-owners and what they agreed"), max_length=300, required=False)


class ContributorsForm(Titled):
    """Who made it, in their order; empty lines at the end for more."""

    def __init__(self, *args: Any, invention: Invention, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Inventor.objects.filter(organisation=invention.keeper_id)
        self.there = list(invention.contributors.select_related("inventor"))
        self.lines = max(len(self.there) + _SPARE, _AT_FIRST)
        choices = [("", "—"), *((str(one.pk), f"{one.name} {one.staff_number}") for one in people)]
        for place in range(1, self.lines + 1):
            one = self.there[place - 1] if place <= len(self.there) else None
            self.fields[f"who_{place}"] = forms.ChoiceField(
                label=_("contributor"),
                choices=choices,
                required=False,
                initial=one.inventor_id if one else "",
            )
            self.fields[f"what_{place}"] = LineField(
                label=_("contribution"),
                max_length=300,
                required=False,
                initial=one.contribution if one else "",
            )
            self.fields[f"main_{place}"] = forms.BooleanField(
                label=_("main contributor"), required=False, initial=one.is_main if one else place == 1
            )
        self.people = {str(one.pk): one for one in people}

    @property
    def groups(self) -> list[tuple[Any, list[Any]]]:
        """One for each line."""
        return [
            (_now("{number}. contributor").format(number=place), [self[f"{part}_{place}"] for part in ("who", "what", "main")])
            for place in range(1, self.lines + 1)
        ]  # fmt: skip

    def named(self) -> list[tuple[Inventor, str, bool]]:
        """(person, contribution, main) of the lines that name somebody."""
        data = self.cleaned_data
        return [
            (self.people[data[f"who_{place}"]], data[f"what_{place}"], data[f"main_{place}"])
            for place in range(1, self.lines + 1)
            if data.get(f"who_{place}")
        ]


class PartsForm(Titled):
    """The agreed parts, in percent."""

    def __init__(self, *args: Any, people: Sequence[Contributor], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = list(people)
        for one in self.people:
            self.fields[f"part_{one.pk}"] = PercentField(
                label=f"{one.inventor.name}（{one.inventor.staff_number}）%",
                initial=shown_percent(one.part),
                help_text=_("main contributor") if one.is_main else "",
            )
        self.fields["agreed_on"] = DateField(label=_("parts agreed on"), initial=clock.today())
        self.fields["basis"] = LineField(
            label=_("agreement on the parts"),
            max_length=300,
            help_text=_("The paper that all contributors signed."),
        )
        if any(one.inventor.left_on for one in self.people):
            self.fields["consent"] = LineField(
                label=_("consent of who left, where his part is lowered"), max_length=200, required=False
            )
        self.fields["paper"] = LimitedFileField(label=_("scan of the agreement"), kinds=SCANS, required=False)

    def parts(self) -> dict[int, int]:
        """By key of the contributor."""
        return {one.pk: self.cleaned_data[f"part_{one.pk}"] for one in self.people}


class UseForm(Titled):
    """An inventor's application to exploit an idle invention."""

    plan = TextField(label=_("how you want to exploit it"), max_length=3000)
    paper = LimitedFileField(label=_("signed application, if you have one"), kinds=SCANS, required=False)
