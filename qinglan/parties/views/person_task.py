"""A task page about one person's record: permission, stale edits, where it leads."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import Promise

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import StaleEdit
from qinglan.kernel.web.views.errors import conflict, wants_another_look
from qinglan.parties.views.verb_form import VerbForm

Text = str | Promise


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
