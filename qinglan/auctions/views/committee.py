"""The committee of a selection: name it, give points, step back, fix the points."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qinglan.auctions.domain.committee import decline_seat, fix_scores, give_points, name_committee
from qinglan.auctions.models import GivenPoints, Lot
from qinglan.auctions.results.forms import CommitteeForm, DefaultForm, PointsForm
from qinglan.auctions.results.pack import result_rules
from qinglan.auctions.results.reading import facts_of
from qinglan.auctions.views.lot_access import lot_open_to, press, task


@lot_open_to("auctions.name_committee")
def name(request: HttpRequest, lot: Lot) -> HttpResponseBase:
    """``/auctions/<number>/committee/``."""
    standing = lot.committee.select_related("person").values_list("person__username", flat=True)
    form = CommitteeForm(request.POST or None, initial={"people": "\n".join(standing)})

    def act() -> HttpResponseBase:
        name_committee(acting_user=request.user, lot=lot, people=form.cleaned_data["people"])
        messages.success(request, _("The committee is named; its members find the offers on their desks."))
        return redirect(lot)

    rule = result_rules().committee
    return task(
        request,
        form,
        act,
        lot,
        _("Name the committee"),
        _("Name the committee"),
        lead=_(
            "At least {fewest} members, an odd number, two of three of them experts; nobody tied to a bidder."
        ).format(fewest=rule.fewest),
    )


@lot_open_to("auctions.judge")
def judge(request: HttpRequest, lot: Lot) -> HttpResponseBase:
    """``/auctions/<number>/judge/``: the points of one member."""
    given = {
        (label, key): points
        for label, key, points in GivenPoints.objects.filter(
            member__lot=lot, member__person=request.user.pk
        ).values_list("label", "criterion", "points")
    }
    form = PointsForm(
        request.POST or None,
        labels=[bid.bidder for bid in facts_of(lot).counted() if not bid.void],
        criteria=lot.criteria.filter(is_price=False),
        given=given,
    )

    def act() -> HttpResponseBase:
        hand_in = "hand_in" in request.POST
        give_points(acting_user=request.user, lot=lot, points=form.points(), hand_in=hand_in)
        messages.success(
            request,
            _("Your points are handed in.")
            if hand_in
            else _("Your points are kept; hand them in when done."),
        )
        return redirect(lot if hand_in else request.path)

    return task(
        request,
        form,
        act,
        lot,
        _("Give points to the offers"),
        _("Keep"),
        lead=_(
            "Judge every offer by the same measure. The price is reckoned by its formula. What you hand in stays."
        ),
        template="auctions/judge.html",
    )


@lot_open_to("auctions.judge")
def step_back(request: HttpRequest, lot: Lot) -> HttpResponseBase:
    """``/auctions/<number>/judge/decline/``."""
    form = DefaultForm(request.POST or None)
    form.fields["reason"].help_text = _("A tie to a bidder above all; the organiser reads it.")

    def act() -> HttpResponseBase:
        decline_seat(acting_user=request.user, lot=lot, reason=form.cleaned_data["reason"])
        messages.success(request, _("You stepped back; the organiser names somebody else."))
        return redirect(lot)

    return task(
        request,
        form,
        act,
        lot,
        _("Step back from the committee"),
        _("Step back"),
        lead=_("Whoever is tied to a bidder or to the owner may not judge."),
    )


@require_POST
@lot_open_to("auctions.fix_scores")
def fix(request: HttpRequest, lot: Lot) -> HttpResponseBase:
    """``/auctions/<number>/scores/``: a button on the page of the lot."""
    done = _("The points are fixed. Reckon the result now.")
    return press(request, lot.get_absolute_url(), lambda: fix_scores(acting_user=request.user, lot=lot), done)
