"""Forms of public notices, objections and leads."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.disclosure.forms import ClearanceForm
from qinglan.kernel.web.forms import DateField, LimitedFileField, LineField, TextField
from qinglan.kernel.web.photographs import PhotographsField
from qinglan.programmes.forms import MomentField
from qinglan.programmes.models import Case, Notice, Ruling

ATTACHMENTS = (".pdf", ".docx", ".xlsx", ".ofd", ".zip")
EVIDENCE = (".pdf", ".docx", ".xlsx", ".jpg", ".jpeg", ".png", ".zip")


class Refusing(forms.Form):
    """A form beside whose fields a verb's refusal is shown."""

    def refuse(self, refusal: Impossible) -> None:
        """Put what the verb refused beside its field, or on top."""
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.message)


class CasesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # Django at run time takes no parameter
    """Cases to tick, each with its number and territory."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        """What stands beside the box."""
        return " · ".join(
            part for part in (obj.applicant_name, obj.subject_name, str(obj.territory), obj.number) if part
        )


class PostForm(ClearanceForm, Refusing):
    """A notice: its cases, its words, both checks."""

    cases = CasesField(label=_("Cases on the list"), queryset=Case.objects.none())
    title = LineField(label=_("Title of the notice"), max_length=200)
    contact = LineField(
        label=_("Whom objections reach"),
        max_length=200,
        help_text=_("Office, telephone and address. It is printed on the notice; use an office number."),
    )
    closing_hour = forms.TimeField(
        label=_("Closing hour of the last day"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}),
        help_text=_("Leave it empty for 24:00. A stated hour is printed."),
    )
    attachment = LimitedFileField(
        label=_("Attachment"),
        required=False,
        kinds=ATTACHMENTS,
        help_text=_("Public with the notice. It is searched for numbers of persons."),
    )
    read_by_eye = forms.BooleanField(
        label=_("I read what no machine can read, and no number of a person stands in it"), required=False
    )
    field_order = ("cases", "title", "contact", "closing_hour", "attachment")

    def __init__(self, *args: Any, cases: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cases"].queryset = cases  # type: ignore[attr-defined]


class AddForm(ClearanceForm, Refusing):
    """Further cases, and why the list changes."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    cases = CasesField(label=_("Cases to add"), queryset=Case.objects.none())
    reason = LineField(
        label=_("Why the list changes"), max_length=300, help_text=_("The public page shows it.")
    )
    field_order = ("version", "cases", "reason")

    def __init__(self, *args: Any, cases: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cases"].queryset = cases  # type: ignore[attr-defined]


class ExtensionForm(Refusing):
    """A later last day, or an outage."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    last_day = DateField(
        label=_("New last day"), required=False, help_text=_("A day off moves on to the next working day.")
    )
    outage_began = MomentField(label=_("Outage began"), required=False)
    outage_ended = MomentField(
        label=_("Outage ended"),
        required=False,
        help_text=_("With an outage the rule of legal periods sets the new end by itself."),
    )
    reason = LineField(label=_("Reason"), max_length=300, help_text=_("The public page shows it."))


class TakeDownForm(Refusing):
    """Why a notice is taken down."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = TextField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The public page shows it."),
    )


class EntryField(forms.ModelChoiceField):  # type: ignore[type-arg]  # as above
    """One entry of the list."""

    def label_from_instance(self, obj: Any) -> str:
        """What the list shows."""
        return f"{obj.place}. {obj}"


class ObjectionForm(Refusing):
    """An objection by anybody, on a telephone."""

    entry = EntryField(label=_("Whom it concerns"), queryset=None, empty_label=_("Choose from the list"))
    statement = TextField(
        label=_("What you object to, and why"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    photographs = PhotographsField(label=_("Photographs as evidence"), required=False, most=6)
    files = LimitedFileField(  # type: ignore[assignment]  # a field takes the attribute's place, as Django means it
        label=_("A file as evidence"), required=False, kinds=EVIDENCE
    )
    evidence = TextField(
        label=_("Or: where it can be checked"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One of the three is needed: photographs, a file, or where the office can look."),
    )
    name = LineField(
        label=_("Your real name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("Only the officers who look into it see your name. It is never published."),
    )
    organisation = LineField(
        label=_("Your unit, if you write for one"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    contact = LineField(
        label=_("Telephone or mailbox"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "tel"}),
        help_text=_("The answer goes there."),
    )

    def __init__(self, *args: Any, notice: Notice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entry"].queryset = notice.entries.filter(outcome="")  # type: ignore[attr-defined]


class LeadForm(Refusing):
    """A lead without a name."""

    entry = EntryField(
        label=_("Whom it concerns"), queryset=None, required=False, empty_label=_("The notice as a whole")
    )
    text = TextField(
        label=_("What the office should look into"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Names, days, places, documents: whatever makes it possible to check."),
    )

    def __init__(self, *args: Any, notice: Notice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entry"].queryset = notice.entries.all()  # type: ignore[attr-defined]


class RulingForm(Refusing):
    """The ruling on an objection."""

    ruling = forms.ChoiceField(
        label=_("Ruling"),
        choices=[
            (Ruling.DISMISSED.value, _("Dismiss: the case goes on with the next batch")),
            (Ruling.UPHELD.value, _("Uphold: the case leaves the list")),
        ],
        widget=forms.RadioSelect,
    )
    reason = TextField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Who objected and the applicant read this. Name nobody who objected."),
    )
    clause = LineField(
        label=_("Clause"),
        required=False,
        max_length=200,
        help_text=_("Needed where the objection is upheld: document and article."),
    )


class AnswerForm(Refusing):
    """How who objected was answered."""

    how = LineField(
        label=_("How the answer was given"),
        max_length=200,
        help_text=_("By telephone, by letter, in person. Don't write the person's name or number here."),
    )


class FindingForm(Refusing):
    """What was found about a lead."""

    finding = TextField(
        label=_("What was looked into, and what was found"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
