"""Demonstration work of brokers of a pack: ``demo/brokering.yaml``, each act by whom it belongs to, on its day."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

from qinglan.kernel import clock
from qinglan.kernel.clock.story import telling
from qinglan.kernel.rulebook.kinds import FileKind, register
from qinglan.kernel.rulebook.packs import Pack, Strict
from qinglan.kernel.rulebook.yaml_file import PackError, read_yaml
from qinglan.market.contact.demonstration import belongs
from qinglan.market.domain import introduction as introductions
from qinglan.market.domain import mandate as mandates
from qinglan.market.domain.visit import note_visit
from qinglan.market.models.brokering import CardVisits, Mandate, VisitNote
from qinglan.market.queries import MODELS
from qinglan.parties.domain.account import system_user
from qinglan.parties.models import Organisation, User

MANDATE_DAYS = 365


class MandateStory(Strict):
    """A mandate, proposed so many days ago and answered a day later. `client` is the account that answers."""

    broker: str
    about: str
    client: str
    state: Literal["proposed", "in_force", "declined", "ended"]
    days_ago: int
    commission: Literal["share", "fixed", "none"] = "share"
    share: int | None = None
    amount: int | None = None
    is_exclusive: bool = False
    terms: str = ""
    reason: str = ""


class IntroductionStory(Strict):
    """A registered introduction; `confirmed` are the accounts that agreed to a double agency."""

    broker: str
    need: str
    technology: str
    days_ago: int
    confirmed: tuple[str, ...] = ()
    refused: str = ""
    withdrawn: bool = False
    reason: str = ""


class VisitStory(Strict):
    """A note of a visit, call or online meeting."""

    broker: str
    organisation: str
    way: Literal["visit", "call", "online"]
    days_ago: int
    text: str


class CardStory(Strict):
    """How often the card of a broker was opened on the days before today, the last day first."""

    broker: str
    opened: tuple[int, ...]


class BrokeringFile(Strict):
    """``demo/brokering.yaml``."""

    mandates: tuple[MandateStory, ...]
    introductions: tuple[IntroductionStory, ...]
    visits: tuple[VisitStory, ...]
    cards: tuple[CardStory, ...]


def load_brokering(*, acting_user: Any, pack: Pack, path: Path) -> int:
    """Bring mandates, introductions, notes and cards; a second time changes nothing. How many."""
    content = read_yaml(path, BrokeringFile)
    people = {user.username: user for user in User.objects.filter(is_demonstration=True)}
    source = f"demo-{pack.slug}"
    listings = {
        row.external_id: row
        for model in MODELS.values()
        for row in model.objects.filter(source=source).select_related("owner")
    }
    named = {one.about for one in content.mandates}
    if missing := named - set(listings):
        raise PackError([f"{path}:1: {', '.join(sorted(missing))}: no such listing"])
    if Mandate.objects.filter(broker__user__username__in={one.broker for one in content.mandates}).exists():
        return 0
    for mandate in content.mandates:
        belongs(acting_user, people[mandate.client], listings[mandate.about].owner)
        _mandate(mandate, people, listings[mandate.about])
    for introduction in content.introductions:
        _introduction(introduction, people, listings)
    for visit in content.visits:
        _visit(visit, people)
    for card in content.cards:
        _card(card, people)
    for ended in content.mandates:
        if ended.state == "ended":
            _end(ended, people, listings[ended.about])
    introductions.lapse_introductions(acting_user=system_user())
    return len(content.mandates) + len(content.introductions) + len(content.visits) + len(content.cards)


@contextmanager
def _on(days_ago: int) -> Iterator[None]:
    """Within the block it is so many days ago."""
    with telling(clock.now() - timedelta(days=days_ago)):
        yield


def _mandate(story: MandateStory, people: dict[str, User], listing: Any) -> None:
    with _on(story.days_ago):
        row = mandates.propose_mandate(
            acting_user=people[story.broker],
            listing=listing,
            terms=mandates.Terms(
                commission=story.commission,
                share=story.share,
                amount=story.amount,
                is_exclusive=story.is_exclusive,
                valid_from=clock.today(),
                valid_to=clock.today() + timedelta(days=MANDATE_DAYS),
                terms=story.terms,
            ),
        )
    client = people[story.client]
    with _on(story.days_ago - 1):
        if story.state == "declined":
            mandates.decline_mandate(acting_user=client, mandate=row, reason=story.reason)
        elif story.state != "proposed":
            mandates.accept_mandate(acting_user=client, mandate=row)


def _end(story: MandateStory, people: dict[str, User], listing: Any) -> None:
    """After what was introduced under it, which stays protected."""
    row = Mandate.objects.get(broker__user=people[story.broker], **{listing.SIDE: listing})
    mandates.end_mandate(acting_user=people[story.client], mandate=row, reason=story.reason)


def _introduction(story: IntroductionStory, people: dict[str, User], listings: dict[str, Any]) -> None:
    with _on(story.days_ago):
        row = introductions.register_introduction(
            acting_user=people[story.broker],
            need=listings[story.need],
            technology=listings[story.technology],
        )
    with _on(story.days_ago - 1):
        for account in story.confirmed:
            row = introductions.confirm_introduction(acting_user=people[account], introduction=row)
        if story.refused:
            introductions.refuse_introduction(
                acting_user=people[story.refused], introduction=row, reason=story.reason
            )
        if story.withdrawn:
            introductions.withdraw_introduction(
                acting_user=people[story.broker], introduction=row, reason=story.reason
            )


def _visit(story: VisitStory, people: dict[str, User]) -> VisitNote:
    with _on(story.days_ago):
        return note_visit(
            acting_user=people[story.broker],
            organisation=Organisation.objects.get(code=story.organisation),
            way=story.way,
            on=clock.today(),
            text=story.text,
        )


def _card(story: CardStory, people: dict[str, User]) -> None:
    """Counted as `domain.visit.count_card_visit` would have, day by day."""
    today = clock.today()
    CardVisits.objects.bulk_create(
        CardVisits(broker=people[story.broker].broker, on=today - timedelta(days=number), count=count)
        for number, count in enumerate(story.opened, 1)
    )


register(
    FileKind(
        "demonstration work of brokers",
        "demo/brokering.yaml",
        BrokeringFile,
        load_brokering,
        order=65,
        stage="demonstration",
    )
)
