"""Verbs: ask about a disclosed lot, answer to all. Nobody reads who asked."""

import hashlib
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.auctions import recorded
from qinglan.auctions.domain.lot_state import locked_now
from qinglan.auctions.lots import todos, told
from qinglan.auctions.models import Lot, LotQuestion, LotState
from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible

MOST_OPEN = 5
"""Questions of one person about one lot that wait for their answer."""


@transaction.atomic
def ask(*, acting_user: Any, lot: Lot, text: str) -> LotQuestion:
    """Ask about a lot that is disclosed; its organiser answers to all. Raises Impossible, PermissionRefused."""
    permissions.require(acting_user, "auctions.ask", lot)
    row = locked_now(lot.pk)
    if row.state not in (LotState.DISCLOSED, LotState.BIDDING):
        raise Impossible(_("Questions are taken until the bids are closed."))
    said = text.strip()
    if not said:
        raise Impossible(_("Write your question."), field="text")
    if row.questions.filter(asked_by=acting_user, answered_at__isnull=True).count() >= MOST_OPEN:
        raise Impossible(
            _("{most} of your questions wait for an answer. Wait for one first.").format(most=MOST_OPEN)
        )
    question = LotQuestion.objects.create(
        lot=row, text=said[:1000], asked_at=clock.now(), asked_by=acting_user
    )
    todos.answer_wanted(acting_user, row)
    return question


@transaction.atomic
def answer(*, acting_user: Any, question: LotQuestion, answer: str) -> LotQuestion:
    """Answer, once; question and answer are public from then on. Raises Impossible, PermissionRefused."""
    permissions.require(acting_user, "auctions.organise", question.lot)
    row = locked_now(question.lot_id)
    found = LotQuestion.objects.select_for_update().get(pk=question.pk)
    said = answer.strip()
    if found.answered_at is not None:
        raise Impossible(
            _("It was answered already; what was published stays. Amend the lot if it has to change.")
        )
    if not said:
        raise Impossible(_("Write the answer."), field="answer")
    found.answer, found.answered_at, found.answered_by = said[:2000], clock.now(), acting_user
    found.save()
    digest = hashlib.sha256(found.text.encode()).hexdigest()
    recorded.record(acting_user, row, recorded.ANSWERED, {"question": digest, "answer": found.answer})
    if not row.questions.filter(answered_at__isnull=True).exists():
        todos.answered(acting_user, row)
    told.tell_person(acting_user, row, "asked", found.asked_by)
    return found
