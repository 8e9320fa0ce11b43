"""Forms of panels, reviews and site visits."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.roles import OFFICER
from qinglan.kernel.rulebook.language import in_reader_language
from qinglan.kernel.web.forms import DateField, LimitedFileField
from qinglan.parties import fields as vocabulary
from qinglan.parties.holding import holders_of
from qinglan.parties.models import InterestKind, User
from qinglan.parties.roles import SECRETARY
from qinglan.programmes.domain.review import expert_items
from qinglan.programmes.judging.words import shown
from qinglan.programmes.models import Case, FeedbackReason, Opinion, PanelCase, SiteVisit, VisitFinding

TIES = [("employer", _("employment")), *InterestKind.choices]
PICTURES = (".jpg", ".jpeg", ".png")


class Refusable(forms.Form):
    """A form that shows what a verb refused."""

    def refuse(self, refusal: Impossible) -> None:
        """Beside its field, or on top."""
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.message)


class CommitForm(Refusable):
    """What the secretary sets before a draw."""

    def __init__(self, waiting: list[Case], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cases"] = forms.MultipleChoiceField(
            label=_("Cases"),
            choices=[(str(case.pk), f"{case} {case.applicant_name}") for case in waiting],
            initial=[str(case.pk) for case in waiting],
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields["review_on"] = DateField(
            label=_("Day of the review"), help_text=_("Experts who are absent on this day aren't drawn.")
        )
        self.fields["experts"] = forms.IntegerField(
            label=_("Experts for each case"), min_value=1, max_value=15, help_text=_("An odd number.")
        )
        self.fields["reserves"] = forms.IntegerField(
            label=_("Reserves that must be there"), min_value=0, max_value=30
        )
        self.fields["fields"] = forms.MultipleChoiceField(
            label=_("Fields of the experts"),
            choices=vocabulary.choices(),
            required=False,
            widget=forms.SelectMultiple(attrs={"size": 8}),
            help_text=_("None chosen: the whole pool."),
        )
        self.fields["declares"] = forms.BooleanField(
            label=_("I have no tie to any of these applicants."),
            required=False,
            help_text=_("Recusal covers the staff too. A tie that is on record is found and refused."),
        )
        self.order_fields(["cases", "review_on", "experts", "reserves", "fields", "declares"])


class ConfirmForm(Refusable):
    """Nothing to fill in."""


class ReasonForm(Refusable):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class RedrawForm(ReasonForm):
    """Which case, and why."""

    def __init__(self, cases: list[PanelCase], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["case"] = forms.ChoiceField(
            label=_("Case"), choices=[(str(one.pk), f"{one.label} {one.case}") for one in cases]
        )
        self.order_fields(["case", "reason"])


class TieForm(Refusable):
    """A tie that came to light after the draw."""

    def __init__(self, cases: list[PanelCase], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["case"] = forms.ChoiceField(
            label=_("Case"),
            choices=[(str(one.pk), f"{one.label} {one.case.applicant_name}") for one in cases],
        )
        self.fields["kind"] = forms.ChoiceField(label=_("Kind of tie"), choices=TIES)


class AnswerForm(Refusable):
    """Yes or no."""

    accepts = forms.ChoiceField(
        label=_("Will you sit on this panel?"),
        choices=[("yes", _("Yes, I am there on this day")), ("no", _("No"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason, if no"), required=False, max_length=300, help_text=_("Only the secretary reads it.")
    )


class CodedAnswerForm(AnswerForm):
    """The same without login: with the code that was sent."""

    code = forms.CharField(label=_("Code of six digits"), max_length=6)


class DeclareForm(Refusable):
    """For each applicant the tie, or none; a blind panel doesn't say which case is whose."""

    def __init__(self, cases: list[PanelCase], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in sorted(cases, key=lambda row: row.case.applicant_name):
            self.fields[f"tie_{one.pk}"] = forms.ChoiceField(
                label=one.case.applicant_name,
                choices=[("", _("no tie")), *TIES],
                required=False,
            )
        self.fields["sure"] = forms.BooleanField(
            label=_("What I say is complete. I speak with nobody about these cases outside the panel.")
        )

    def ties(self) -> dict[int, str]:
        """By key of the case the kind of tie."""
        return {
            int(name.removeprefix("tie_")): value
            for name, value in self.cleaned_data.items()
            if name.startswith("tie_") and value
        }


class SheetForm(Refusable):
    """A score sheet: marks and reason for each item, opinion, comment. What is typed is saved by itself."""

    autosave = True

    def __init__(self, case: Case, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = expert_items(case)
        for item in self.items:
            guide = item.scorer.guide if item.scorer.kind == "expert" else None
            self.fields[f"marks.{item.id}"] = forms.CharField(
                label=f"{in_reader_language(item.text)}（0–{shown(item.marks)}）",
                max_length=10,
                help_text=in_reader_language(guide) if guide else "",
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            )
            self.fields[f"reasons.{item.id}"] = forms.CharField(
                label=_("Reason"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
            )
        self.fields["opinion"] = forms.ChoiceField(
            label=_("On the whole"), choices=Opinion.choices, widget=forms.RadioSelect
        )
        self.fields["comment"] = forms.CharField(
            label=_("Comment"),
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 4}),
            help_text=_("The secretary sums up the comments for the applicant; your name is not told."),
        )

    def part(self, name: str) -> dict[str, str]:
        """What was typed of ``marks`` or ``reasons``, by item."""
        return {item.id: self.cleaned_data.get(f"{name}.{item.id}", "") for item in self.items}


class ConcludeForm(Refusable):
    """How a review ends."""

    def __init__(self, needs_note: bool, is_open: bool, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_open:
            self.fields["judged"] = forms.ChoiceField(
                label=_("What the panel judged"),
                choices=[("passed", _("passed")), ("below", _("below the line"))],
                widget=forms.RadioSelect,
            )
            self.fields["clause"] = forms.CharField(label=_("Clause"), max_length=200)
        self.fields["note"] = forms.CharField(
            label=_("Note of the secretary"),
            required=needs_note or is_open,
            max_length=1000,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("What was done about marks that lie apart: whom you asked, what was discussed."),
        )


class FeedbackForm(Refusable):
    """What the applicant is told."""

    codes = forms.MultipleChoiceField(
        label=_("Reasons"), choices=FeedbackReason.choices, widget=forms.CheckboxSelectMultiple
    )
    words = forms.CharField(
        label=_("In words"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What can be improved, and with which evidence. No names of experts."),
    )


class PlanVisitForm(Refusable):
    """Day, place and team of a visit."""

    def __init__(self, people: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"] = DateField(label=_("Day of the visit"))
        self.fields["place"] = forms.CharField(label=_("Where the team meets"), max_length=200)
        self.fields["leader"] = forms.ModelChoiceField(people, label=_("Leads the team"))
        self.fields["team"] = forms.ModelMultipleChoiceField(
            people, label=_("The others"), widget=forms.CheckboxSelectMultiple
        )


class FindingForm(Refusable):
    """What was found on one line of the checklist, with a photograph."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["finding"] = forms.ChoiceField(
            label=_("Found"), choices=VisitFinding.choices, widget=forms.RadioSelect
        )
        self.fields["note"] = forms.CharField(
            label=_("Note"),
            required=False,
            max_length=1000,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("Needed where it differs or could not be seen."),
        )
        self.fields["photo"] = LimitedFileField(
            label=_("Photograph"), required=False, kinds=PICTURES, max_bytes=20 * 1024 * 1024
        )
        self.fields["photo"].widget.attrs["capture"] = "environment"


class ReportForm(Refusable):
    """The signed report."""

    report = LimitedFileField(label=_("Signed report"), kinds=(".pdf", *PICTURES), max_bytes=20 * 1024 * 1024)


class ConcludeVisitForm(Refusable):
    """How a visit ends."""

    outcome = forms.ChoiceField(
        label=_("Result"),
        choices=[("passed", _("passed")), ("failed", _("failed"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason, if failed"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The applicant reads this."),
    )
    clause = forms.CharField(label=_("Clause, if failed"), required=False, max_length=200)


def people_who_visit(visit_of: Case) -> Any:
    """Who may be sent: officers and secretaries of the case's territory."""
    keys = {
        key
        for role in (OFFICER, SECRETARY)
        for key in holders_of(role, territory=visit_of.territory_id).values_list("pk", flat=True)
    }
    return User.objects.filter(pk__in=keys).order_by("display_name", "pk")


def team_of(visit: SiteVisit) -> dict[str, Any]:
    """Initial values of a plan that stands."""
    team = list(visit.team.all())
    return {
        "on": visit.on,
        "place": visit.place,
        "leader": next((one.user_id for one in team if one.leads), None),
        "team": [one.user_id for one in team if not one.leads],
    }
