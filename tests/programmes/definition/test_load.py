"""Bringing a scheme's folder into the system."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from qinglan.kernel.codes.models import Territory
from qinglan.kernel.permissions import PermissionRefused
from qinglan.kernel.rulebook.packs import Pack, discover
from qinglan.kernel.rulebook.yaml_file import PackError
from qinglan.parties.domain.account import system_user
from qinglan.programmes.definition.reading import read_definition
from qinglan.programmes.domain.definition import load_definition
from qinglan.programmes.models import DefinitionVersion
from tests.packs.reading import PACKS

pytestmark = pytest.mark.django_db
CITY = "990000"


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    """A city's pack with the green factory, beside the national letters and the plans that it serves."""
    directory = tmp_path / "cn-990000-test"
    shutil.copytree(PACKS / "cn-national" / "programmes", directory / "programmes")
    for plans in PACKS.glob("*/plans"):
        shutil.copytree(plans, directory / "plans", dirs_exist_ok=True)
    manifest = f'pack: cn-990000-test\nname: {{zh: 试市, en: Test}}\nterritory: "{CITY}"\n'
    (directory / "pack.yaml").write_text(manifest, encoding="utf-8")
    Territory.objects.create(code=CITY, name_zh="试市", name_en="Test", pinyin="shi", kind="prefecture")
    (found,) = discover(tmp_path)
    return found


def brought(pack: Pack, user: Any = None) -> list[DefinitionVersion]:
    """Load the green factory of the pack."""
    folder = pack.directory / "programmes" / "green-factory" / "2025"
    return load_definition(acting_user=user or system_user(), pack=pack, folder=folder)


def change(pack: Pack, before: str, after: str) -> None:
    """Change the scoring."""
    path = pack.directory / "programmes" / "green-factory" / "2025" / "scoring.yaml"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def test_a_folder_becomes_a_version_that_holds_all_of_it(pack: Pack) -> None:
    (version,) = brought(pack)
    folder = pack.directory / "programmes" / "green-factory" / "2025"
    assert version.definition == read_definition(folder)
    assert (version.edition, version.title_zh, version.nature, version.authority) == (
        2025,
        "绿色工厂",
        "listing",
        "national",
    )
    assert (version.decided_here, str(version.valid_from), version.valid_to, version.is_current) == (
        False,
        "2025-12-31",
        None,
        True,
    )
    assert (version.programme.slug, version.programme.territory_id) == ("green-factory", CITY)


def test_the_same_content_changes_nothing_and_changed_content_leaves_the_old_version(pack: Pack) -> None:
    (first,) = brought(pack)
    assert brought(pack) == []
    change(pack, 'at_least: "85"', 'at_least: "84"')
    (second,) = brought(pack)
    first.refresh_from_db()
    assert (first.is_current, second.is_current) == (False, True)
    assert first.definition.scoring != second.definition.scoring
    change(pack, 'at_least: "84"', 'at_least: "85"')
    assert brought(pack) == [first]
    second.refresh_from_db()
    assert second.is_current is False
    assert DefinitionVersion.objects.filter(programme=first.programme).count() == 2


def test_a_scheme_that_fails_its_own_golden_cases_is_not_loaded(pack: Pack) -> None:
    change(pack, 'leading: "55"', 'leading: "50"')
    with pytest.raises(PackError, match="the line renewable_marks is 6.75, not 5.84"):  # noqa: RUF043 - plain text
        brought(pack)
    assert not DefinitionVersion.objects.filter(programme__territory=CITY).exists()


def test_only_the_system_loads_packs(pack: Pack, django_user_model: Any) -> None:
    with pytest.raises(PermissionRefused):
        brought(pack, django_user_model.objects.create(username="somebody"))


def test_a_national_scheme_is_there_for_each_city_that_has_none_of_its_own(tmp_path: Path) -> None:
    codes = {"cn-a": "980000", "cn-b": "970000", "cn-national": "100000"}
    for name, code in codes.items():
        shutil.copytree(PACKS / "cn-national" / "programmes", tmp_path / name / "programmes")
        manifest = f'pack: {name}\nname: {{zh: 市, en: City}}\nterritory: "{code}"\n'
        (tmp_path / name / "pack.yaml").write_text(manifest, encoding="utf-8")
    shutil.rmtree(tmp_path / "cn-a" / "programmes")
    for plans in PACKS.glob("*/plans"):
        shutil.copytree(plans, tmp_path / "cn-a" / "plans", dirs_exist_ok=True)
    for code in ("980000", "970000"):
        Territory.objects.create(code=code, name_zh="市", name_en="City", pinyin="shi", kind="prefecture")
    national = next(one for one in discover(tmp_path) if one.slug == "cn-national")
    made = brought(national)
    assert [version.programme.territory_id for version in made] == ["980000"]
