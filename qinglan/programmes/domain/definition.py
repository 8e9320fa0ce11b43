"""Verb: bring a scheme's folder into the system as a version that never changes."""

import hashlib
from pathlib import Path
from typing import Any

from django.db import transaction

from qinglan.kernel import clock, permissions
from qinglan.kernel.codes.models import Territory
from qinglan.kernel.rulebook.packs import Pack, discover
from qinglan.kernel.rulebook.rules_on import NATION
from qinglan.kernel.rulebook.yaml_file import PackError
from qinglan.programmes.definition.check.folder import check_folder
from qinglan.programmes.definition.reading import digest, read_definition
from qinglan.programmes.definition.whole import Definition
from qinglan.programmes.models import DefinitionVersion, Programme


@transaction.atomic
def load_definition(*, acting_user: Any, pack: Pack, folder: Path) -> list[DefinitionVersion]:
    """Bring the scheme in `folder` of `pack` into the system; the versions that are new or current again.

    A city's scheme is for its territory, one of the national pack for the city of every pack beside it that
    has no scheme of that slug itself. Unchanged content changes nothing. Changed content becomes a new current
    version of the edition; the old one stays, and cases that began under it run on by it. Raises
    PermissionRefused, and PackError with every fault as ``file:line: reason``.
    """
    permissions.require(acting_user, "programmes.load_definition")
    if faults := check_folder(folder):
        raise PackError(faults)
    definition = read_definition(folder)
    made = [
        _keep(acting_user, definition, pack.slug, territory)
        for territory in cities(pack, definition.manifest.slug)
        if Territory.objects.filter(pk=territory).exists()
    ]
    return [version for version in made if version is not None]


def load(*, acting_user: Any, pack: Pack, path: Path) -> int:
    """`load_definition` as the packs' loader calls it, for the folder of ``programme.yaml``."""
    return len(load_definition(acting_user=acting_user, pack=pack, folder=path.parent))


def cities(pack: Pack, slug: str) -> list[str]:
    """The territories for which a scheme of `pack` is there."""
    if pack.manifest.territory != NATION:
        return [pack.manifest.territory]
    return [
        other.manifest.territory
        for other in discover(pack.directory.parent)
        if other.manifest.territory != NATION and not (other.directory / "programmes" / slug).is_dir()
    ]


def _keep(acting_user: Any, definition: Definition, pack: str, territory: str) -> DefinitionVersion | None:
    """The version that is now current and wasn't, or None; the scheme is locked meanwhile."""
    manifest = definition.manifest
    Programme.objects.get_or_create(slug=manifest.slug, territory_id=territory, defaults={"pack": pack})
    programme = Programme.objects.select_for_update(of=("self",)).get(
        slug=manifest.slug, territory_id=territory
    )
    if programme.pack != pack:
        programme.pack = pack
        programme.save(update_fields=["pack"])
    key = hashlib.sha256(f"{territory}\n{digest(definition)}".encode()).hexdigest()
    of_edition = DefinitionVersion.objects.filter(programme=programme, edition=manifest.edition)
    kept = of_edition.filter(digest=key).first()
    if kept is not None and kept.is_current:
        return None
    of_edition.filter(is_current=True).update(is_current=False)
    if kept is not None:
        kept.is_current = True
        kept.save(update_fields=["is_current"])
        return kept
    return DefinitionVersion.objects.create(
        programme=programme,
        edition=manifest.edition,
        digest=key,
        content=definition.stored(),
        title_zh=manifest.title.zh,
        title_en=manifest.title.en,
        nature=manifest.nature,
        authority=manifest.authority,
        decided_here=manifest.decided == "here",
        valid_from=manifest.valid.first,
        valid_to=manifest.valid.last,
        loaded_at=clock.now(),
        loaded_by=acting_user,
    )
