"""Named querysets over organisations, and the twins of the permissions."""

from typing import Any

from django.db.models import Q, QuerySet

from qinglan.kernel.roles import is_officer
from qinglan.parties import holding
from qinglan.parties.models.organisation import Organisation
from qinglan.parties.models.organisation_claim import Claim, ClaimState
from qinglan.parties.organisation_search import core_of, folded, grams_for, is_close

MOST_SIMILAR = 5
LONGEST_GRAM = 2


def visible_organisations(user: Any) -> QuerySet[Organisation]:
    """The organisations that `user` may see: the twin of ``organisations.view``."""
    rows = Organisation.objects.select_related("territory")
    if is_officer.test(user):
        return rows
    public = Q(is_public=True)
    return rows.filter(public | Q(pk__in=holding.organisations_of(user)))


def public_organisations() -> QuerySet[Organisation]:
    """The organisations that everybody sees."""
    return Organisation.objects.filter(is_public=True)


def own_organisations(user: Any) -> QuerySet[Organisation]:
    """The organisations of which `user` is a member now."""
    return holding.organisations_of(user).select_related("territory")


def with_word(word: str) -> Q:
    """Organisations whose name, former name or code has `word` in it.

    One or two characters are a gram themselves; a longer word has its grams in any order, so that the
    text is looked at too.
    """
    plain = folded(word)
    condition = Q(search_grams__contains=grams_for(plain))
    return condition if len(plain) <= LONGEST_GRAM else condition & Q(search_text__contains=plain)


def similar(name: str, *, besides: int = 0) -> list[Organisation]:
    """Organisations that exist and whose name is close to `name`, at most `MOST_SIMILAR`."""
    core = core_of(name)
    beginnings = [core[:length] for length in range(3, len(core) + 1)] or [core]
    rows = Organisation.objects.filter(Q(name_core__in=beginnings) | Q(name_core__startswith=core))
    rows = rows.filter(ended_on__isnull=True).exclude(pk=besides).select_related("territory")
    return [row for row in rows.order_by("name_key")[:50] if is_close(core, row.name_core)][:MOST_SIMILAR]


def open_disputes() -> QuerySet[Claim]:
    """Claims that wait for an officer, oldest first."""
    return (
        Claim.objects.filter(state=ClaimState.DISPUTED)
        .select_related("organisation__territory", "user")
        .order_by("created_at", "id")
    )
