"""The follower makes the vectors that are lacking, and all of them anew where the model is another."""

from pathlib import Path
from typing import Any

from qinglan.kernel.search.following import follower as following
from qinglan.kernel.search.following.follower import Follower
from qinglan.kernel.search.tantivy.engine import TantivyEngine
from qinglan.kernel.search.tokens.cutting import Cutter
from qinglan.kernel.search.vectors.encoder import Encoder
from tests.kernel.search.following.conftest import Shop
from tests.kernel.search.ground import DICTIONARY
from tests.kernel.search.vectors.tiny import encoder_in


def node(shop: Shop, folder: Path) -> tuple[TantivyEngine, Follower]:
    """A process of an installation that has an encoder."""
    engine = TantivyEngine(shop.root, Cutter(DICTIONARY), Encoder(folder))
    return engine, Follower(engine, [shop.collection])


def test_vectors_are_made_in_portions_while_nothing_else_is_to_be_written(
    shop: Shop, tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.setattr(following, "MEANT", 2)
    engine, follower = node(shop, encoder_in(tmp_path / "encoder"))
    lacking = []
    while follower.step():
        lacking.append(len(engine.lacking(shop.collection, 100)))
    assert lacking == [5, 3, 1, 0]
    shop.change("6", "脱硝设备")
    follower.catch_up()
    assert engine.lacking(shop.collection, 100) == []
    assert engine.similar(shop.collection, "脱硝设备")[0].id == "6"
    engine.close()


def test_a_document_that_is_gone_meanwhile_holds_nothing_up(shop: Shop, tmp_path: Path) -> None:
    engine, follower = node(shop, encoder_in(tmp_path / "encoder"))
    follower.step()
    del shop.library.rows["3"]
    follower.catch_up()
    assert engine.lacking(shop.collection, 100) == []
    assert shop.found("沸石", engine) == []
    engine.close()


def test_another_model_makes_all_vectors_anew_without_being_asked(shop: Shop, tmp_path: Path) -> None:
    shop.follower.catch_up()
    shop.engine.close()
    engine, follower = node(shop, encoder_in(tmp_path / "encoder"))
    assert engine.outdated(shop.collection)
    follower.catch_up()
    assert (engine.outdated(shop.collection), engine.lacking(shop.collection, 100)) == (False, [])
    engine.close()
    shop.follower.catch_up()
    assert not shop.engine.outdated(shop.collection)


def test_an_encoder_that_is_gone_is_told_and_the_index_stays(shop: Shop, tmp_path: Path) -> None:
    shop.follower.catch_up()
    shop.engine.close()
    _engine, follower = node(shop, tmp_path / "nowhere")
    follower.catch_up()
    assert follower.errors()["things"].startswith("EncoderError: QINGLAN_ENCODER names ")
    assert shop.found("沸石") == ["3"]


def test_a_rebuild_elsewhere_loses_nothing_that_was_followed_meanwhile(shop: Shop) -> None:
    """It reads a document, the document changes and the follower writes that into the index of before."""
    shop.follower.catch_up()
    read = shop.collection.read
    other, _follower = shop.node()

    def read_then_change(ids: Any) -> Any:
        found = list(read(ids))
        object.__setattr__(shop.collection, "read", read)
        shop.change("1", "地源热泵")
        shop.follower.catch_up()
        return found

    object.__setattr__(shop.collection, "read", read_then_change)
    following.rebuild_in(other, shop.collection)
    assert shop.found("热泵") == []
    shop.follower.catch_up()
    assert shop.found("热泵") == ["1"]
