"""The market in figures: what everybody reads, the funnel and the map of officers, decisions to publish."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.disclosure.domain import NotCleared
from qinglan.kernel.web import dates
from qinglan.market.domain import figures as verbs
from qinglan.market.figures import mapping, presenting
from qinglan.market.figures.content import Funnel, Supply
from qinglan.market.figures.counting import funnel as counted
from qinglan.market.figures.forms import Narrowed, PublishForm, WithdrawForm
from qinglan.market.figures.supply import supply as mapped
from qinglan.market.figures.supply import without_supply
from qinglan.market.models import FigureKind, FigureSet, FigureState
from qinglan.market.views.access import open_to, posted

HOME = "figures:home"
LISTED = 10
KEPT = ("first", "last", "family", "field", "territory")


def crumbs(*more: tuple[Any, str]) -> list[tuple[Any, str]]:
    """The way from the public page of figures."""
    return [(_("The market in figures"), reverse(HOME)), *more]


def home(request: HttpRequest) -> HttpResponseBase:
    """``/market/figures/``: what officers made public; for officers, the way to the rest and all decisions."""
    may_see = bool(permissions.answer(request.user, "market.see_figures"))
    public = FigureSet.objects.filter(state=FigureState.PUBLISHED).order_by("kind")
    decided = FigureSet.objects.exclude(state=FigureState.PUBLISHED).select_related("published_by")
    context = {
        "title": _("The market in figures"),
        "lead": _(
            "What is offered, sought, matched and agreed on this market. Numbers behind which fewer than three stand are withheld."
        ),
        "sets": [{"set": one, **_shown(one)} for one in public],
        "needs_url": reverse("needs:list"),
        "may_see": may_see,
        "decided": list(decided.defer("content")[:50]) if may_see else [],
        "missing": [kind for kind in FigureKind if kind not in {one.kind for one in public}],
        "breadcrumbs": [(_("The market in figures"), "")],
    }
    return render(request, "market/figures.html", context)


def _shown(row: FigureSet) -> dict[str, Any]:
    """A frozen set as it is drawn."""
    if row.kind == FigureKind.FUNNEL:
        return _drawn(Funnel.model_validate(row.content))
    return _drawn_map(Supply.model_validate(row.content))


def _drawn(found: Funnel) -> dict[str, Any]:
    return {
        "figures": presenting.figures(found),
        "charts": presenting.charts(found),
        "tables": presenting.tables(found),
        "times": presenting.times(found),
        "refusals": presenting.refusals(found),
        "narrowed": presenting.scope_words(found),
        "period": _("%(first)s to %(last)s")
        % {"first": dates.day(found.chosen.first), "last": dates.day(found.chosen.last)},
    }


def _drawn_map(found: Supply) -> dict[str, Any]:
    return {
        "charts": mapping.charts(found),
        "fields": mapping.fields(found),
        "rows": mapping.rows(found),
        "whole": mapping.whole(found),
        "withheld": mapping.has_withheld(found),
        "on": found.on,
    }


@open_to("market.see_figures")
def funnel(request: HttpRequest) -> HttpResponseBase:
    """``/market/figures/funnel/``: every stage, by month, field and territory; whole numbers, for officers."""
    form = Narrowed(request.GET)
    found = counted(**form.chosen())
    context = {
        "title": _("From publication to agreement"),
        "lead": _(
            "How many got to each stage in the period, by the day on which they got there. Whole numbers: not for passing on."
        ),
        "form": form,
        "publish_query": _query(form.chosen()),
        "as_of": clock.today(),
        "breadcrumbs": crumbs((_("From publication to agreement"), "")),
    } | _drawn(found)
    return render(request, "market/figures_funnel.html", context)


@open_to("market.see_figures")
def supply(request: HttpRequest) -> HttpResponseBase:
    """``/market/figures/supply/``: needs and technologies by field and territory; needs without supply."""
    form = Narrowed(request.GET)
    found = mapped(clock.today(), family=form.by)
    open_ones = without_supply()
    context = {
        "needs_url": reverse("figures:unmet"),
        "title": _("Supply and demand"),
        "lead": _(
            "What is public now. A need counts as supplied when a match is strong enough to be delivered, its technology is public, and its own side hasn't refused it."
        ),
        "families": [(code, str(name), code == form.by) for code, name in form.families.items()],
        "needs": open_ones[:LISTED],
        "needs_count": open_ones.count(),
        "today": clock.today(),
        "as_of": clock.today(),
        "publish_query": _query({"family": form.by}),
        "breadcrumbs": crumbs((_("Supply and demand"), "")),
    }
    shown = _drawn_map(found)
    return render(request, "market/figures_supply.html", context | shown | {"shown": shown})


def _query(chosen: Mapping[str, Any]) -> str:
    query = QueryDict(mutable=True)
    for name, value in chosen.items():
        if value:
            query[name] = str(value)
    return query.urlencode()


@open_to("market.publish_figures")
def publish(request: HttpRequest, kind: str) -> HttpResponseBase:
    """``/market/figures/publish/<kind>/``: exactly what becomes public, both checks, then everybody reads it."""
    if kind not in FigureKind.values:
        raise Http404
    selection = _selection(kind, request.GET)
    data = posted(request)
    try:
        content = verbs.figures_for_everybody(selection)
    except Impossible as refusal:
        messages.error(request, refusal.message)
        return redirect("figures:home")
    form = PublishForm(data, user=request.user, initial={"seen": verbs.digest_of(content)})
    if form.is_valid():
        try:
            verbs.publish_figures(
                acting_user=request.user,
                selection=selection,
                seen=form.cleaned_data["seen"],
                note=form.cleaned_data["note"],
                secrecy=form.secrecy,
                publication=form.publication,
            )
        except (Impossible, NotCleared) as refusal:
            form.data = {**request.POST.dict(), "seen": verbs.digest_of(content)}
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Published. Everybody can read these figures now."))
            return redirect(HOME)
    drawn = _drawn(content) if isinstance(content, Funnel) else _drawn_map(content)
    title = _("Publish: %(kind)s") % {"kind": FigureKind(kind).label}
    context = {
        "title": title,
        "form": form,
        "kind_of": kind,
        "submit": _("Publish these figures"),
        "back_url": reverse(f"figures:{kind}") + f"?{request.GET.urlencode()}",
        "action": request.get_full_path(),
        "has_help": True,
        "one": drawn,
        "needs_url": reverse("needs:list"),
        "standing": FigureSet.objects.filter(kind=kind, state=FigureState.PUBLISHED).defer("content").first(),
        "breadcrumbs": crumbs((FigureKind(kind).label, reverse(f"figures:{kind}")), (title, "")),
    }
    return render(request, "market/figures_publish.html", context)


def _selection(kind: str, query: QueryDict) -> verbs.Selection:
    chosen = Narrowed(query).chosen()
    if kind == FigureKind.SUPPLY:
        return verbs.Selection(kind=kind, family=chosen["family"])
    first: date = chosen["first"]
    last: date = chosen["last"]
    return verbs.Selection(kind, chosen["family"], first, last, chosen["field"], chosen["territory"])


def record(request: HttpRequest, number: int) -> HttpResponseBase:
    """``/market/figures/<number>/``: one frozen set; once it is no longer public, for officers alone."""
    row = get_object_or_404(FigureSet.objects.select_related("published_by", "ended_by"), pk=number)
    may_see = bool(permissions.answer(request.user, "market.see_figures"))
    if row.state != FigureState.PUBLISHED and not may_see:
        raise Http404
    context = {
        "title": str(row),
        "one": {"set": row, **_shown(row)},
        "needs_url": reverse("needs:list"),
        "may_see": may_see,
        "breadcrumbs": crumbs((str(row), "")),
    }
    return render(request, "market/figures_record.html", context)


@open_to("market.publish_figures")
def withdraw(request: HttpRequest, number: int) -> HttpResponseBase:
    """``/market/figures/<number>/withdraw/``: take public figures back, for a reason."""
    row = get_object_or_404(FigureSet.objects.defer("content"), pk=number)
    form = WithdrawForm(posted(request))
    if form.is_valid():
        try:
            verbs.withdraw_figures(acting_user=request.user, figures=row, reason=form.cleaned_data["reason"])
        except Impossible as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Withdrawn. Nobody but officers reads these figures any more."))
            return redirect(HOME)
    title = _("Withdraw: %(kind)s") % {"kind": row}
    context = {
        "title": title,
        "lead": _(
            "The figures disappear for everybody. Officers still read them, with the reason. Newer ones can be published at any time."
        ),
        "form": form,
        "submit": _("Withdraw the figures"),
        "back_url": row.get_absolute_url(),
        "breadcrumbs": crumbs((str(row), row.get_absolute_url()), (title, "")),
    }
    return render(request, "web/task.html", context)
