"""What this room holds on a person with an account: as an inventor of a unit, and as who objected or applied."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qinglan.contracts.models import (
    Contributor,
    IdleApplication,
    Inventor,
    Reward,
    RewardState,
    ShareObjection,
)
from qinglan.contracts.sharing.numbers import percent
from qinglan.kernel.web.money import money
from qinglan.parties.models.user import User
from qinglan.parties.personal_data import Line, Provider, Section, register
from qinglan.parties.sealed import opened

_SHOWN = 4
_OPEN = (RewardState.DUE, RewardState.HELD)
_ERASED = "（已删除）"


def _collect(user: User) -> list[Section]:
    own = Inventor.objects.filter(user=user).select_related("organisation")
    particulars: list[Line] = []
    for one in own:
        number = opened(one.id_number)
        particulars += [
            (_("Unit"), one.organisation.name),
            (_("staff number"), one.staff_number),
            (_("post and title"), one.post),
            (one.id_kind, f"{'*' * 10}{number[-_SHOWN:]}" if number else ""),
        ]
    parts = Contributor.objects.filter(inventor__in=own).select_related("invention")
    rewards = Reward.objects.filter(inventor__in=own).select_related("distribution__conversion")
    return [
        Section(gettext_lazy("As an inventor"), particulars),
        Section(
            gettext_lazy("Parts in inventions"), [(str(one.invention), percent(one.part)) for one in parts]
        ),
        Section(
            gettext_lazy("Rewards"),
            [(str(one.distribution), f"{money(one.amount)}, {one.get_state_display()}") for one in rewards],
        ),
        Section(
            gettext_lazy("Objections to notices in a unit"),
            [(one.filed_at, one.text) for one in ShareObjection.objects.filter(filed_by=user)],
        ),
        Section(
            gettext_lazy("Applications to exploit inventions"),
            [(one.filed_at, one.plan) for one in IdleApplication.objects.filter(inventor__in=own)],
        ),
    ]


def _erase(user: User) -> None:
    """The unit keeps what books and tax ask for; it no longer leads to the account."""
    ShareObjection.objects.filter(filed_by=user).update(text=_ERASED)
    for one in Inventor.objects.filter(user=user):
        one.user = None
        one.revision += 1
        one.save()


def _duties(user: User) -> list[str]:
    if (
        Reward.objects.filter(inventor__user=user, state__in=_OPEN)
        .exclude(distribution__state="dropped")
        .exists()
    ):
        return [_("A unit still owes you a reward. It is paid before your account is erased.")]
    return []


register(Provider("contracts.sharing", _collect, _erase, _duties))
