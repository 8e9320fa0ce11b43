"""What an officer may type at the counter for the people of an organisation."""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from qinglan.kernel import permissions
from qinglan.kernel.codes.checks import plain
from qinglan.kernel.counter import acts
from qinglan.kernel.permissions import Answer
from qinglan.kernel.web.forms import CodeField, LineField
from qinglan.parties import organisation_forms as forms
from qinglan.parties.domain.organisation import edit_organisation
from qinglan.parties.domain.organisation_claim import claim_at_counter
from qinglan.parties.models.organisation import Organisation


class CounterClaimForm(forms.Form):
    """Which organisation somebody claims, and what he has shown."""

    code = CodeField(
        label=_("Unified social credit code"),
        max_length=30,
        help_text=_("18 characters, as on the business licence."),
    )
    basis = LineField(
        label=_("Documents seen"),
        max_length=300,
        help_text=_(
            "Licence, letter of authority and identity card, with their numbers where they have any."
        ),
    )


def _organisation(key: str) -> Organisation | None:
    if not key.isdecimal():
        return None
    return Organisation.objects.select_related("territory", "contact").filter(pk=int(key)).first()


def _claimed_name(subject: Any, form: Any) -> str:
    code = form.cleaned_data["code"]
    found = Organisation.objects.filter(code=code if code.startswith("L-") else plain(code)).first()
    return found.name if found is not None else str(code)


def _claim(owner: Any, officer: Any, subject: Any, form: Any) -> str:
    data = form.cleaned_data
    return claim_at_counter(
        acting_user=owner, officer=officer, code=data["code"], basis=data["basis"]
    ).get_absolute_url()


def _particulars(organisation: Organisation, data: QueryDict | None) -> forms.ParticularsForm:
    return forms.ParticularsForm.opened(organisation, data)


def _edit(owner: Any, officer: Any, organisation: Organisation, form: Any) -> str:
    if form.cleaned_data["version"] is not None:
        organisation.revision = form.cleaned_data["version"]
    edit_organisation(acting_user=owner, organisation=organisation, values=form.values())
    return organisation.get_absolute_url()


def _may_edit(owner: Any, organisation: Organisation) -> Answer:
    return permissions.answer(owner, "organisations.edit", organisation)


CLAIM = acts.register(
    acts.CounterAct(
        slug="claim",
        title=_("Claim an organisation"),
        lead=_("For a person who shows licence and letter of authority: he becomes its administrator here."),
        form=lambda _none, data: CounterClaimForm(data),
        allowed=lambda owner, _none: permissions.answer(owner, "organisations.claim"),
        run=_claim,
        about=_claimed_name,
    )
)
PARTICULARS = acts.register(
    acts.CounterAct(
        slug="particulars",
        title=_("Change the particulars of an organisation"),
        lead=_("For its administrator, who confirms on his telephone."),
        form=_particulars,
        allowed=_may_edit,
        run=_edit,
        about=lambda organisation, _form: organisation.name,
        subject=_organisation,
    )
)
