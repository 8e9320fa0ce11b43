"""Awards: the register that everybody reads, and which of them held on a day."""

from collections.abc import Callable

from django.db.models import QuerySet

from qinglan.parties.models import OrganisationState
from qinglan.programmes.definition.after import AfterFile
from qinglan.programmes.models import STANDING, Award, DefinitionVersion


def register() -> QuerySet[Award]:
    """The public register: every award that there ever was, the ended ones included."""
    rows = Award.objects.select_related("programme__territory", "version", "holder__territory", "certificate")
    return rows.defer("version__content", "holder__search_text", "holder__search_grams")


def standing_awards(concerned: Callable[[AfterFile], bool]) -> QuerySet[Award]:
    """The awards that stand, of the schemes whose rules for the time after the decision are `concerned`.

    A scheme that can't be read counts among them: its awards are then met, and named, one by one.
    """
    versions = DefinitionVersion.objects.filter(
        pk__in=Award.objects.filter(state__in=STANDING).values("version")
    )
    keys = [one.pk for one in versions.defer("content") if _may_concern(one, concerned)]
    return Award.objects.filter(state__in=STANDING, version__in=keys)


def _may_concern(version: DefinitionVersion, concerned: Callable[[AfterFile], bool]) -> bool:
    try:
        return concerned(version.definition.after)
    except ValueError:
        return True


def shows_subject(award: Award) -> bool:
    """Whether the register names the subject: not where it is a person."""
    return award.version.definition.manifest.applicants.subject != "person"


def holder_page(award: Award) -> str:
    """The address of the holder's public page; "" where there is none."""
    is_open = award.holder.state == OrganisationState.VERIFIED
    return award.holder.get_absolute_url() if is_open else ""
