"""What applicants are told about their cases: one message for each turn of events."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.kernel.clock import SHANGHAI
from qinglan.kernel.messages.domain.message import send_message
from qinglan.kernel.messages.templates_registry import register
from qinglan.parties.holding import ACTS, people_of
from qinglan.parties.models import Membership
from qinglan.programmes.models import Case

TEMPLATES = {
    "correction": register(
        "programmes.correction",
        _("Please correct your application: %(programme)s"),
        _("Something in %(case)s has to be corrected until %(due)s. Open the task and see each point."),
    ).name,
    "refused": register(
        "programmes.refused",
        _("Your application was not granted: %(programme)s"),
        _("%(case)s has ended. The page of the case says why and what you can do."),
    ).name,
    "granted": register(
        "programmes.granted",
        _("Granted: %(programme)s"),
        _("%(case)s was granted. The certificate follows on the page of the case."),
    ).name,
    "returned": register(
        "programmes.returned",
        _("Your application goes back for revision: %(programme)s"),
        _("%(case)s was returned. The page of the case says what is to be revised."),
    ).name,
    "held": register(
        "programmes.held",
        _("An objection was raised: %(programme)s"),
        _(
            "An objection to %(case)s came in during the public notice. It is looked into; until then the case waits."
        ),
    ).name,
    "released": register(
        "programmes.released",
        _("The objection was dismissed: %(programme)s"),
        _("The objection to %(case)s was dismissed. The case goes on with the next batch."),
    ).name,
    "upheld": register(
        "programmes.upheld",
        _("An objection was upheld: %(programme)s"),
        _("The objection to %(case)s was upheld. The page of the case says why and what you can do."),
    ).name,
    "above": register(
        "programmes.above",
        _("News from the authority above: %(programme)s"),
        _("Something new is known about %(case)s. Open its page to see it."),
    ).name,
    "certified": register(
        "programmes.certified",
        _("Your certificate is ready: %(programme)s"),
        _("The certificate for %(case)s can be downloaded; anybody can verify its code."),
    ).name,
}


@dataclass(frozen=True)
class News:
    """What an applicant is told of a case: `what` is a key of `TEMPLATES`."""

    case: Case
    what: str
    due: datetime | None = None


def tell_applicants(*, acting_user: Any, news: Sequence[News]) -> None:
    """`tell_applicant` for many cases, within the caller's transaction; who acts for them is asked once."""
    rows = Membership.objects.in_force().filter(
        organisation__in={one.case.applicant_id for one in news}, role__in=ACTS, user__is_active=True
    )
    people: dict[int, dict[int, Any]] = {}
    for row in rows.select_related("user").order_by("pk"):
        people.setdefault(row.organisation_id, {})[row.user_id] = row.user
    for one in news:
        found = list(people.get(one.case.applicant_id, {}).values())
        if found:
            _tell(acting_user, found, one)


def tell_applicant(*, acting_user: Any, case: Case, what: str, due: datetime | None = None) -> None:
    """Tell all who act for the applicant, within the caller's transaction; `what` is a key of `TEMPLATES`."""
    _tell(acting_user, people_of(case.applicant, *ACTS), News(case, what, due))


def _tell(acting_user: Any, people: Iterable[Any], news: News) -> None:
    case, what, due = news.case, news.what, news.due
    send_message(
        acting_user=acting_user,
        recipients=people,
        template=TEMPLATES[what],
        values={
            "programme": case.version.title_zh,
            "case": str(case),
            "due": due.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M") if due else "—",
        },
        url=case.get_absolute_url(),
    )
