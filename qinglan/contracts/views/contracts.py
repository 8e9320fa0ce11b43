"""Contracts: the list of one's own, and the page of one."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from qinglan.contracts import shown
from qinglan.contracts.models import ContractKind, ContractParty, ContractState
from qinglan.contracts.queries import contracts_seen_by
from qinglan.contracts.views.contract_access import contract_or_404, trail
from qinglan.kernel import permissions
from qinglan.kernel.roles import is_auditor, is_officer
from qinglan.kernel.web.lists import ChoiceFilter, DateRangeFilter, ListColumn, ListPage, Sort, TextFilter
from qinglan.kernel.web.lists.filters import Bound, Rows

_NEXT = {
    ContractState.DRAFT: gettext_lazy(
        "Write what it is about, its milestones and its clauses; then put a version to signature."
    ),
    ContractState.SIGNING: gettext_lazy("All parties sign the same version; then the contract is in force."),
    ContractState.IN_FORCE: gettext_lazy(
        "Register it, deliver and accept its milestones, confirm what was paid; then complete it."
    ),
}
"""What comes next, by the state."""


class NumberOrBeginning(TextFilter):
    """A number, the beginning of a title, or the beginning of a party's name: each has an index."""

    def read(self, bound: Bound) -> None:
        """One of them."""
        super().read(bound)
        if bound.condition is not None:
            text = bound.value.strip()[:60]
            named = ContractParty.objects.filter(name__startswith=text).values("contract_id")
            bound.condition = Q(number__startswith=text.upper()) | Q(title__startswith=text) | Q(pk__in=named)


PRICE = ListColumn(gettext_lazy("whole price"), "amount", money="yuan")


class ContractList(ListPage):
    """``/contracts/``: those of one's organisations; of everybody's for officers and auditors."""

    template_name = "contracts/contracts.html"
    title = gettext_lazy("Contracts")
    count_at_most = 1_000
    filters = (
        TextFilter("q", gettext_lazy("Words"), ("title__icontains", "number__icontains")),
        ChoiceFilter("state", gettext_lazy("State"), ContractState.choices, "state"),
        ChoiceFilter("kind", gettext_lazy("kind of contract"), ContractKind.choices, "kind"),
        DateRangeFilter("signed", gettext_lazy("signed on"), "signed_on"),
    )
    sorts = (
        Sort("new", gettext_lazy("Last changed first"), "-changed_at"),
        Sort("end", gettext_lazy("Soonest end"), "ends_on"),
    )
    columns: ClassVar[Sequence[ListColumn]] = (
        ListColumn(gettext_lazy("Number"), "number"),
        ListColumn(pgettext_lazy("contract", "title"), "title"),
        ListColumn(gettext_lazy("kind of contract"), lambda row: str(row.get_kind_display())),
        ListColumn(gettext_lazy("State"), lambda row: str(row.get_state_display())),
        ListColumn(
            pgettext_lazy("side of a contract", "Provider"), lambda row: row.seller.name if row.seller else ""
        ),
        ListColumn(
            pgettext_lazy("side of a contract", "Buyer"), lambda row: row.buyer.name if row.buyer else ""
        ),
        PRICE,
        ListColumn(gettext_lazy("signed on"), "signed_on"),
        ListColumn(gettext_lazy("ends on"), "ends_on"),
    )
    empty_title = gettext_lazy("No contract yet")
    empty_text = gettext_lazy(
        "A contract begins by itself when terms are agreed in a negotiation room or a lot is won; or begin one here."
    )
    empty_url = "/contracts/new/"
    empty_action: ClassVar[Any] = gettext_lazy("Begin a contract")

    def get_queryset(self) -> Rows:
        """What the reader may see."""
        return contracts_seen_by(self.request.user)

    def get_context(self) -> dict[str, Any]:
        """Breadcrumbs and what may be done."""
        return {
            "breadcrumbs": [(self.title, "")],
            "may_begin": bool(permissions.answer(self.request.user, "contracts.begin")),
            "lead": _(
                "From agreed terms to signature, registration, payment and the inventors' share: each contract on one page."
            ),
        }


class ReadContracts(ContractList):
    """The same address for whoever begins none."""

    empty_text = gettext_lazy(
        "Contracts of your organisations stand here. Who does business for one is entered by its administrator."
    )
    empty_url = ""
    empty_action: ClassVar[Any] = ""


class AllContracts(ContractList):
    """The same address for auditors, who see all: what is typed has to begin something, by an index."""

    filters = (
        NumberOrBeginning(
            "q",
            gettext_lazy("Number, or beginning of the title or of a party's name"),
            ("title__startswith",),
        ),
        *ContractList.filters[1:],
    )


class WithoutPrices(AllContracts):
    """The same for officers: what a contract says is read by its parties."""

    columns = tuple(column for column in ContractList.columns if column is not PRICE)


@login_required
def listing(request: HttpRequest) -> HttpResponseBase:
    """``/contracts/``: one's own, or all."""
    view: type[ContractList] = ContractList
    if is_auditor(request.user, None):
        view = AllContracts
    elif is_officer(request.user, None):
        view = WithoutPrices
    elif not permissions.answer(request.user, "contracts.begin"):
        view = ReadContracts
    return view.as_view()(request)


def _one_leads(acts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The acts of all rooms, the one to do next in front; no other is drawn as the primary one."""
    ordered = sorted(acts, key=lambda act: not act.get("primary"))
    return [{**act, "primary": bool(act.get("primary")) and not place} for place, act in enumerate(ordered)]


@login_required
def record(request: HttpRequest, number: str) -> HttpResponseBase:
    """``/contracts/<number>/``: one contract; every room adds its own section."""
    contract = contract_or_404(number)
    permissions.require(request.user, "contracts.view", contract)
    sections = shown.sections(request.user, contract)
    reads = bool(permissions.answer(request.user, "contracts.read", contract))
    acts = [act for one in sections for act in one.context.get("acts", ())]
    context = {
        "title": contract.title,
        "contract": contract,
        "kind": f"{contract.number} · {contract.get_kind_display()}",
        "status": {"kind": contract.light, "word": contract.get_state_display()},
        "answer": contract.reason or _NEXT.get(ContractState(contract.state), ""),
        "sections": sections,
        "acts": _one_leads(acts),
        "notes": [note for one in sections for note in one.context.get("notes", ())],
        "visibility": _(
            "The parties read this page; the audit administrator does too. Officers see number, parties and state."
        )
        if reads
        else _("You see number, parties and state. What the contract says is read by its parties."),
        "breadcrumbs": trail(contract),
    }
    return render(request, "contracts/contract.html", context)
