"""The search of the market: what a reader may not see is neither found nor counted."""

from typing import Any

import pytest
from django.test import Client

from qinglan.kernel.search import engine
from qinglan.market.domain.listing import edit_listing
from qinglan.market.findable import documents, tokens_of
from tests.market import made

Who = dict[str, Any]


def values(row: Any, user: Any) -> Any:
    """The layer of the document that `user` reaches."""
    (document,) = documents(row.SIDE, [str(row.pk)])
    held = tokens_of(user) | {engine.EVERYBODY}
    return next(layer.values for layer in document.layers if layer.readers & held)


def test_only_what_is_public_is_in_the_index(who: Who) -> None:
    draft = made.technology(who)
    assert list(documents("technology", [str(draft.pk)])) == []
    public = made.published(who, draft)
    assert values(public, who["stranger"])["title"] == made.TECHNOLOGY["title"]


def test_each_reader_finds_by_the_words_that_he_may_read(who: Who) -> None:
    draft = made.technology(
        who, description="密闭式转鼓，衬板倾角 12 度。", price_kind="reserve", price_min=5_000_000
    )
    row = edit_listing(acting_user=who["member"], listing=draft, visibility={"description": "agreed"})
    public = made.published(who, row)
    strangers, owners = values(public, who["stranger"]), values(public, who["member"])
    assert (strangers["body"], strangers["price_min"]) == ("", None)
    assert (owners["body"], owners["price_min"]) == ("密闭式转鼓，衬板倾角 12 度。", 5_000_000)


def test_an_anonymous_need_is_not_found_by_the_name_of_its_unit(who: Who) -> None:
    public = made.published(who, made.need(who, is_anonymous=True))
    assert values(public, who["stranger"])["owner"] == "东区某化工企业"
    assert values(public, who["member"])["owner"] == who["owner"].name


@pytest.mark.parametrize(
    "address", ["", "?what=needs&q=氟", "?q=%22&level=x&mode=送&page=-1&sort=z", "?q=a&page=999"]
)
def test_the_page_bears_whatever_the_address_says(who: Who, address: str) -> None:
    answer = Client().get(f"/market/search/{address}")
    assert answer.status_code == 200


def test_words_while_one_types_come_as_a_list(who: Who) -> None:
    answer = Client().get("/market/search/words/?q=tuo")
    assert set(answer.json()) == {"words"}
