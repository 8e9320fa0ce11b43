"""Verbs by which an official corrects and adds responsible bodies."""

from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.plans import recorded
from qinglan.plans.domain.deciding import corrected, decide, lock, open_version, place_of
from qinglan.plans.models import Article, Body, Decision


@dataclass(frozen=True)
class Duty:
    """Who has which part in an article (`role`: lead, cooperate, responsible), and the words that say so."""

    role: str
    name: str
    quote: str


@transaction.atomic
def correct_body(*, acting_user: Any, body: Body, duty: Duty, seen_revision: int) -> Body:
    """Put what the text really says in the place of what was read.

    Raises PermissionRefused, StaleEdit, and Impossible for a missing name, a quote that the article
    does not contain, or a version that is no longer being confirmed.
    """
    locked = lock(acting_user, body, seen_revision, yours=asdict(duty))
    _write(locked, duty)
    return decide(locked, acting_user, corrected(locked), recorded.CORRECTED)


@transaction.atomic
def add_body(*, acting_user: Any, article: Article, duty: Duty) -> Body:
    """Add a body that the reader overlooked. Raises PermissionRefused, and Impossible as correct_body."""
    permissions.require(acting_user, "plans.confirm", article.version)
    version = open_version(article.version_id)
    body = Body(version=version, article=article)
    _write(body, duty)
    return decide(body, acting_user, Decision.ADDED, recorded.ADDED)


def _write(body: Body, duty: Duty) -> None:
    if not duty.name.strip():
        raise Impossible(_("Name the body."), field="name")
    place_of(body.article, duty.quote)
    body.role, body.name, body.quote = duty.role, duty.name.strip(), duty.quote
