"""Rules from packs: ``rules/*.yaml``. Each rule carries examples, which the check works out."""

import hashlib
from datetime import date
from pathlib import Path
from typing import Any, Literal

from django.db import DatabaseError, transaction
from pydantic import Field, TypeAdapter, model_validator

from qinglan.kernel import clock
from qinglan.kernel.rulebook import typed
from qinglan.kernel.rulebook.kinds import FileKind, register
from qinglan.kernel.rulebook.models import RuleVersion
from qinglan.kernel.rulebook.packs import ExactNumber, Pack, Strict, Text
from qinglan.kernel.rulebook.yaml_file import PackError, read_yaml

CONTENT: TypeAdapter[typed.Content] = TypeAdapter(typed.Content)


class Example(Strict):
    """Inputs and the result that they must have. Numbers are written under `numbers`, in quotes."""

    numbers: dict[str, ExactNumber] = {}  # noqa: RUF012 - pydantic copies it
    texts: dict[str, str | bool] = {}  # noqa: RUF012 - as above
    result: str

    def inputs(self) -> dict[str, Any]:
        """All inputs."""
        return {**self.numbers, **self.texts}


class RuleForm(Strict):
    """One rule: what it says, where that stands, for whom and from when to when it holds."""

    slug: str = Field(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$", max_length=80)
    title: Text
    document: str = Field(min_length=1)
    article: str = ""
    issuer: str = Field(min_length=1)
    territory: str
    certainty: Literal["published", "practice", "default"]
    effective_from: date = Field(alias="from")
    effective_to: date | None = Field(None, alias="to")
    note: Text | None = None
    content: typed.Content
    examples: tuple[Example, ...] = ()

    @model_validator(mode="after")
    def _sound(self) -> "RuleForm":
        if self.effective_to is not None and self.effective_to < self.effective_from:
            raise ValueError(f"{self.slug} ends before it begins")
        for example in self.examples:
            try:
                found = typed.evaluate(self.content, example.inputs()).result
            except typed.BadInput as error:
                found = str(error)
            if found != example.result:
                raise ValueError(f"an example of {self.slug} gives {found}, not {example.result}")
        return self

    def digest(self) -> str:
        """The hash of all that the rule says; examples don't count."""
        return hashlib.sha256(self.model_dump_json(exclude={"examples"}).encode()).hexdigest()

    def overlaps(self, other: "RuleForm") -> bool:
        """Whether both hold on some day for one territory."""
        return (
            (self.slug, self.territory) == (other.slug, other.territory)
            and self.effective_from <= (other.effective_to or date.max)
            and other.effective_from <= (self.effective_to or date.max)
        )


class RuleFile(Strict):
    """``rules/*.yaml``."""

    rules: tuple[RuleForm, ...]

    @model_validator(mode="after")
    def _apart(self) -> "RuleFile":
        for number, rule in enumerate(self.rules):
            for other in self.rules[:number]:
                if rule.overlaps(other):
                    raise ValueError(
                        f"{rule.slug} stands twice for {max(rule.effective_from, other.effective_from)} in {rule.territory}"
                    )
        return self


@transaction.atomic
def load_rules(*, acting_user: Any, pack: Pack, path: Path) -> int:
    """Bring the rules of one file into force; versions that it no longer holds stay, no longer current.

    Raises PackError where another file has the same rule for the same days and territory.
    """
    forms = read_yaml(path, RuleFile).rules
    source = path.relative_to(pack.directory).as_posix()
    digests = {form.digest(): form for form in forms}
    of_pack = RuleVersion.objects.select_for_update().filter(pack=pack.slug, is_current=True)
    for version in of_pack:
        gone = version.source == source and version.digest not in digests
        if gone or not (pack.directory / version.source).exists():
            RuleVersion.objects.filter(pk=version.pk).update(is_current=False)
    moment = clock.now()
    for digest, form in digests.items():
        try:
            with transaction.atomic():
                _keep(form, digest, pack.slug, source, moment)
        except DatabaseError as error:
            if "holds on the same days" not in str(error):
                raise
            raise PackError([f"{path}:1: {form.slug}: another rule file has it for the same days"]) from error
    return len(forms)


def _keep(form: RuleForm, digest: str, pack: str, source: str, moment: Any) -> None:
    if RuleVersion.objects.filter(pk=digest).exists():
        RuleVersion.objects.filter(pk=digest, is_current=False).update(is_current=True)
        return
    RuleVersion.objects.create(
        digest=digest,
        slug=form.slug,
        territory=form.territory,
        title_zh=form.title.zh,
        title_en=form.title.en,
        document=form.document,
        article=form.article,
        issuer=form.issuer,
        certainty=form.certainty,
        effective_from=form.effective_from,
        effective_to=form.effective_to,
        kind=form.content.kind,
        content=form.content.model_dump_json(),
        pack=pack,
        source=source,
        loaded_at=moment,
    )


def content_of(version: RuleVersion) -> typed.Content:
    """The typed rule of a stored version, exact to the last digit."""
    content: typed.Content = CONTENT.validate_json(version.content)
    return content


register(FileKind("rules", "rules/*.yaml", RuleFile, load_rules, order=7))
