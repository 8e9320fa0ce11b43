"""The files of schemes, as packs know them: ``programmes/<slug>/<edition>/*.yaml`` and the standard letters."""

from pathlib import Path

from qinglan.kernel.rulebook.kinds import FileKind, register, with_another
from qinglan.kernel.rulebook.yaml_file import PackError
from qinglan.programmes.definition.check.folder import faults_beyond_form, missing_files, warn_folder
from qinglan.programmes.definition.check.letters import variable_faults
from qinglan.programmes.definition.golden import GoldenFile
from qinglan.programmes.definition.letters import StandardLetters
from qinglan.programmes.definition.manifest import ManifestFile
from qinglan.programmes.definition.reading import FORMS
from qinglan.programmes.domain.definition import load

ORDER = 40
"""After territories and plans, which schemes refer to."""


def _check(path: Path, content: ManifestFile) -> list[str]:
    """The whole folder is checked with its manifest; faults of form are found in the other files themselves."""
    try:
        return missing_files(path.parent) or faults_beyond_form(path.parent)
    except PackError:
        return []


def _warn(path: Path, content: ManifestFile) -> list[str]:
    return warn_folder(path.parent)


def _check_letters(path: Path, content: StandardLetters) -> list[str]:
    return [
        f"{path}:1: {letter.kind}: {reason}"
        for letter in content.letters
        for text in (letter.title, letter.addressee, *letter.paragraphs)
        for reason in variable_faults(letter, text)
    ]


register(
    FileKind(
        "schemes", "programmes/*/*/programme.yaml", ManifestFile, load, order=ORDER, check=_check, warn=_warn
    )
)
for _name, _form in FORMS.items():
    if _name != "programme.yaml":
        register(FileKind(f"{_name} of schemes", f"programmes/*/*/{_name}", _form, with_another, order=ORDER))
register(FileKind("golden cases", "programmes/*/*/golden/*.yaml", GoldenFile, with_another, order=ORDER))
register(
    FileKind(
        "standard letters",
        "programmes/letters.yaml",
        StandardLetters,
        with_another,
        order=ORDER,
        check=_check_letters,
    )
)
