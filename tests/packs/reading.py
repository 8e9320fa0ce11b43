"""Reads the packs plainly, without the product's loader, so that a fault there can't hide one here."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
PACKS = ROOT / "packs"
SHARED = ROOT.parent / "shared"
CITIES = ("cn-500000-chongqing", "cn-xx-second-city")
SOURCES = {"cn-500000-chongqing": "chongqing", "cn-xx-second-city": "city"}
CHINESE = re.compile("[\u4e00-\u9fff]")
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def read(pack: str, name: str) -> Any:
    """One file of a pack."""
    return yaml.load((PACKS / pack / name).read_text(encoding="utf-8"), yaml.CSafeLoader)


def plan_of(pack: str) -> dict[str, Any]:
    """The only plan of a pack."""
    (path,) = (PACKS / pack / "plans").glob("*.yaml")
    found: dict[str, Any] = read(pack, f"plans/{path.name}")["plan"]
    assert found["slug"] == path.stem
    return found


def official_text(pack: str) -> str:
    """The published text without line breaks and blanks."""
    return re.sub(r"\s", "", (SHARED / "seeds" / f"{SOURCES[pack]}.txt").read_text(encoding="utf-8"))


def own_words(value: Any) -> Iterator[str]:
    """Every text in a pack that is our own: no headings, quotes, titles, nor names of what is counted."""
    printed = {"heading", "quote", "title", "indicator", "name", "source"}
    if isinstance(value, dict):
        for key, item in value.items():
            if key not in printed:
                yield from own_words(item)
    elif isinstance(value, list):
        for item in value:
            yield from own_words(item)
    elif isinstance(value, str):
        yield value


def bilingual(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every pair of Chinese and English text; None stands for a language that is missing."""
    if isinstance(value, dict):
        if {"zh", "en"} & value.keys():
            yield value.get("zh"), value.get("en")
        for item in value.values():
            yield from bilingual(item)
    elif isinstance(value, list):
        for item in value:
            yield from bilingual(item)


def is_credit_code(code: str) -> bool:
    """Whether `code` is a unified social credit code with the right check character (GB 32100-2015)."""
    if len(code) != 18 or any(char not in ALPHABET for char in code):
        return False
    total = sum(ALPHABET.index(char) * pow(3, place, 31) for place, char in enumerate(code[:17]))
    return (total + ALPHABET.index(code[17])) % 31 == 0
