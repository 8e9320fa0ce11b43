"""Forms of those who handle cases."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.rulebook.language import in_reader_language
from qinglan.kernel.web.forms import DateField
from qinglan.programmes.domain.above import Listing
from qinglan.programmes.domain.check import Point, asked_at
from qinglan.programmes.domain.decision import Prepared
from qinglan.programmes.models import Case, Finding, Reply, Verdict

MOST_POINTS = 12


class HandlingForm(forms.Form):
    """A form about one case, as it stood when the page was opened."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, case: Case, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"revision": case.revision, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.case = case

    def refuse(self, refusal: Impossible) -> None:
        """Put what the verb refused beside its field, or on top."""
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.message)


class ConfirmForm(HandlingForm):
    """Nothing to fill in."""


class OpinionForm(HandlingForm):
    """An opinion that goes with a recommendation."""

    opinion = forms.CharField(
        label=_("Opinion"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Optional. It stands in the letter of recommendation."),
    )


class ReasonForm(HandlingForm):
    """Reason and clause of a step that doesn't go well."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The applicant reads this. Say what happened and what can be done."),
    )
    clause = forms.CharField(label=_("Clause"), max_length=200, help_text=_("Document and article."))


class CorrectionForm(HandlingForm):
    """All that is to be corrected: a line for each point, with clause and, where it helps, the question."""

    def __init__(self, case: Case, *args: Any, **kwargs: Any) -> None:
        super().__init__(case, *args, **kwargs)
        definition = case.version.definition
        questions = [("", _("the application as a whole"))] + [
            (
                f"{section.id}.{question.id}",
                f"{in_reader_language(section.title)} · {in_reader_language(question.text)}",
            )
            for section, question in definition.all_questions()
        ]
        clauses = list(
            dict.fromkeys(
                f"{one.basis.document}{one.basis.article}" for one in definition.requirements.requirements
            )
        )
        for number in range(1, MOST_POINTS + 1):
            self.fields[f"text_{number}"] = forms.CharField(
                label=_("Point %(number)s: what is to be corrected") % {"number": number},
                required=number == 1,
                max_length=500,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
            self.fields[f"clause_{number}"] = forms.CharField(
                label=_("Point %(number)s: clause") % {"number": number},
                required=number == 1,
                max_length=200,
                help_text=_("For instance %(clauses)s") % {"clauses": "、".join(clauses[:3])}
                if number == 1
                else "",
            )
            self.fields[f"place_{number}"] = forms.ChoiceField(
                label=_("Point %(number)s: where") % {"number": number}, required=False, choices=questions
            )

    def points(self) -> list[Point]:
        """What was said, line by line."""
        found = []
        for number in range(1, MOST_POINTS + 1):
            text = self.cleaned_data.get(f"text_{number}", "")
            section, _dot, question = self.cleaned_data.get(f"place_{number}", "").partition(".")
            if text:
                found.append(
                    Point(
                        text,
                        self.cleaned_data.get(f"clause_{number}", ""),
                        question=question,
                        section=section,
                    )
                )
        return found

    def rows(self) -> list[list[forms.BoundField]]:
        """The fields of each point together."""
        names = ("text", "clause", "place")
        return [[self[f"{name}_{number}"] for name in names] for number in range(1, MOST_POINTS + 1)]


class JudgeForm(HandlingForm):
    """Whether one condition is met, and on what ground."""

    requirement = forms.ChoiceField(label=_("Condition"))
    finding = forms.ChoiceField(
        label=_("Finding"),
        choices=[(Finding.MET.value, Finding.MET.label), (Finding.UNMET.value, Finding.UNMET.label)],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=pgettext_lazy("judgement", "Ground"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Document and page, or whom you asked and when."),
    )

    def __init__(self, case: Case, *args: Any, **kwargs: Any) -> None:
        super().__init__(case, *args, **kwargs)
        choices = [(one.id, in_reader_language(one.text)) for one in asked_at(case, "submission")]
        self.fields["requirement"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField has them


class ReplyForm(HandlingForm):
    """What a department replied."""

    answer = forms.ChoiceField(
        label=_("Reply"),
        choices=[(Reply.CLEAR.value, Reply.CLEAR.label), (Reply.HIT.value, Reply.HIT.label)],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("What the department found"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed for an objection."),
    )
    source = forms.CharField(
        label=_("Paper of the department"), required=False, max_length=200, help_text=_("Its number and day.")
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class DecisionForm(HandlingForm):
    """The verdict that is prepared."""

    verdict = forms.ChoiceField(label=_("Verdict"), choices=Verdict.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Needed where the case is not granted. The applicant reads it."),
    )
    clause = forms.CharField(
        label=_("Clause"),
        required=False,
        max_length=200,
        help_text=_("Needed where the case is not granted."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def prepared(self) -> Prepared:
        """The verdict with its reason."""
        data = self.cleaned_data
        return Prepared(Verdict(data["verdict"]), data["reason"], data["clause"])


class MeetingForm(HandlingForm):
    """What a meeting agreed on a case."""

    verdict = forms.ChoiceField(
        label=_("What was agreed"),
        choices=[("agreed", _("agreed")), ("returned", _("returned")), ("refused", _("refused"))],
        widget=forms.RadioSelect,
    )
    held_on = DateField(label=_("Day of the meeting"))
    minutes = forms.CharField(
        label=_("Minutes"), max_length=200, help_text=_("Number or title by which they are found.")
    )
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    clause = forms.CharField(label=_("Clause"), required=False, max_length=200)


class AcceptanceForm(HandlingForm):
    """What the authority above did with a case that was handed up."""

    outcome = forms.ChoiceField(
        label=_("What the authority above did"),
        choices=[("accepted", _("accepted")), ("returned", _("returned")), ("declined", _("not accepted"))],
        widget=forms.RadioSelect,
    )
    external_number = forms.CharField(
        label=_("Number in the system above"),
        required=False,
        max_length=60,
        help_text=_("Needed where it was accepted."),
    )
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    clause = forms.CharField(label=_("Clause"), required=False, max_length=200)


class ResultForm(HandlingForm):
    """The result from above: on the list, with number and document, or not."""

    listed = forms.TypedChoiceField(
        label=_("Result"),
        choices=[("yes", _("it is on the list")), ("no", _("it is not on the list"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    document = forms.CharField(
        label=_("Document number of the list"),
        required=False,
        max_length=80,
        help_text=_("Such as 工信部节函〔2025〕12号."),
    )
    number = forms.CharField(
        label=_("Number of the award"),
        required=False,
        max_length=80,
        help_text=_("Where the list gives one."),
    )
    on = DateField(label=_("Day of the list"), required=False)
    valid_to = DateField(label=_("Valid until"), required=False, help_text=_("Empty: as the scheme says."))
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean(self) -> dict[str, Any]:
        """What is on a list has its document and day."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("listed") and not data.get("document"):
            self.add_error("document", _("Enter the document number of the list."))
        if data.get("listed") and not data.get("on"):
            self.add_error("on", _("Enter the day of the list."))
        return data

    def listing(self) -> Listing | None:
        """What the list says, None where the case isn't on it."""
        data = self.cleaned_data
        if not data["listed"]:
            return None
        return Listing(data["number"], data["document"], data["on"], data["valid_to"])


class ReleaseForm(forms.Form):
    """By which meeting or document the chosen decisions are released."""

    basis = forms.CharField(
        label=_("Basis"),
        max_length=200,
        help_text=_("The meeting or document that decided it, with its day."),
    )
