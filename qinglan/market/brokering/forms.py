"""Forms of brokers."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qinglan.kernel import clock
from qinglan.kernel.web.forms import DateField, LineField, MoneyField, NumberField, TextField
from qinglan.market.domain.mandate import Terms
from qinglan.market.forms import Form
from qinglan.market.models.brokering import CommissionKind, VisitNote
from qinglan.market.queries import published
from qinglan.parties.models import Organisation

MOST_NAMED = 5
"""Organisations that are named where a part of a name fits several."""


def _in_half_a_year() -> date:
    return clock.today() + timedelta(days=182)


class MandateForm(Form):
    """The terms of a mandate."""

    commission = forms.ChoiceField(label=_("commission"), choices=CommissionKind.choices)
    share = NumberField(
        label=_("share in percent"),
        required=False,
        max_digits=4,
        decimal_places=1,
        min_value=0,
        help_text=_("Of what is received. It falls due when the client has its money, never before."),
    )
    amount = MoneyField(label=_("amount"), unit="wan", required=False)
    is_exclusive = forms.BooleanField(label=_("no other broker meanwhile"), required=False)
    valid_from = DateField(label=_("from"), initial=clock.today)
    valid_to = DateField(label=_("until"), initial=_in_half_a_year)
    terms = TextField(
        label=_("further terms"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What you do, what the client does, what happens afterwards."),
    )

    def terms_given(self) -> Terms:
        """As the verb takes them."""
        data = self.cleaned_data
        share = data["share"]
        return Terms(
            commission=data["commission"],
            share=int(share * 10) if share is not None else None,
            amount=data["amount"],
            is_exclusive=data["is_exclusive"],
            valid_from=data["valid_from"],
            valid_to=data["valid_to"],
            terms=data["terms"],
        )


class IntroductionForm(Form):
    """Which two are brought together."""

    need = forms.CharField(label=_("number of the need"), help_text=_("Such as N000012, as its page says."))
    technology = forms.CharField(
        label=_("number of the technology"), help_text=_("Such as T000012, as its page says.")
    )

    def _numbered(self, side: str) -> Any:
        text = self.cleaned_data[side].strip().upper().lstrip("NT").lstrip("0")
        found = published(side).filter(pk=int(text)).first() if text.isdecimal() and len(text) < 12 else None
        if found is None:
            raise forms.ValidationError(_("Nothing published has this number. Copy it from its page."))
        return found

    def clean_need(self) -> Any:
        """The need."""
        return self._numbered("need")

    def clean_technology(self) -> Any:
        """The technology."""
        return self._numbered("technology")


class VisitForm(Form):
    """A visit, on the phone in a minute."""

    organisation = LineField(
        label=_("organisation"),
        max_length=200,
        help_text=_("Name, part of the name, or unified social credit code."),
        widget=forms.TextInput(attrs={"list": "known-organisations", "autocomplete": "off"}),
    )
    way = forms.ChoiceField(label=_("how"), choices=VisitNote.Way.choices)
    on = DateField(label=_("day"), initial=clock.today)
    text = TextField(
        label=_("what was said"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "Write figures, budget and deadline as they were named: out of the note a need can be drafted."
        ),
    )

    def clean_organisation(self) -> Organisation:
        """The organisation on record that is meant."""
        text = self.cleaned_data["organisation"].strip()
        rows = Organisation.objects.select_related("territory")
        exact = rows.filter(Q(code=text.upper()) | Q(name=text)).first()
        if exact is not None:
            return exact
        found = list(rows.filter(name__contains=text).order_by("name_key")[: MOST_NAMED + 1])
        if not found:
            raise forms.ValidationError(
                _("No organisation on record has this name or code. Enter it in the directory first.")
            )
        if len(found) > 1:
            names = "、".join(one.name for one in found[:MOST_NAMED])
            raise forms.ValidationError(
                _("Several organisations have this in their name: %(names)s. Write more of the name."),
                params={"names": names},
            )
        return found[0]


class NeedFromVisitForm(MandateForm):
    """The title of the need that came out of a visit, and the terms of the mandate that is proposed with it."""

    title = LineField(
        label=_("title of the need"),
        max_length=200,
        help_text=_("What is to be solved or bought, in a line."),
    )
    field_order = ("title",)


class ReasonForm(Form):
    """Why."""

    reason = LineField(label=_("reason"), max_length=300)
