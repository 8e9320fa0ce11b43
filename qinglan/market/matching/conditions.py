"""What must or should hold between a need and a technology. Pure; withheld and missing are unknown, never unmet."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.codes.models import Territory
from qinglan.market.models import Level, Need, PriceKind, Technology
from qinglan.market.seeing import RANK, levels_of

Outcome = bool | None
_NEAR = {
    "ordinary": {"exclusive", "sole", "open", "use_first"},
    "exclusive": {"sole", "ordinary"},
    "sole": {"exclusive", "ordinary"},
    "open": {"ordinary"},
    "equity": {"joint_company"},
    "joint_company": {"equity"},
    "service": {"consulting", "joint_development"},
    "consulting": {"service"},
}
"""Modes that people who ask for one often agree on instead."""


@dataclass(frozen=True)
class Condition:
    """One condition. `hard`: a pair that is known to break it is no match."""

    code: str
    label: str | Promise
    hard: bool
    holds: Callable[[Need, Technology, date], Outcome]


def open_to_members(listing: Any, aspect: str) -> bool:
    """Whether matches may use an aspect: what the owner keeps from members must not show through a match."""
    return RANK[levels_of(listing)[aspect]] <= RANK[Level.MEMBERS]


def _mode(need: Need, technology: Technology, today: date) -> Outcome:
    if not need.modes or not technology.modes:
        return None
    wanted = set(need.modes)
    near = set().union(*(_NEAR.get(mode, set()) for mode in wanted))
    return bool((wanted | near) & set(technology.modes))


def _readiness(need: Need, technology: Technology, today: date) -> Outcome:
    if need.trl_wanted is None or technology.trl is None:
        return None
    return technology.trl >= need.trl_wanted


def _money(need: Need, technology: Technology, today: date) -> Outcome:
    priced = technology.price_kind in (PriceKind.FIXED, PriceKind.RANGE) and technology.price_min is not None
    if need.budget_max is None or not priced:
        return None
    if not (open_to_members(need, "budget") and open_to_members(technology, "price")):
        return None
    return bool(technology.price_min <= need.budget_max)  # type: ignore[operator]


def _place(need: Need, technology: Technology, today: date) -> Outcome:
    return is_near(need.territory, technology.territory)


def is_near(here: Territory, there: Territory) -> bool:
    """Whether two territories are one, one lies in the other, or both in the same city."""
    if here.pk == there.pk or there.pk == here.parent_id or here.pk == there.parent_id:
        return True
    return here.parent_id is not None and here.parent_id == there.parent_id


def _deadline(need: Need, technology: Technology, today: date) -> Outcome:
    return need.deadline >= today if need.deadline else None


def _language(need: Need, technology: Technology, today: date) -> Outcome:
    if not need.languages or not technology.languages:
        return None
    return bool(set(need.languages) & set(technology.languages))


def _field(need: Need, technology: Technology, today: date) -> Outcome:
    mine = {(one.family, one.code.partition(".")[0]) for one in need.fields.all() if one.family != "ipc"}
    theirs = {
        (one.family, one.code.partition(".")[0]) for one in technology.fields.all() if one.family != "ipc"
    }
    shared = {family for family, _code in mine} & {family for family, _code in theirs}
    return bool(mine & theirs) if shared else None


CONDITIONS = (
    Condition("mode", _("mode of cooperation"), True, _mode),
    Condition("readiness", _("readiness wanted"), True, _readiness),
    Condition("deadline", _("deadline still ahead"), True, _deadline),
    Condition("money", _("price within the budget"), False, _money),
    Condition("field", _("same field"), False, _field),
    Condition("place", _("same city or district"), False, _place),
    Condition("language", _("a language in common"), False, _language),
)
LABELS = {one.code: one.label for one in CONDITIONS}


def outcomes(need: Need, technology: Technology, today: date) -> dict[str, Outcome]:
    """Each condition and whether it holds."""
    return {one.code: one.holds(need, technology, today) for one in CONDITIONS}


def is_possible(found: dict[str, Outcome]) -> bool:
    """Whether no hard condition is known to be broken."""
    return all(found[one.code] is not False for one in CONDITIONS if one.hard)


def share_met(found: dict[str, Outcome]) -> tuple[int, int]:
    """How many conditions are met, and how many are known."""
    known = [value for value in found.values() if value is not None]
    return sum(known), len(known)
