"""What a public notice says: the same words on the page, on the paper and in the snapshots. Always in Chinese."""

import hashlib
from datetime import UTC, datetime
from typing import Any

from django.utils import translation

from qinglan.kernel.clock import SHANGHAI
from qinglan.kernel.documents.official.content import PaperContent, Paragraph, Table
from qinglan.kernel.events.canonical import encode
from qinglan.programmes.models import Notice, NoticeEntry
from qinglan.programmes.rounds.call import letter_of

UNITS = {"day": "日", "working_day": "个工作日", "week": "周", "month": "个月", "year": "年"}


def entries_of(notice: Notice) -> list[NoticeEntry]:
    """The list of a notice in its order."""
    return list(notice.entries.order_by("place"))


def public_content(notice: Notice) -> bytes:
    """All that readers see of the notice, as canonical bytes (RFC 8785): of these the snapshots keep the digest."""
    files = notice.files.select_related("file").order_by("id")
    changes = notice.changes.order_by("id")
    return encode(
        {
            "notice": notice.pk,
            "title": notice.title,
            "issuer": notice.round.issuer,
            "programme": notice.round.version.title_zh,
            "round": notice.round.title,
            "state": notice.state,
            "posted_at": _utc(notice.posted_at),
            "length": notice.length,
            "unit": notice.unit,
            "counted_from": notice.counted_from.isoformat(),
            "last_day": notice.last_day.isoformat(),
            "ends_at": _utc(notice.ends_at),
            "contact": notice.contact,
            "entries": [
                {
                    "place": one.place,
                    "name": one.name,
                    "subject": one.subject,
                    "territory": one.territory,
                    "outcome": one.outcome,
                }
                for one in entries_of(notice)
            ],
            "files": [{"name": one.file.name, "digest": one.file.digest} for one in files],
            "changes": [{"kind": one.kind, "at": _utc(one.made_at), "reason": one.reason} for one in changes],
        }
    )


def digest_of(content: bytes) -> str:
    """The SHA-256 of the public content."""
    return hashlib.sha256(content).hexdigest()


def spaced(digest: str) -> str:
    """A digest in groups of eight, so that a narrow page or column breaks it."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))


def closing_words(notice: Notice) -> str:
    """The hour at which the last day ends: 24时, or the stated one."""
    hour = notice.closing_hour
    if hour is None:
        return "24时"
    return f"{hour.hour}时{f'{hour.minute}分' if hour.minute else ''}"


def length_words(notice: Notice) -> str:
    """“5个工作日”."""
    return f"{notice.length}{UNITS[notice.unit]}"


def paragraphs_of(notice: Notice, count: int) -> list[str]:
    """The paragraphs of the definition's letter, filled in."""
    letter = letter_of(notice.round.version.definition, "notice")
    issuer = notice.round.issuer
    values = {
        "programme": notice.round.version.title_zh,
        "count": str(count),
        "first_day": _day(notice.posted_at.astimezone(SHANGHAI).date()),
        "last_day": _day(notice.last_day),
        "closing_hour": closing_words(notice),
        "contact": notice.contact,
        "issuer": issuer,
    }
    found = [text.format_map({**values, "round": notice.round.named_in(text)}) for text in letter.paragraphs]
    return [text for text in found if text.strip() != issuer]  # the paper and the page sign by themselves


def paper_content(notice: Notice) -> PaperContent:
    """The notice as an official paper 公示, with its list."""
    entries = [one for one in entries_of(notice) if not one.outcome]
    with translation.override("zh-hans"):
        paragraphs = paragraphs_of(notice, len(entries))
    return PaperContent(
        kind="public_notice",
        issuer=notice.round.issuer,
        title=notice.title,
        blocks=(*(Paragraph(text=text) for text in paragraphs), table_of(entries)),
        attachments=tuple(one.file.name for one in notice.files.select_related("file").order_by("id")),
        contact=f"联系方式：{notice.contact}",
        printed_by=notice.round.issuer,
    )


def table_of(entries: list[NoticeEntry]) -> Table:
    """The list: place, name, subject where any entry has one, territory."""
    if any(one.subject for one in entries):
        rows = tuple(
            (str(place), one.name, one.subject or "—", one.territory) for place, one in _counted(entries)
        )
        return Table(headings=("序号", "单位名称", "申报内容", "所在区域"), rows=rows, widths=(1, 4, 4, 2))
    plain = tuple((str(place), one.name, one.territory) for place, one in _counted(entries))
    return Table(headings=("序号", "单位名称", "所在区域"), rows=plain, widths=(1, 6, 3))


def _counted(entries: list[NoticeEntry]) -> Any:
    return enumerate(entries, 1)


def _utc(moment: datetime) -> str:
    """A moment in one form, whatever zone it was read in."""
    return moment.astimezone(UTC).isoformat()


def _day(day: Any) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
