"""A task page about one person's record: permission, stale edits, where it leads."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import Promise

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import StaleEdit
from qinglan.kernel.web.views.errors import conflict, wants_another_look
from qinglan.parties.expert_forms import SettleForm
from qinglan.parties.views.verb_form import VerbForm

Text = str | Promise
Acts = Mapping[str, tuple[Callable[..., Any], str, Text, Text]]
"""By the word in the address: verb, permission, title (and button), and what is said when it is done."""


class PersonTask(VerbForm):
    """One verb on one record. Subclasses say `permission`, `subject()`, `back()` and `crumbs()`.

    Whoever is not logged in is led to the login and back; the others are told why they may not.
    """

    permission: str = ""
    title: Text = ""
    lead: Text = ""
    submit: Text = ""

    def subject(self) -> Any:
        """What the permission is asked about; None for a verb without a subject."""
        return None

    def back(self) -> str:
        """The address to which “Back” leads."""
        raise NotImplementedError

    def crumbs(self) -> list[tuple[str, str]]:
        """Where the page stands, without its own name."""
        return []

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in whom the permission lets in."""
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        self.one = self.subject()
        permissions.require(request.user, self.permission, self.one)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """Act; what somebody changed meanwhile is shown, and nothing typed is lost."""
        if wants_another_look(request):
            return self.render_to_response(self.get_context_data())
        try:
            return super().post(request, *args, **kwargs)
        except StaleEdit as stale:
            now = self.subject()
            return conflict(
                request, stale.differences, current_url=self.back(), version=str(getattr(now, "revision", ""))
            )

    def form_valid(self, form: Any) -> Any:
        """Keep the form for the verb."""
        self.form = form
        return super().form_valid(form)

    def seen(self, version: int | None) -> Any:
        """The record with the revision that the form was opened with."""
        if version is not None:
            self.one.revision = version
        return self.one

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The words of the page."""
        return {
            **super().get_context_data(**kwargs),
            "title": self.title,
            "lead": self.lead,
            "submit": self.submit,
            "back_url": self.back(),
            "breadcrumbs": [*self.crumbs(), (str(self.title), "")],
        }


class SettleTask(PersonTask):
    """One of several verbs with a day and a reason on one record: which, the address says.

    Mixed before the class that says `subject()`; the verbs take the record as their argument `noun`.
    """

    acts: ClassVar[Acts]
    noun: ClassVar[str]
    form_class = SettleForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """By the verb in the address."""
        self.verb, self.permission, self.title, self.done = self.acts[self.kwargs["verb"]]
        self.submit = self.title
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        """Today."""
        return {"on": clock.today(), "version": self.one.revision}

    def act(self, data: dict[str, Any]) -> str:
        """The verb."""
        record = {self.noun: self.seen(data["version"])}
        self.verb(acting_user=self.request.user, on=data["on"], reason=data["reason"], **record)
        return self.back()
