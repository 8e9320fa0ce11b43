"""Pages of brokers: their work at a glance, mandates, introductions, visits, the card with its QR code."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.documents.printing import qr_svg
from qinglan.kernel.web.views.errors import conflict
from qinglan.market.brokering.forms import IntroductionForm, MandateForm, ReasonForm
from qinglan.market.brokering.pipeline import counted, placed
from qinglan.market.brokering.recorded import introductions_seen_by, mandates_seen_by
from qinglan.market.brokering.rules import broker_of
from qinglan.market.domain import introduction as introductions
from qinglan.market.domain import mandate as mandates
from qinglan.market.domain.visit import count_card_visit
from qinglan.market.models.brokering import CardVisits, Introduction, Mandate, VisitNote
from qinglan.market.queries import MODELS
from qinglan.market.seeing import ANYBODY, alias_of, seen
from qinglan.market.views.access import LISTS, SPACES, listing_of, open_to, posted
from qinglan.parties.models import Broker
from qinglan.parties.models.broker import BrokerState
from qinglan.settings.env import SITE_ADDRESS

HOME = "brokering:home"


def crumbs(title: Any) -> list[tuple[Any, str]]:
    """Under the work of the broker."""
    return [(_("My work as a broker"), reverse(HOME)), (title, "")]


@open_to("brokering.work")
def home(request: HttpRequest) -> HttpResponseBase:
    """``/market/brokering/``: mandates, introductions by stage, notes, the card."""
    broker = broker_of(request.user)
    rows = placed(
        Introduction.objects.filter(broker=broker).select_related("need__owner", "technology__owner")[:200]
    )
    context = {
        "title": _("My work as a broker"),
        "broker": broker,
        "mandates": [
            (one, client_as_read(one, request.user))
            for one in Mandate.objects.filter(broker=broker).select_related(
                "broker", "client", "technology", "need"
            )[:50]
        ],
        "placed": rows,
        "stages": counted(rows),
        "visits": VisitNote.objects.filter(broker=broker).select_related("organisation", "need")[:20],
        "card_visits": sum(CardVisits.objects.filter(broker=broker).values_list("count", flat=True)),
        "breadcrumbs": [(_("My work as a broker"), "")],
    }
    return render(request, "market/brokering.html", context)


def _task(request: HttpRequest, form: Any, title: Any, submit: Any, **more: Any) -> HttpResponseBase:
    context = {
        "title": title, "form": form, "submit": submit, "back_url": reverse(HOME), "breadcrumbs": crumbs(title),
    } | more  # fmt: skip
    return render(request, "web/task.html", context)


def broker_acts(user: Any, listing: Any) -> list[dict[str, Any]]:
    """What the page of a public listing offers to a broker: a mandate, and to register whom he brings."""
    broker = broker_of(user)
    if broker is None or not listing.is_public:
        return []
    mine = Mandate.objects.filter(
        broker=broker, state__in=("proposed", "in_force"), **{listing.SIDE: listing.pk}
    ).first()
    introduce_url = f"{reverse('introductions:new')}?{urlencode({listing.SIDE: listing.reference})}"
    return [
        {
            "label": _("Propose a mandate"),
            "url": reverse(f"{SPACES[listing.SIDE]}:mandate", args=[listing.pk]),
        }
        if mine is None
        else {"label": _("My mandate"), "url": mine.get_absolute_url()},
        {"label": _("Register an introduction"), "url": introduce_url},
    ]


@open_to("market.view")
def propose(request: HttpRequest, side: str, listing: Any) -> HttpResponseBase:
    """``/market/…/<pk>/mandate/``: propose a mandate to the owner."""
    permissions.require(request.user, "brokering.work")
    form = MandateForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = mandates.propose_mandate(
                acting_user=request.user, listing=listing, terms=form.terms_given()
            )
        except Impossible as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Proposed. The owner is asked, and you hear of the answer."))
            return redirect(made)
    crumbs = [
        (LISTS[side], reverse(f"{SPACES[side]}:list")), (str(listing), listing.get_absolute_url()), (_("Mandate"), ""),
    ]  # fmt: skip
    return _task(
        request, form, _("Propose a mandate"), _("Propose the mandate"),
        lead=str(listing), back_url=listing.get_absolute_url(), breadcrumbs=crumbs,
    )  # fmt: skip


def mandate(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/market/mandates/<pk>/``."""
    one = _mandate(request, pk)
    if isinstance(one, HttpResponseBase):
        return one
    context = {
        "title": str(one.listing), "kind": _("Mandate"), "one": one, "form": ReasonForm(),
        "status": {"kind": one.light, "word": one.get_state_display()}, "client": client_as_read(one, request.user),
        "acts_for_it": one.state == "in_force" and one.broker.user_id == request.user.pk,
        "matches_url": one.listing.get_matches_url() if one.listing.is_public else "",
        "is_draft": one.listing.state == "draft",
        "may_answer": one.state == "proposed" and permissions.answer(request.user, "brokering.answer_mandate", one),
        "may_end": one.state == "in_force" and permissions.answer(request.user, "brokering.end_mandate", one),
        "share": f"{one.share / 10:g} %" if one.share else "",
        "breadcrumbs": [(str(one.listing), one.listing.get_absolute_url()), (_("Mandate"), "")],
    }  # fmt: skip
    return render(request, "market/mandate.html", context)


def client_as_read(one: Mandate, user: Any) -> str:
    """The client's name; for the broker an anonymous need keeps its alias until he was accepted."""
    hidden = one.state in ("proposed", "declined") and one.listing.is_public and one.broker.user_id == user.pk
    return (
        alias_of(one.listing) if hidden and getattr(one.listing, "is_anonymous", False) else one.client.name
    )


def _mandate(request: HttpRequest, pk: int) -> Any:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    rows = Mandate.objects.select_related("broker__user", "client", "technology__owner", "need__owner")
    one = get_object_or_404(rows.filter(pk__in=mandates_seen_by(request.user).values("pk")), pk=pk)
    version = request.POST.get("version", "")
    if version.isdecimal():
        one.revision = int(version)
    return one


@require_POST
def settle_mandate(request: HttpRequest, pk: int, act: str) -> HttpResponseBase:
    """``/market/mandates/<pk>/accept|decline|end/``."""
    one = _mandate(request, pk)
    if isinstance(one, HttpResponseBase):
        return one
    reason = request.POST.get("reason", "")
    verbs: dict[str, Any] = {
        "accept": lambda: mandates.accept_mandate(acting_user=request.user, mandate=one),
        "decline": lambda: mandates.decline_mandate(acting_user=request.user, mandate=one, reason=reason),
        "end": lambda: mandates.end_mandate(acting_user=request.user, mandate=one, reason=reason),
    }
    if act not in verbs:
        raise Http404
    try:
        verbs[act]()
    except StaleEdit as stale:
        return conflict(request, stale.differences, current_url=one.get_absolute_url(), version="")
    except Impossible as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Noted; the other side is told."))
    return redirect(one)


@open_to("brokering.work")
def introduce(request: HttpRequest) -> HttpResponseBase:
    """``/market/introductions/new/``: 报备."""
    form = IntroductionForm(posted(request), initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        try:
            made = introductions.register_introduction(
                acting_user=request.user,
                need=form.cleaned_data["need"],
                technology=form.cleaned_data["technology"],
            )
        except Impossible as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Registered: the moment counts."))
            return redirect(made)
    lead = _(
        "The moment of registration counts: a colleague who tries the same pair is told until when it is protected."
    )
    title = _("Register an introduction")
    context = {
        "title": title, "form": form, "submit": _("Register the introduction"), "lead": lead,
        "back_url": reverse(HOME), "breadcrumbs": crumbs(title), "named": _named(request.GET),
    }  # fmt: skip
    return render(request, "market/introduce.html", context)


def _named(query: QueryDict) -> list[Any]:
    """The two whose numbers stand in the address, so that nobody registers a wrong number."""
    form = IntroductionForm(query)
    form.is_valid()
    return [form.cleaned_data[side] for side in introductions.SIDES if side in form.cleaned_data]


def introduction(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/market/introductions/<pk>/``."""
    one = _introduction(request, pk)
    if isinstance(one, HttpResponseBase):
        return one
    blocked = one.state == "blocked"
    context = {
        "title": f"{one.need} – {one.technology}", "kind": pgettext("by a broker", "Introduction"),
        "one": one, "form": ReasonForm(), "status": {"kind": one.light, "word": one.get_state_display()},
        "placed": placed([one])[0],
        "may_confirm": blocked and permissions.answer(request.user, "brokering.confirm_introduction", one),
        "may_withdraw": one.state in introductions.STANDING
        and permissions.answer(request.user, "brokering.withdraw_introduction", one),
        "breadcrumbs": [(pgettext("by a broker", "Introduction"), "")],
    }  # fmt: skip
    return render(request, "market/introduction.html", context)


def _introduction(request: HttpRequest, pk: int) -> Any:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    rows = Introduction.objects.select_related("broker__user", "need__owner", "technology__owner")
    return get_object_or_404(rows.filter(pk__in=introductions_seen_by(request.user).values("pk")), pk=pk)


@require_POST
def settle_introduction(request: HttpRequest, pk: int, act: str) -> HttpResponseBase:
    """``/market/introductions/<pk>/confirm|refuse|withdraw/``."""
    one = _introduction(request, pk)
    if isinstance(one, HttpResponseBase):
        return one
    reason = request.POST.get("reason", "")
    user = request.user
    verbs: dict[str, Any] = {
        "confirm": lambda: introductions.confirm_introduction(acting_user=user, introduction=one),
        "refuse": lambda: introductions.refuse_introduction(
            acting_user=user, introduction=one, reason=reason
        ),
        "withdraw": lambda: introductions.withdraw_introduction(
            acting_user=user, introduction=one, reason=reason
        ),
    }
    if act not in verbs:
        raise Http404
    try:
        verbs[act]()
    except Impossible as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Noted; the other side is told."))
    return redirect(one)


def card(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/brokers/<pk>/card/``: who he is and what he offers, for a phone that read the QR code. Visits are counted."""
    broker = get_object_or_404(Broker.objects.select_related("agency"), pk=pk, state=BrokerState.ACTIVE)
    if request.method == "GET" and getattr(request.user, "pk", None) != broker.user_id:
        count_card_visit(acting_user=request.user, broker=broker)
    offers = [
        row
        for model in MODELS.values()
        for row in model.objects.filter(broker=broker, state="published").select_related(
            "territory", "owner"
        )[:20]
    ]
    context = {
        "title": broker.name, "broker": broker, "offers": offers,
        "qr": _qr(request, request.path), "breadcrumbs": [(_("Technology brokers"), reverse("brokers:list")), (broker.name, "")],
    }  # fmt: skip
    return render(request, "market/card.html", context)


def poster(request: HttpRequest, side: str, pk: int) -> HttpResponseBase:
    """``/market/…/<pk>/poster/``: what is public of a listing on one page to print, with its QR code."""
    listing = listing_of(side, pk)
    if not listing.is_public:
        raise Http404
    public = seen(listing, ANYBODY)
    rows = [(one.label, public.shown[one.name]) for one in public.aspects() if one.name in _POSTED]
    context = {
        "title": str(listing), "listing": listing, "owner": public.owner, "rows": rows,
        "qr": _qr(request, listing.get_absolute_url()),
        "breadcrumbs": [(str(listing), listing.get_absolute_url()), (_("Poster"), "")],
    }  # fmt: skip
    return render(request, "market/poster.html", context)


_POSTED = ("summary", "problem", "effect", "trl", "modes", "price", "indicators", "deadline", "budget")


def _qr(request: HttpRequest, path: str) -> str:
    """The picture of the address, drawn by us from our own address alone."""
    site = SITE_ADDRESS.text().rstrip("/") or request.build_absolute_uri("/").rstrip("/")
    return mark_safe(qr_svg(f"{site}{path}"))  # noqa: S308 - no text of others
