"""What the page of a lot shows of its result: who won and why, notice, signing, and what may be done now."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qinglan.auctions.models import (
    Lot,
    LotMode,
    LotResult,
    LotState,
    ResultNoticeState,
    Ruling,
    SigningState,
)
from qinglan.auctions.results.queries import objections_to, result_in_force
from qinglan.kernel import permissions
from qinglan.kernel.web.money import number_in
from qinglan.kernel.web.tables import Table, build

AFTER_BIDS = frozenset(
    {
        LotState.CLOSED,
        LotState.JUDGING,
        LotState.ANNOUNCED,
        LotState.SIGNING,
        LotState.CONCLUDED,
        LotState.FAILED,
    }
)
NAMED = frozenset({LotState.ANNOUNCED, LotState.SIGNING, LotState.CONCLUDED})
"""States in which everybody reads who won."""


def context(user: Any, lot: Lot) -> dict[str, Any]:
    """The result, its ranking, its notice, and the acts of this reader; nothing before the bids are closed."""
    if lot.state not in AFTER_BIDS:
        return {}
    result = result_in_force(lot)
    runs = bool(permissions.answer(user, "auctions.determine", lot))
    shown = result is not None and (lot.state in NAMED or bool(result.failure) or runs)
    notice = getattr(result, "notice", None)
    signing = getattr(result, "signing", None)
    sees_signing = bool(permissions.answer(user, "auctions.see_signing", lot))
    return {
        "result": result if shown else None,
        "result_waits": not shown and lot.state in (LotState.CLOSED, LotState.JUDGING),
        "result_table": ranking(result) if shown and result is not None and result.ranking else None,
        "result_notice": notice,
        "result_signing": signing if sees_signing else None,
        "result_sold": getattr(result, "sold", None) if sees_signing else None,
        "result_acts": _acts(user, lot, result) if user.is_authenticated else [],
        "result_objections": _objections(lot)
        if bool(permissions.answer(user, "auctions.read_objections", lot))
        else [],
    }


def ranking(result: LotResult) -> Table:
    """Every bid that counted, in its place."""
    judged = any("points" in row for row in result.ranking)
    headings = [
        pgettext("ranking", "Place"),
        _("Bidder"),
        _("Amount (yuan)"),
        *([_("Points")] if judged else []),
    ]
    rows = [
        [
            row["place"],
            row["bidder"],
            number_in(row["amount"], "yuan"),
            *([_points(row["points"])] if judged else []),
        ]
        for row in result.ranking
    ]
    return build(_("Bids in their places"), headings, rows)


def _points(hundredths: int) -> str:
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def _objections(lot: Lot) -> list[dict[str, Any]]:
    return [
        {
            "objection": one,
            "url": reverse("auctions:rule", args=[one.pk]) if one.state == Ruling.OPEN else "",
        }
        for one in objections_to(lot)
    ]


def _acts(user: Any, lot: Lot, result: LotResult | None) -> list[dict[str, Any]]:
    """What this reader may do about the result now: `{label, url, post}`."""
    notice, signing = getattr(result, "notice", None), getattr(result, "signing", None)
    waits = result is None and lot.state in (LotState.CLOSED, LotState.JUDGING)
    judged = waits and lot.mode == LotMode.COMPARISON
    wanted = [
        (judged, "name_committee", _("Name the committee"), False),
        (judged and lot.state == LotState.JUDGING, "judge", _("Give points"), False),
        (judged and lot.state == LotState.JUDGING, "fix_scores", _("Fix the points"), True),
        (waits, "determine", _("Reckon the result"), True),
        (result is not None and not result.failure and notice is None, "post_result", _("Put the result on notice"), False),
        (notice is not None and notice.state == ResultNoticeState.POSTED, "object_to_result", _("Object to the result"), False),
        (signing is not None and signing.state == SigningState.WAITING, "settle_signing", _("Both sides signed"), False),
    ]  # fmt: skip
    names = {
        "determine": "determine", "name_committee": "committee", "judge": "judge", "fix_scores": "fix-scores",
        "post_result": "post-result", "object_to_result": "object", "settle_signing": "signed",
    }  # fmt: skip
    found = [
        {"label": label, "url": reverse(f"auctions:{names[verb]}", args=[lot.number]), "post": post}
        for holds, verb, label, post in wanted
        if holds and permissions.answer(user, f"auctions.{verb}", lot)
    ]
    if any(str(act["url"]).endswith("/signed/") for act in found):
        url = reverse("auctions:default", args=[lot.number])
        found.append({"label": _("The winner does not sign"), "url": url, "post": False})
    return found
