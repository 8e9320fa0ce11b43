"""What the page of an arrangement shows, and what its reader may do."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from qinglan.contracts.mobility.conditions import Checked, checked, last_day_of_first_term
from qinglan.contracts.mobility.pack import MobilityFile, mobility_rules
from qinglan.contracts.models import (
    MOBILITY_RUNS,
    MOBILITY_WRITABLE,
    ExtensionState,
    Mobility,
    MobilityState,
    Shareholding,
)
from qinglan.kernel import permissions
from qinglan.parties import holding
from qinglan.parties.models import Organisation

_TAKEN_BACK_FROM = frozenset(
    {MobilityState.DRAFT, MobilityState.RETURNED, MobilityState.APPLIED, MobilityState.APPROVED}
)


def rules() -> MobilityFile:
    """The rules in force."""
    return mobility_rules()


def units_of(user: Any) -> QuerySet[Organisation]:
    """The units whose arrangements one looks after."""
    return holding.organisations_represented_by(user)


def conditions(mobility: Mobility) -> list[Checked]:
    """Its conditions as they stand."""
    return checked(mobility, mobility_rules())


def context(user: Any, mobility: Mobility) -> dict[str, Any]:
    """Summary, conditions, terms, reports, shares and the acts of this reader."""
    file = mobility_rules()
    way = file.ways[mobility.form]
    inside = user.pk == mobility.person_id or holding.represents(user, mobility.unit_id)
    return {
        "acts": acts(user, mobility),
        "conditions": checked(mobility, file) if inside else [],
        "keeps": way.keeps if translation.get_language() == "zh-hans" else way.keeps_en,
        "keeps_source": way.said_in(),
        "latest": last_day_of_first_term(way, mobility.starts_on),
        "return_notice": file.return_notice_months if mobility.form == "leave" else 0,
        "extensions": list(mobility.extensions.all()),
        "reports": list(mobility.reports.all()) if inside else [],
        "shares": list(Shareholding.objects.filter(mobility=mobility)) if inside else [],
        "facts": facts(mobility),
        "terms": terms(mobility),
        "runs": mobility.state in MOBILITY_RUNS,
    }


def facts(row: Mobility) -> list[dict[str, Any]]:
    """The summary list."""
    pairs: list[tuple[Any, Any]] = [
        (_("name of the person"), f"{row.person_name}，{row.post}" if row.post else row.person_name),
        (_("unit that decides"), row.unit.name),
        (_("name of the firm"), f"{row.firm_name} {row.firm_code}".strip()),
        (_("work, result or project it is about"), row.task),
        (_("result it uses"), row.technology.title if row.technology else None),
        (_("on notice in the unit from"), _days(row.noticed_from, row.noticed_until)),
        (_("decision of the unit"), f"{row.decision}（{row.decided_on}）" if row.decision else None),
        (_("agreement signed on"), str(row.agreed_on or "")),
        (_("how it ended"), f"{row.get_outcome_display()}（{row.ended_on}）" if row.outcome else None),
    ]
    return [{"label": capfirst(label), "value": value} for label, value in pairs if value]


def terms(row: Mobility) -> list[tuple[Any, str]]:
    """What the agreement settles."""
    pairs = [
        (_("pay, insurance and title"), row.pay_terms),
        (_("who owns what is invented"), row.ip_terms),
        (_("secrecy and competition"), row.secrecy_terms),
    ]
    return [(capfirst(label), text) for label, text in pairs if text]


def acts(user: Any, row: Mobility) -> list[dict[str, Any]]:
    """What this reader may do now, the next act first: `{label, url, post, primary}`."""
    may_write = bool(permissions.answer(user, "contracts.write_mobility", row))
    may_decide = bool(permissions.answer(user, "contracts.decide_mobility", row))
    writable, runs = row.state in MOBILITY_WRITABLE, row.state in MOBILITY_RUNS
    waiting = next((one for one in row.extensions.all() if one.state == ExtensionState.ASKED), None)
    wanted = [
        (may_write and writable, "apply", _("Hand it in"), True, []),
        (may_write and writable, "edit", _("Write the arrangement"), False, []),
        (may_decide and row.state == MobilityState.APPLIED, "decide", _("Decide on the arrangement"), False, []),
        (may_decide and row.state == MobilityState.APPROVED, "agreement", _("Keep the signed agreement"), False, []),
        (may_decide and waiting is not None, "extension", _("Decide on a longer term"), False, [waiting.pk if waiting else 0]),
        (may_decide and row.state == MobilityState.EXPIRED, "end", _("End the arrangement"), False, []),
        (may_write and runs, "report", _("Report a year"), False, []),
        (may_write and runs and waiting is None, "extend", _("Ask for a longer term"), False, []),
        (may_decide and row.state == MobilityState.IN_FORCE, "end", _("End the arrangement"), False, []),
        (may_write and row.state in _TAKEN_BACK_FROM, "take-back", _("Take it back"), True, []),
    ]  # fmt: skip
    found = [
        {"label": label, "url": reverse(f"contracts:mobility-{name}", args=[row.number, *more]), "post": post}
        for holds, name, label, post, more in wanted
        if holds
    ]
    return [{**act, "primary": place == 0} for place, act in enumerate(found)]


def _days(first: Any, last: Any) -> str:
    return f"{first} – {last}" if first else ""
