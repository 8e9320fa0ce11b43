"""Territories from a pack."""

from datetime import date
from pathlib import Path

import pytest
from django.utils import translation

from qinglan.kernel.codes.models import Territory
from qinglan.kernel.codes.packs import load_territories
from qinglan.kernel.codes.pinyin import pinyin_key
from qinglan.kernel.rulebook.packs import Manifest, Pack, Text
from qinglan.kernel.rulebook.yaml_file import PackError

pytestmark = pytest.mark.django_db
FILE = """\
territories:
  - {code: "990000", name: {zh: 测试市, en: Test City}, kind: prefecture}
  - {code: "990101", name: {zh: 重东区, en: East}, parent: "990000", kind: division, to: 2023-12-31}
  - code: 990000-Z01
    name: {zh: 高新区, en: Zone}
    parent: "990000"
    kind: functional_zone
    reports_separately: true
    note: {zh: 说明, en: Note}
"""


def load(tmp_path: Path, content: str) -> int:
    path = tmp_path / "territories.yaml"
    path.write_text(content, encoding="utf-8")
    pack = Pack(tmp_path, Manifest(pack="cn-a", name=Text(zh="市", en="City"), territory="990000"))
    return load_territories(acting_user=None, pack=pack, path=path)


def test_a_pack_brings_its_territories_and_a_second_load_changes_them(tmp_path: Path) -> None:
    assert load(tmp_path, FILE) == 3
    assert load(tmp_path, FILE.replace("en: East", "en: New East")) == 3
    columns = ("code", "name_zh", "name_en", "pinyin", "parent_id", "valid_to", "reports_separately")
    assert list(Territory.objects.values_list(*columns)) == [
        ("990000", "测试市", "Test City", "ce4 shi4 shi4", None, None, False),
        ("990000-Z01", "高新区", "Zone", "gao1 xin1 qu1", "990000", None, True),
        ("990101", "重东区", "New East", pinyin_key("重东区"), "990000", date(2023, 12, 31), False),
    ]


def test_the_name_is_in_the_readers_language(tmp_path: Path) -> None:
    load(tmp_path, FILE)
    east = Territory.objects.get(pk="990101")
    names = []
    for language in ("zh-hans", "en"):
        with translation.override(language):
            names.append(str(east))
    assert names == ["重东区", "East"]


def test_a_bad_kind_is_named_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(PackError) as caught:
        load(tmp_path, FILE.replace("kind: division", "kind: village"))
    assert str(caught.value).startswith(f"{tmp_path / 'territories.yaml'}:3: territories.1.kind: ")
    assert Territory.objects.count() == 0
