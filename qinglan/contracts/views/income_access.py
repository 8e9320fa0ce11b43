"""The doors before pages of service inventions and their income, and what these pages share."""

from collections.abc import Callable
from inspect import signature
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from qinglan.contracts.models import Conversion, Distribution, IdleApplication, Invention, ShareNotice
from qinglan.contracts.sharing.queries import units_run_by, units_seen_by
from qinglan.kernel import permissions
from qinglan.kernel.web.doors import View, door
from qinglan.kernel.web.lists import ListPage
from qinglan.kernel.web.task_page import form_page
from qinglan.parties.models import Organisation


class LineList(ListPage):
    """A list whose rows are shown by ``contracts/sharing/_rows.html``."""

    template_name = "contracts/sharing/list.html"

    def line(self, row: Any) -> dict[str, Any]:
        """A row as the template shows it: title, url, facts, light, word, acts."""
        raise NotImplementedError

    def _state(self, *given: Any) -> Any:
        state = super()._state(*given)
        self.shown = [self.line(one) for one in state.items]
        return state

    def get_context(self) -> dict[str, Any]:
        """The rows of the page."""
        return {"shown": self.shown}


def invention_of(number: str) -> Invention:
    """The invention with this number."""
    rows = Invention.objects.select_related("keeper", "parts_file")
    return get_object_or_404(rows, number=number)


def conversion_of(number: str) -> Conversion:
    """The conversion with this number."""
    rows = Conversion.objects.select_related(
        "keeper", "rule", "contract", "contract__registration", "decision_file"
    )
    return get_object_or_404(rows, number=number)


def plan_of(number: str, plan: int) -> Distribution:
    """A plan of a conversion."""
    rows = Distribution.objects.select_related(
        "conversion__keeper", "conversion__rule", "conversion__contract__registration", "floor__version"
    )
    return get_object_or_404(rows, conversion__number=number, number=plan)


def notice_of(pk: int) -> ShareNotice:
    """A notice inside a unit."""
    rows = ShareNotice.objects.select_related(
        "conversion__keeper", "distribution__conversion__keeper", "stamped"
    )
    return get_object_or_404(rows, pk=pk)


def application_of(pk: int) -> IdleApplication:
    """An application to exploit an idle invention."""
    rows = IdleApplication.objects.select_related("invention__keeper", "inventor", "paper")
    return get_object_or_404(rows, pk=pk)


def open_to(permission: str, load: Callable[..., Any]) -> Callable[[View], View]:
    """Let in whom a permission on what `load` finds by its parts of the address lets in: the view gets it as `row`."""
    return door(load, *signature(load).parameters, given="row")(permission)


def own_units(user: Any, *, run: bool = True) -> list[Organisation]:
    """The units for which somebody runs conversions, or whose income he sees. Raises PermissionRefused without any."""
    units = list(units_run_by(user) if run else units_seen_by(user))
    if not units:
        permissions.require(user, "contracts.run_income" if run else "contracts.see_income", None)
    return units


def doors(user: Any, here: str = "") -> list[dict[str, Any]]:
    """The lists beside one another, as this reader may open them."""
    seen = units_seen_by(user).exists()
    wanted = [
        ("contracts:income", _("Conversions"), seen),
        ("contracts:inventions", _("Service inventions"), seen),
        ("contracts:inventors", _("People"), seen),
        ("contracts:share-rules", _("Rules of the unit"), seen),
        ("contracts:share-notices", _("Notices in the unit"), seen),
        ("contracts:income-year", _("Yearly report"), seen),
        ("contracts:own-income", _("My own share"), user.inventor_of.exists()),
    ]
    return [
        {"label": label, "url": reverse(name), "current": name == here}
        for name, label, opens in wanted
        if opens
    ]


def trail(*more: tuple[Any, str]) -> list[tuple[Any, str]]:
    """Breadcrumbs below the list of conversions."""
    return [(_("Service inventions and income"), reverse("contracts:income")), *more]


def act(
    row: Any, label: Any, name: str, *args: Any, post: bool = False, primary: bool = False
) -> dict[str, Any]:
    """A link or button of a page; the button carries the revision that the page was opened with."""
    return {
        "label": label, "url": reverse(f"contracts:{name}", args=args), "post": post, "primary": primary,
        "version": getattr(row, "revision", ""),
    }  # fmt: skip


def task(
    request: HttpRequest, form: Any, do: Callable[[], HttpResponseBase], row: Any, title: str, submit: str,
    *, template: str = "web/task.html", back: str = "", **more: Any,
) -> HttpResponseBase:  # fmt: skip
    """A task about one thing, as `form_page` has it; `more` adds to its context."""
    url = back or row.get_absolute_url()
    context = {
        "title": title, "lead": str(row), "submit": submit, "back_url": url,
        "breadcrumbs": trail((_name(row), url), (title, "")),
    }  # fmt: skip
    return form_page(request, form, do, context | more, stale_url=url, template=template)


def _name(row: Any) -> str:
    """Its number where that stands for it, else what it is called."""
    number = getattr(row, "number", None)
    return number if isinstance(number, str) else str(row)


def upload(data: dict[str, Any], name: str) -> tuple[str, bytes] | None:
    """Name and content of an uploaded file; None where none came."""
    file = data.get(name)
    return (file.name, file.read()) if file else None


def pays(user: Any, row: Any) -> bool:
    """Whether the reader reckons and pays rewards of it."""
    return bool(permissions.answer(user, "contracts.pay_income", row))


def runs(user: Any, row: Any) -> bool:
    """Whether the reader runs it."""
    return bool(permissions.answer(user, "contracts.run_income", row))
