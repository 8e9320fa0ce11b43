"""What applicants are told about their cases: one message for each turn of events."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.kernel.clock import SHANGHAI
from qinglan.kernel.messages.domain.message import send_message
from qinglan.kernel.messages.templates_registry import register
from qinglan.parties.holding import ACTS, people_of
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


def tell_applicant(*, acting_user: Any, case: Case, what: str, due: datetime | None = None) -> None:
    """Tell all who act for the applicant, within the caller's transaction; `what` is a key of `TEMPLATES`."""
    send_message(
        acting_user=acting_user,
        recipients=people_of(case.applicant, *ACTS),
        template=TEMPLATES[what],
        values={
            "programme": case.version.title_zh,
            "case": str(case),
            "due": due.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M") if due else "—",
        },
        url=case.get_absolute_url(),
    )
