"""The owner's pages: choose what to offer, write the lot, its papers, hand it in."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qinglan.auctions.domain import lot as verbs
from qinglan.auctions.domain import lot_check, lot_end
from qinglan.auctions.domain.criteria import write_criteria
from qinglan.auctions.lots.forms import CriteriaForm, LotForm, PaperForm
from qinglan.auctions.lots.pack import auctions
from qinglan.auctions.lots.values import CONTENT
from qinglan.auctions.models import Better, Lot, PaperKind
from qinglan.auctions.views.lot_access import lot_open_to, posted, press, seen, task
from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.market.models import Need, Technology
from qinglan.market.queries import own
from qinglan.parties.models.organisation_kind import OrganisationKind
from qinglan.rights.models import Right, RightState
from qinglan.rights.queries import ledger

MODELS: dict[str, Any] = {"technology": Technology, "right": Right, "need": Need}
_CLASSES = {
    OrganisationKind.UNIVERSITY: "university", OrganisationKind.INSTITUTE: "university",
    OrganisationKind.DEPARTMENT: "public_body", OrganisationKind.DISTRICT: "public_body",
}  # fmt: skip


@login_required
def choose(request: HttpRequest) -> HttpResponseBase:
    """``/auctions/new/``: which of one's own technologies, rights and needs."""
    permissions.require(request.user, "auctions.begin_lot")
    groups = [
        (_("Technologies"), "technology", [one for one in own("technology", request.user) if one.is_public]),
        (_("Rights"), "right", list(ledger(request.user).filter(state=RightState.IN_FORCE))),
        (_("Needs"), "need", [
            one for one in own("need", request.user) if one.is_public and not one.is_anonymous
        ]),
    ]  # fmt: skip
    context = {
        "title": _("Offer a lot"),
        "lead": _("Choose what is offered or sought. It has to be published, or in force, in your own name."),
        "groups": [(title, side, rows) for title, side, rows in groups if rows],
        "breadcrumbs": [(_("Auctions and bids"), reverse("auctions:list")), (_("Offer a lot"), "")],
    }
    return render(request, "auctions/choose.html", context)


@login_required
def new(request: HttpRequest, side: str, pk: int) -> HttpResponseBase:
    """``/auctions/new/<side>/<pk>/``: a draft, filled in from what is offered."""
    subject = MODELS[side].objects.filter(pk=pk).first() if side in MODELS else None
    if subject is None:
        raise Http404
    owner = subject.keeper if side == "right" else subject.owner
    permissions.require(request.user, "auctions.begin_lot", owner)
    blank = Lot(owner=owner, better=Better.LOWER if side == "need" else Better.HIGHER)
    form = LotForm(posted(request)[0], lot=blank, initial=_prefilled(subject, owner, side))

    def act() -> HttpResponseBase:
        training = request.POST.get("training") == "1"
        made = verbs.begin_lot(
            acting_user=request.user, subject=subject, values=form.values(), training=training
        )
        return redirect("auctions:papers", made.number)

    title = _("Offer a lot")
    if request.method == "POST" and form.is_valid():
        try:
            return act()
        except Impossible as refusal:
            form.refuse(refusal)
    context = {
        "title": title, "lead": subject.title, "form": form, "submit": _("Save the draft"), "asks_training": True,
        "step": 1, "steps": 3, "back_url": reverse("auctions:new"),
        "breadcrumbs": [(_("Auctions and bids"), reverse("auctions:list")), (title, "")],
    }  # fmt: skip
    return render(request, "auctions/lot_form.html", context)


@lot_open_to("auctions.edit_lot")
def edit(request: HttpRequest, lot: Lot) -> HttpResponseBase:
    """``/auctions/<number>/edit/``."""
    initial = {name: getattr(lot, name) for name in CONTENT} | {"version": lot.revision}
    form = LotForm(posted(request)[0], lot=lot, initial=initial)

    def act() -> HttpResponseBase:
        made = verbs.edit_lot(acting_user=request.user, lot=seen(request, lot), values=form.values())
        return redirect(made)

    return task(
        request, form, act, lot, _("Write the lot"), _("Save the lot"), template="auctions/lot_form.html"
    )


@lot_open_to("auctions.edit_lot")
def criteria(request: HttpRequest, lot: Lot) -> HttpResponseBase:
    """``/auctions/<number>/criteria/``: what a competitive selection judges."""
    standing = list(lot.criteria.all())
    form = CriteriaForm(
        request.POST or None,
        initial={
            "version": lot.revision,
            "price": next((one.points for one in standing if one.is_price), None),
            "others": "\n".join(
                f"{one.title} | {one.points} | {one.guide}" for one in standing if not one.is_price
            ),
        },
    )

    def act() -> HttpResponseBase:
        write_criteria(
            acting_user=request.user, lot=seen(request, lot), price_title=_("Price"), price=form.cleaned_data["price"],
            others=form.cleaned_data["others"],
        )  # fmt: skip
        return redirect(lot)

    return task(request, form, act, lot, _("Criteria of the selection"), _("Keep the criteria"))


@lot_open_to("auctions.edit_lot")
def papers(request: HttpRequest, lot: Lot) -> HttpResponseBase:
    """``/auctions/<number>/papers/``: those that are there, one more, and what still lacks."""
    form = PaperForm(*posted(request))

    def act() -> HttpResponseBase:
        data = form.cleaned_data
        file = data["file"]
        verbs.add_paper(
            acting_user=request.user, lot=lot, kind=data["kind"], title=data["title"], name=file.name,
            content=file.read(), is_public=data["is_public"],
        )  # fmt: skip
        return redirect("auctions:papers", lot.number)

    there = list(lot.papers.select_related("file"))
    kinds = {one.kind for one in there}
    return task(
        request, form, act, lot, _("Papers of the lot"), _("Add the file"), template="auctions/papers.html",
        papers=there, uploads=True, step=2, steps=3,
        missing=[PaperKind(kind).label for kind in auctions().papers if kind not in kinds],
    )  # fmt: skip


@require_POST
@lot_open_to("auctions.edit_lot")
def drop_paper(request: HttpRequest, lot: Lot, paper: int) -> HttpResponseBase:
    """``/auctions/<number>/papers/<paper>/drop/``."""
    return press(
        request, reverse("auctions:papers", args=[lot.number]),
        lambda: verbs.drop_paper(acting_user=request.user, lot=lot, paper=paper), _("Taken away."),
    )  # fmt: skip


@require_POST
@lot_open_to("auctions.edit_lot")
def act(request: HttpRequest, lot: Lot, name: str) -> HttpResponseBase:
    """``/auctions/<number>/hand-in/`` and the owner's other acts of one press."""
    verb, done = {
        "hand-in": (lot_check.hand_in, _("Handed in. The organiser checks it and discloses it.")),
        "take-back": (lot_check.take_back, _("Taken back; you can change it again.")),
        "offer-again": (lot_end.offer_again, _("A draft of the next lot. Set its dates, then hand it in.")),
    }[name]
    return press(
        request, lot.get_absolute_url(), lambda: verb(acting_user=request.user, lot=seen(request, lot)), done,
        to=lambda made: made.get_absolute_url(),
    )  # fmt: skip


def _prefilled(subject: Any, owner: Any, side: str) -> dict[str, Any]:
    modes = getattr(subject, "modes", None) or ["transfer"]
    return {
        "title": subject.title,
        "summary": getattr(subject, "summary", "") or getattr(subject, "problem", ""),
        "transfer_mode": modes[0],
        "owner_class": _CLASSES.get(owner.kind, "private"),
        "mode": "comparison" if side == "need" else "online",
        "disclosure_days": 20,
        "soft_close_seconds": 0 if side == "need" else 180,
        "extend_seconds": 0 if side == "need" else 180,
    }
