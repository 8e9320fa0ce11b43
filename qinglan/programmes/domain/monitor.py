"""The monitor: what follows when a report or a fact lights a rule of the scheme."""

from functools import partial
from typing import Any

from qinglan.kernel import permissions
from qinglan.kernel.jobs.one_by_one import one_by_one
from qinglan.programmes.awards.duty_form import lights_of, report_of
from qinglan.programmes.definition.after import Light
from qinglan.programmes.definition.whole import Definition
from qinglan.programmes.domain.award_life import begin_rectification, ground_like, propose_revocation
from qinglan.programmes.domain.award_state import locked
from qinglan.programmes.models import STANDING, Award, AwardState, Colour, Duty, DutyState
from qinglan.programmes.queries.award import standing_awards


def follow_lights(acting_user: Any, award: Award, duty: Duty, report: Definition | None) -> list[Light]:
    """Judge a report of the locked award and act on it, within the caller's transaction; the lights that burn.

    Red puts the end of the award before an officer; yellow opens a rectification with the scheme's periods,
    unless one is open. Without a light the award turns green, unless it is being rectified.
    """
    if award.version.definition.after.monitor is None:
        return []
    lights = lights_of(award, duty.answers, duty.rows, report)
    _act(acting_user, award, lights, f"{duty.obligation}/{duty.period}")
    return lights


def watch_lights(*, acting_user: Any) -> int:
    """Judge each award that has a monitor by its newest report and by what is known today; how many newly lit.

    A light that burned at the last look does nothing again: what followed from it is under way or settled.
    Raises PermissionRefused.
    """
    permissions.require(acting_user, "programmes.watch_awards")
    watched = standing_awards(lambda scheme: scheme.monitor is not None)
    return sum(one_by_one("programmes.watch_awards/lights", watched, partial(_look, acting_user)))


def _look(acting_user: Any, key: int) -> int:
    award = locked(key)
    if award.state not in STANDING:
        return 0
    duty = (
        Duty.objects.select_for_update(of=("self",))
        .select_related("award__version")
        .filter(award=award, state=DutyState.DONE)
        .order_by("-due_on")
        .first()
    )
    if duty is None:
        lights = lights_of(award, {}, {}, None)
        new = [one for one in lights if one.colour == "red"] if award.colour != Colour.RED else []
        if not new and award.colour == Colour.GREEN:
            new = lights
    else:
        lights = lights_of(award, duty.answers, duty.rows, report_of(duty))
        new = [one for one in lights if one.id not in duty.lights]
        if {one.id for one in lights} != set(duty.lights):
            duty.lights = [one.id for one in lights]
            duty.save(update_fields=["lights"])
    if new:
        _act(acting_user, award, new, "facts")
    return len(new)


def _act(acting_user: Any, award: Award, lights: list[Light], source: str) -> None:
    red = [one for one in lights if one.colour == "red"]
    yellow = [one for one in lights if one.colour == "yellow"]
    colour = Colour.RED if red else Colour.YELLOW if yellow else Colour.GREEN
    if award.state == AwardState.RECTIFYING and colour == Colour.GREEN:
        return
    if award.colour != colour:
        award.colour = colour
        award.save(update_fields=["colour"])
    for one in red:
        propose_revocation(
            acting_user, award, f"light:{one.id}:{source}"[:80], ground_like(award, one.id),
            one.text.zh,
        )  # fmt: skip
    if yellow and not red and award.state != AwardState.RECTIFYING:
        begin_rectification(acting_user, award, "；".join(one.text.zh for one in yellow)[:1000])
