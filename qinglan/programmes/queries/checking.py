"""What the public register says of organisations by their codes; lists and requests of banks."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform, KeyTransform

from qinglan.kernel.roles import is_the_system
from qinglan.parties.holding import organisations_represented_by
from qinglan.parties.models import GreenTag, Organisation, OrganisationState
from qinglan.programmes.models import Award, AwardChange, DataGrant, Watch, WatchAlert
from qinglan.programmes.queries.award import register

BANKS = ("bank", "guarantor", "insurer", "fund")
"""Kinds of organisations that keep watch lists and ask firms for data."""


def organisations_by_code(codes: Iterable[str]) -> dict[str, Organisation]:
    """Those on record under these codes, whether their page is public or not; one statement."""
    rows = Organisation.objects.filter(code__in=set(codes)).select_related("territory")
    return {row.code: row for row in rows.defer("search_text", "search_grams")}


def awards_by_holder(holders: Iterable[int]) -> dict[int, list[Award]]:
    """Every award of these organisations with its public history, the standing ones first; two statements."""
    changes = Prefetch("changes", queryset=AwardChange.objects.order_by("id"))
    rows = register().filter(holder__in=set(holders)).prefetch_related(changes)
    # Asked of the database: a definition that isn't in memory yet would cost a statement each.
    applicants = KeyTransform("applicants", KeyTransform("manifest", "version__content"))
    rows = rows.annotate(subject_kind=KeyTextTransform("subject", applicants))
    found: dict[int, list[Award]] = defaultdict(list)
    for award in rows.order_by("ended_on", "-granted_on", "-pk"):
        found[award.holder_id].append(award)
    for awards in found.values():
        awards.sort(key=lambda one: one.ended_on is not None)
    return found


def green_tags_by_organisation(organisations: Iterable[int]) -> dict[int, list[GreenTag]]:
    """The green tags of organisations whose pages are public, revoked ones too; one statement."""
    rows = GreenTag.objects.filter(organisation__in=set(organisations), organisation__is_public=True)
    found: dict[int, list[GreenTag]] = defaultdict(list)
    for tag in rows.order_by("-valid_from", "-pk"):
        found[tag.organisation_id].append(tag)
    return found


def banks_of(user: Any) -> QuerySet[Organisation]:
    """The verified banks, guarantors, insurers and funds for which `user` does business."""
    if not getattr(user, "is_active", False):
        return Organisation.objects.none()
    return organisations_represented_by(user).filter(kind__in=BANKS, state=OrganisationState.VERIFIED)


def watches_of(user: Any) -> QuerySet[Watch]:
    """The standing watch lists of the user's banks: the twin of `programmes.see_watch`."""
    return Watch.objects.filter(bank__in=banks_of(user), ended_at__isnull=True).select_related(
        "bank", "organisation"
    )


def alerts_of(user: Any) -> QuerySet[WatchAlert]:
    """What happened to awards on the watch lists of the user's banks, the newest first."""
    return WatchAlert.objects.filter(watch__bank__in=banks_of(user)).select_related(
        "watch__bank", "award__holder", "award__version", "change"
    )


def grants_seen_by(user: Any) -> QuerySet[DataGrant]:
    """Requests for data of the user's banks and firms: the twin of `programmes.see_data_grant`."""
    rows = DataGrant.objects.select_related("bank", "firm")
    if is_the_system.test(user):
        return rows
    if not getattr(user, "is_active", False):
        return rows.none()
    mine = organisations_represented_by(user)
    return rows.filter(Q(bank__in=mine) | Q(firm__in=mine))
