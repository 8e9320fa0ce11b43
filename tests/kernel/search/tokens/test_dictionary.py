"""The words of the field come from the packs."""

from pathlib import Path

import pytest
from django.conf import settings

from qinglan.kernel.rulebook.yaml_file import PackError, read_yaml
from qinglan.kernel.search.tokens.dictionary import SearchFile, check, dictionary_of, installed


def test_groups_that_share_a_word_become_one() -> None:
    made = dictionary_of(
        [
            SearchFile(source="a", words=("脱硝",), same=(("VOCs", "挥发性有机物"),)),
            SearchFile(source="b", same=(("挥发性有机物", "挥发性有机化合物"),)),
        ]
    )
    assert made.words == {"脱硝", "vocs", "挥发性有机物", "挥发性有机化合物"}
    assert set(made.same.values()) == {"=vocs"}


def test_the_packs_that_are_shipped_have_a_dictionary() -> None:
    made = installed(Path(settings.PACKS))
    assert made.same["voc"] == made.same["挥发性有机物"]
    assert "超低排放" in made.words


def test_no_packs_no_words(tmp_path: Path) -> None:
    assert installed(tmp_path / "none").words == frozenset()


def test_a_group_of_one_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "search.yaml"
    path.write_text("source: x\nsame:\n  - [VOCs, VOCs]\n", encoding="utf-8")
    assert check(path, read_yaml(path, SearchFile)) == [
        f"{path}: a group of `same` needs two words: ('VOCs', 'VOCs')"
    ]
    path.write_text("source: x\nwrods: [a]\n", encoding="utf-8")
    with pytest.raises(PackError, match="wrods"):
        read_yaml(path, SearchFile)
