"""Lists of one round, for those who follow it."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from qinglan.kernel.web.lists import ListPage
from qinglan.programmes.models import Round
from qinglan.programmes.views.access import round_page


class OfRound(ListPage):
    """A list about the round in the address, which is `one`."""

    one: Round

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For those who follow the round."""
        return round_page("programmes.follow_rounds")(self._of_round)(request, pk=kwargs["pk"])

    def _of_round(self, request: HttpRequest, one: Round) -> HttpResponseBase:
        self.one = one
        return super().get(request)

    def get_context(self) -> dict[str, Any]:
        """The round, and the way back to it."""
        return {
            "lead": self.one.title,
            "round": self.one,
            "breadcrumbs": [
                (_("Rounds"), reverse("programmes:rounds")),
                (self.one.title, reverse("programmes:follow", args=[self.one.pk])),
                (self.title, ""),
            ],
        }
