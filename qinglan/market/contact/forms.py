"""Forms of contacts. A form knows fields and their hints; what is right is said by the verbs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qinglan.kernel import clock
from qinglan.kernel.documents.checking.kinds import STAMPED
from qinglan.kernel.rulebook.language import in_reader_language
from qinglan.kernel.web.forms import (
    DateField,
    LimitedFileField,
    LineField,
    MoneyField,
    TextField,
    WholeNumberField,
)
from qinglan.market.contact.pack import Coded, contact
from qinglan.market.domain.term_sheet import LONGEST, Line
from qinglan.market.forms import Form
from qinglan.market.lines import joined
from qinglan.market.models.room import MeetingKind, ParticipantRole


def coded(rows: tuple[Coded, ...], *, empty: Any = None) -> list[tuple[str, Any]]:
    """Choices of coded reasons or options."""
    found: list[tuple[str, Any]] = [("", empty)] if empty is not None else []
    return found + [(one.code, in_reader_language(one.text)) for one in rows]


class EnquiryForm(Form):
    """Three standard questions, for which organisation, what one brings along, with or without a name."""

    def __init__(self, *args: Any, listing: Any, units: list[Any], offers: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in contact().questions_about(listing.SIDE):
            self.fields[one.code] = TextField(
                label=in_reader_language(one.text), help_text=in_reader_language(one.hint), max_length=1000
            )
            self.fields[one.code].widget.attrs["rows"] = 3
        if len(units) > 1:
            self.fields["sender"] = forms.TypedChoiceField(
                label=_("In the name of"), choices=[(one.pk, one.name) for one in units], coerce=int
            )
            self.order_fields(["sender"])
        if offers:
            label = _("Your technology that fits") if listing.SIDE == "need" else _("Your need behind it")
            self.fields["offered"] = forms.TypedChoiceField(
                label=label,
                choices=[("", _("none of them"))] + [(one.pk, f"{one.reference} {one}") for one in offers],
                coerce=int,
                required=False,
                empty_value=None,
            )
        if not getattr(listing, "is_anonymous", False):
            self.fields["anonymous"] = forms.BooleanField(
                label=_("Without the name of my organisation for now"),
                help_text=_(
                    "The other side reads district and branch. Your name is shown when you sign the confidentiality agreement."
                ),
                required=False,
            )


class DeclineForm(Form):
    """No, for a reason of the list."""

    reason = forms.ChoiceField(label=_("Reason"), widget=forms.RadioSelect)
    shows_reason = forms.BooleanField(
        label=_("Tell the other side this reason"),
        help_text=_("Otherwise it reads neutral words only."),
        required=False,
    )
    note = TextField(label=_("Note for your own side"), max_length=1000, required=False)
    outcome = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules = contact()
        self.fields["reason"].choices = coded(rules.outcomes if self.outcome else rules.declines)  # type: ignore[attr-defined]


class CloseForm(DeclineForm):
    """Talks end without agreement."""

    outcome = True


class AskForm(Form):
    """A question before one answers."""

    question = TextField(label=_("What do you want to know?"), max_length=1000)


class ReplyForm(Form):
    """A reply to it."""

    text = TextField(label=_("Your reply"), max_length=1000)


class SayForm(forms.Form):
    """Something said in a room, or a file."""

    text = forms.CharField(
        label=_("Message"), max_length=3000, required=False, widget=forms.Textarea({"rows": 3})
    )
    file = LimitedFileField(label=_("File"), required=False)


class CopyForm(forms.Form):
    """The stamped copy."""

    file = LimitedFileField(label=_("Signed and stamped copy"), kinds=STAMPED)


class CompareForm(forms.Form):
    """Whether the copy is the agreement as printed."""

    agrees = forms.ChoiceField(
        label=_("The copy"),
        widget=forms.RadioSelect,
        choices=[
            ("yes", _("is the agreement as printed, with version code, signature and stamp")),
            ("no", _("differs, or something is missing")),
        ],
    )
    finding = TextField(label=_("What is wrong"), max_length=500, required=False)


class AuthorisationForm(Form):
    """Who may agree by a click."""

    user = forms.TypedChoiceField(label=_("Person"), coerce=int)
    basis = LineField(
        label=_("Paper of the organisation"),
        max_length=200,
        help_text=_(
            "Title, number and day, such as 授权委托书 2026-12 of 5 January 2026, signed and stamped."
        ),
    )
    valid_to = DateField(label=_("Last day"), required=False, help_text=_("Empty: until it is ended."))

    def __init__(self, *args: Any, people: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].choices = [(one.pk, str(one)) for one in people]  # type: ignore[attr-defined]


class EndForm(Form):
    """Why something ends."""

    reason = LineField(label=_("Reason"), max_length=300)


class PersonForm(Form):
    """Somebody who is to take part."""

    user = forms.TypedChoiceField(label=_("Person"), coerce=int)
    role = forms.ChoiceField(
        label=_("Takes part as"),
        choices=[(one.value, one.label) for one in (ParticipantRole.MEMBER, ParticipantRole.LEAD)],
    )

    def __init__(self, *args: Any, people: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].choices = [(one.pk, str(one)) for one in people]  # type: ignore[attr-defined]


class BrokerForm(Form):
    """A broker of one's own side, by his mandate."""

    mandate = forms.TypedChoiceField(label=_("Broker, by mandate"), coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args: Any, mandates: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mandate"].choices = [  # type: ignore[attr-defined]
            (one.pk, joined(one.broker, one.broker.agency, one.listing)) for one in mandates
        ]


class MeetingForm(Form):
    """A talk outside the system."""

    kind = forms.ChoiceField(label=_("Kind"), choices=MeetingKind.choices)
    held_on = DateField(label=_("Day"), help_text=_("Not after today."))
    place = LineField(label=_("Place"), max_length=120, required=False)
    summary = TextField(label=_("What was talked about, and with what result"), max_length=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"held_on": clock.today()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)


class ObjectionForm(Form):
    """What is wrong about a logged talk."""

    objection = TextField(label=_("What is wrong?"), max_length=500)


class OfferForm(Form):
    """For how long an offer stands."""

    days = WholeNumberField(label=_("Stands for how many days"), min_value=1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        days = contact().offer_days
        kwargs["initial"] = {"days": days.usual} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.fields["days"].help_text = _(
            "From {least} to {most}; it ends with the last of these days."
        ).format(least=days.least, most=days.most)


class SheetForm(Form):
    """The checklist, point by point: choice, amount, words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for point in contact().checklist:
            title = in_reader_language(point.title)
            if point.options:
                self.fields[f"{point.code}_choice"] = forms.ChoiceField(
                    label=title, choices=coded(point.options, empty=_("still open")), required=False
                )
            if point.amount:
                self.fields[f"{point.code}_amount"] = MoneyField(
                    label=_("{point}: total").format(point=title), unit="wan", required=False
                )
            label = _("{point}: in words").format(point=title) if point.options else title
            self.fields[point.code] = TextField(
                label=label, help_text=in_reader_language(point.hint), max_length=LONGEST, required=False
            )
        self.fields["note"] = TextField(label=_("What changed and why"), max_length=500, required=False)
        for field in self.fields.values():
            if isinstance(field, TextField):
                field.widget.attrs["rows"] = 2

    def lines(self) -> dict[str, Line]:
        """What the verb takes."""
        found = self.cleaned_data
        return {
            point.code: Line(
                found.get(f"{point.code}_choice", ""), found.get(f"{point.code}_amount"), found[point.code]
            )
            for point in contact().checklist
        }

    @staticmethod
    def initial_of(sheet: Any) -> dict[str, Any]:
        """The fields filled with a version."""
        if sheet is None:
            return {}
        found: dict[str, Any] = {}
        for line in sheet.lines.all():
            found |= {
                line.code: line.text,
                f"{line.code}_choice": line.choice,
                f"{line.code}_amount": line.amount,
            }
        return found
