"""A distribution plan: its lines, its people, tax, payment, papers."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from qinglan.contracts.domain import reward as rewards
from qinglan.contracts.domain.distribution import drop_distribution, record_equity
from qinglan.contracts.domain.distribution_state import FROM
from qinglan.contracts.domain.share_notice import draft_reward_notice
from qinglan.contracts.domain.share_paper import PAPERS, not_of, take_paper
from qinglan.contracts.models import (
    Base,
    ConversionState,
    Distribution,
    DistributionState,
    Halved,
    Reward,
    RewardState,
)
from qinglan.contracts.sharing import forms
from qinglan.contracts.sharing.based import is_recorded, whole_words
from qinglan.contracts.sharing.filing_words import filing_words
from qinglan.contracts.sharing.next_words import next_of
from qinglan.contracts.sharing.tax import Pay, points_of
from qinglan.contracts.sharing.working import steps
from qinglan.contracts.views.income_access import act, open_to, pays, plan_of, runs, task, trail
from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.web import demonstration
from qinglan.kernel.web.dates import day
from qinglan.kernel.web.exports import disposition
from qinglan.kernel.web.money import money, number_in
from qinglan.kernel.web.tables import Column, build
from qinglan.kernel.web.task_page import posted, press, seen

_KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
_LIGHTS = {"due": "due", "held": "late", "paid": "done", "recorded": "done"}
_MET = {True: "done", False: "late", None: "idle"}


def _of(number: str, plan: int) -> Distribution:
    return plan_of(number, plan)


@open_to("contracts.see_income", _of)
def record(request: HttpRequest, row: Distribution) -> HttpResponseBase:
    """``/contracts/income/conversions/<number>/plans/<plan>/``."""
    conversion = row.conversion
    title = _("Plan {number}: {title}").format(number=row.number, title=conversion.title)
    parts = [
        _working(row),
        _people(request.user, row),
        _conditions(row),
        _notices(row),
        _papers(request.user, row),
    ]
    context = {
        "title": title,
        "kind": f"{row} · {row.get_base_display()}",
        "status": {"kind": row.light, "word": capfirst(row.word)},
        "answer": "" if row.base == Base.EQUITY else next_of(row),
        "breadcrumbs": trail((conversion.number, conversion.get_absolute_url()), (str(row), "")),
        "acts": _acts(request.user, row),
        "notes": _notes(row),
        "summary": _summary(row),
        "parts": [one for one in parts if one is not None],
        "visibility": _(
            "Names and amounts: seen by those who do business for the unit, and by its finance contact."
        ),
    }
    return render(request, "contracts/sharing/record.html", context)


def _summary(row: Distribution) -> list[dict[str, Any]]:
    cash = row.base == Base.NET
    facts = [
        (_("received in all"), money(row.received) if cash else ""),
        (_("direct costs"), money(row.costs) if cash else ""),
        (whole_words(row.base), money(row.net)),
        (_("year of the profit"), str(row.year or "")),
        (_("equity of the inventors") if row.base == Base.EQUITY else _("to the inventors"), money(row.team)),
        (_("agreement on the share"), row.share_basis),
        (_("proof of the amount"), row.evidence),
        (_("equity recorded on"), day(row.changed_at) if is_recorded(row) else ""),
        (
            _("filed with the tax office on"),
            f"{day(row.filed_on)} {row.filing_number}" if row.filed_on else "",
        ),
    ]
    return [{"label": capfirst(label), "value": value} for label, value in facts if value]


def _working(row: Distribution) -> dict[str, Any]:
    headings: list[Any] = [
        capfirst(_("item")), capfirst(_("how it comes about")), Column(capfirst(_("amount (yuan)")), numeric=True),
        capfirst(_("what it rests on")),
    ]  # fmt: skip
    lines = [
        [one.what, one.how, "" if one.fen is None else number_in(one.fen, "yuan"), one.basis]
        for one in steps(row)
    ]
    return {
        "id": "working",
        "title": _("Reckoning, line by line"),
        "table": build(_("Reckoning, line by line"), headings, lines),
    }


def _people(user: Any, row: Distribution) -> dict[str, Any]:
    may = pays(user, row)
    return {
        "id": "people",
        "title": _("Equity of persons") if row.base == Base.EQUITY else _("Rewards of persons"),
        "rows": [_person(row, one, may=may) for one in row.rewards.select_related("inventor").order_by("pk")],
    }


def _person(row: Distribution, one: Reward, *, may: bool) -> dict[str, Any]:
    facts = [money(one.amount), one.inventor.post]
    if one.inventor.head != "no":
        facts.append(one.inventor.get_head_display())
    if one.inventor.left_on:
        facts.append(_("left on {day}").format(day=day(one.inventor.left_on)))
    if one.added is not None and one.withheld is not None:
        facts.append(_("withheld in the month {tax}").format(tax=money(one.withheld)))
        facts.append(_("paid out {amount}").format(amount=money(one.amount - one.added)))
        facts.append(one.get_halved_display())
    equity_ = one.state == RewardState.RECORDED  # stands as its plan does: recorded or not yet
    acts = []
    if may and one.state == RewardState.DUE and row.state != DistributionState.DROPPED:
        acts.append({"label": _("Keep it for him"), "url": reverse("contracts:reward-hold", args=[one.pk])})
    if may and one.state == RewardState.HELD and row.state != DistributionState.DROPPED:
        acts.append(
            {"label": _("Release it for payment"), "url": reverse("contracts:reward-release", args=[one.pk])}
        )
    return {
        "title": one.inventor.name,
        "facts": facts,
        "text": one.reason,
        "light": row.light if equity_ else _LIGHTS[one.state],
        "word": row.word if equity_ else one.get_state_display(),
        "acts": acts,
    }


def _conditions(row: Distribution) -> dict[str, Any] | None:
    """The conditions of the half for the first person who stays, as they stand today."""
    first = row.rewards.filter(inventor__left_on__isnull=True).select_related("inventor").first()
    if first is None or row.base == Base.EQUITY:
        return None
    try:
        points = points_of(row, first.inventor, first.pay_on or clock.today())
    except Impossible:
        return None
    words = {True: _("met"), False: _("not met"), None: _("not said")}
    return {
        "id": "tax",
        "title": _("Does a half of the reward count?"),
        "lead": _("An aid and no ruling: the tax office decides. Not known is counted whole. Of who left it is asked person by person."),
        "rows": [
            {"title": str(one.asks), "facts": [], "light": _MET[one.met], "word": words[one.met]} for one in points
        ],
    }  # fmt: skip


def _notices(row: Distribution) -> dict[str, Any] | None:
    rows = [
        {
            "title": str(one),
            "url": one.get_absolute_url(),
            "facts": [
                _("notice until {day}").format(day=day(one.last_day)) if one.last_day else _("not posted yet")
            ],
            "light": one.light,
            "word": one.get_state_display(),
        }
        for one in row.notices.all()
    ]
    return {"id": "notices", "title": _("Notice of the rewards"), "rows": rows} if rows else None


def _papers(user: Any, row: Distribution) -> dict[str, Any] | None:
    if row.state == DistributionState.DROPPED:
        return None
    halved = row.rewards.filter(state=RewardState.PAID, halved=Halved.YES).exists()
    words = {
        "working.xlsx": _("Reckoning (xlsx)"),
        "working.pdf": _("Reckoning (PDF)"),
        "payroll.xlsx": _("Payment list for the finance office (xlsx)"),
        "equity.xlsx": _("List of equity to be recorded (xlsx)"),
        "filing.xlsx": _("Tax filing (xlsx)"),
        "filing.docx": _("Tax filing (docx)"),
    }
    acts = [
        {"label": label, "url": reverse("contracts:distribution-paper", args=[row.conversion.number, row.number, *name.split(".")])}
        for name, label in words.items()
        if permissions.answer(user, PAPERS[name][0], row)
        and (halved or not name.startswith("filing"))
        and name not in not_of(row)
    ]  # fmt: skip
    lead = _("Each taking is recorded.")
    if row.base != Base.EQUITY:
        lead = _("Each taking is recorded. Only the tax filing holds identity numbers.")
    return {"id": "papers", "title": _("Files of the plan"), "lead": lead, "acts": acts} if acts else None


def _notes(row: Distribution) -> list[dict[str, Any]]:
    found_ = []
    if row.reason:
        found_.append({"light": "due", "text": row.reason})
    if row.state in FROM[DistributionState.DROPPED] and rewards.paid_back(row):
        found_.append({"light": "late", "text": rewards.paid_back_words()})
    due = rewards.filing_due(row)
    if due is not None:
        found_.append({"light": "due", "text": filing_words(due)})
    return found_


def _acts(user: Any, row: Distribution) -> list[dict[str, Any]]:
    number, plan = row.conversion.number, row.number
    runs_, pays_ = runs(user, row), pays(user, row)
    waiting = list(row.rewards.filter(state=RewardState.DUE).values_list("withheld", flat=True))
    noticed = row.notices.filter(state__in=("drafted", "posted", "closed")).exists()
    cash = row.base != Base.EQUITY
    payable = (
        bool(waiting)
        and row.state in (DistributionState.CLEARED, DistributionState.PAID)
        and not rewards.paid_back(row)
    )
    reckoned = payable and None not in waiting
    filed = rewards.filing_due(row) is None
    draft = row.state == DistributionState.DRAFT
    droppable = (
        row.state in FROM[DistributionState.DROPPED]
        and row.conversion.state == ConversionState.RUNNING
        and not row.rewards.filter(state=RewardState.PAID).exists()
    )
    wanted = [
        (runs_ and cash and draft and not noticed, "distribution-notice", _("Draft the notice of rewards")),
        (runs_ and draft and not cash, "distribution-equity", _("Record the equity")),
        (pays_ and reckoned, "distribution-pay", _("Record the payment")),
        (pays_ and payable, "distribution-tax", _("Reckon the tax")),
        (pays_ and not filed, "distribution-file", _("Record the tax filing")),
        (runs_ and droppable, "distribution-drop", _("Drop the plan")),
    ]
    found_ = [
        act(row, label, name, number, plan, post=name == "distribution-equity")
        for holds, name, label in wanted
        if holds
    ]
    if found_:
        found_[0]["primary"] = True
    return found_


@open_to("contracts.run_income", _of)
def notice(request: HttpRequest, row: Distribution) -> HttpResponseBase:
    """``…/plans/<plan>/notice/``: the paper on cash rewards."""
    form = forms.RewardNoticeForm(*posted(request))

    def do() -> HttpResponseBase:
        made = draft_reward_notice(acting_user=request.user, plan=seen(request, row), **form.cleaned_data)
        messages.success(request, _("The paper is drafted. Take it, have it stamped, then put it up."))
        return redirect(made)

    lead = _(
        "It names results, persons with post and contribution, rewards and registration, as the rule asks; no staff, identity or account number."
    )
    return task(request, form, do, row, _("Draft the notice of rewards"), _("Draft the paper"), lead=lead)


@open_to("contracts.pay_income", _of)
def tax(request: HttpRequest, row: Distribution) -> HttpResponseBase:
    """``…/plans/<plan>/tax/``: what the finance office says of the month."""
    waiting = list(row.rewards.filter(state=RewardState.DUE).select_related("inventor").order_by("pk"))
    asked: list[tuple[str, Any]] = [
        ("pay_on", waiting[0].pay_on if waiting and waiting[0].pay_on else clock.today())
    ]
    initial = dict(asked) | {
        "kept_apart": "" if row.kept_apart is None else "yes" if row.kept_apart else "no"
    }
    form = forms.TaxForm(*posted(request), rewards=waiting, initial=initial)

    def do() -> HttpResponseBase:
        data = form.cleaned_data
        wanted = {
            one.pk: Pay(
                *(data[f"{name}_{one.pk}"] or 0 for name in ("salary", "social", "additional", "other"))
            )
            for one in waiting
        }
        rewards.reckon_rewards(
            acting_user=request.user, plan=seen(request, row), pay_on=data["pay_on"],
            kept_apart=data["kept_apart"], pays=wanted,
        )  # fmt: skip
        messages.success(
            request, _("The tax is reckoned. Check it on the plan, pay, then record the payment.")
        )
        return redirect(row)

    lead = _(
        "By cumulative withholding; each month of the year so far counts as the month entered. An aid, no ruling."
    )
    return task(
        request, form, do, row, _("Reckon the tax"), _("Reckon the tax"),
        template="contracts/sharing/grouped.html", lead=lead,
    )  # fmt: skip


@open_to("contracts.pay_income", _of)
def pay(request: HttpRequest, row: Distribution) -> HttpResponseBase:
    """``…/plans/<plan>/pay/``."""
    form = forms.VoucherForm(*posted(request))

    def do() -> HttpResponseBase:
        rewards.pay_rewards(
            acting_user=request.user, plan=seen(request, row), voucher=form.cleaned_data["voucher"]
        )
        messages.success(request, _("The payment is recorded; who was paid is told."))
        return redirect(row)

    lead = _("Qinglan pays nothing itself: it records what the finance office paid.")
    return task(request, form, do, row, _("Record the payment"), _("Record the payment"), lead=lead)


@open_to("contracts.pay_income", _of)
def file(request: HttpRequest, row: Distribution) -> HttpResponseBase:
    """``…/plans/<plan>/file/``."""
    form = forms.FilingForm(*posted(request))

    def do() -> HttpResponseBase:
        rewards.record_filing(acting_user=request.user, plan=seen(request, row), **form.cleaned_data)
        messages.success(request, _("The filing is recorded."))
        return redirect(row)

    return task(request, form, do, row, _("Record the tax filing"), _("Record the filing"))


@open_to("contracts.run_income", _of)
def equity(request: HttpRequest, row: Distribution) -> HttpResponseBase:
    """``…/plans/<plan>/equity/``: a button."""
    if request.method != "POST":
        return redirect(row)
    done = _("The equity is recorded.")
    return press(request, row.get_absolute_url(), lambda: record_equity(acting_user=request.user, plan=seen(request, row)), done)  # fmt: skip


@open_to("contracts.run_income", _of)
def drop(request: HttpRequest, row: Distribution) -> HttpResponseBase:
    """``…/plans/<plan>/drop/``."""
    form = forms.ReasonForm(*posted(request))

    def do() -> HttpResponseBase:
        drop_distribution(
            acting_user=request.user, plan=seen(request, row), reason=form.cleaned_data["reason"]
        )
        messages.success(
            request,
            _("The plan is dropped; the equity can be shared out anew.")
            if row.base == Base.EQUITY
            else _("The plan is dropped; what came in can be shared out anew."),
        )
        return redirect(row.conversion)

    return task(request, form, do, row, _("Drop the plan"), _("Drop the plan"))


@login_required
def paper(request: HttpRequest, number: str, plan: int, name: str, kind: str) -> HttpResponseBase:
    """``…/plans/<plan>/<name>.<kind>``: payment list, tax filing, reckoning; each taking is an event."""
    row = plan_of(number, plan)
    key = f"{name}.{kind}"
    if key not in PAPERS:
        raise Http404
    permissions.require(request.user, PAPERS[key][0], row)
    try:
        made, title = take_paper(acting_user=request.user, plan=row, name=key)
    except Impossible as refusal:
        messages.error(request, refusal.message)
        return redirect(row)
    response = HttpResponse(made, content_type=_KINDS[kind])
    response["Content-Disposition"] = disposition(demonstration.file_name(title), kind)
    response["Cache-Control"] = "no-store"
    return response
