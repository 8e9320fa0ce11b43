"""Verb: enter a version of a unit's rule on shares of income."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.contracts.models import UnitRule, UnitShare
from qinglan.contracts.sharing import recorded
from qinglan.contracts.sharing.arithmetic import TEAM, BadSharing, Rule, Tier
from qinglan.contracts.sharing.floors import require_floor
from qinglan.contracts.sharing.words import fault_words
from qinglan.kernel import clock, events, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.once import once
from qinglan.parties.models import Organisation


@dataclass(frozen=True)
class RuleForm:
    """What a version says. `tiers` are (above 分, recipient → ten-thousandths), the lowest first."""

    nature: str
    title: str
    document: str
    since: date
    carried_by: str
    tiers: Sequence[tuple[int, Mapping[str, int]]]
    tail: str
    below_floor: str = ""


def make_rule(*, acting_user: Any, unit: Organisation, form: RuleForm) -> UnitRule:
    """Enter the next version. Conversions that began keep theirs.

    The floor of the law for transfers and licences is held against the lowest share of the team; a unit that it
    does not bind may go below by an agreement that is named. Raises PermissionRefused; Impossible with the field.
    """
    permissions.require(acting_user, "contracts.make_share_rule", unit)
    for field in ("title", "document"):
        if not getattr(form, field).strip():
            raise Impossible(_("Fill this in: the rule is cited by it."), field=field)
    try:
        rule = Rule(tuple(Tier(over, dict(shares)) for over, shares in form.tiers), form.tail)
    except BadSharing as bad:
        raise Impossible(fault_words(bad.fault), field="tiers") from bad
    require_floor(
        unit, form.nature, "transfer", rule.least_team_share, form.since, form.below_floor, field=f"{TEAM}_1"
    )
    twice = _("Somebody entered this version at the same time. Open the rules again.")
    with once({"a_version_of_a_unit_rule_is_made_once": (twice, None)}), transaction.atomic():
        last = UnitRule.objects.filter(organisation=unit).order_by("-version").first()
        made = UnitRule.objects.create(
            organisation=unit,
            version=last.version + 1 if last else 1,
            nature=form.nature,
            title=form.title.strip(),
            document=form.document.strip(),
            since=form.since,
            carried_by=form.carried_by,
            tail=form.tail,
            below_floor=form.below_floor.strip(),
            made_at=clock.now(),
            made_by=acting_user,
        )
        UnitShare.objects.bulk_create(
            UnitShare(rule=made, over=tier.over, position=place, recipient=name, share=share)
            for tier in rule.tiers
            for place, (name, share) in enumerate(tier.shares.items(), 1)
        )
        events.append(
            stream=f"share-rule:{unit.pk}",
            kind=recorded.RULE,
            payload={
                "version": made.version,
                "document": made.document,
                "since": made.since,
                "tail": made.tail,
                "tiers": [[tier.over, dict(tier.shares)] for tier in rule.tiers],
            },
            actor=acting_user,
        )
    return made
