"""A reward of a person: keep it for him, release it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from qinglan.contracts.domain import reward as rewards
from qinglan.contracts.models import Reward
from qinglan.contracts.sharing import forms
from qinglan.contracts.views.income_access import open_to, task
from qinglan.kernel.web.task_page import posted, seen


def _reward_of(pk: int) -> Reward:
    rows = Reward.objects.select_related("distribution__conversion__keeper", "inventor")
    return get_object_or_404(rows, pk=pk)


@open_to("contracts.pay_income", _reward_of)
def hold(request: HttpRequest, row: Reward) -> HttpResponseBase:
    """``/contracts/income/rewards/<pk>/hold/``."""
    form = forms.ReasonForm(*posted(request))

    def do() -> HttpResponseBase:
        rewards.hold_reward(
            acting_user=request.user, reward=seen(request, row), reason=form.cleaned_data["reason"]
        )
        messages.success(request, _("The reward is kept for him."))
        return redirect(row.distribution)

    return task(
        request,
        form,
        do,
        row.distribution,
        _("Keep it for him"),
        _("Keep it for him"),
        lead=_("{name}: he has left, or can't be reached. It stays his and is paid once released.").format(
            name=row.inventor.name
        ),
    )


@open_to("contracts.pay_income", _reward_of)
def release(request: HttpRequest, row: Reward) -> HttpResponseBase:
    """``/contracts/income/rewards/<pk>/release/``."""
    form = forms.ReasonForm(*posted(request))
    form.fields["reason"].label = _("how the payment was agreed with him")

    def do() -> HttpResponseBase:
        rewards.release_reward(
            acting_user=request.user, reward=seen(request, row), note=form.cleaned_data["reason"]
        )
        messages.success(request, _("The reward waits for payment again."))
        return redirect(row.distribution)

    return task(
        request, form, do, row.distribution, _("Release it for payment"), _("Release it"), lead=row.inventor.name
    )  # fmt: skip
