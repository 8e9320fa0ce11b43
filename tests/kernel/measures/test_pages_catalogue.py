"""The public page of measures and indicators, and the page that documents them."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from qinglan.kernel.measures.models import Indicator
from qinglan.kernel.measures.registry import REGISTRY
from tests.kernel.measures.city import PACK, get
from tests.kernel.measures.people import client, text

DOCUMENT = Path(__file__).parents[3] / "docs" / "measures.md"


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_everybody_reads_what_is_counted_how(city: Any, language: str) -> None:
    from django.utils import translation
    from django.utils.html import escape

    page = text(client(language=language).get("/measures/"))
    with translation.override(language):
        for entry in REGISTRY.values():
            assert escape(str(entry.title)) in page
            assert escape(str(entry.description)) in page
        for indicator in Indicator.objects.all():
            assert f'id="{PACK}-{indicator.slug}"' in page
            assert indicator.name in page


@pytest.mark.django_db
def test_a_form_past_its_validity_is_marked(city: Any) -> None:
    expired = get("output")
    expired.form_valid_until = date(2020, 12, 31)
    expired.save()
    page = client().get("/measures/")
    marked = [one.indicator.slug for one in page.context["packs"][0].indicators if one.form_has_expired]
    assert marked == ["output"]
    assert text(page).count("expired on") == 1


@pytest.mark.django_db
def test_without_packs_the_page_says_what_to_do() -> None:
    assert "qinglan pack load" in text(client().get("/measures/"))


@pytest.mark.parametrize("name", sorted(REGISTRY))
def test_every_measure_is_documented(name: str) -> None:
    assert f"`{name}`" in DOCUMENT.read_text(encoding="utf-8")
