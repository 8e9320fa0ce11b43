"""Find the packs of an installation."""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict

from qinglan.kernel.rulebook.yaml_file import PackError, read_yaml


class Strict(BaseModel):
    """Base of all pack forms: an unknown key is an error, values don't change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _no_number(value: Any) -> Any:
    if isinstance(value, float):
        raise ValueError("write the number in quotes, so that no digit is lost")  # noqa: TRY004 - pydantic takes ValueError
    return value


ExactNumber = Annotated[Decimal, BeforeValidator(_no_number)]
"""A number of a pack, exact to the last digit."""


class Text(Strict):
    """A text in both languages."""

    zh: str
    en: str


class Manifest(Strict):
    """``pack.yaml``: which pack this is and for which territory."""

    pack: str
    name: Text
    territory: str
    note: Text | None = None


@dataclass(frozen=True)
class Pack:
    """One directory of ``packs/`` and its manifest."""

    directory: Path
    manifest: Manifest

    @property
    def slug(self) -> str:
        """The pack's name, which is its directory's too."""
        return self.manifest.pack

    def files(self, pattern: str) -> list[Path]:
        """Files of the pack that match `pattern`, in the order of their names."""
        return sorted(self.directory.glob(pattern))


def discover(root: Path) -> list[Pack]:
    """All packs under `root`, in the order of their names. Raises PackError for a bad manifest."""
    packs = []
    for path in sorted(root.glob("*/pack.yaml")):
        manifest = read_yaml(path, Manifest)
        if manifest.pack != path.parent.name:
            raise PackError(
                [f"{path}:1: the pack is called {manifest.pack!r}, its directory {path.parent.name!r}"]
            )
        packs.append(Pack(path.parent, manifest))
    return packs
