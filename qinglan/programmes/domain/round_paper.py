"""Verbs: the call 通知 of a round as an official paper, and its attachments."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.documents.domain.file import store_file
from qinglan.kernel.documents.domain.paper import draft_paper
from qinglan.kernel.documents.models import Paper, PaperState
from qinglan.programmes import recorded
from qinglan.programmes.domain.round_state import locked, save, seen
from qinglan.programmes.models import Round, RoundFile, RoundState
from qinglan.programmes.rounds import events as round_events
from qinglan.programmes.rounds.call import call_of
from qinglan.programmes.rules.round import ROUND_FILES


@transaction.atomic
def draft_call(*, acting_user: Any, round: Round, seen_revision: int) -> Paper:
    """Draft the call from the definition's letter; number and stamped copy come back by the paper's own pages.

    Raises StaleEdit, PermissionRefused; Impossible where a call stands already (discard it first) or the
    definition has no letter for it.
    """
    permissions.require(acting_user, "programmes.draft_call", round)
    one = seen(locked(round), seen_revision)
    if one.state in (RoundState.FINISHED, RoundState.CANCELLED):
        raise Impossible(_("“{round}” is over; it stays as it is.").format(round=one.title))
    if one.call is not None and one.call.state != PaperState.DISCARDED:
        raise Impossible(_("There is a call already. Discard it on its page before you draft another one."))
    paper = draft_paper(
        acting_user=acting_user,
        content=call_of(one),
        subject=f"programmes.round:{one.pk}",
        subject_url=one.get_absolute_url(),
    )
    one.call = paper
    save(one)
    recorded.record_round(
        acting_user, round_events.CALL_DRAFTED, one, paper=paper.pk, version=paper.version_code
    )
    return paper


@transaction.atomic
def attach_file(
    *, acting_user: Any, round: Round, title: str, name: str, content: bytes, declared_type: str = ""
) -> RoundFile:
    """Attach a file to a round; it is public with it. Raises Refused (an Impossible), PermissionRefused."""
    permissions.require(acting_user, "programmes.attach_round_file", round)
    one = locked(round)
    if one.state in (RoundState.FINISHED, RoundState.CANCELLED):
        raise Impossible(_("“{round}” is over; it stays as it is.").format(round=one.title))
    file = store_file(
        acting_user=acting_user,
        name=name,
        content=content,
        holder=ROUND_FILES,
        holder_key=str(one.pk),
        declared_type=declared_type,
    )
    made = RoundFile.objects.create(round=one, file=file, title=(title.strip() or file.name)[:160])
    recorded.record_round(acting_user, round_events.FILE_ADDED, one, digest=file.digest)
    return made
