"""Verb: attach the official text to a version that so far has only structure and quotes."""

import hashlib
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.plans import recorded
from qinglan.plans.domain.reading import PREAMBLE, end_of_preamble
from qinglan.plans.models import Body, Quantity, Version
from qinglan.plans.reader.model import Reading


@transaction.atomic
def attach_text(*, acting_user: Any, version: Version, reading: Reading, file_name: str) -> Version:
    """Put the official text under the articles of `version`.

    The text must agree with what the version already says: the same article headings under the
    same numbers, and every quote in its article. Otherwise nothing is stored and Impossible names
    each disagreement. Words that stand several times in an article are marked in the order of its items.
    """
    permissions.require(acting_user, "plans.attach", version)
    locked = Version.objects.select_for_update(of=("self",)).get(pk=version.pk)
    digest = hashlib.sha256(reading.text.encode()).hexdigest()
    if locked.text_digest == digest:
        return locked
    if locked.text_digest:
        raise Impossible(
            _("This version already has another text. Read the new text as a new version of the plan.")
        )
    texts = {
        article.number: reading.text[article.span.start : article.span.end].strip("\n")
        for article in reading.articles
    }
    texts[PREAMBLE] = reading.text[: end_of_preamble(reading)].strip("\n")
    headings = {article.number: article.heading for article in reading.articles}
    articles = list(locked.articles.all())
    quantities = list(locked.quantities.exclude(decision="dropped").select_related("article"))
    bodies = list(locked.bodies.exclude(decision="dropped").select_related("article"))
    faults = [
        _("Article %(number)s is called “%(ours)s” here and “%(theirs)s” in the file.")
        % {"number": article.number, "ours": article.heading, "theirs": headings.get(article.number, "—")}
        for article in articles
        if not article.is_preamble and headings.get(article.number) != article.heading
    ]
    cited: list[Quantity | Body] = [*quantities, *bodies]
    faults += [
        _("Article %(number)s of the file does not contain “%(quote)s”.")
        % {"number": item.article.number, "quote": item.quote}
        for item in cited
        if item.quote not in texts.get(item.article.number, "")
    ]
    extra = sorted(set(texts) - {PREAMBLE} - {article.number for article in articles})
    faults += [
        _("The file has an article %(number)s that the plan does not have.") % {"number": number}
        for number in extra
    ]
    if faults:
        raise Impossible("\n".join(faults), field="file")
    for article in articles:
        article.text = texts[article.number]
        article.save(update_fields=["text"])
    last: dict[tuple[int, str], int] = {}
    for quantity in quantities:
        key = (quantity.article.number, quantity.quote)
        place = texts[quantity.article.number].find(quantity.quote, last.get(key, -1) + 1)
        last[key] = quantity.start = place if place >= 0 else last[key]
        quantity.save(update_fields=["start"])
    locked.text_digest = digest
    locked.text_file = file_name[:200]
    locked.revision += 1
    locked.save(update_fields=["text_digest", "text_file", "revision"])
    recorded.record(acting_user, recorded.ATTACHED, locked, file=locked.text_file, sha256=digest)
    return locked
