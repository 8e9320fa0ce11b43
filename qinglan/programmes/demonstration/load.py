"""Bring the demonstration of a city's schemes: once, all of it in one transaction."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from qinglan.kernel import clock
from qinglan.kernel.documents import store
from qinglan.kernel.rulebook.kinds import FileKind, register
from qinglan.kernel.rulebook.packs import Pack
from qinglan.kernel.rulebook.yaml_file import read_yaml
from qinglan.parties.models import Organisation
from qinglan.programmes.demonstration import times
from qinglan.programmes.demonstration.answers import Models, models_of
from qinglan.programmes.demonstration.cast import Cast
from qinglan.programmes.demonstration.filing import Attachment, Told
from qinglan.programmes.demonstration.following import follow
from qinglan.programmes.demonstration.panels import Panels
from qinglan.programmes.demonstration.plot import Fate, ProgrammesFile, SchemeLine, fates
from qinglan.programmes.demonstration.results import Results
from qinglan.programmes.demonstration.rounds import Season, note_rounds, season
from qinglan.programmes.demonstration.rows import Rows
from qinglan.programmes.demonstration.sides import Notices, Visits
from qinglan.programmes.demonstration.stories import live_on
from qinglan.programmes.demonstration.walk import Listener, Walk
from qinglan.programmes.models import Case, DefinitionVersion, Round, RoundQuota

PAGE = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj
4 0 obj<</Length 66>>stream
BT /F 20 Tf 80 740 Td (Demonstration: this paper is invented.) Tj ET
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
trailer<</Root 1 0 R>>
%%EOF
"""


@transaction.atomic
def load_programmes(*, acting_user: Any, pack: Pack, path: Path) -> int:
    """Tell the story of a city's schemes, unless it was told before; how many cases. Raises PackError."""
    content = read_yaml(path, ProgrammesFile)
    if Case.objects.filter(version__programme__territory=content.territory).exists():
        return 0
    telling = Telling(content, pack.directory.parent, clock.now())
    return telling.write()


class Telling:
    """The story of one city: plot, rows, and what follows from them."""

    def __init__(self, content: ProgrammesFile, packs: Path, now: datetime) -> None:
        self.content, self.packs, self.now = content, packs, now
        self.cast = Cast(content.territory)
        self.rows = Rows()
        self.attachment = Attachment(store.put(PAGE), len(PAGE))
        self.panels = Panels(self.rows, self.cast, now)
        self.notices = Notices(self.rows, self.cast, now)
        self.results = Results(self.rows, self.cast)
        self.listeners: dict[str, Listener] = {
            "draw": self.panels.draw,
            "review": self.panels.review,
            "site_visit": Visits(self.rows, self.cast, self.attachment),
            "public_notice": self.notices,
            "decision": self.results.decide,
            "upper_result": self.results.listed,
        }
        self.told: list[Told] = []
        self.models: dict[int, Models] = {}
        self.turn = 0

    def write(self) -> int:
        """Tell it all."""
        versions = {
            (one.programme.slug, one.edition): one
            for one in DefinitionVersion.objects.filter(
                is_current=True, programme__territory=self.content.territory
            ).select_related("programme")
        }
        officer = self.cast["officer-demo"]
        seasons = [
            season(
                versions[line.slug, line.edition], self.content.issuer, self.now, officer, turn, line.opens
            )
            for turn, line in enumerate(self.content.schemes)
        ]
        every = [one for each in seasons for one in each.every]
        Round.objects.bulk_create(every)
        note_rounds(self.rows, every, self.now, officer)
        departments = {one.name: one for one in Organisation.objects.filter(kind="department")}
        for turn, (line, rounds) in enumerate(zip(self.content.schemes, seasons, strict=True)):
            self._scheme(turn, line, rounds, departments)
        self.rows.write()
        self.panels.commit()
        self.notices.snap()
        self.rows.tell()
        follow(self.told, self.cast, self.panels)
        live_on(self.told, self.cast, self.models, self.now)
        return len(self.told)

    def _scheme(
        self, turn: int, line: SchemeLine, rounds: Season, departments: dict[str, Organisation]
    ) -> None:
        self.turn = turn
        version = next(iter(rounds.by_tag.values())).version
        definition = version.definition
        models = self.models[version.pk] = models_of(folder_of(self.packs, version))
        kept = {own.firm for own in line.own}
        kinds = definition.manifest.applicants.kinds
        firms = [one for one in self.cast.applicants(kinds, turn) if one.code not in kept]
        walks: dict[int, Walk] = {}
        plans: dict[tuple[Any, ...], list[datetime]] = {}
        told = [
            (fate, firms[number % len(firms)], "")
            for number, fate in enumerate(fates(definition, line, turn))
            if firms and (line.subject or number < len(firms))
        ]
        told += [
            (Fate(own.tag, own.stop, own.outcome), self.cast.by_code[own.firm], own.desk) for own in line.own
        ]
        for number, (fate, firm, desk) in enumerate(told):
            one = rounds.by_tag.get(fate.tag)
            if one is None:
                continue
            walk = walks.setdefault(
                one.pk,
                Walk(self.rows, self.cast, one, models, self.attachment, departments, self.listeners),
            )
            key = (fate.tag, fate.stop if fate.tag != "old" else "")
            if key not in plans:
                plans[key] = self._plan(definition, one, fate, turn + number)
            subject = line.subject.format(short=firm.name.partition("（")[0], number=number + 1)
            body = self._desk(one, desk) if desk else None
            self.told.append(walk.tell(fate, firm, subject, plans[key], self.now, body))

    def _desk(self, one: Round, code: str) -> Organisation:
        """The body by which an applicant chose to be recommended; it has a quota in the round."""
        body = self.cast.by_code[code]
        RoundQuota.objects.get_or_create(round=one, organisation=body, defaults={"quota": 5})
        return body

    def _plan(self, definition: Any, one: Round, fate: Fate, turn: int) -> list[datetime]:
        """When the steps of such a case were."""
        types: list[str] = [step.type for step in times.way(definition)]
        begins = one.closes_at - timedelta(days=6, hours=turn % 7)
        if fate.tag == "old":
            end = min(begins + timedelta(days=80 + self.turn * 37 % 100), self.now - timedelta(days=26))
            return times.schedule(definition, begins, end, len(types), self.now)
        if fate.tag == "now":
            begins = self.now - timedelta(
                days=6 if fate.stop == "correction" else 2 + turn % 4, hours=turn % 5
            )
            return times.schedule(definition, begins, self.now - timedelta(days=1), 2, self.now)
        if fate.stop in ("form", "formal_check", "correction"):
            return times.schedule(definition, begins, begins + timedelta(days=5), 2, self.now)
        waits = 4 + turn % 2 if fate.stop == "public_notice" else 2 + turn % 3
        end = self.now - timedelta(days=waits, hours=turn % 6)
        return times.schedule(definition, begins, end, types.index(fate.stop), self.now)


def folder_of(packs: Path, version: DefinitionVersion) -> Path:
    """Where the definition of a scheme lies: in the city's pack, or in the nation's."""
    programme = version.programme
    own = packs / programme.pack / "programmes" / programme.slug / str(version.edition)
    return (
        own if own.exists() else packs / "cn-national" / "programmes" / programme.slug / str(version.edition)
    )


register(
    FileKind(
        "demonstration cases",
        "demo/programmes.yaml",
        ProgrammesFile,
        load_programmes,
        order=30,
        stage="demonstration",
    )
)
