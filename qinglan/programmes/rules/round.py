"""Who may do what with rounds.

A round is worked on by officers of the scheme's whole territory; an officer of a district follows its own
applicants and reminds them.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rules.predicates import is_active, predicate

from qinglan.kernel.documents import holders
from qinglan.kernel.permissions import declare
from qinglan.kernel.roles import OFFICER, is_the_system
from qinglan.parties.holding import holds, holds_in, in_role_somewhere, territories_of
from qinglan.parties.roles import DECIDER, DESK, INSPECTOR, SECRETARY
from qinglan.programmes.models import DefinitionVersion, Programme, Round, RoundState
from qinglan.programmes.seeing import cities_followed_by

ROUND_FILES = "programmes.round"
FOLLOWERS = (OFFICER, DECIDER, SECRETARY, INSPECTOR, DESK)
"""Roles that see how rounds stand; each sees the cases of its own scope."""
HIDDEN = frozenset({RoundState.DRAFT})
"""States in which a round isn't public."""


def territory_of(subject: Any) -> str | None:
    """The territory of a scheme, given as such, as a version or as a round."""
    if isinstance(subject, Round):
        subject = subject.version
    if isinstance(subject, DefinitionVersion):
        subject = subject.programme
    return str(subject.territory_id) if isinstance(subject, Programme) else None


@predicate  # type: ignore[untyped-decorator]
def runs_scheme(user: Any, subject: Any) -> bool:
    """An officer for the whole territory of the scheme."""
    territory = territory_of(subject)
    return territory is not None and holds_in(user, OFFICER, territory)


@predicate  # type: ignore[untyped-decorator]
def is_announced(user: Any, subject: Any) -> bool:
    """The round is public."""
    return isinstance(subject, Round) and subject.state not in HIDDEN


@predicate  # type: ignore[untyped-decorator]
def follows_its_city(user: Any, subject: Any) -> bool:
    """An office of the scheme's territory, or of one that lies in it."""
    territory = territory_of(subject)
    return territory is not None and cities_followed_by(user, *FOLLOWERS).filter(pk=territory).exists()


@predicate  # type: ignore[untyped-decorator]
def runs_some_scheme(user: Any, subject: Any) -> bool:
    """An officer for the whole territory of at least one scheme, or for the whole city."""
    return (
        holds(user, OFFICER) or Programme.objects.filter(territory__in=territories_of(user, OFFICER)).exists()
    )


follows = in_role_somewhere(*FOLLOWERS)
runs = is_active & runs_scheme
ONLY_ITS_OFFICERS = _(
    "Only an officer for the whole territory of the scheme may do this. Log in with such an account."
)

for _verb in (
    "create_round", "change_round", "set_quotas", "attach_round_file", "draft_call", "announce_round",
    "cancel_round", "finish_round",
):  # fmt: skip
    declare(f"programmes.{_verb}", runs, refusal=ONLY_ITS_OFFICERS)
declare(
    "programmes.prepare_rounds",
    is_active & runs_some_scheme,
    refusal=_(
        "Only an officer for the whole territory of a scheme prepares its rounds. Log in with such an account."
    ),
)
declare("programmes.extend_round", runs | is_the_system, refusal=ONLY_ITS_OFFICERS)
declare("programmes.turn_rounds", is_the_system, refusal=_("Rounds open and close by themselves."))
declare(
    "programmes.view_round",
    is_announced | (is_active & follows_its_city),
    refusal=_("This round has not been announced yet."),
)
declare(
    "programmes.follow_rounds",
    follows,
    refusal=_("How rounds stand is for the offices that handle cases. Log in with such an account."),
)
declare(
    "programmes.chase",
    in_role_somewhere(OFFICER, DESK),
    refusal=_("Only officers and reception desks remind applicants."),
)
declare(
    "programmes.invite",
    runs,
    refusal=_("Whom to invite is a matter of officers. Log in with an officer's account."),
)


def _round(key: str) -> Round | None:
    known = Round.objects.select_related("version__programme")
    return known.filter(pk=key).first() if key.isdecimal() else None


def _may_read(user: Any, key: str) -> bool:
    one = _round(key)
    return one is not None and bool((is_announced | (is_active & follows_its_city)).test(user, one))


def _may_add(user: Any, key: str) -> bool:
    one = _round(key)
    return one is not None and bool(runs.test(user, one))


holders.register(ROUND_FILES, _("Attachments of rounds"), may_read=_may_read, may_add=_may_add)
