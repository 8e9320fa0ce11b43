"""Forms of rounds and applications."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.clock import SHANGHAI
from qinglan.kernel.roles import OFFICER
from qinglan.kernel.web.forms import DateField, LimitedFileField
from qinglan.parties.holding import territories_of
from qinglan.parties.models import Organisation
from qinglan.programmes.models import DefinitionVersion, Round, RoundQuota

LARGEST_SHEET = 10 * 1024 * 1024
LONGEST_REASON = 500


class MomentField(forms.DateTimeField):
    """A day and hour, read as Beijing time."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d"], **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """A stored moment as Beijing time."""
        return value.astimezone(SHANGHAI) if isinstance(value, datetime) and value.tzinfo else value

    def to_python(self, value: Any) -> datetime | None:
        """The moment, with its zone."""
        read = super().to_python(value)
        return read.replace(tzinfo=SHANGHAI) if read is not None else None


class ReasonForm(forms.Form):
    """Why."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label=_("Reason"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, required: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = required


class SchemeField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A scheme, with its edition and territory."""

    def label_from_instance(self, obj: Any) -> str:
        """What the list shows."""
        return f"{obj.title} {obj.edition} · {obj.programme.territory}"


class RoundForm(forms.Form):
    """A round, without touching the scheme's files."""

    autosave = True
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    scheme = SchemeField(
        label=_("Scheme"),
        queryset=DefinitionVersion.objects.filter(is_current=True).select_related("programme__territory"),
        empty_label=_("Choose one"),
    )
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    title = forms.CharField(
        label=_("Title of the round"), max_length=160, required=False,
        help_text=_("Left empty, it is made of scheme, year and number."),
    )  # fmt: skip
    opens_at = MomentField(label=_("Opens"), help_text=_("Beijing time"))
    closes_at = MomentField(label=_("Closes"), help_text=_("At this moment it is too late."))
    total_quota = forms.IntegerField(label=_("Number of awards at most"), min_value=1, required=False)
    re_evaluates_by = DateField(
        label=_("Only re-evaluation, of awards due by"), required=False,
        help_text=_("Then the round takes nothing but awards whose re-evaluation is due by this day. Leave it empty for an ordinary round."),
    )  # fmt: skip
    issuer = forms.CharField(label=_("Issuing office"), max_length=80)
    contact_name = forms.CharField(label=_("Contact"), max_length=60, required=False)
    contact_telephone = forms.CharField(label=_("Telephone of the office"), max_length=30, required=False)
    remarks = forms.CharField(
        label=_("Remarks"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Shown on the public page of the round."),
    )  # fmt: skip

    def __init__(self, *args: Any, one: Round | None = None, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if one is None:
            schemes: Any = self.fields["scheme"]
            schemes.queryset = schemes.queryset.filter(programme__territory__in=territories_of(user, OFFICER))
        else:
            del self.fields["scheme"]
            if one.state != "draft":
                for name in ("year", "title", "opens_at", "closes_at", "re_evaluates_by", "issuer"):
                    del self.fields[name]


class ExtendForm(ReasonForm):
    """A later end, or the outage after which the rule sets it."""

    closes_at = MomentField(label=_("New end"), required=False)
    outage_began = MomentField(
        label=_("Outage began"),
        required=False,
        help_text=_("Where an outage of the service is the reason: the new end is set by rule."),
    )
    outage_ended = MomentField(label=_("Outage ended"), required=False)
    field_order = ("closes_at", "outage_began", "outage_ended", "reason")


class AttachmentForm(forms.Form):
    """An attachment of a round."""

    title = forms.CharField(label=_("Title"), max_length=160)
    file = LimitedFileField(label=_("File"))


class SheetForm(forms.Form):
    """A filled-in spreadsheet."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    file = LimitedFileField(label=_("Spreadsheet"), max_bytes=LARGEST_SHEET, kinds=(".xlsx",))


class CodeForm(forms.Form):
    """The code of an organisation."""

    code = forms.CharField(
        label=_("Unified social credit code"), max_length=40,
        help_text=_("18 characters; on the business licence."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip


class BeginForm(forms.Form):
    """For which organisation, and about what, an application is begun."""

    def __init__(self, *args: Any, one: Round, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(row.pk), row.name) for row in organisations]
        self.fields["applicant"] = forms.ChoiceField(
            label=_("Applicant"), choices=choices, widget=forms.RadioSelect,
            initial=choices[0][0] if choices else None,
        )  # fmt: skip
        if one.version.definition.manifest.applicants.subject != "organisation":
            self.fields["subject_name"] = forms.CharField(
                label=_("What the application is about"), max_length=160,
                help_text=_("The name of the product, machine, project or site."),
            )  # fmt: skip
        bodies = RoundQuota.objects.filter(round=one, organisation__isnull=False).select_related(
            "organisation"
        )
        names = [(str(line.organisation_id), str(line.organisation)) for line in bodies]
        if names:
            self.fields["recommender"] = forms.ChoiceField(
                label=_("Handed in through"), required=False,
                choices=[("", _("the district of the organisation")), *names],
            )  # fmt: skip

    def body(self) -> Organisation | None:
        """The recommending body that was chosen."""
        key = self.cleaned_data.get("recommender", "")
        return Organisation.objects.filter(pk=key).first() if key else None


class QuotaForm(forms.Form):
    """Quotas, one line for each district or body: ``East 5``; without a number there is no limit."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    lines = forms.CharField(
        label=_("Quotas"), required=False, widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("One line for each: name or code of the district or body, then the number; without a number there is no limit."),
    )  # fmt: skip
