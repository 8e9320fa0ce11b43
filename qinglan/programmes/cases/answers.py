"""What somebody wrote as an answer, as it is stored: numbers as exact text, days in ISO form, options by id.

The web form and the spreadsheet both go through `stored_answer`, so that both take and refuse the same.
"""

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from qinglan.kernel.codes.patents import BadPatentNumber, validated
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.rulebook.language import in_reader_language
from qinglan.parties.organisation_codes import checked_code, is_industry
from qinglan.programmes.definition.questions import Question
from qinglan.programmes.judging.answers import NUMBERS
from qinglan.programmes.judging.words import shown

LONGEST = {"text": 500, "long_text": 5000}
MOST_DIGITS = 20
MOST_PLACES = 6
WAN = Decimal(10_000)
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", re.ASCII)
_YES = frozenset({"yes", "true", "是", "有", "y"})
_NO = frozenset({"no", "false", "否", "无", "n"})
_EARLIEST, _LATEST = date(1900, 1, 1), date(2200, 12, 31)


def stored_answer(question: Question, raw: Any) -> Any:
    """`raw` as it is stored; None where nothing was answered. Raises Impossible with a sentence for the reader."""
    if question.type == "choices":
        return _choices(question, raw)
    if isinstance(raw, bool):
        raw = "yes" if raw else "no"
    if isinstance(raw, datetime):
        raw = raw.date()
    text = str(raw).strip() if raw is not None else ""
    if not text:
        return None
    if question.type in NUMBERS:
        return _number(question, text)
    return _OTHER.get(question.type, _text)(question, text)


def in_wan(question: Question) -> bool:
    """Whether an amount of money is asked for in 万元; it is stored in 元 either way."""
    return question.type == "money" and question.unit.startswith("万")


def written_answer(question: Question, stored: Any) -> Any:
    """A stored answer as one would write it into the form again."""
    if stored is None:
        return [] if question.type == "choices" else ""
    if in_wan(question):
        return shown(Decimal(stored) / WAN)
    if question.type == "yes_no":
        return "yes" if stored else "no"
    return stored


def shown_answer(question: Question, stored: Any) -> str:
    """A stored answer in the reader's words; “” where there is none."""
    if stored in (None, "", []):
        return ""
    if question.type == "yes_no":
        return str(_("yes")) if stored else str(_("no"))
    if question.type in ("choice", "choices"):
        among = stored if isinstance(stored, list) else [stored]
        texts = [in_reader_language(one.text) for one in question.options if one.id in among]
        return "；".join(texts)
    if question.type in ("integer", "number", "money", "percent"):
        value = Decimal(stored) / WAN if in_wan(question) else Decimal(stored)
        whole, _point, places = shown(value).partition(".")
        grouped = f"{int(whole):,}" if not whole.startswith("-0") else whole
        return f"{grouped}.{places}" if places else grouped
    return str(stored)


def _number(question: Question, text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", "")
    plain = plain.removesuffix("%") if question.type == "percent" else plain
    plain = plain.removesuffix("年") if question.type == "year" else plain
    if not _NUMBER.fullmatch(plain):
        raise _refused(
            question, _("“{text}” is no number. Write digits only, such as 1280.5.").format(text=text[:40])
        )
    try:
        value = Decimal(plain)
    except InvalidOperation as error:  # pragma: no cover - the pattern has been matched
        raise _refused(question, _("“{text}” is no number.").format(text=text[:40])) from error
    if in_wan(question):
        value *= WAN
    if len(value.as_tuple().digits) > MOST_DIGITS:
        raise _refused(question, _("The number has too many digits. Check the unit."))
    places = -int(value.normalize().as_tuple().exponent)
    if question.type in ("integer", "year") and places > 0:
        raise _refused(question, _("Write a whole number."))
    if question.type == "money" and places > 2:
        raise _refused(question, _("An amount has at most two places after the point, in yuan."))
    if places > MOST_PLACES:
        raise _refused(question, _("At most {most} places after the point.").format(most=MOST_PLACES))
    if question.least is not None and value < question.least:
        raise _refused(
            question, _("The number must be at least {least}.").format(least=_edge(question, question.least))
        )
    if question.most is not None and value > question.most:
        raise _refused(
            question, _("The number must be at most {most}.").format(most=_edge(question, question.most))
        )
    if question.type == "year" and not _EARLIEST.year <= value <= _LATEST.year:
        raise _refused(question, _("Write a year of four digits, such as 2025."))
    return shown(value)


def _edge(question: Question, value: Decimal) -> str:
    return shown(value / WAN) if in_wan(question) else shown(value)


def _day(question: Question, text: str) -> str:
    found = _DAY.fullmatch(unicodedata.normalize("NFKC", text))
    try:
        day = date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        day = None
    if day is None or not _EARLIEST <= day <= _LATEST:
        raise _refused(question, _("“{text}” is no date. Write it as 2026-11-21.").format(text=text[:40]))
    return day.isoformat()


def _yes_no(question: Question, text: str) -> bool:
    if text.lower() in _YES:
        return True
    if text.lower() in _NO:
        return False
    raise _refused(question, _("Answer yes or no."))


def _choice(question: Question, text: str) -> str:
    for option in question.options:
        if text in (option.id, option.text.zh, option.text.en):
            return option.id
    titles = "；".join(in_reader_language(option.text) for option in question.options)
    raise _refused(
        question, _("“{text}” is not among the answers: {titles}.").format(text=text[:40], titles=titles)
    )


def _choices(question: Question, raw: Any) -> list[str] | None:
    if raw is None or raw == "":
        return None
    parts = re.split(r"[;；\n]", raw) if isinstance(raw, str) else list(raw)
    found = {_choice(question, str(part).strip()) for part in parts if str(part).strip()}
    return [option.id for option in question.options if option.id in found] or None


def _code(question: Question, text: str) -> str:
    try:
        return checked_code(text)
    except Impossible as error:
        raise _refused(question, error.message) from error


def _patent(question: Question, text: str) -> str:
    try:
        return str(validated(text))
    except BadPatentNumber as error:
        words = {
            "form": _("“{text}” is no patent number. Write it as ZL202110123456.7."),
            "year": _("The year in “{text}” is not possible."),
            "check_digit": _("The check digit of “{text}” does not fit. One of the digits is mistyped."),
        }
        raise _refused(question, words[error.reason].format(text=text[:40])) from error


def _industry(question: Question, text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).upper()
    if not is_industry(plain):
        raise _refused(
            question,
            _("Write the section of GB/T 4754 (A to T), alone or with two to four digits, such as C35."),
        )
    return plain


def _text(question: Question, text: str) -> str:
    most = question.longest or LONGEST.get(question.type, LONGEST["text"])
    clean = "".join(c for c in text.replace("\r\n", "\n") if c == "\n" or ord(c) >= ord(" "))
    if len(clean) > most:
        raise _refused(
            question,
            _("The text has {count} characters; at most {most} are taken.").format(
                count=len(clean), most=most
            ),
        )
    return clean if question.type == "long_text" else " ".join(clean.split())


def _refused(question: Question, sentence: str) -> Impossible:
    return Impossible(sentence, field=question.id)


_OTHER: dict[str, Any] = {
    "date": _day,
    "yes_no": _yes_no,
    "choice": _choice,
    "organisation_code": _code,
    "patent_number": _patent,
    "industry": _industry,
}
