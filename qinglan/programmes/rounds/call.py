"""The call 通知 of a round, from the letter of its definition. Always in Chinese: it is an official paper."""

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.documents.official.content import PaperContent, Paragraph
from qinglan.programmes.definition.letters import Letter
from qinglan.programmes.definition.whole import Definition
from qinglan.programmes.models import Round


def letter_of(definition: Definition, kind: str) -> Letter:
    """The letter of that kind; Impossible where the definition has none."""
    for letter in definition.letters.letters:
        if letter.kind == kind:
            return letter
    raise Impossible(_("The definition of this scheme has no letter of this kind."))


def call_of(one: Round) -> PaperContent:
    """The call with its variables filled in."""
    letter = letter_of(one.version.definition, "call")
    values = {
        "programme": one.version.title_zh,
        "opens": chinese_moment(one.opens_at),
        "closes": chinese_moment(one.closes_at),
        "contact": "".join(
            (
                one.contact_name,
                "，" if one.contact_name and one.contact_telephone else "",
                one.contact_telephone,
            )
        ),
        "issuer": one.issuer,
        "quotas": _quotas(one),
    }

    def filled(text: str) -> str:
        return text.format_map({**values, "round": one.named_in(text)})

    return PaperContent(
        kind="notice",
        issuer=one.issuer,
        title=filled(letter.title),
        addressee=letter.addressee,
        blocks=tuple(
            Paragraph(text=text)
            for text in map(filled, letter.paragraphs)
            if text.strip() != one.issuer  # the paper signs by itself
        ),
        attachments=tuple(one.files.order_by("pk").values_list("title", flat=True)),
        contact=f"联系人：{values['contact']}" if values["contact"] else "",
        printed_by=one.issuer,
    )


def chinese_moment(moment: datetime) -> str:
    """2026年12月1日9时; midnight is the 24th hour of the day before."""
    local = moment.astimezone(clock.SHANGHAI)
    minutes = f"{local.minute}分" if local.minute else ""
    return f"{local.year}年{local.month}月{local.day}日{local.hour}时{minutes}"


def _quotas(one: Round) -> str:
    with translation.override("zh-hans"):
        lines = [
            f"{line.territory or line.organisation}{'不限' if line.quota is None else f'{line.quota}项'}"
            for line in one.quotas.select_related("territory", "organisation").order_by("pk")
        ]
    return "、".join(lines) or "不设名额"
