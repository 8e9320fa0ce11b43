"""The sheet of a check on paper and as a spreadsheet: day, sources, verification code."""

import json
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from qinglan.kernel.documents import code
from qinglan.kernel.documents.printing import qr_svg
from qinglan.kernel.documents.typesetting import refuse_missing, typeset
from qinglan.kernel.periods.count import legal_day
from qinglan.kernel.web import demonstration, exports
from qinglan.programmes.checking import shown
from qinglan.programmes.models import CheckSheet
from qinglan.settings.env import SITE_ADDRESS


def content_of(sheet: CheckSheet) -> dict[str, Any]:
    """What the sheet said."""
    content: dict[str, Any] = json.loads(sheet.content)
    return content


def sources(sheet: CheckSheet) -> list[str]:
    """Where it comes from and how it is verified, in the reader's language."""
    site = SITE_ADDRESS.text().rstrip("/")
    return [
        _(
            "Source: the public register of awards of this platform, as it stood on %(day)s. Public facts only; amounts stand nowhere in it."
        )
        % {"day": content_of(sheet)["on"]},
        _(
            "Verification code: %(code)s. Whoever enters it at %(address)s sees this sheet and what has changed since."
        )
        % {"code": code.shown(sheet.code), "address": site + reverse("checking:sheet", args=[sheet.code])},
    ]


def spreadsheet(sheet: CheckSheet) -> bytes:
    """The xlsx: the same lines, then sources and code."""
    rows = shown.rows_of(content_of(sheet))
    lines = shown.cells(rows, SITE_ADDRESS.text().rstrip("/"))
    return exports.workbook(
        _("Green check"), shown.headings(), [*lines, [], *([line] for line in sources(sheet))]
    )


def print_sheet(sheet: CheckSheet) -> bytes:
    """The PDF/A, always in Chinese; the same sheet gives the same bytes.

    Raises Impossible for a character that can't be printed, by name and place.
    """
    content = content_of(sheet)
    site = SITE_ADDRESS.text().rstrip("/")
    with translation.override("zh-hans"):
        rows = shown.rows_of(content)
        count = shown.counts(rows)
        headings = [str(one) for one in shown.headings()[:-1]]
        lines = [[str(cell) for cell in line[:-1]] for line in shown.cells(rows, site)]
        data = {
            "title": "绿色核验单",
            "subtitle": f"核验日期：{date.fromisoformat(content['on']):%Y年%m月%d日}",
            "summary": f"共核验 {count['all']} 行：{count['holding']} 家有在有效期内的认定，"
            f"{count['nothing']} 家没有，{count['wrong']} 个代码有误，{count['twice']} 个重复。",
            "headings": headings,
            "widths": [0, 0, 4, 4, 3, 0, 0, 3, 0],
            "lines": lines,
            "closing": sources(sheet),
            "code": code.shown(sheet.code),
            "code_words": "核验码",
            "qr": qr_svg(site + reverse("checking:sheet", args=[sheet.code])),
            "mark": demonstration.mark(),
        }
    refuse_missing({"表头": "".join(headings), "正文": "".join(cell for line in lines for cell in line)})
    return typeset("list", data, day=legal_day(sheet.made_at))
