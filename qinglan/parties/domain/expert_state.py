"""The one gate through which an expert changes his state, and the lock before it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.history.since import require_unchanged
from qinglan.parties.models.expert import Expert, ExpertState

_WAITING = (ExpertState.APPLIED, ExpertState.NOMINATED)
FROM: Mapping[ExpertState, tuple[ExpertState, ...]] = {
    ExpertState.APPLIED: (ExpertState.DECLINED, ExpertState.LEFT),
    ExpertState.NOMINATED: (ExpertState.DECLINED, ExpertState.LEFT),
    ExpertState.IN_POOL: (*_WAITING, ExpertState.SUSPENDED),
    ExpertState.SUSPENDED: (ExpertState.IN_POOL,),
    ExpertState.LEFT: (*_WAITING, ExpertState.IN_POOL, ExpertState.SUSPENDED),
    ExpertState.DECLINED: _WAITING,
}
"""From which states each state may be reached."""
LIGHTS = {
    ExpertState.APPLIED: "due",
    ExpertState.NOMINATED: "due",
    ExpertState.IN_POOL: "done",
    ExpertState.SUSPENDED: "late",
    ExpertState.LEFT: "idle",
    ExpertState.DECLINED: "idle",
}


def locked(expert: Expert, *, check: bool = True) -> Expert:
    """The row of `expert`, locked until the transaction ends. Raises StaleEdit when it changed since."""
    row = Expert.objects.select_for_update(of=("self",)).get(pk=expert.pk)
    if check:
        require_unchanged(expert, row)
    return row


def set_expert_state(expert: Expert, state: ExpertState, *, on: date, reason: str, by: Any) -> None:
    """Move a locked expert to `state` as of the day `on`.

    In this order: 1. refuses a step that the table `FROM` does not have (Impossible); 2. notes day and
    reason; 3. the first admission notes who confirmed it and when; 4. who leaves or is suspended has no
    public profile (it follows from the state); 5. raises the revision and saves. The caller has checked
    the permission, and records the act afterwards.
    """
    if ExpertState(expert.state) not in FROM[state]:
        raise Impossible(
            _("The expert is in the state “{state}”; this is not possible then.").format(
                state=expert.get_state_display()
            )
        )
    if state == ExpertState.IN_POOL:
        expert.confirmed_by, expert.confirmed_at = by, clock.now()
    expert.state, expert.state_on, expert.reason = state, on, reason
    save(expert)


def save(expert: Expert) -> None:
    """Save a locked row with the next revision."""
    expert.revision += 1
    expert.save()
