"""A whole definition: the files of one folder together."""

from dataclasses import dataclass
from typing import Any

from qinglan.programmes.definition.after import AfterFile
from qinglan.programmes.definition.letters import LettersFile
from qinglan.programmes.definition.manifest import Manifest
from qinglan.programmes.definition.money import MoneyFile
from qinglan.programmes.definition.questions import Question, QuestionsFile, Section
from qinglan.programmes.definition.requirements import RequirementsFile
from qinglan.programmes.definition.scoring import ScoringFile
from qinglan.programmes.definition.steps import Step, StepsFile


@dataclass(frozen=True)
class Definition:
    """A scheme's definition. `scoring` and `money` are None where the scheme has none."""

    manifest: Manifest
    questions: QuestionsFile
    requirements: RequirementsFile
    steps: StepsFile
    letters: LettersFile
    after: AfterFile
    scoring: ScoringFile | None = None
    money: MoneyFile | None = None

    def stored(self) -> dict[str, Any]:
        """The definition as JSON, from which `restored` makes it again."""
        parts = {
            "manifest": self.manifest,
            "questions": self.questions,
            "requirements": self.requirements,
            "steps": self.steps,
            "letters": self.letters,
            "after": self.after,
            "scoring": self.scoring,
            "money": self.money,
        }
        return {
            name: part.model_dump(mode="json", by_alias=True) if part is not None else None
            for name, part in parts.items()
        }

    def step(self, step_id: str) -> Step:
        """The step of that id. Raises KeyError."""
        for step in self.steps.steps:
            if step.id == step_id:
                return step
        raise KeyError(step_id)

    def section(self, section_id: str) -> Section:
        """The section of that id. Raises KeyError."""
        for section in self.questions.sections:
            if section.id == section_id:
                return section
        raise KeyError(section_id)

    def all_questions(self) -> list[tuple[Section, Question]]:
        """Every question with its section, in order."""
        return [(section, question) for section in self.questions.sections for question in section.questions]


def restored(stored: dict[str, Any]) -> Definition:
    """The definition that `Definition.stored` kept."""
    return Definition(
        manifest=Manifest.model_validate(stored["manifest"]),
        questions=QuestionsFile.model_validate(stored["questions"]),
        requirements=RequirementsFile.model_validate(stored["requirements"]),
        steps=StepsFile.model_validate(stored["steps"]),
        letters=LettersFile.model_validate(stored["letters"]),
        after=AfterFile.model_validate(stored["after"]),
        scoring=ScoringFile.model_validate(stored["scoring"]) if stored.get("scoring") else None,
        money=MoneyFile.model_validate(stored["money"]) if stored.get("money") else None,
    )
