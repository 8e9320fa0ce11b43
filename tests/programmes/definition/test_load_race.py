"""Two processes that load the same folder at once: first the race without the lock, then what the verb makes of it."""

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from qinglan.kernel import clock
from qinglan.kernel.codes.models import Territory
from qinglan.kernel.rulebook.packs import Pack, discover
from qinglan.parties.domain.account import system_user
from qinglan.programmes.definition.reading import read_definition
from qinglan.programmes.domain.definition import load_definition
from qinglan.programmes.models import DefinitionVersion, Programme
from tests.packs.reading import PACKS

pytestmark = pytest.mark.django_db(transaction=True)
CITY = "990000"


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    """A city's pack with the technology-based small firms."""
    directory = tmp_path / "cn-990000-test"
    shutil.copytree(PACKS / "cn-national" / "programmes" / "tech-sme", directory / "programmes" / "tech-sme")
    shutil.copy(PACKS / "cn-national" / "programmes" / "letters.yaml", directory / "programmes")
    for plans in PACKS.glob("*/plans"):
        shutil.copytree(plans, directory / "plans", dirs_exist_ok=True)
    manifest = f'pack: cn-990000-test\nname: {{zh: 试市, en: Test}}\nterritory: "{CITY}"\n'
    (directory / "pack.yaml").write_text(manifest, encoding="utf-8")
    Territory.objects.create(code=CITY, name_zh="试市", name_en="Test", pinyin="shi", kind="prefecture")
    (found,) = discover(tmp_path)
    return found


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run each act in a thread with a connection of its own; an integrity error as its type."""

    def run(act: Callable[[], Any]) -> Any:
        try:
            return act()
        except IntegrityError as error:
            return type(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def folder_of(pack: Pack) -> Path:
    """The folder of the only scheme."""
    return pack.directory / "programmes" / "tech-sme" / "2017"


def test_without_the_lock_the_second_loader_fails(pack: Pack) -> None:
    user, definition = system_user(), read_definition(folder_of(pack))
    programme = Programme.objects.create(slug="tech-sme", territory_id=CITY, pack=pack.slug)
    both_have_looked = Barrier(2, timeout=10)

    def naive() -> str:
        with transaction.atomic():
            assert not DefinitionVersion.objects.filter(programme=programme).exists()
            both_have_looked.wait()
            DefinitionVersion.objects.create(
                programme=programme,
                edition=2017,
                digest="0" * 64,
                content=definition.stored(),
                title_zh="名",
                title_en="Name",
                nature="listing",
                authority="national",
                decided_here=False,
                valid_from=definition.manifest.valid.first,
                loaded_at=clock.now(),
                loaded_by=user,
            )
        return "loaded"

    assert sorted(map(str, at_once(naive, naive))) == ["<class 'django.db.utils.IntegrityError'>", "loaded"]


@pytest.mark.parametrize("attempt", range(3))
def test_of_two_loaders_at_once_one_brings_the_version_and_the_other_finds_it(
    pack: Pack, attempt: int
) -> None:
    user = system_user()

    def load() -> int:
        return len(load_definition(acting_user=user, pack=pack, folder=folder_of(pack)))

    assert sorted(at_once(load, load)) == [0, 1]
    versions = DefinitionVersion.objects.filter(programme__territory=CITY)
    assert [(version.edition, version.is_current) for version in versions] == [(2017, True)]
