"""Read the folder of a scheme: its files, the letters it shares, its golden cases."""

import hashlib
import json
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from qinglan.kernel.rulebook.yaml_file import PackError, read_yaml
from qinglan.programmes.definition.after import AfterFile
from qinglan.programmes.definition.golden import GoldenCase, GoldenFile
from qinglan.programmes.definition.letters import LettersFile, StandardLetters
from qinglan.programmes.definition.manifest import ManifestFile
from qinglan.programmes.definition.money import MoneyFile
from qinglan.programmes.definition.questions import QuestionsFile
from qinglan.programmes.definition.requirements import RequirementsFile
from qinglan.programmes.definition.scoring import ScoringFile
from qinglan.programmes.definition.steps import StepsFile
from qinglan.programmes.definition.whole import Definition

NATIONAL = "cn-national"
"""The pack whose standard letters every scheme may fall back on."""
FORMS: dict[str, type[BaseModel]] = {
    "programme.yaml": ManifestFile,
    "questions.yaml": QuestionsFile,
    "requirements.yaml": RequirementsFile,
    "steps.yaml": StepsFile,
    "letters.yaml": LettersFile,
    "after.yaml": AfterFile,
    "scoring.yaml": ScoringFile,
    "money.yaml": MoneyFile,
}
"""The files of a scheme and their forms."""
OPTIONAL = ("scoring.yaml", "money.yaml")

Form = TypeVar("Form", bound=BaseModel)


def read_definition(folder: Path) -> Definition:
    """The scheme in `folder` (``packs/<pack>/programmes/<slug>/<edition>/``), with the letters it shares.

    Raises PackError with every fault of form of all its files as ``file:line: reason``. What goes beyond
    form isn't looked at here: see `check.check_folder`.
    """
    faults: list[str] = []

    def read(form: type[Form], name: str) -> Form | None:
        if name in OPTIONAL and not (folder / name).exists():
            return None
        try:
            return read_yaml(folder / name, form)
        except PackError as error:
            faults.extend(error.findings)
            return None

    manifest = read(ManifestFile, "programme.yaml")
    questions = read(QuestionsFile, "questions.yaml")
    requirements = read(RequirementsFile, "requirements.yaml")
    steps = read(StepsFile, "steps.yaml")
    letters = read(LettersFile, "letters.yaml")
    after = read(AfterFile, "after.yaml")
    scoring = read(ScoringFile, "scoring.yaml")
    money = read(MoneyFile, "money.yaml")
    if not (manifest and questions and requirements and steps and letters and after) or faults:
        raise PackError(faults)
    return Definition(
        manifest=manifest.programme,
        questions=questions,
        requirements=requirements,
        steps=steps,
        letters=_with_standard(letters, folder),
        after=after,
        scoring=scoring,
        money=money,
    )


def _with_standard(own: LettersFile, folder: Path) -> LettersFile:
    """`own` with the standard letters of the pack and of the nation where it has none of that kind."""
    letters = {letter.kind: letter for letter in own.letters}
    programmes = folder.parent.parent
    for path in (
        programmes / "letters.yaml",
        programmes.parent.parent / NATIONAL / "programmes" / "letters.yaml",
    ):
        if path.exists():
            for letter in read_yaml(path, StandardLetters).letters:
                letters.setdefault(letter.kind, letter)
    return own.model_copy(update={"letters": tuple(letters[kind] for kind in sorted(letters))})


def read_golden(folder: Path) -> list[tuple[Path, int, GoldenCase]]:
    """The golden cases of the scheme in `folder`, each with its file and its place there. Raises PackError."""
    return [
        (path, number, case)
        for path in sorted((folder / "golden").glob("*.yaml"))
        for number, case in enumerate(read_yaml(path, GoldenFile).cases)
    ]


def folders(root: Path) -> list[Path]:
    """The folders of all schemes of the packs under `root`, in the order of pack, slug and edition."""
    return sorted(path.parent for path in root.glob("*/programmes/*/*/programme.yaml"))


def digest(definition: Definition) -> str:
    """The hash of all that the definition says: SHA-256 of its canonical JSON."""
    text = json.dumps(definition.stored(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
