"""What the page of a registration says, and what the page of its contract says of it."""

from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from qinglan.contracts import shown
from qinglan.contracts.domain.registration_difference import differences_to_contract
from qinglan.contracts.domain.registration_green import suggestions
from qinglan.contracts.models import (
    Attention,
    Contract,
    ContractState,
    Registration,
    RegistrationChange,
    RegistrationDifference,
    RegistrationState,
)
from qinglan.contracts.registering.acts import acts
from qinglan.contracts.registering.pack import code_words, registration, words
from qinglan.contracts.registering.periods import days_left, is_provisional
from qinglan.contracts.registering.queries import twins_of
from qinglan.contracts.registering.reading import checked, deduction_of
from qinglan.kernel import clock, permissions
from qinglan.kernel.codes.models import Territory
from qinglan.kernel.web.dates import day
from qinglan.kernel.web.money import money
from qinglan.kernel.web.tables import Column, Table

_CHECKED = (
    RegistrationState.DRAFT,
    RegistrationState.RETURNED,
    RegistrationState.HANDED_IN,
    RegistrationState.ACCEPTED,
    RegistrationState.REVIEW,
    RegistrationState.PASSED,
)
_FILED = (RegistrationState.HANDED_OVER, RegistrationState.REGISTERED)


def context(user: Any, row: Registration) -> dict[str, Any]:
    """All that the page shows."""
    told = checked(row) if row.state in _CHECKED else []
    clean = not any(one.stops for one in told)
    number = row.number or pgettext("registration", "no number yet")
    return {
        "kind": f"{number} · {row.get_kind_display()}",
        "status": {"kind": row.light, "word": row.get_state_display()},
        "answer": _standing(row, told),
        "summary": [one for one in _summary(user, row) if one["value"]],
        "acts": acts(user, row, clean=clean),
        "told": told,
        "writes": row.is_writable and bool(permissions.answer(user, "contracts.write_registration", row)),
        "asks": any(one.rule.level == "asks" for one in told),
        "values": _values(row),
        "papers": list(row.papers.select_related("file")),
        "reads_papers": bool(permissions.answer(user, "contracts.read_registration_papers", row)),
        "twins": _twins(user, row),
        "differences": [_named(one) for one in row.differences.all()],
        "live": _live_differences(row),
        "settles": bool(permissions.answer(user, "contracts.settle_difference", row)),
        "changes": [_listed(one) for one in row.changes.select_related("evidence")],
        "reviews": list(row.reviews.prefetch_related("opinions__expert")),
        "reads_opinions": bool(permissions.answer(user, "contracts.check_registration", row)),
        "may_green": bool(permissions.answer(user, "contracts.confirm_green", row)),
        "green": _green(row),
        "visibility": _(
            "Both sides of the contract and the audit administrator see this page; once it is handed in or filed also its registration office, and officers of the city and of a side's district."
        ),
    }


def section(user: Any, contract: Contract) -> dict[str, Any] | None:
    """The registration on the page of its contract; for a contract in force the button that begins it."""
    row = Registration.objects.filter(contract=contract).select_related("office").first()
    may = bool(permissions.answer(user, "contracts.prepare_registration", contract))
    open_state = contract.state in (ContractState.IN_FORCE, ContractState.COMPLETED)
    if row is None and not (may and open_state):
        return None
    if row is not None and not permissions.answer(user, "contracts.view_registration", row):
        return None
    found: dict[str, Any] = {"row": row, "acts": []}
    if row is None:
        url = reverse("contracts:registration-prepare", args=[contract.number])
        found["acts"] = [{"label": _("Prepare the registration"), "url": url, "post": True, "primary": False}]
    elif row.attention:
        found["notes"] = [
            {
                "light": "due",
                "text": row.get_attention_display(),
                "url": row.get_absolute_url(),
                "action": _("Open the registration"),
            }
        ]
    return found


def territory_words(code: str) -> str:
    """A division by its code, with its name where it is known here."""
    found = Territory.objects.filter(pk=code).first() if code else None
    return f"{found.name} ({code})" if found is not None else code


def _standing(row: Registration, told: list[Any]) -> str:
    state = RegistrationState(row.state)
    stops = sum(one.stops for one in told)
    if row.is_writable:
        said = f"{row.reason} " if state == RegistrationState.RETURNED else ""
        if stops:
            text = ngettext(
                "{count} thing is to be put right before it can be handed in.",
                "{count} things are to be put right before it can be handed in.",
                stops,
            )
            return said + text.format(count=stops)
        return said + _("Nothing stops it: it can go to its office.")
    if row.due_on is not None and state in (RegistrationState.ACCEPTED, RegistrationState.REVIEW):
        left = days_left(clock.today(), row.due_on)
        text = ngettext(
            "The office decides by {day}: {left} working day left.",
            "The office decides by {day}: {left} working days left.",
            left,
        )
        said = text.format(day=row.due_on.isoformat(), left=left)
        if row.accepted_on is not None and is_provisional(row.accepted_on, row.due_on):
            provisional = _("provisional: the holiday notice of a later year is not out yet")
            return f"{said} ({provisional})"
        return said
    if state == RegistrationState.PASSED:
        return _(
            "Passed the pre-check as {number}. That is no registration: it is now filed in the national system."
        ).format(number=row.precheck_number)
    if state == RegistrationState.HANDED_OVER:
        return _("Filed on {day}; the national system decides.").format(day=row.handed_over_on)
    if state == RegistrationState.REGISTERED:
        return _("Registered under {number} on {day}.").format(
            number=row.national_number, day=row.registered_on
        )
    return row.reason


def _summary(user: Any, row: Registration) -> list[dict[str, Any]]:
    listed = (
        ("form", _("sub-kind")), ("tech_field", _("field of technology")), ("ip_kind", _("intellectual property")),
        ("plan_source", _("plan source")), ("goal", _("social and economic goal")), ("industry", _("industry served")),
        ("payment_mode", pgettext("contract", "way of payment")), ("pricing_way", _("how the price came about")),
    )  # fmt: skip
    related = {None: "", True: _("yes"), False: _("no")}[row.is_related]
    competent = registration().competent_on(row.registered_on or clock.today())
    rows: list[tuple[Any, Any, str]] = [
        (pgettext("side", "Seller"), _party(row, "seller"), ""),
        (pgettext("side", "Buyer"), _party(row, "buyer"), ""),
        (_("contract"), str(row.contract or ""), _contract_url(user, row)),
        *((label, code_words(name, getattr(row, name)) if getattr(row, name) else "", "") for name, label in listed),
        (_("signed on"), day(row.signed_on) if row.signed_on else "", ""),
        (_("term"), _term(row), ""),
        (_("between related parties"), f"{related} {row.related_note}".strip(), ""),
        (_("registration office"), row.office.name if row.office else "", ""),
        (_("competent body"), words(competent.body) if competent else "", ""),
        (pgettext("registration", "accepted on"), day(row.accepted_on) if row.accepted_on else "", ""),
        (_("pre-check number"), row.precheck_number or "", ""),
        (_("national number"), row.national_number or "", ""),
        (_("certificate of registration"), row.certificate.name if row.certificate else "", row.certificate.get_absolute_url() if row.certificate else ""),
    ]  # fmt: skip
    return [
        {"label": capfirst(str(label)), "value": value, "url": url, "action": _("Open")}
        for label, value, url in rows
    ]


def _contract_url(user: Any, row: Registration) -> str:
    """The page of the contract, for those who may open it."""
    contract = row.contract
    if contract is None or not permissions.answer(user, "contracts.view", contract):
        return ""
    return contract.get_absolute_url()


def _term(row: Registration) -> str:
    if row.begins_on is None and row.ends_on is None:
        return ""
    begins, ends = (day(one) if one is not None else _("open") for one in (row.begins_on, row.ends_on))
    return f"{begins} – {ends}"


def _party(row: Registration, side: str) -> str:
    name, code = getattr(row, f"{side}_name"), getattr(row, f"{side}_code")
    where = territory_words(getattr(row, f"{side}_territory"))
    kind = getattr(row, f"{side}_type")
    return " · ".join(
        one for one in (name, code, code_words("party_type", kind) if kind else "", where) if one
    )


def _values(row: Registration) -> Table | None:
    """The price, each item with what is deducted, and what remains: 成交额 down to 技术交易额."""
    reckoned = deduction_of(row)
    if reckoned is None:
        return None
    titles = [one for one in row.costs.all() if one.kind in registration().cost_rules()]
    kinds = {one.code: one for one in registration().costs}
    lines: list[list[Any]] = [[capfirst(_("contract value")), money(reckoned.amount), "—", "—"]]
    colon = pgettext("label", ": ")
    for cost, line in zip(titles, reckoned.lines, strict=True):
        kind = kinds[cost.kind]
        lines.append(
            [
                f"{words(kind.name)}{colon}{cost.title} × {cost.quantity}",
                money(cost.amount),
                f"−{money(line.deducted)}" if line.deducted else "—",
                words(kind.source),
            ]
        )
    lines.append([capfirst(_("technology value as reckoned")), money(reckoned.technology_amount), "—", "—"])
    if row.technology_amount is not None:
        lines.append([capfirst(_("technology value as stated")), money(row.technology_amount), "—", "—"])
    if row.technology_income is not None:
        lines.append([capfirst(_("technology income")), money(row.technology_income), "—", "—"])
    columns = [
        Column(pgettext("cost", "What it is")),
        Column(capfirst(_("amount of the item")), numeric=True),
        Column(_("Deducted"), numeric=True),
        Column(pgettext("cost", "By the rule")),
    ]
    return Table(_("From the contract value to the technology value"), columns, lines)


def _twins(user: Any, row: Registration) -> list[dict[str, Any]]:
    return [
        {
            "row": one,
            "url": one.get_absolute_url()
            if permissions.answer(user, "contracts.view_registration", one)
            else "",
        }
        for one in (twins_of(row) if row.state in _CHECKED else [])
    ]


def _live_differences(row: Registration) -> list[tuple[str, Any, Any]]:
    """What the contract says otherwise at this moment, of what was filed or is registered."""
    if row.contract is None or row.state not in _FILED or row.attention == Attention.CONTRACT_ENDED:
        return []
    found = differences_to_contract(row, row.contract)
    return [
        (field_words(name), _said(name, ours), _said(name, theirs)) for name, (ours, theirs) in found.items()
    ]


def field_words(name: str) -> str:
    """How a field of a registration is called."""
    field = Registration._meta.get_field(name)
    text = str(getattr(field, "verbose_name", name))
    return capfirst(text)


def _named(one: RegistrationDifference) -> dict[str, Any]:
    return {"one": one, "label": field_words(one.field)}


def _listed(one: RegistrationChange) -> dict[str, Any]:
    """A change with its fields in words: label, what stood, what shall stand."""
    rows = [
        (field_words(name), _said(name, one.before.get(name)), _said(name, value))
        for name, value in one.after.items()
    ]
    return {"one": one, "rows": rows}


def _said(name: str, value: Any) -> Any:
    if value in (None, ""):
        return "—"
    return money(value) if name in ("amount", "technology_amount") else value


def _green(row: Registration) -> dict[str, Any]:
    return {
        "is": row.is_green,
        "basis": code_words("green_basis", row.green_basis) if row.green_basis else "",
        "code": row.green_code,
        "note": row.green_note,
        "on": row.green_confirmed_on,
        "by": str(row.green_confirmed_by or ""),
        "suggested": [] if row.is_green else [one.words for one in suggestions(row)],
        "source": words(registration().green.source),
    }


shown.register(40, "contracts/registering/_section.html", section)
