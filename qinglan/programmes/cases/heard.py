"""What an applicant hears of reviews and site visits of his case: lines of the case's page."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from qinglan.kernel import permissions
from qinglan.kernel.web import dates
from qinglan.programmes.cases.time_left import end_words
from qinglan.programmes.models import Case, Feedback, Panel, PanelState, SiteVisit

Line = dict[str, str]


def heard_of(user: Any, case: Case) -> list[Line]:
    """Feedback of the experts, sent or until when it follows; visits that the reader may see; the draw."""
    visits = SiteVisit.objects.filter(case=case).order_by("pk")
    drawn = Panel.objects.filter(cases__case=case, state=PanelState.DRAWN).order_by("pk")
    return [
        *(_feedback(one) for one in case.feedbacks.order_by("pk")),
        *(_visit(one) for one in visits if permissions.answer(user, "programmes.see_visit", one)),
        *(_draw(one) for one in drawn),
    ]


def _feedback(one: Feedback) -> Line:
    if one.sent_at is not None:
        return _line(
            _("What the experts said"),
            dates.minute(one.sent_at),
            reverse("panels:feedback", args=[one.pk]),
            "done",
            _("told"),
        )
    until = _("until {day}").format(day=end_words(one.due_at)) if one.due_at is not None else ""
    return _line(_("What the experts said"), until, "", "idle", _("follows"))


def _visit(visit: SiteVisit) -> Line:
    is_over = visit.concluded_at is not None
    return _line(
        _("Site visit"),
        f"{dates.day(visit.on)} {visit.place}",
        reverse("panels:visit", args=[visit.case_id]),
        "done" if is_over else "due",
        _("concluded") if is_over else _("planned"),
    )


def _draw(panel: Panel) -> Line:
    is_public = panel.published_at is not None
    return _line(
        _("Draw of the experts"),
        "",
        reverse("panels:public", args=[panel.pk]),
        "done" if is_public else "idle",
        _("published") if is_public else _("published after the result"),
    )


def _line(title: str, facts: str, url: str, light: str, word: str) -> Line:
    return {"title": title, "facts": facts, "url": url, "light": light, "word": word}
