"""Texts in two languages: both are shown where both exist, and a missing translation is said plainly."""

from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from qinglan.market import bilingual
from qinglan.market.domain.listing import edit_listing
from qinglan.market.findable import documents
from qinglan.market.seeing import public_texts, seen
from tests.market import made

Who = dict[str, Any]
ENGLISH = {
    "title_en": "Dry debarking",
    "summary": "密闭转鼓剥皮。",
    "summary_en": "A closed drum.",
    "problem_en": "Wet debarking uses much water.",
}


def page(row: Any, language: str) -> str:
    return Client().get(f"/market/technologies/{row.pk}/?lang={language}").content.decode()


def test_both_languages_stand_on_the_page_the_readers_first(who: Who) -> None:
    row = made.published(who, made.technology(who, **ENGLISH))
    for language, order in (("en", ("Wet debarking", "湿法剥皮")), ("zh", ("湿法剥皮", "Wet debarking"))):
        text = page(row, language)
        assert text.index(f">{'Dry debarking' if language == 'en' else row.title}</h1>") > 0
        assert text.index(f"<p>{order[0]}") < text.index(f"<p>{order[1]}"), language
        assert '<div class="q-prose" lang="en"><p>Wet debarking' in text


def test_a_missing_translation_is_said_where_the_text_stands_and_in_the_summary(who: Who) -> None:
    row = made.published(who, made.technology(who, **ENGLISH))
    text = page(row, "en")
    assert text.count("No English text was given; this is the Chinese original.") == 1, "the effect alone"
    assert "In English too: title; summary; what problem. In Chinese alone: effect." in text
    assert "No English text" not in page(row, "zh")


def test_without_any_english_the_page_says_so_at_its_title(who: Who) -> None:
    row = made.published(who, made.technology(who))
    text = page(row, "en")
    assert text.count("No English text was given; this is the Chinese original.") == 3
    assert "None: everything on this page that its owner wrote is in Chinese alone." in text


def test_a_translation_is_withheld_with_its_text(who: Who) -> None:
    draft = made.technology(who, description="密闭式转鼓。", description_en="A secret drum.")
    draft = edit_listing(acting_user=who["member"], listing=draft, visibility={"description": "agreed"})
    row = made.published(who, draft)
    assert "secret drum" not in page(row, "en")
    with translation.override("en"):
        assert "description" not in bilingual.english_words(seen(row, who["stranger"]))
        assert "description" in bilingual.english_words(seen(row, who["member"]))
    (document,) = documents("technology", [str(row.pk)])
    bodies = [("secret" in str(layer.values["body"])) for layer in document.layers]
    assert bodies == [True, False]


def test_translations_pass_the_scan_before_publication_like_their_texts(who: Who) -> None:
    row = made.technology(who, **ENGLISH)
    assert "Wet debarking uses much water." in public_texts(row)["problem"]


@pytest.mark.parametrize("side", ["technologies", "needs"])
def test_the_owner_writes_the_english_beside_the_chinese(who: Who, side: str) -> None:
    row = made.technology(who) if side == "technologies" else made.need(who)
    client = Client()
    client.force_login(who["member"])
    address = f"/market/{side}/{row.pk}/edit/english/"
    assert row.problem in client.get(address).content.decode()
    posted = {"version": row.revision, "title_en": "In short", "problem_en": "Much water."}
    assert client.post(address, posted).status_code == 302
    row.refresh_from_db()
    assert (row.title_en, row.problem_en) == ("In short", "Much water.")
