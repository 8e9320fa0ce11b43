"""What the pages of a conversion and of a contract show of the inventors' share."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from qinglan.contracts import shown
from qinglan.contracts.domain.conversion import is_short_of_years, needs_notice
from qinglan.contracts.models import SOLD, Base, Contract, Conversion, ConversionState, Cost, ShareNotice, Way
from qinglan.contracts.sharing.based import share_words, whole_words
from qinglan.contracts.sharing.income import ToShare, left_out, received_for, registration_of, to_share
from qinglan.contracts.sharing.pack import sharing
from qinglan.contracts.sharing.queries import contracts_to_name, standing
from qinglan.kernel import permissions
from qinglan.kernel.web.dates import day
from qinglan.kernel.web.money import money, number_in
from qinglan.kernel.web.tables import Column, Table, build


def conversion(user: Any, row: Conversion) -> dict[str, Any]:
    """Acts, notes, summary and sections of the page of a conversion."""
    runs = bool(permissions.answer(user, "contracts.run_income", row))
    income = to_share(row) if row.way in SOLD and row.contract is not None else None
    parts = [_inventions(row), _notices(row, runs=runs), _money(row, income, runs=runs), _plans(row)]
    return {
        "acts": _acts(row, income) if runs else [],
        "notes": _notes(row, income, _way_to(user, row.contract)),
        "summary": list(_summary(row, _way_to(user, row.contract))),
        "parts": [one for one in parts if one is not None],
    }


def _way_to(user: Any, contract: Contract | None) -> str:
    """The address of the contract for who may open it: the finance office reads of it by what came in."""
    opens = contract is not None and permissions.answer(user, "contracts.view", contract)
    return contract.get_absolute_url() if contract is not None and opens else ""


def act(
    row: Any, label: Any, name: str, *args: Any, post: bool = False, primary: bool = False
) -> dict[str, Any]:
    """A link or button, with the revision that the page was opened with."""
    return {
        "label": label, "url": reverse(f"contracts:{name}", args=args), "post": post, "primary": primary,
        "version": row.revision,
    }  # fmt: skip


def _acts(row: Conversion, income: ToShare | None) -> list[dict[str, Any]]:
    """The next step first."""
    state, number = ConversionState(row.state), row.number
    noticed = row.notices.filter(distribution=None, state__in=("drafted", "posted", "closed")).exists()
    sold = row.way in SOLD
    to_do = income.is_open if income is not None else not _equity_is_shared(row)
    by_press = state != ConversionState.RUNNING or not is_short_of_years(row)
    wanted = [
        (state == ConversionState.PLANNED, "conversion-decide", _("Enter the decision"), False),
        (state == ConversionState.DECIDED and needs_notice(row) and not noticed, "conversion-notice", _("Draft the notice of the price"), False),
        (state == ConversionState.CLEARED and sold, "conversion-contract", _("Name the contract"), False),
        (state == ConversionState.CLEARED and not sold, "conversion-begin", _("Begin"), True),
        (state == ConversionState.CLEARED and row.way == Way.EQUITY, "conversion-contract", _("Name the contract"), False),
        (state == ConversionState.RUNNING and to_do, "conversion-share", share_words(row.way), False),
        (state == ConversionState.RUNNING and sold, "conversion-cost", _("Enter a cost"), False),
        (state == ConversionState.RUNNING, "conversion-close", _("Close and file it"), by_press),
        (state == ConversionState.PLANNED, "conversion-edit", _("Change the proposal"), False),
        (state not in (ConversionState.CLOSED, ConversionState.STOPPED), "conversion-stop", _("Stop the conversion"), False),
    ]  # fmt: skip
    found = [act(row, label, name, number, post=post) for holds, name, label, post in wanted if holds]
    if state == ConversionState.CLEARED and sold:
        url = f"{reverse('contracts:new')}?{urlencode({'conversion': number})}"
        begin = {"label": _("Draft the contract"), "url": url}
        found.insert(1 if contracts_to_name(row).exists() else 0, begin)
    if found:
        found[0]["primary"] = True
    return found


def _equity_is_shared(row: Conversion) -> bool:
    """Equity is shared out once; a plan that was dropped leaves it open."""
    return row.way == Way.EQUITY and standing(row).filter(base=Base.EQUITY).exists()


def _notes(row: Conversion, income: ToShare | None, contract_url: str) -> list[dict[str, Any]]:
    found = []
    if row.state == ConversionState.STOPPED:
        found.append({"light": "late", "text": _("Stopped: {reason}").format(reason=row.reason)})
    elif row.state == ConversionState.CLOSED and row.reason:
        found.append({"light": "done", "text": _("Closed early: {reason}").format(reason=row.reason)})
    elif row.reason:
        found.append({"light": "due", "text": row.reason})
    if row.state == ConversionState.RUNNING and row.contract is not None:
        if row.contract.state == "terminated":
            text = _(
                "The contract was terminated. What was received and kept is shared out; nothing more is expected."
            )
            found.append({"light": "late", "text": text})
        if row.way in SOLD and registration_of(row.contract) is None:
            found.append(
                {
                    "light": "due",
                    "text": _(
                        "The contract has no national registration number yet; rewards can't be noticed before."
                    ),
                    "url": contract_url,
                    "action": _("To the contract"),
                }
            )
        received = sum(one.amount for one in received_for(row.contract))
        if row.contract.amount is not None and received > row.contract.amount:
            text = _("More came in ({received}) than the contract is about ({amount}). Check the receipts.")
            values = {"received": money(received), "amount": money(row.contract.amount)}
            found.append({"light": "late", "text": text.format(**values)})
    if income is not None and income.net < 0:
        found.append(
            {"light": "late", "text": _("Costs are higher than what came in; nothing is shared out yet.")}
        )
    return found


def _summary(row: Conversion, contract_url: str) -> Iterable[dict[str, Any]]:
    registration = registration_of(row.contract)
    facts: list[tuple[Any, Any, str]] = [
        (_("Unit"), row.keeper.name, ""),
        (_("who takes it"), row.partner, ""),
        (_("price"), money(row.price) if row.price else "", ""),
        (_("how the price came about"), row.get_pricing_display(), ""),
        (_("what the price rests on"), row.price_basis, ""),
        (_("appraisal, or why there is none"), row.appraisal, ""),
        (
            _("collective decision"),
            _decision(row),
            row.decision_file.get_absolute_url() if row.decision_file else "",
        ),
        (_("contract"), str(row.contract or ""), contract_url),
        (_("national registration number"), registration.national_number if registration else "", ""),
        (_("rule of the unit"), _version(row), ""),
    ]
    for label, value, url in facts:
        if value:
            yield {"label": capfirst(label), "value": value, "url": url, "action": _("Open")}


def _version(row: Conversion) -> str:
    return f"{row.rule} · " + _("Version {number}").format(number=row.rule.version)


def _decision(row: Conversion) -> str:
    if row.decided_on is None:
        return ""
    return f"{row.decided_by_body} · {day(row.decided_on)} · {row.decision_number}"


def _inventions(row: Conversion) -> dict[str, Any]:
    parts = list(row.parts.select_related("invention"))
    return {
        "id": "inventions",
        "title": _("Inventions"),
        "rows": [
            {
                "title": one.invention.title,
                "url": one.invention.get_absolute_url(),
                "facts": [
                    one.invention.number,
                    *([_("weight {weight}").format(weight=one.weight)] if len(parts) > 1 else []),
                ],
                "light": "done" if one.invention.parts_agreed_on else "due",
                "word": _("parts agreed") if one.invention.parts_agreed_on else _("parts to be agreed"),
            }
            for one in parts
        ],
    }


def _notices(row: Conversion, *, runs: bool) -> dict[str, Any] | None:
    rows = [
        {
            "title": str(one),
            "url": one.get_absolute_url(),
            "facts": _facts_of(one),
            "light": one.light,
            "word": one.get_state_display(),
        }
        for one in row.notices.select_related("distribution")
        if runs or one.posted_at is not None
    ]
    return {"id": "notices", "title": _("Notices in the unit"), "rows": rows} if rows else None


def _facts_of(one: ShareNotice) -> list[str]:
    if one.last_day is None:
        return [_("not posted yet")]
    return [_("notice until {day}").format(day=day(one.last_day))]


def _money(row: Conversion, income: ToShare | None, *, runs: bool) -> dict[str, Any] | None:
    costs = list(row.costs.select_related("reverses"))
    if income is None and not costs:
        return None
    late = left_out(row, income) if income is not None else set()
    return {
        "id": "money",
        "title": _("What came in and what it cost"),
        "table": to_share_table(income) if income is not None else None,
        "rows": [_cost(row, one, runs=runs, is_late=one.pk in late) for one in costs],
    }


def _cost(row: Conversion, one: Cost, *, runs: bool, is_late: bool) -> dict[str, Any]:
    takes_back = one.reverses_id is not None
    may = runs and not takes_back and row.state == ConversionState.RUNNING
    url = reverse("contracts:conversion-reverse", args=[row.number, one.pk])
    return {
        "title": sharing().cost_words(one.kind) + (" · " + _("taken back") if takes_back else ""),
        "facts": [
            one.voucher, day(one.on), one.note,
            *([_("not taken off: the first receipt carried the costs")] if is_late else []),
        ],
        "light": "idle",
        "word": f"{'+' if takes_back else '−'}{money(one.amount)}",
        "acts": [{"label": _("Reverse the cost"), "url": url}] if may else [],
    }  # fmt: skip


def to_share_table(income: ToShare) -> Table:
    """What the next plan would share out."""
    rows: list[list[Any]] = [
        [_("Received on {day}").format(day=day(one.received_on)), one.receipt, number_in(one.amount, "yuan")]
        for one in income.receipts
    ]
    if income.taken_back > 0:
        words = _("Refunded since of what was shared out before")
        rows.append([words, "", f"−{number_in(income.taken_back, 'yuan')}"])
    elif income.taken_back:
        words = _("Refund before that was taken back since")
        rows.append([words, "", number_in(-income.taken_back, "yuan")])
    for cost in income.costs:
        sign = "" if cost.reverses_id else "−"
        rows.append(
            [sharing().cost_words(cost.kind), cost.voucher, f"{sign}{number_in(cost.amount, 'yuan')}"]
        )
    rows.append([_("Net income to share out"), "", number_in(income.net, "yuan")])
    headings: list[Any] = [
        capfirst(_("item")),
        capfirst(_("receipt or voucher")),
        Column(capfirst(_("amount (yuan)")), numeric=True),
    ]
    return build(_("Not shared out yet"), headings, rows)


def _plans(row: Conversion) -> dict[str, Any] | None:
    rows = [
        {
            "title": _("Plan {number}").format(number=one.number),
            "url": one.get_absolute_url(),
            "facts": [
                f"{capfirst(whole_words(one.base))} {money(one.net)}",
                _("to the inventors {amount}").format(amount=money(one.team)),
            ],
            "light": one.light,
            "word": one.word,
        }
        for one in row.distributions.all()
    ]
    return {"id": "plans", "title": _("Distribution plans"), "rows": rows} if rows else None


def section(user: Any, contract: Contract) -> dict[str, Any] | None:
    """On the page of a contract: the way to the inventors' share, for the provider's people alone."""
    found = Conversion.objects.filter(contract=contract).first()
    if found is not None:
        if not permissions.answer(user, "contracts.see_income", found):
            return None
        words = _("What comes in is shared out by {number}: {state}.").format(
            number=found.number, state=found.get_state_display()
        )
        return {"words": words, "url": found.get_absolute_url(), "label": _("To the inventors' share")}
    seller = contract.seller
    if not contract.is_signed or seller is None or seller.organisation is None:
        return None
    waiting = Conversion.objects.filter(
        keeper=seller.organisation, state=ConversionState.CLEARED, way__in=sorted(SOLD)
    )
    first = waiting.order_by("-id").first()
    if first is None or not permissions.answer(user, "contracts.run_income", first):
        return None
    words = _("{number} waits for its contract. Name this one there, if it is the one.").format(
        number=first.number
    )
    return {"words": words, "url": first.get_absolute_url(), "label": _("To the conversion")}


shown.register(60, "contracts/sharing/_section.html", section)
