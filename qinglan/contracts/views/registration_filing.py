"""Pages towards the national system: the fill-in sheet, what was filed, number, refusal, differences."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qinglan.contracts.domain import registration_correction as corrections
from qinglan.contracts.domain import registration_filing as verbs
from qinglan.contracts.domain.registration_difference import settle_difference
from qinglan.contracts.models import Registration
from qinglan.contracts.registering import office_forms as forms
from qinglan.contracts.registering.pack import registration
from qinglan.contracts.registering.sheet import filled, grouped
from qinglan.contracts.views.registration_access import registration_open_to, task, trail, upload
from qinglan.kernel import permissions
from qinglan.kernel.web import exports
from qinglan.kernel.web.task_page import posted, press, seen

RESULT = "contracts.enter_result"


@registration_open_to("contracts.view_registration")
def sheet(request: HttpRequest, row: Registration) -> HttpResponseBase:
    """``/contracts/registrations/<key>/sheet/``: every field in the order of the national form, with a copy button."""
    persons = bool(permissions.answer(request.user, "contracts.read_registration_papers", row))
    fields = filled(row, persons=persons)
    if request.GET.get("export") == "xlsx":
        rows = [(one.field.label.zh, one.field.key, one.value) for one in fields]
        name = _("Fill-in sheet {number}").format(number=row.number or row.pk)
        return exports.answer("xlsx", name, [_("Field"), _("Name in the national system"), _("Value")], rows)
    today = registration().competence[-1]
    return render(
        request,
        "contracts/registering/sheet.html",
        {
            "title": _("Fill-in sheet for the national system"),
            "lead": _(
                "Keep this page beside the national form: the fields stand in its order. Press a value to copy it."
            ),
            "registration": row,
            "groups": grouped(fields),
            "missing": sum(one.is_missing for one in fields),
            "persons": persons,
            "body": today,
            "breadcrumbs": trail(row, (_("Fill-in sheet"), "")),
        },
    )


@require_POST
@registration_open_to(RESULT)
def file(request: HttpRequest, row: Registration) -> HttpResponseBase:
    """``/contracts/registrations/<key>/file/``."""
    return press(
        request,
        row.get_absolute_url(),
        lambda: verbs.file_registration(acting_user=request.user, row=seen(request, row)),
        _("Kept as filed. Enter the number when the national system has decided."),
    )


@registration_open_to(RESULT)
def bring_back(request: HttpRequest, row: Registration) -> HttpResponseBase:
    """``/contracts/registrations/<key>/bring-back/``."""
    form = forms.ReasonForm(request.POST or None, initial={"version": row.revision})

    def act() -> HttpResponseBase:
        verbs.bring_back_registration(acting_user=request.user, row=seen(request, row), **form.values())
        return redirect(row)

    return task(request, form, act, row, _("The national system sent it back"), _("Write it again"))


@registration_open_to(RESULT)
def number(request: HttpRequest, row: Registration) -> HttpResponseBase:
    """``/contracts/registrations/<key>/number/``: the certificate of registration."""
    form = forms.NumberForm(*posted(request), row=row)

    def act() -> HttpResponseBase:
        data = form.cleaned_data
        verbs.enter_number(
            acting_user=request.user,
            row=seen(request, row),
            number=data["number"],
            registered_on=data["registered_on"],
            amount=data["amount"],
            technology_amount=data["technology_amount"],
            certificate=upload(form, "certificate"),
        )
        messages.success(request, _("Registered. It counts in the figures from its day on."))
        return redirect(row)

    return task(
        request, form, act, row, _("Enter the national number"), _("Enter the number"), uploads=True,
        lead=_("As the certificate of registration (登记证明) says it. What differs from what was filed is flagged."),
    )  # fmt: skip


@registration_open_to("contracts.settle_change")
def correct_number(request: HttpRequest, row: Registration) -> HttpResponseBase:
    """``/contracts/registrations/<key>/correct-number/``: it was mistyped here."""
    form = forms.CorrectNumberForm(*posted(request), row=row)

    def act() -> HttpResponseBase:
        data = form.cleaned_data
        corrections.correct_number(
            acting_user=request.user, row=seen(request, row), number=data["number"],
            registered_on=data["registered_on"], reason=data["reason"], certificate=upload(form, "certificate"),
        )  # fmt: skip
        messages.success(request, _("Corrected. The figures follow; what stood before is in the history."))
        return redirect(row)

    return task(
        request, form, act, row, _("Correct the national number"), _("Correct the number"), uploads=True,
        lead=_("For what was typed wrongly here. What changed in the national system is asked for as a change of the registration."),
    )  # fmt: skip


@registration_open_to(RESULT)
def refusal(request: HttpRequest, row: Registration) -> HttpResponseBase:
    """``/contracts/registrations/<key>/refusal/``: 不予登记."""
    form = forms.ReasonForm(request.POST or None, initial={"version": row.revision})

    def act() -> HttpResponseBase:
        verbs.enter_refusal(acting_user=request.user, row=seen(request, row), **form.values())
        return redirect(row)

    return task(request, form, act, row, _("The national system refused it"), _("Enter the refusal"))


@registration_open_to("contracts.settle_difference")
def difference(request: HttpRequest, row: Registration, difference: int) -> HttpResponseBase:
    """``/contracts/registrations/<key>/differences/<difference>/``."""
    one = get_object_or_404(row.differences, pk=difference)
    form = forms.SettleForm(request.POST or None, initial={"version": row.revision})

    def act() -> HttpResponseBase:
        settle_difference(acting_user=request.user, row=seen(request, row), difference=one, **form.values())
        return redirect(row)

    return task(
        request, form, act, row, _("Say what a difference means"), _("Settle it"),
        lead=f"{one.ours or '—'} → {one.theirs or '—'}",
    )  # fmt: skip
