"""``/contracts/aids/``: five tax aids, for everybody; nothing that is entered is kept."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qinglan.contracts.aids import corporate_income, other, personal_income
from qinglan.contracts.aids import forms as asked
from qinglan.contracts.aids.answers import Answer
from qinglan.contracts.aids.of_contract import known
from qinglan.contracts.models import Contract
from qinglan.contracts.queries import contracts
from qinglan.kernel import permissions

Data = dict[str, Any]


@dataclass(frozen=True)
class Aid:
    """One aid: what it is called and says, what it asks, how it answers."""

    slug: str
    title: str | Promise
    lead: str | Promise
    form: type[forms.Form]
    answer: Callable[[Data], Answer]


def _reward(data: Data) -> Answer:
    year = personal_income.Year(
        **{name: data[name] for name in ("salary", "social", "additional", "other", "reward", "month")}
    )
    facts = personal_income.Facts(**{one.name: data[one.name] for one in fields(personal_income.Facts)})
    return personal_income.answer(year, facts)


AIDS = {
    aid.slug: aid
    for aid in (
        Aid(
            "reward",
            gettext_lazy("Personal income tax on a cash reward"),
            gettext_lazy("Does a half of the reward count, and what is withheld in each month of the year?"),
            asked.RewardForm,
            _reward,
        ),
        Aid(
            "transfer",
            gettext_lazy("Corporate income tax on a transfer of technology"),
            gettext_lazy("How much of the gain is relieved, and what is left to pay?"),
            asked.TransferForm,
            lambda data: corporate_income.answer(corporate_income.Deal(**data)),
        ),
        Aid(
            "vat",
            gettext_lazy("VAT exemption of a technology contract"),
            gettext_lazy("Is the contract exempt, and which condition is missing?"),
            asked.VatForm,
            lambda data: other.vat(other.Contract(**data)),
        ),
        Aid(
            "stamp",
            gettext_lazy("Stamp duty of a technology contract"),
            gettext_lazy("What does each side pay?"),
            asked.StampForm,
            lambda data: other.stamp(data["day"], data["price"]),
        ),
        Aid(
            "shares",
            gettext_lazy("Deferral for technology brought in as shares"),
            gettext_lazy("May the tax wait until the shares are transferred?"),
            asked.SharesForm,
            lambda data: other.shares(other.Contribution(**data)),
        ),
    )
}
_YES_NO = {True: "yes", False: "no"}
_VERDICTS = {
    "yes": ("done", gettext_lazy("The conditions are met")),
    "no": ("late", gettext_lazy("A condition is not met")),
    "unknown": ("due", gettext_lazy("Not known yet: something was not said")),
}
_MET = {True: ("done", gettext_lazy("met")), False: ("late", gettext_lazy("not met")), None: ("idle", gettext_lazy("not said"))}  # fmt: skip


def aids(request: HttpRequest) -> HttpResponseBase:
    """All aids."""
    title = _("Tax aids")
    return render(
        request,
        "contracts/aids.html",
        {
            "title": title,
            "lead": _("What the rules of the day say of a reward, a transfer or a contract, line by line."),
            "aids": [
                {"title": one.title, "lead": one.lead, "url": reverse("contracts:aid", args=[one.slug])}
                for one in AIDS.values()
            ],
            "breadcrumbs": [(title, "")],
        },
    )


def _contract(request: HttpRequest) -> Contract | None:
    """The contract in the address, where the reader reads it: what is known of it fills the form."""
    number = request.GET.get("contract", "")[:16]
    found = contracts().filter(number=number).first() if number else None
    return found if found is not None and permissions.answer(request.user, "contracts.read", found) else None


def _said(initial: Data) -> Data:
    """Yes and no as the form writes them."""
    return {
        name: _YES_NO.get(value, value) if isinstance(value, bool) else value
        for name, value in initial.items()
    }


def aid(request: HttpRequest, slug: str) -> HttpResponseBase:
    """One aid: its questions, and the answer below them."""
    found = AIDS.get(slug)
    if found is None:
        raise Http404
    contract = _contract(request)
    initial = known(contract).get(slug, {}) if contract is not None else {}
    form = found.form(request.POST if request.method == "POST" else None, initial=_said(initial))
    answer = found.answer(form.cleaned_data) if form.is_bound and form.is_valid() else None
    context: dict[str, Any] = {
        "title": found.title,
        "lead": found.lead,
        "form": form,
        "submit": _("Reckon"),
        "back_url": reverse("contracts:aids") if contract is None else contract.get_absolute_url(),
        "contract": contract,
        "breadcrumbs": [(_("Tax aids"), reverse("contracts:aids")), (found.title, "")],
        "answer": answer,
    }
    if answer is not None:
        kind, word = _VERDICTS[answer.verdict]
        context |= {
            "verdict": {"kind": kind, "word": word if answer.points else _("Reckoned")},
            "points": [
                {"asks": one.asks, "kind": _MET[one.met][0], "word": _MET[one.met][1]}
                for one in answer.points
            ],
        }
    return render(request, "contracts/aid.html", context)
