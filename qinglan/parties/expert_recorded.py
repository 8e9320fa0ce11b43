"""What happens to experts and interests, as events: streams ``expert:<key>`` and ``interests:<whose>``."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from qinglan.kernel import events
from qinglan.kernel.roles import is_auditor, is_officer
from qinglan.parties.models.expert import Expert

_SAYS = {
    "applied": _("A person applied to become an expert."),
    "nominated": _("An organisation nominated an expert: which organisation."),
    "imported": _("An officer brought an expert in from a spreadsheet: name and hash of the file."),
    "edited": _("An expert's record was changed: which parts, without personal data."),
    "confirmed": _("An officer admitted an expert to the pool, with the day."),
    "declined": _("An officer did not admit an expert."),
    "suspended": _("An officer suspended an expert."),
    "resumed": _("An expert's suspension ended."),
    "left": _("An expert left the pool."),
}
KINDS = {name: events.register_kind(f"experts.{name}", says).name for name, says in _SAYS.items()}
DECLARED = events.register_kind(
    "interests.declared", _("A person declared a tie to somebody: which kind, never to whom.")
).name
WITHDRAWN = events.register_kind(
    "interests.withdrawn", _("A declared tie was withdrawn as made in error: which one.")
).name
STATED = events.register_kind(
    "interests.stated", _("A person stated that beside the declared ties there are none.")
).name


def _visible(user: Any, stream: str) -> bool:
    return bool(is_officer.test(user) or is_auditor.test(user))


def _listed(user: Any, heads: QuerySet[Any]) -> QuerySet[Any]:
    return heads if _visible(user, "") else heads.none()


events.register_prefix("expert", _("Experts"), visible=_visible, listed=_listed)
events.register_prefix("interests", _("Declared interests"), visible=_visible, listed=_listed)


def record(acting_user: Any, what: str, expert: Expert, /, **payload: Any) -> None:
    """Append an event about `expert`; his name and the reason stand in the chain as salted digests only."""
    personal = {"name": expert.name}
    if expert.reason and what not in ("edited", "applied", "nominated"):
        personal["reason"] = expert.reason
    events.append(
        stream=f"expert:{expert.pk}",
        kind=KINDS[what],
        payload=payload,
        actor=acting_user,
        personal=personal,
        subject=subject_of(expert),
    )


def subject_of(expert: Expert) -> str:
    """Whom personal data of `expert` is about: his account, or the expert where he has none."""
    return f"user:{expert.user_id}" if expert.user_id else f"expert:{expert.pk}"
