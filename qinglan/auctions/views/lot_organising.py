"""The organiser's pages: check, disclose, return, answer, amend, stop; and everybody's question."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qinglan.auctions.domain import disclosure, lot_amendment, lot_check, lot_end, lot_question
from qinglan.auctions.lots.forms import AmendForm, AnswerForm, AskForm, ReasonForm
from qinglan.auctions.lots.pack import auctions
from qinglan.auctions.models import Lot
from qinglan.auctions.views.lot_access import lot_open_to, posted, press, seen, task


@require_POST
@lot_open_to("auctions.organise")
def disclose(request: HttpRequest, lot: Lot) -> HttpResponseBase:
    """``/auctions/<number>/disclose/``."""
    done = _("Disclosed. What changes from here on is published to all.")
    return press(
        request, lot.get_absolute_url(),
        lambda: disclosure.disclose(acting_user=request.user, lot=seen(request, lot)), done,
    )  # fmt: skip


@lot_open_to("auctions.organise")
def give_back(request: HttpRequest, lot: Lot) -> HttpResponseBase:
    """``/auctions/<number>/return/``."""
    return _with_reason(
        request, lot, lot_check.return_lot, auctions().returns, _("Return the lot"), _("Return the lot"),
        _("Returned. Its owner was told."),
    )  # fmt: skip


@lot_open_to("auctions.organise")
def stop(request: HttpRequest, lot: Lot) -> HttpResponseBase:
    """``/auctions/<number>/stop/``."""
    return _with_reason(
        request, lot, lot_end.stop, auctions().stops, _("Stop the lot"), _("Stop the lot"),
        _("Stopped. Everybody who applied was told."),
    )  # fmt: skip


@lot_open_to("auctions.organise")
def amend(request: HttpRequest, lot: Lot) -> HttpResponseBase:
    """``/auctions/<number>/amend/``."""
    initial = {name: getattr(lot, name) for name in lot_amendment.AMENDABLE} | {"version": lot.revision}
    form = AmendForm(posted(request)[0], lot=lot, initial=initial)

    def act() -> HttpResponseBase:
        reason = form.cleaned_data["reason"]
        lot_amendment.amend(
            acting_user=request.user, lot=seen(request, lot), values=form.values(), reason=reason
        )
        messages.success(request, _("Amended and published. Dates moved where the rule asks for it."))
        return redirect(lot)

    return task(
        request, form, act, lot, _("Amend the lot"), _("Publish the amendment"),
        template="auctions/lot_form.html",
    )  # fmt: skip


@lot_open_to("auctions.ask")
def ask(request: HttpRequest, lot: Lot) -> HttpResponseBase:
    """``/auctions/<number>/ask/``."""
    form = AskForm(posted(request)[0])

    def act() -> HttpResponseBase:
        lot_question.ask(acting_user=request.user, lot=lot, text=form.cleaned_data["text"])
        messages.success(request, _("Asked. The answer is published here, and you are told."))
        return redirect(lot)

    return task(request, form, act, lot, _("Ask about the lot"), _("Send the question"))


@lot_open_to("auctions.organise")
def answer(request: HttpRequest, lot: Lot, pk: int) -> HttpResponseBase:
    """``/auctions/<number>/questions/<pk>/answer/``."""
    question = get_object_or_404(lot.questions, pk=pk)
    form = AnswerForm(posted(request)[0])

    def act() -> HttpResponseBase:
        lot_question.answer(acting_user=request.user, question=question, answer=form.cleaned_data["answer"])
        messages.success(request, _("Answered to all."))
        return redirect(lot)

    return task(request, form, act, lot, _("Answer a question"), _("Publish the answer"), lead=question.text)


def _with_reason(
    request: HttpRequest, lot: Lot, verb: Any, rows: Any, title: str, submit: str, done: str
) -> HttpResponseBase:  # fmt: skip
    form = ReasonForm(posted(request)[0], rows=rows, initial={"version": lot.revision})

    def act() -> HttpResponseBase:
        data = form.cleaned_data
        verb(acting_user=request.user, lot=seen(request, lot), reason=data["reason"], note=data["note"])
        messages.success(request, done)
        return redirect(lot)

    return task(request, form, act, lot, title, submit)
