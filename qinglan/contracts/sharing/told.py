"""What people are told about inventions and their income. No message names an amount."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qinglan.contracts.models import Distribution, IdleApplication, Reward, ShareNotice, ShareObjection
from qinglan.kernel.messages.domain.message import send_message
from qinglan.kernel.messages.templates_registry import register
from qinglan.kernel.web.dates import end
from qinglan.parties.models import User

ANSWERED = register(
    "contracts.use_answered",
    _("The unit answered: %(title)s"),
    _("Your application to exploit %(title)s: %(answer)s. The reasons stand on its page."),
).name
NOTICED = register(
    "contracts.share_noticed",
    _("On notice in the unit: %(title)s"),
    _(
        "%(title)s: a notice that names you stands until %(until)s. Look whether it is right; you may object until then."
    ),
).name
RULED = register(
    "contracts.share_ruled",
    _("Your objection was ruled on: %(title)s"),
    _("Your objection to the notice on %(title)s: %(ruling)s. The reasons stand on its page."),
).name
PAID = register(
    "contracts.reward_paid",
    _("Reward paid: %(title)s"),
    _("Your reward for %(title)s was paid. Amount and tax stand on your own page."),
).name


def answered(acting_user: Any, row: IdleApplication) -> None:
    """Who applied."""
    if row.inventor.user is not None:
        url = reverse("contracts:use-application", args=[row.pk])
        values = {"title": str(row.invention), "answer": str(row.get_state_display())}
        _send(acting_user, [row.inventor.user], ANSWERED, url, values)


def noticed(acting_user: Any, notice: ShareNotice) -> None:
    """Everybody whom a notice of rewards names."""
    if notice.distribution is None or notice.ends_at is None:
        return
    people = _people(notice.distribution)
    values = {"title": str(notice.conversion), "until": end(notice.ends_at)}
    _send(acting_user, people, NOTICED, notice.get_absolute_url(), values)


def ruled(acting_user: Any, row: ShareObjection) -> None:
    """Who objected."""
    values = {"title": str(row.notice.conversion), "ruling": str(row.get_state_display())}
    _send(acting_user, [row.filed_by], RULED, row.notice.get_absolute_url(), values)


def paid(acting_user: Any, reward: Reward) -> None:
    """Whose reward it is."""
    if reward.inventor.user is not None:
        values = {"title": str(reward.distribution.conversion)}
        _send(acting_user, [reward.inventor.user], PAID, reverse("contracts:own-income"), values)


def _people(plan: Distribution) -> Iterable[User]:
    return User.objects.filter(is_active=True, inventor_of__rewards__distribution=plan).distinct()


def _send(acting_user: Any, people: Iterable[Any], template: str, url: str, values: dict[str, str]) -> None:
    send_message(acting_user=acting_user, recipients=people, template=template, values=values, url=url)
