"""Forms of what is done to an award after the decision."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.rulebook.language import in_reader_language
from qinglan.kernel.web.forms import LimitedFileField
from qinglan.programmes.domain.award_life import grounds
from qinglan.programmes.models import Award


class AwardForm(forms.Form):
    """A form about an award as it stood when the page was opened."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, award: Award, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"seen": award.revision, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.award = award

    def refuse(self, refusal: Impossible) -> None:
        """Put what the verb refused beside its field, or on top."""
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.message)


class WhyForm(AwardForm):
    """A reason."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The holder reads it, and the public register shows it."),
    )


class RevokeForm(WhyForm):
    """A ground of the scheme, and the reason."""

    ground = forms.ChoiceField(label=pgettext_lazy("revocation", "Ground"))
    field_order = ("ground", "reason")

    def __init__(self, award: Award, *args: Any, **kwargs: Any) -> None:
        super().__init__(award, *args, **kwargs)
        choices = [(name, in_reader_language(one.text)) for name, one in grounds(award).items()]
        self.fields["ground"].choices = [("", _("Choose one")), *choices]  # type: ignore[attr-defined]


class PlanForm(AwardForm):
    """The holder's plan of rectification."""

    plan = forms.CharField(
        label=_("Plan"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("What will be done, by whom, until when."),
    )
    file = LimitedFileField(label=_("File"), required=False)


class RecheckForm(AwardForm):
    """How a rectification was checked."""

    passed = forms.ChoiceField(
        label=_("Result"),
        choices=[("yes", _("passed")), ("no", _("failed"))],
        widget=forms.RadioSelect,
        help_text=_("After a failure you still decide whether the award is revoked."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))


class LookForm(AwardForm):
    """What an officer makes of a report."""

    outcome = forms.ChoiceField(
        label=_("Result"),
        choices=[
            ("accepted", _("accept it")),
            ("returned", _("give it back to be done again")),
            ("excused", _("excuse it: nothing is owed for this period")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed where you don't accept it; the holder reads it."),
    )
