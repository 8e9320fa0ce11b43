"""What is to be done with a version of a plan before everybody can read it, as to-dos of the officers."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.roles import OFFICER
from qinglan.kernel.todos.addressee import to_role
from qinglan.kernel.todos.domain.todo import Subject, close_todos, open_todo
from qinglan.kernel.todos.kinds import register_kind
from qinglan.plans.models import Decision, Version, VersionState

SUBJECT = "plans.version"
CONFIRM = register_kind("plans.confirm", _("Confirm the reading of a plan")).name
PUBLISH = register_kind("plans.publish", _("Publish a plan"), announced=False).name


def follow(acting_user: Any, version: Version, act: str) -> None:
    """Open what comes next with `version` and close what `act` did, within the caller's transaction."""
    wanted = None
    if version.state == VersionState.READING:
        open_items = (
            version.quantities.filter(decision=Decision.PROPOSED).exists()
            or version.bodies.filter(decision=Decision.PROPOSED).exists()
        )
        wanted = CONFIRM if open_items else PUBLISH
    for kind in (CONFIRM, PUBLISH):
        if kind != wanted:
            close_todos(
                acting_user=acting_user, kind=kind, subject_type=SUBJECT, subject_key=version.pk, by_act=act
            )
    if wanted is not None:
        plan = version.plan
        address = reverse("plans:reading", args=[plan.slug, version.number])
        subject = Subject(SUBJECT, version.pk, plan.title, address, plan.title_en)
        open_todo(
            acting_user=acting_user,
            kind=wanted,
            subject=subject,
            to=to_role(OFFICER, territory=plan.territory_id),
        )
