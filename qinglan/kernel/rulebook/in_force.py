"""The one file of a name that is in force: a city's pack comes before the nation's.

For rules that are read whole, such as ``contact.yaml``; those with dates of their own are looked up by `rules_on`.
"""

from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from pydantic import BaseModel

from qinglan.kernel.rulebook.yaml_file import read_yaml

NATIONAL = "cn-national"
Form = TypeVar("Form", bound=BaseModel)


def in_force(name: str, form: type[Form]) -> Form:
    """The content of ``<pack>/<name>`` that prevails, read anew when the file changed; of several cities the last one.

    Raises LookupError where no pack holds such a file.
    """
    paths = Path(settings.PACKS).glob(f"*/{name}")
    prevailing = max(paths, key=lambda path: (not path.parent.name.startswith(NATIONAL), path), default=None)
    if prevailing is None:
        raise LookupError(f"no pack holds a file {name}")
    found: Form = _read(prevailing, form, prevailing.stat().st_mtime_ns)  # type: ignore[assignment]
    return found


@lru_cache(maxsize=32)
def _read(path: Path, form: type[BaseModel], _changed: int) -> BaseModel:
    return read_yaml(path, form)
