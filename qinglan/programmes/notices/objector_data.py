"""The personal data of who objected: masked on pages, shown on a look that is noted, erased in time."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from qinglan.parties import retention, sensitive
from qinglan.parties.sealed import opened
from qinglan.programmes.models import Objection, Objector, Ruling


def masked(objection: Objection) -> dict[str, str]:
    """Name and contact so far that one sees there is one: 王＊＊, ＊＊＊＊1234."""
    one: Objector = objection.objector
    contact = opened(one.contact)
    return {
        "name": f"{one.name[:1]}＊＊" if one.name else "",
        "contact": f"＊＊＊＊{contact[-4:]}" if contact else "",
    }


def _load(key: int) -> Objection | None:
    rows = Objection.objects.select_related("objector", "entry__notice__round__version__programme")
    return rows.filter(pk=key).first()


def _person(objection: Objection) -> str:
    one: Objector = objection.objector
    return " · ".join(part for part in (one.name, one.organisation, opened(one.contact)) if part)


def _nobody(objection: Objection) -> None:
    return None


def erase_answered(before: date) -> int:
    """Erase who objected and the words of what was written, of objections answered before the day.

    That there was an objection, its ruling and its moments stay. The files lose their rows; the words of the
    office stay, which name no person.
    """
    rows = Objection.objects.exclude(state=Ruling.OPEN).filter(answered_at__date__lt=before)
    count = 0
    for one in rows.select_for_update(of=("self",)).exclude(objector__name="", objector__statement=""):
        Objector.objects.filter(objection=one).update(
            name="", organisation="", contact="", statement="", evidence=""
        )
        one.files.all().delete()
        count += 1
    return count


sensitive.register(
    sensitive.Sensitive(
        "objection.person",
        _("who objected, and how the person is reached"),
        "programmes.see_objector",
        _load,
        _person,
        _nobody,
        asks_why=True,
        page="notices:objection",
    )
)
retention.register("answered-objections", erase_answered)
