"""``/check/data/``: what banks asked firms to see, the firms' answers, and the data while a consent stands."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.measures.units import unit_words
from qinglan.kernel.web import dates, tables
from qinglan.kernel.web.lists import ChoiceFilter, ListColumn, ListPage, Sort, TextFilter
from qinglan.kernel.web.lists.filters import Rows
from qinglan.kernel.web.money import number_in
from qinglan.parties.models.organisation_figure import YearlyAnswer
from qinglan.parties.organisation_codes import checked_code
from qinglan.parties.organisation_queries import visible_organisations
from qinglan.programmes.checking.consented import Consented, consented
from qinglan.programmes.checking.forms import AskForm, ConsentForm, Refusing
from qinglan.programmes.checking.told import parts_words
from qinglan.programmes.domain import data_grant as verbs
from qinglan.programmes.models import Case, DataGrant, Entitlement, GrantState
from qinglan.programmes.queries.checking import banks_of, grants_seen_by

LIGHTS = {
    GrantState.ASKED: "due",
    GrantState.GRANTED: "done",
    GrantState.DECLINED: "idle",
    GrantState.CANCELLED: "idle",
    GrantState.WITHDRAWN: "late",
    GrantState.LAPSED: "idle",
}
MOST_LOOKS = 50
Heading = str | Promise | tables.Column


def words_now(one: DataGrant) -> tuple[str, str]:
    """Light and word of a request today: a consent past its last day is over before the clock notes it."""
    state = GrantState(one.state)
    if state == GrantState.GRANTED and one.valid_to is not None and one.valid_to < clock.today():
        state = GrantState.LAPSED
    return LIGHTS[state], str(state.label)


@method_decorator(login_required, name="get")
class GrantList(ListPage):
    """Requests of one's banks and to one's firms."""

    template_name = "programmes/checking/grants.html"
    title = gettext_lazy("Requests for data")
    lead = gettext_lazy(
        "A bank that needs more than public facts asks the firm; the firm consents for a time, and may withdraw."
    )
    export_name = gettext_lazy("Requests for data")
    empty_title = gettext_lazy("No request yet")
    empty_text = gettext_lazy("Banks ask firms for scores, yearly figures or payments here.")
    filters = (
        TextFilter("q", gettext_lazy("Bank or firm"), ("bank__name__icontains", "firm__name__icontains")),
        ChoiceFilter("state", gettext_lazy("State"), GrantState.choices, "state"),
    )
    sorts = (Sort("new", gettext_lazy("Newest first"), "-id"),)
    columns = (
        ListColumn(gettext_lazy("Bank"), "bank.name"),
        ListColumn(gettext_lazy("Firm"), "firm.name"),
        ListColumn(gettext_lazy("Data"), lambda row: str(parts_words(row))),
        ListColumn(gettext_lazy("Purpose"), "purpose"),
        ListColumn(gettext_lazy("State"), lambda row: words_now(row)[1]),
        ListColumn(gettext_lazy("Last day"), "valid_to"),
    )

    def get_queryset(self) -> Rows:
        """The twin of the permission."""
        return grants_seen_by(self.request.user)

    def get_context(self) -> dict[str, Any]:
        """Whether one may ask."""
        return {
            "may_ask": banks_of(self.request.user).exists(),
            "breadcrumbs": [(_("Green check"), reverse("checking:check")), (self.title, "")],
        }


@login_required
def ask(request: HttpRequest) -> HttpResponseBase:
    """``/check/data/new/``: ask a firm."""
    permissions.require(request.user, "programmes.use_watch_list")
    form = AskForm(
        banks_of(request.user), request.POST or None, initial={"code": request.GET.get("code", "")}
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = _ask(request.user, form.cleaned_data)
        except Impossible as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The firm is asked. You are told when it answers."))
            return redirect(made)
    return _task(request, form, _("Ask a firm for data"), _("Ask the firm"), reverse("checking:grants"))


def _ask(user: Any, data: dict[str, Any]) -> DataGrant:
    code = checked_code(data["code"])
    firm = visible_organisations(user).filter(code=code).first()
    if firm is None:
        raise Impossible(_("No organisation with this code is on the public record here."), field="code")
    return verbs.ask_for_data(
        acting_user=user, bank=data["bank"], firm=firm, parts=data["parts"], purpose=data["purpose"]
    )


def grant(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/check/data/<n>/``: who asks for what and why, how it stands, who looked."""
    one = _grant(request, pk)
    if isinstance(one, HttpResponseBase):
        return one
    answers = bool(permissions.answer(request.user, "programmes.answer_data_request", one))
    asks = bool(permissions.answer(request.user, "programmes.cancel_data_request", one))
    looks = one.looks.select_related("reader")[:MOST_LOOKS]
    light, word = words_now(one)
    context = {
        "title": _("%(bank)s asks %(firm)s") % {"bank": one.bank.name, "firm": one.firm.name},
        "kind": _("Request for data"),
        "one": one,
        "status": {"kind": light, "word": word},
        "answer": _answer(one),
        "act": _next(one, answers=answers, may_look=_may_look(request.user, one)),
        "acts": _acts(one, answers=answers, asks=asks),
        "summary": [
            {"label": label, "value": value}
            for label, value in (
                (_("Data"), str(parts_words(one))),
                (_("Purpose"), one.purpose),
                (_("Asked"), dates.minute(one.asked_at)),
                (_("Last day"), dates.day(one.valid_to) if one.valid_to else ""),
            )
            if value
        ],
        "looks": [
            {"when": look.read_at, "who": str(look.reader), "text": _("looked at the data")} for look in looks
        ],
        "visibility": _("People of the bank and of the firm see this page, nobody else."),
        "breadcrumbs": [
            (_("Requests for data"), reverse("checking:grants")),
            (one.firm.name, ""),
        ],
    }
    return render(request, "programmes/checking/grant.html", context)


def _may_look(user: Any, one: DataGrant) -> bool:
    return bool(permissions.answer(user, "programmes.look_at_data", one))


def _answer(one: DataGrant) -> str:
    light, _word = words_now(one)
    if one.state == GrantState.ASKED:
        return _("Nothing is shown until an administrator or authorised signatory of the firm consents.")
    if light == "done" and one.valid_to is not None:
        return _(
            "The bank may look until %(day)s. Each look is noted below; the firm may withdraw at any time."
        ) % {"day": dates.day(one.valid_to)}
    return _("The data is closed. Public facts stay open to everybody.")


def _next(one: DataGrant, *, answers: bool, may_look: bool) -> dict[str, Any] | None:
    if may_look:
        return {"url": reverse("checking:facts", args=[one.pk]), "label": _("Look at the data")}
    if answers and one.state == GrantState.ASKED:
        return {"url": reverse("checking:grant-act", args=[one.pk, "consent"]), "label": _("Consent")}
    return None


def _acts(one: DataGrant, *, answers: bool, asks: bool) -> list[dict[str, Any]]:
    names = []
    if answers and one.state == GrantState.ASKED:
        names.append("decline")
    if answers and one.state == GrantState.GRANTED:
        names.append("withdraw")
    if asks and one.state == GrantState.ASKED:
        names.append("cancel")
    return [
        {"url": reverse("checking:grant-act", args=[one.pk, name]), "label": ACTS[name][0]} for name in names
    ]


ACTS: dict[str, tuple[Any, str, Callable[..., DataGrant]]] = {
    "consent": (gettext_lazy("Consent"), "programmes.answer_data_request", verbs.consent_to_data),
    "decline": (gettext_lazy("Decline"), "programmes.answer_data_request", verbs.decline_data),
    "withdraw": (
        gettext_lazy("Withdraw the consent"), "programmes.answer_data_request", verbs.withdraw_data_consent,
    ),
    "cancel": (
        gettext_lazy("Take the request back"), "programmes.cancel_data_request", verbs.cancel_data_request,
    ),
}  # fmt: skip


def act(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """``/check/data/<n>/<act>/``: consent, decline, withdraw, cancel."""
    one = _grant(request, pk)
    if isinstance(one, HttpResponseBase):
        return one
    if name not in ACTS:
        raise Http404
    title, permission, verb = ACTS[name]
    permissions.require(request.user, permission, one)
    sent = request.POST if request.method == "POST" else None
    form: Refusing = (
        ConsentForm(sent, initial={"valid_to": verbs.longest(clock.today())})
        if name == "consent"
        else Refusing(sent)
    )
    if sent is not None and form.is_valid():
        try:
            verb(acting_user=request.user, grant=one, **form.cleaned_data)
        except Impossible as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Done: {what}").format(what=title))
            return redirect(one)
    return _task(request, form, title, title, one.get_absolute_url(), one)


@require_safe
def facts(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/check/data/<n>/facts/``: the data itself; the look is noted before anything is shown."""
    one = _grant(request, pk)
    if isinstance(one, HttpResponseBase):
        return one
    held = verbs.look_at_data(acting_user=request.user, grant=one)
    data = consented(held)
    context = {
        "title": held.firm.name,
        "kind": _("Shown with the firm's consent"),
        "lead": _("To %(bank)s, for: %(purpose)s. Until %(day)s.")
        % {
            "bank": held.bank.name,
            "purpose": held.purpose,
            "day": dates.day(held.valid_to) if held.valid_to else "",
        },
        "tables": _tables(data),
        "breadcrumbs": [
            (_("Requests for data"), reverse("checking:grants")),
            (held.firm.name, held.get_absolute_url()),
            (_("Data"), ""),
        ],
    }
    response = render(request, "programmes/checking/facts.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


def _tables(data: Consented) -> list[tables.Table]:
    found = []
    if data.scores is not None:
        found.append(_scores(data.scores))
    if data.figures is not None:
        found.append(_figures(data.figures))
    if data.payments is not None:
        found.append(_payments(data.payments))
    return found


def _scores(rows: list[Case]) -> tables.Table:
    score = tables.Column(_("Score"), numeric=True)
    headings: list[Heading] = [_("Case"), _("Scheme"), _("Ended"), _("Result"), score, _("Grade")]
    values = [
        (
            one.number,
            one.version.title,
            dates.day(one.ended_at) if one.ended_at else "",
            one.get_status_display(),
            f"{one.score.normalize():f}" if one.score is not None else "",
            one.grade,
        )
        for one in rows
    ]
    return tables.build(_("Scores of its cases"), headings, values)


def _figures(rows: list[YearlyAnswer]) -> tables.Table:
    amount = tables.Column(_("Amount"), numeric=True)
    headings: list[Heading] = [_("Item"), _("Year"), _("Form"), amount, _("Unit")]
    values = [
        (
            str(one.question),
            one.report.year,
            str(one.report.form),
            f"{one.value.normalize():f}" if one.value is not None else "",
            unit_words(one.question.unit),
        )
        for one in rows
    ]
    return tables.build(_("Its accepted yearly figures"), headings, values)


def _payments(rows: list[Entitlement]) -> tables.Table:
    paid = tables.Column(_("Paid (yuan)"), numeric=True)
    back = tables.Column(_("Recovered (yuan)"), numeric=True)
    headings: list[Heading] = [_("Scheme"), _("Case"), _("Year"), paid, back, _("Day")]
    values = [
        (
            one.case.version.title,
            one.case.number,
            one.year,
            number_in(one.amount, "yuan"),
            number_in(one.recovered, "yuan"),
            dates.day(one.paid_on) if one.paid_on else "",
        )
        for one in rows
    ]
    return tables.build(_("What it was paid under the schemes"), headings, values)


def _grant(request: HttpRequest, pk: int) -> DataGrant | HttpResponseBase:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    one: DataGrant = get_object_or_404(DataGrant.objects.select_related("bank", "firm"), pk=pk)
    permissions.require(request.user, "programmes.see_data_grant", one)
    return one


def _task(
    request: HttpRequest, form: Refusing, title: Any, submit: Any, back: str, one: DataGrant | None = None
) -> HttpResponseBase:
    context = {
        "title": title,
        "form": form,
        "one": one,
        "parts": str(parts_words(one)) if one else "",
        "submit": submit,
        "back_url": back,
        "breadcrumbs": [(_("Requests for data"), reverse("checking:grants")), (title, "")],
    }
    return render(request, "programmes/checking/task.html", context)
