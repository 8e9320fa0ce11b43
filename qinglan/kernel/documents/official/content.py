"""What an official paper says, apart from how it looks."""

import json
from datetime import date
from typing import Annotated, Literal, Self

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4_000)]
Short = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]


class KindOfPaper(BaseModel):
    """A kind: its name in both languages, the words on the paper, its layout."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)
    title: str | Promise
    word: str
    layout: Literal["file", "letter", "minutes"]


KINDS = {
    "notice": KindOfPaper(title=_("notice (通知)"), word="通知", layout="file"),
    "public_notice": KindOfPaper(title=_("public notice (公示)"), word="公示", layout="file"),
    "promulgation": KindOfPaper(title=_("promulgation (公布)"), word="公布", layout="file"),
    "recommendation": KindOfPaper(
        title=_("letter of recommendation (推荐函)"), word="推荐函", layout="letter"
    ),
    "consultation": KindOfPaper(
        title=_("request for comments (征求意见函)"), word="征求意见函", layout="letter"
    ),
    "minutes": KindOfPaper(title=_("minutes (纪要)"), word="纪要", layout="minutes"),
}


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    @field_validator("*", mode="after")
    @classmethod
    def _no_control_characters(cls, value: object) -> object:
        if isinstance(value, str) and any(ord(c) < 32 for c in value):
            raise ValueError("a text holds control characters")
        return value


class Heading(_Strict):
    """A heading of level 1 (一、), 2 (（一）), 3 (1.) or 4 (（1）), with its number."""

    type: Literal["heading"] = "heading"
    level: Literal[1, 2, 3, 4] = 1
    text: Line


class Paragraph(_Strict):
    """A paragraph of body text."""

    type: Literal["paragraph"] = "paragraph"
    text: Line


class Table(_Strict):
    """A table with a heading row; `widths` are shares of the line, by default even."""

    type: Literal["table"] = "table"
    caption: Short = ""
    headings: tuple[Short, ...] = Field(min_length=1, max_length=12)
    rows: tuple[tuple[Short, ...], ...]
    widths: tuple[int, ...] = ()

    @field_validator("rows", mode="after")
    @classmethod
    def _even(cls, rows: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
        if len({len(row) for row in rows}) > 1:
            raise ValueError("the rows of a table differ in length")
        return rows


Block = Annotated[Heading | Paragraph | Table, Field(discriminator="type")]


class PaperContent(_Strict):
    """An official paper.

    `addressee` is 主送机关, `attachments` 附件说明, `contact` 附注, `copy_to` 抄送, `printed_by`
    印发机关. `day` is 成文日期; None leaves it to the office, as the document number always is.
    Minutes name in `present`, `excused` and `attending` who took part (出席), was excused (请假) and sat
    in (列席).
    """

    kind: Literal["notice", "public_notice", "promulgation", "recommendation", "consultation", "minutes"]
    issuer: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=80)]
    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=200)]
    addressee: Short = ""
    blocks: tuple[Block, ...] = Field(min_length=1)
    attachments: tuple[Line, ...] = ()
    day: date | None = None
    contact: Short = ""
    copy_to: Short = ""
    printed_by: Short = ""
    present: Line | Literal[""] = ""
    excused: Line | Literal[""] = ""
    attending: Line | Literal[""] = ""

    @model_validator(mode="after")
    def _people_in_minutes_only(self) -> Self:
        if self.kind != "minutes" and any(text for _label, text in self.people()):
            raise ValueError("only minutes list who was present")
        return self

    def people(self) -> tuple[tuple[str, str], ...]:
        """Who was there, with the words before the colon, in the order of the paper."""
        return (("出席", self.present), ("请假", self.excused), ("列席", self.attending))

    def texts(self) -> dict[str, str]:
        """Every text of the paper by the name of its place, for checks."""
        found = {
            gettext("issuing office"): self.issuer,
            gettext("title"): self.title,
            gettext("addressee"): self.addressee,
            gettext("contact"): self.contact,
            gettext("copies to"): self.copy_to,
            gettext("printed by"): self.printed_by,
            gettext("those present"): self.present,
            gettext("those excused"): self.excused,
            gettext("those sitting in"): self.attending,
        }
        for place, block in enumerate(self.blocks, 1):
            name = gettext("block %(number)s") % {"number": place}
            if isinstance(block, Table):
                cells = [block.caption, *block.headings, *(cell for row in block.rows for cell in row)]
                found[name] = "\n".join(cells)
            else:
                found[name] = block.text
        for place, text in enumerate(self.attachments, 1):
            found[gettext("attachment %(number)s") % {"number": place}] = text
        return {name: text for name, text in found.items() if text}

    def canonical(self) -> bytes:
        """The content as bytes that are the same for the same content.

        Lists of people that are empty leave no trace, so that papers which were drafted before there were
        any keep their version code.
        """
        plain = self.model_dump(mode="json")
        for name in ("present", "excused", "attending"):
            if not plain[name]:
                del plain[name]
        return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
