"""Verbs on versions of a plan, and their one gate."""

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Difference, Impossible, StaleEdit
from qinglan.kernel.disclosure.domain import require_clearance
from qinglan.plans import recorded
from qinglan.plans.domain.clearance import Checks, clear, subject_of, texts_of
from qinglan.plans.models import Decision, Plan, QuantityKind, Version, VersionState
from qinglan.plans.todos import follow

ALLOWED = {
    VersionState.READING: {VersionState.PUBLISHED, VersionState.WITHDRAWN},
    VersionState.PUBLISHED: {VersionState.WITHDRAWN},
    VersionState.WITHDRAWN: set[VersionState](),
}
VERBS = {VersionState.PUBLISHED: "plans.publish", VersionState.WITHDRAWN: "plans.withdraw"}


@transaction.atomic
def set_version_state(
    *,
    acting_user: Any,
    version: Version,
    to: VersionState,
    reason: str = "",
    seen_revision: int | None = None,
) -> Version:
    """The one gate through which a version changes its state.

    1. Asks permission for the verb.
    2. Locks the version; a revision other than `seen_revision` raises StaleEdit.
    3. Refuses a step that does not exist, publication with undecided or unlinked items or without
       the clearance of exactly these texts, and withdrawal without a reason (Impossible).
    4. Writes state, revision and, on publication, time and person; on withdrawal, the reason.
    5. Appends the event and queues that the plan changed.
    6. Closes the to-dos of the officers with it.
    """
    permissions.require(acting_user, VERBS[to], version)
    locked = Version.objects.select_for_update(of=("self",)).select_related("plan").get(pk=version.pk)
    if seen_revision is not None and locked.revision != seen_revision:
        raise StaleEdit(
            [Difference(_("state"), str(VersionState(to).label), str(VersionState(locked.state).label))]
        )
    if to not in ALLOWED[VersionState(locked.state)]:
        raise Impossible(
            _("A version that is “%(state)s” can't become “%(to)s”.")
            % {"state": VersionState(locked.state).label, "to": VersionState(to).label}
        )
    if to == VersionState.PUBLISHED:
        _ready_for_publication(locked)
        require_clearance(subject_of(locked), texts_of(locked))
        locked.published_at, locked.published_by = clock.now(), acting_user
    if to == VersionState.WITHDRAWN:
        if not reason.strip():
            raise Impossible(_("Say why the version is withdrawn; readers will see it."), field="reason")
        locked.withdrawal_reason = reason.strip()
    locked.state = to
    locked.revision += 1
    locked.save()
    kind = recorded.PUBLISHED if to == VersionState.PUBLISHED else recorded.WITHDRAWN
    recorded.record(acting_user, kind, locked, reason=locked.withdrawal_reason)
    follow(acting_user, locked, VERBS[to])
    return locked


@transaction.atomic
def publish_version(
    *,
    acting_user: Any,
    version: Version,
    seen_revision: int,
    checks: Checks,
    override_reason: str = "",
) -> Version:
    """Clear a version for publication and open it to everybody.

    `checks` say who checked it for secrets and for publication, when, on what basis. Raises as
    set_version_state; NotCleared where a basis is missing or its texts hold numbers of persons,
    unless an officer gives an `override_reason`.
    """
    permissions.require(acting_user, "plans.publish", version)
    locked = Version.objects.select_for_update(of=("self",)).get(pk=version.pk)
    clear(acting_user=acting_user, version=locked, checks=checks, override_reason=override_reason)
    return set_version_state(
        acting_user=acting_user, version=version, to=VersionState.PUBLISHED, seen_revision=seen_revision
    )


def withdraw_version(*, acting_user: Any, version: Version, reason: str, seen_revision: int) -> Version:
    """Take a version back. The page of one that was published stays and says why; one that never was
    stays with the officers. Raises as set_version_state.
    """
    return set_version_state(
        acting_user=acting_user,
        version=version,
        to=VersionState.WITHDRAWN,
        reason=reason,
        seen_revision=seen_revision,
    )


def next_number(plan: Plan) -> int:
    """The number of the plan's next version; call it with the plan's row locked."""
    last: int | None = plan.versions.aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _ready_for_publication(version: Version) -> None:
    undecided = (
        version.quantities.filter(decision=Decision.PROPOSED).count()
        + version.bodies.filter(decision=Decision.PROPOSED).count()
    )
    if undecided:
        raise Impossible(
            _("%(count)s items have not been confirmed yet. Confirm, correct or drop each of them first.")
            % {"count": undecided}
        )
    unlinked = (
        version.quantities.filter(kind=QuantityKind.TARGET, measure="")
        .exclude(decision=Decision.DROPPED)
        .count()
    )
    if unlinked:
        raise Impossible(
            _("%(count)s targets are not linked to a measure yet. Choose for each how it is counted.")
            % {"count": unlinked}
        )
