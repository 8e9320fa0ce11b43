"""``/reviews/``: the expert's own pages: invitations, declarations, cases to read and mark."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.documents import store
from qinglan.kernel.documents.models import StoredFile
from qinglan.kernel.documents.views.serving import download
from qinglan.kernel.messages.domain.link import LinkClosed, WrongCode, ask_for_code, count_wrong_code
from qinglan.programmes.domain.invitation import answer_by_link, seat_of_link
from qinglan.programmes.domain.review import Sheet, submit_sheet
from qinglan.programmes.domain.seat import answer_seat, declare_for_cases, has_declared
from qinglan.programmes.models import PanelAssignment, PanelCase, Seat, SeatState, Way
from qinglan.programmes.panels.desk import rows_of
from qinglan.programmes.panels.forms import AnswerForm, CodedAnswerForm, DeclareForm, SheetForm
from qinglan.programmes.panels.reading import parts_of
from qinglan.programmes.panels.sheet import FORM, filled_template
from qinglan.programmes.panels.todos import is_at_review
from qinglan.programmes.queries.panel import own_seats, readings
from qinglan.programmes.views.panel_door import posted, task
from qinglan.programmes.views.rounds import XLSX

SEATS = Seat.objects.select_related("panel__round__version__programme", "entry__expert__user")
READINGS = PanelAssignment.objects.select_related(
    "seat__panel__round__version__programme", "seat__entry__expert__user", "case__case__version",
    "case__case__applicant", "case__case__round",
)  # fmt: skip


@login_required
def mine(request: HttpRequest) -> HttpResponseBase:
    """What is due from the expert, and what he has handed in."""
    seats = own_seats(request.user)
    context = {
        "title": _("My reviews"),
        "lead": _("Answer invitations, declare ties, then read and mark."),
        "rows": rows_of(seats),
        "has_seats": seats.filter(state=SeatState.ACCEPTED).exists(),
        "breadcrumbs": [(_("My reviews"), "")],
    }
    return render(request, "programmes/panels/mine.html", context)


@login_required
def seat(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/reviews/seats/<pk>/``: yes or no; then the declaration."""
    one = get_object_or_404(SEATS, pk=pk)
    permissions.require(request.user, "programmes.answer_seat", one)
    if one.state == SeatState.INVITED:
        return task(
            request,
            AnswerForm(posted(request)),
            lambda form: answer_seat(
                acting_user=request.user,
                seat=one,
                accepts=form.cleaned_data["accepts"] == "yes",
                way=Way.PAGE,
                reason=form.cleaned_data["reason"],
            ),
            done=_("Thank you, your answer is kept."),
            to=reverse("panels:mine"),
            context={
                "title": _("You were drawn as an expert"),
                "lead": _invitation(one),
                "submit": _("Send the answer"),
                "breadcrumbs": [(_("My reviews"), reverse("panels:mine")), (str(one.panel), "")],
            },
        )
    if one.state != SeatState.ACCEPTED:
        return redirect("panels:mine")
    cases = list(
        PanelCase.objects.filter(assignments__seat=one, assignments__ended_at__isnull=True, is_current=True)
        .select_related("case")
        .distinct()
    )
    return task(
        request,
        DeclareForm(cases, posted(request)),
        lambda form: declare_for_cases(acting_user=request.user, seat=one, ties=form.ties()),
        done=_("Your declaration is kept. You can read the cases without a tie now."),
        to=reverse("panels:mine"),
        context={
            "title": _("Declare ties before you read"),
            "lead": _(
                "Employment, kinship, adviser and student, joint work or ownership within three years, or anything"
                " else that could seem to bind you. With a tie, the next in the order reads that case."
            ),
            "submit": _("Declare"),
            "breadcrumbs": [(_("My reviews"), reverse("panels:mine")), (str(one.panel), "")],
        },
    )


@never_cache
def invited(request: HttpRequest, token: str) -> HttpResponseBase:
    """``/reviews/invited/<token>/``: the answer without login; a yes or no needs the code that was sent."""
    try:
        one = seat_of_link(token)
    except LinkClosed as closed:
        return render(
            request,
            "counter/closed.html",
            {"title": _("This link can't be used"), "why": closed.message},
            status=404 if closed.reason == "unknown" else 410,
        )
    if request.method == "POST" and "send_code" in request.POST:
        ask_for_code(token)
        messages.success(request, _("The code was sent to your telephone number and mailbox on record."))
        return redirect("panels:invited", token)
    form = CodedAnswerForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            answer_by_link(
                token=token,
                code=form.cleaned_data["code"],
                accepts=form.cleaned_data["accepts"] == "yes",
                reason=form.cleaned_data["reason"],
            )
        except WrongCode as wrong:
            count_wrong_code(wrong.link)
            form.add_error("code", wrong.message)
        except StaleEdit:
            form.add_error(None, _("This invitation was answered already."))
        except Impossible as refusal:
            form.refuse(refusal)
        else:
            return render(
                request,
                "counter/answered.html",
                {
                    "title": _("Thank you, your answer is kept."),
                    "next_steps": [
                        _("If you said yes: log in on the day, declare ties, then read and mark.")
                    ],
                },
            )
    context = {
        "title": _("You were drawn as an expert"),
        "lead": _invitation(one),
        "form": form,
        "submit": _("Send the answer"),
        "token": token,
    }
    return render(request, "programmes/panels/invited.html", context)


@login_required
def sheet(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/reviews/<pk>/``: the case beside the criteria; marks, reasons, opinion."""
    one = reading_of(request, pk)
    case = one.case.case
    item = is_at_review(one.case)
    last = one.sheets.filter(item=item).prefetch_related("marks").order_by("number").last() if item else None
    initial: dict[str, Any] = {}
    if last is not None:
        initial = {"opinion": last.opinion, "comment": last.comment}
        for mark in last.marks.all():
            initial |= {
                f"marks.{mark.item}": f"{mark.marks.normalize():f}",
                f"reasons.{mark.item}": mark.reason,
            }
    blind = one.seat.panel.hides_applicant
    parts, files = parts_of(case, blind=blind)
    form = SheetForm(case, posted(request), initial=initial)
    context = {
        "title": one.case.label if blind else f"{one.case.label} {case.applicant_name}",
        "lead": case.version.title,
        "submit": _("Hand in the sheet again") if last else _("Hand in the sheet"),
        "parts": parts,
        "files": files,
        "assignment": one,
        "item": item,
        "last": last,
        "blind": blind,
        "colleagues": colleagues_of(one),
        "breadcrumbs": [(_("My reviews"), reverse("panels:mine")), (one.case.label, "")],
    }
    if item is None:
        context["form"] = None
        return render(request, "programmes/panels/sheet.html", context)
    return task(
        request,
        form,
        lambda form: submit_sheet(
            acting_user=request.user,
            assignment=one,
            sheet=Sheet(
                form.part("marks"),
                form.cleaned_data["opinion"],
                form.part("reasons"),
                form.cleaned_data["comment"],
            ),
        ),
        done=_("The sheet of %(label)s is handed in.") % {"label": one.case.label},
        to=reverse("panels:mine"),
        context=context,
        template="programmes/panels/sheet.html",
    )


@login_required
def file(request: HttpRequest, pk: int, file: str) -> HttpResponseBase:
    """``/reviews/<pk>/files/<key>/``: an attachment of the case, unless the panel is blind."""
    one = reading_of(request, pk)
    _parts, files = parts_of(one.case.case, blind=one.seat.panel.hides_applicant)
    if file not in {each["file"] for each in files}:
        raise Http404
    stored = get_object_or_404(StoredFile.objects, pk=file)
    return download(store.read(stored.digest), stored.name, stored.media_type)


@login_required
def template(request: HttpRequest) -> HttpResponseBase:
    """``/reviews/sheet.xlsx``: all that the expert still marks, as a spreadsheet."""
    rows = [
        one
        for one in readings(own_seats(request.user)).filter(
            case__case__items__type="review", case__case__items__state="open"
        )
        if has_declared(one)
    ]
    return download(filled_template(rows), str(FORM.title) + ".xlsx", XLSX)


def colleagues_of(one: PanelAssignment) -> str:
    """The names of the other experts of the case; none where the panel hides them from each other."""
    if one.seat.panel.hides_experts:
        return ""
    others = one.case.assignments.filter(ended_at__isnull=True, seat__state=SeatState.ACCEPTED)
    names = (
        others.exclude(pk=one.pk).order_by("seat__place").values_list("seat__entry__expert__name", flat=True)
    )
    return "、".join(names)


def reading_of(request: HttpRequest, pk: int) -> PanelAssignment:
    """The reading, after permission and declaration. Raises PermissionRefused, Http404."""
    one: PanelAssignment = get_object_or_404(READINGS, pk=pk)
    permissions.require(request.user, "programmes.review_case", one)
    if not has_declared(one):
        raise NotDeclared(one.seat_id)
    return one


class NotDeclared(permissions.PermissionRefused):
    """The expert must declare first; the page says where."""

    def __init__(self, seat: int) -> None:
        super().__init__(
            "programmes.review_case",
            _("Declare first whether you have a tie to these applicants: under “My reviews”."),
        )
        self.seat = seat


def _invitation(one: Seat) -> str:
    return _(
        "%(programme)s, %(round)s. The review is on %(day)s. Applicants are named after your yes, when you declare ties."
    ) % {
        "programme": one.panel.round.version.title,
        "round": one.panel.round.title,
        "day": one.panel.review_on.isoformat(),
    }
