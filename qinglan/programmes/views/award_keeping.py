"""Pages on how an award is kept: for its holder and the offices; and the acts on it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.rulebook.language import in_reader_language
from qinglan.kernel.web.lists import BooleanFilter, ChoiceFilter, ListColumn, ListPage, Sort, TextFilter
from qinglan.kernel.web.lists.filters import Rows
from qinglan.kernel.web.views.errors import conflict, wants_another_look
from qinglan.programmes.awards import forms
from qinglan.programmes.awards.acts import ACTS, KEEP, REPORT, acts_on
from qinglan.programmes.awards.seeing import awards_followed_by
from qinglan.programmes.definition.after import RE_EVALUATION
from qinglan.programmes.domain.award_life import (
    close_rectification,
    dismiss_proposal,
    hand_in_plan,
    lift_bar,
)
from qinglan.programmes.models import Award as AwardRow
from qinglan.programmes.models import AwardState, Bar, Colour, Duty, Rectification, RevocationProposal
from qinglan.programmes.queries.award import register
from qinglan.programmes.views.award_register import award_context, scheme_choices

Text = str | Promise
COLOURS = {Colour.GREEN: "done", Colour.YELLOW: "due", Colour.RED: "late"}
DUTIES = {"due": "due", "late": "late", "done": "done", "excused": "idle"}


class KeptAwards(ListPage):
    """``/awards/kept/``: the awards that the reader holds or looks after."""

    template_name = "programmes/awards_kept.html"
    title = gettext_lazy("Awards to look after")
    lead = gettext_lazy(
        "Your own awards, or those of your office: reports, lights of the monitor, rectification."
    )
    export_name = gettext_lazy("Awards to look after")
    empty_title = gettext_lazy("No award matches")
    empty_text = gettext_lazy("An award comes here when it is granted.")
    filters = (
        TextFilter("q", gettext_lazy("Number or holder"), ("number__icontains", "holder__name__icontains")),
        ChoiceFilter("scheme", gettext_lazy("Scheme"), scheme_choices, "programme_id", several=False),
        ChoiceFilter("state", gettext_lazy("State"), AwardState.choices, "state"),
        ChoiceFilter("colour", gettext_lazy("Light"), Colour.choices, "colour"),
        BooleanFilter("late", gettext_lazy("Something is overdue"), Q(is_late=True)),
        BooleanFilter("evaluate", gettext_lazy("Re-evaluation to be handed in"), Q(is_owed=True)),
        BooleanFilter("judge", gettext_lazy("Revocation to be judged"), Q(is_proposed=True)),
    )
    sorts = (
        Sort("new", gettext_lazy("Newest first"), "-granted_on"),
        Sort("ends", gettext_lazy("Ends first"), "valid_to"),
        Sort("evaluated", gettext_lazy("Re-evaluated first"), "re_evaluate_on"),
    )
    columns = (
        ListColumn(gettext_lazy("Number"), "number"),
        ListColumn(gettext_lazy("Holder"), "holder.name"),
        ListColumn(gettext_lazy("Scheme"), "version.title"),
        ListColumn(gettext_lazy("State"), lambda row: str(row.get_state_display())),
        ListColumn(gettext_lazy("Light"), lambda row: str(row.get_colour_display())),
        ListColumn(gettext_lazy("Valid until"), "valid_to"),
        ListColumn(gettext_lazy("Re-evaluation due"), "re_evaluate_on"),
    )

    def get_queryset(self) -> Rows:
        """What the reader follows."""
        late = Duty.objects.filter(award=OuterRef("pk"), state="late")
        open_ = RevocationProposal.objects.filter(award=OuterRef("pk"), settled_at__isnull=True)
        seen = awards_followed_by(self.request.user).values("pk")
        owed = Duty.objects.filter(award=OuterRef("pk"), obligation=RE_EVALUATION, state__in=["due", "late"])
        return (
            register()
            .filter(pk__in=seen)
            .annotate(is_late=Exists(late), is_proposed=Exists(open_), is_owed=Exists(owed))
        )

    def get_context(self) -> dict[str, Any]:
        """Its place."""
        return {"breadcrumbs": [(self.title, "")], "colours": COLOURS}


@login_required
def kept(request: HttpRequest) -> HttpResponseBase:
    """The list, after the login."""
    return KeptAwards.as_view()(request)


def award_of(request: HttpRequest, pk: int, permission: str) -> AwardRow:
    """The award of the address; Http404, PermissionRefused."""
    found = get_object_or_404(register(), pk=pk)
    permissions.require(request.user, permission, found)
    return found


@login_required
def keep(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/awards/<n>/keep/``: duties, rectification, what is to be judged, bars, and the acts."""
    award = award_of(request, pk, "programmes.follow_award")
    context = award_context(award)
    keeps = bool(permissions.answer(request.user, KEEP, award))
    after = award.version.definition.after
    titles = {one.id: in_reader_language(one.text) for one in after.obligations}
    again = after.re_evaluation
    if again is not None:
        titles[RE_EVALUATION] = in_reader_language(again.text)
    return render(
        request,
        "programmes/award_keep.html",
        context
        | {
            "acts": acts_on(request.user, award) + _dossier(request.user, award),
            "light": {"kind": COLOURS[Colour(award.colour)], "word": award.get_colour_display()},
            "duties": [
                {"duty": one, "title": titles.get(one.obligation, one.obligation), "light": DUTIES[one.state]}
                for one in award.duties.order_by("-due_on")
            ],
            "rectifications": list(award.rectifications.order_by("-pk")),
            "proposals": list(award.proposals.filter(settled_at__isnull=True)) if keeps else [],
            "bars": list(award.bars.order_by("-pk")),
            "keeps": keeps,
            "re_evaluation": in_reader_language(again.text) if again else "",
            "today": clock.today(),
            "visibility": _("Its holder and the offices see this page."),
            "breadcrumbs": [
                (_("Awards to look after"), reverse("awards:kept")),
                (award.number, ""),
            ],
        },
    )


def _dossier(user: Any, award: AwardRow) -> list[dict[str, Any]]:
    if award.case is None or not permissions.answer(user, "programmes.take_dossier", award.case):
        return []
    return [{"label": _("Dossier of the case"), "url": reverse("awards:dossier", args=[award.case_id])}]


def act(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """``/awards/<n>/<act>/``: open to whom the act's permission lets in."""
    if name not in ACTS:
        raise Http404
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    one = ACTS[name]
    award = award_of(request, pk, one.permission)
    form = one.form(award, _posted(request), initial=_proposed(award) if name == "revoke" else {})
    return task(
        request,
        award,
        form,
        lambda: one.run(request.user, award, form),
        one.title,
        one.lead,
        one.submit,
        one.done,
    )


def _proposed(award: AwardRow) -> dict[str, Any]:
    proposal = award.proposals.filter(settled_at__isnull=True).order_by("pk").first()
    return {"ground": proposal.ground, "reason": proposal.reason} if proposal else {}


@login_required
def rectification(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/awards/rectifications/<n>/``: the holder's plan, or the officer's check."""
    one = get_object_or_404(Rectification.objects.select_related("award"), pk=pk)
    award = award_of(request, one.award_id, "programmes.follow_award")
    if one.closed_on is not None:
        return redirect("awards:keep", pk=award.pk)
    lead = _("Put right until {due}: {reason}").format(due=one.due_on, reason=one.reason)
    if permissions.answer(request.user, KEEP, award):
        check = forms.RecheckForm(award, _posted(request))
        context = {"plan": one.plan, "plan_file": one.plan_file}
        return task(
            request, award, check,
            lambda: close_rectification(
                acting_user=request.user, rectification=one,
                passed=check.cleaned_data["passed"] == "yes", reason=check.cleaned_data["reason"],
            ),
            _("Check the rectification"), lead, _("Enter the result"), _("The result is entered."),
            **context,
        )  # fmt: skip
    permissions.require(request.user, REPORT, award)
    form = forms.PlanForm(award, _posted(request), request.FILES or None, initial={"plan": one.plan})

    def send() -> object:
        file = form.cleaned_data.get("file")
        return hand_in_plan(
            acting_user=request.user, rectification=one, plan=form.cleaned_data["plan"],
            file_name=file.name if file else "", file_content=file.read() if file else b"",
        )  # fmt: skip

    return task(
        request, award, form, send, _("Plan of rectification"), lead, _("Hand in the plan"),
        _("The plan is handed in."), uploads=True,
    )  # fmt: skip


@login_required
def proposal(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/awards/proposals/<n>/``: say why an award isn't revoked."""
    one = get_object_or_404(RevocationProposal, pk=pk)
    award = award_of(request, one.award_id, KEEP)
    form = forms.WhyForm(award, _posted(request))
    return task(
        request, award, form,
        lambda: dismiss_proposal(acting_user=request.user, proposal=one, reason=form.cleaned_data["reason"]),
        _("Not revoke"), one.reason, _("Keep the award"), _("The award stays."),
    )  # fmt: skip


@login_required
def bar(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/awards/bars/<n>/``: let a barred organisation apply again."""
    one = get_object_or_404(Bar, pk=pk, award__isnull=False)
    assert one.award_id is not None  # as filtered
    award = award_of(request, one.award_id, KEEP)
    form = forms.WhyForm(award, _posted(request))
    return task(
        request, award, form,
        lambda: lift_bar(acting_user=request.user, bar=one, reason=form.cleaned_data["reason"]),
        _("Lift the bar"), one.reason, _("Lift the bar"), _("The organisation may apply again."),
    )  # fmt: skip


def task(
    request: HttpRequest,
    award: AwardRow,
    form: forms.AwardForm,
    run: Callable[[], object],
    title: Text,
    lead: Text,
    submit: Text,
    done: Text,
    **more: Any,
) -> HttpResponseBase:
    """One task on an award; what the verb refuses stands beside the field and nothing is lost."""
    here = reverse("awards:keep", args=[award.pk])
    if request.method == "POST" and not wants_another_look(request) and form.is_valid():
        try:
            run()
        except StaleEdit as stale:
            now = AwardRow.objects.get(pk=award.pk)
            return conflict(request, stale.differences, current_url=here, version=str(now.revision))
        except Impossible as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, str(done))
            return redirect(here)
    context = {
        "title": title,
        "lead": lead,
        "form": form,
        "award": award,
        "submit": submit,
        "back_url": here,
        "breadcrumbs": [
            (_("Awards to look after"), reverse("awards:kept")),
            (award.number, here),
            (title, ""),
        ],
    }
    return render(request, "programmes/award_task.html", context | more)


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None
