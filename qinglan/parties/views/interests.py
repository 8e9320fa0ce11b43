"""Declared interests: one's own, and for officers those of an expert."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.web import dates
from qinglan.parties import expert_forms as forms
from qinglan.parties.domain import interest as verbs
from qinglan.parties.domain.reading import note_reading
from qinglan.parties.expert_lookback import Lookback
from qinglan.parties.expert_ties import mine
from qinglan.parties.models.expert import Expert
from qinglan.parties.models.interest import Interest, InterestStatement
from qinglan.parties.models.user import User
from qinglan.parties.views.experts import expert_of
from qinglan.parties.views.person_task import PersonTask

Whose = Expert | User


@login_required
def own(request: HttpRequest) -> HttpResponseBase:
    """``/interests/``: one's own declared interests; everybody has them, staff too."""
    permissions.require(request.user, "interests.declare")
    assert isinstance(request.user, User)
    return _page(request, request.user, reverse("interests:add"), reverse("interests:state"))


@login_required
def of_expert(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/experts/<pk>/interests/``: an officer's look at them is logged."""
    expert = expert_of(pk)
    permissions.require(request.user, "interests.view", expert)
    note_reading(
        acting_user=request.user, field="expert.interests", subject=f"expert:{pk}", person=expert.user
    )
    return _page(
        request,
        expert,
        reverse("interests:add-for", args=[pk]),
        reverse("interests:state-for", args=[pk]),
        [(expert.name, reverse("experts:record", args=[pk]))],
    )


def _page(
    request: HttpRequest, whose: Whose, add: str, state: str, crumbs: list[tuple[str, str]] | None = None
) -> HttpResponseBase:
    rows = Interest.objects.filter(mine(whose)).select_related("organisation", "other_expert", "other_user")
    said = InterestStatement.objects.filter(mine(whose)).first()
    good = said is not None and Lookback(clock.today()).is_good(said.said_on)
    title = gettext("Declared interests")
    answer = gettext("Nothing has been stated yet: for a review every kind of tie counts as unknown.")
    if said is not None:
        day = dates.day(said.said_on, "prose")
        answer = (
            gettext("On %(day)s it was stated that there are no other ties.") % {"day": day}
            if good
            else gettext("The statement of %(day)s is too old; state it anew.") % {"day": day}
        )
    context = {
        "title": title,
        "status": {
            "kind": "done" if good else "due",
            "word": gettext("stated") if good else gettext("to be stated"),
        },
        "answer": answer,
        "rows": rows,
        "add_url": add,
        "state_url": state,
        "breadcrumbs": [*(crumbs or []), (title, "")],
        "visibility": gettext(
            "You and officers see this. Each look of an officer is logged, and you can read that log."
        ),
    }
    return render(request, "parties/interests.html", context)


class _Task(PersonTask):
    permission = "interests.declare"

    def subject(self) -> Expert | None:
        """The expert in the address; None for one's own."""
        if "pk" not in self.kwargs:
            return None
        self.permission = "interests.declare_for"
        return expert_of(self.kwargs["pk"])

    @property
    def whose(self) -> Any:
        """Whose interests."""
        return self.one or self.request.user

    def back(self) -> str:
        """The list."""
        return reverse("experts:interests", args=[self.one.pk]) if self.one else reverse("interests:own")

    def crumbs(self) -> list[tuple[str, str]]:
        """Below the list."""
        return [(gettext("Declared interests"), self.back())]


class Add(_Task):
    """``/interests/add/``."""

    form_class = forms.InterestForm
    title = _("Declare an interest")
    lead = _("Whom you may not review or deal with, and why. It is not judged here.")
    submit = _("Declare the interest")
    done = _("The interest is declared.")

    def act(self, data: dict[str, Any]) -> str:
        """Declare it."""
        data.pop("version")
        verbs.declare_interest(acting_user=self.request.user, whose=self.whose, tie=verbs.Tie(**data))
        return self.back()


class State(_Task):
    """``/interests/state/``."""

    form_class = forms.NothingForm
    title = _("State that there are no other ties")
    lead = _(
        "You state: beside the declared ones I have no tie by kinship, as adviser or student, by joint publications or projects, by joint ownership, or of another kind. The statement is good for a year unless your city rules otherwise."
    )
    submit = _("State it")
    done = _("The statement is on record.")

    def act(self, data: dict[str, Any]) -> str:
        """State it."""
        verbs.state_no_other_interest(acting_user=self.request.user, whose=self.whose)
        return self.back()


class Withdraw(PersonTask):
    """``/interests/<interest>/withdraw/``."""

    permission = "interests.declare"
    form_class = forms.NothingForm
    title = _("Withdraw a declaration")
    lead = _("Only for one made in error. It stays on record as withdrawn.")
    submit = _("Withdraw the declaration")
    done = _("The declaration is withdrawn.")

    def subject(self) -> None:
        """Looked up, and shown only to whom it belongs."""
        found = get_object_or_404(
            Interest.objects.select_related("user", "expert"), pk=self.kwargs["interest"]
        )
        own_one = found.user_id == self.request.user.pk
        if not own_one and not permissions.answer(self.request.user, "interests.view", found.expert):
            raise Http404
        self.interest = found

    def back(self) -> str:
        """The list."""
        expert = self.interest.expert_id
        return reverse("experts:interests", args=[expert]) if expert else reverse("interests:own")

    def act(self, data: dict[str, Any]) -> str:
        """Withdraw it."""
        verbs.withdraw_interest(acting_user=self.request.user, interest=self.interest)
        return self.back()
