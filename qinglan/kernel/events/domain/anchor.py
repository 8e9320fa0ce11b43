"""Verb: make the day's signed anchor over all stream heads."""

from hashlib import sha256

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from qinglan.kernel import clock
from qinglan.kernel.events import delivery, keys, merkle
from qinglan.kernel.events.canonical import encode, moment_text
from qinglan.kernel.events.models import Anchor, Anchored, Delivery, Head

FORMAT = "qinglan-anchor/1"
LOCK = 7_215_330_001
"""Number of the advisory lock that lets one process at a time make an anchor."""

# Heads that moved since they were last anchored.
_MOVED = """
SELECT head.stream, head.sequence, head.hash FROM events_head AS head
 WHERE head.sequence > 0 AND NOT EXISTS (
       SELECT FROM events_anchored AS leaf WHERE leaf.stream = head.stream AND leaf.sequence = head.sequence)
 ORDER BY head.stream COLLATE "C"
"""


@transaction.atomic
def make_anchor() -> tuple[Anchor, bool]:
    """The anchor of this legal day, and whether it was made just now. Two calls at once make one.

    1. Takes the lock; answers with today's anchor if there is one.
    2. Reads the heads that moved since they were last anchored, in one snapshot. A head that did not
       move is held by the anchor in which it stands, and that by the chain of anchors: each holds the
       hash of the one before. So every anchor speaks for all heads.
    3. Signs the canonical document (number, day, time, count and root of the tree of heads, number of
       streams, hash of the anchor before) with this installation's Ed25519 key.
    4. Stores document, signature and leaves, which only grow.
    5. Queues one delivery for each adapter that the operator configured.

    Nobody acts here: the time does. Raises SettingError for an adapter that is configured wrongly.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    moment = clock.now()
    day = timezone.localdate(moment)
    before = Anchor.objects.order_by("-number").first()
    if before is not None and before.day >= day:
        return before, False
    with connection.cursor() as cursor:
        cursor.execute(_MOVED)
        heads = [(stream, sequence, bytes(value)) for stream, sequence, value in cursor.fetchall()]
    leaves = [
        Anchored(position=position, stream=stream, sequence=sequence, hash=value)
        for position, (stream, sequence, value) in enumerate(heads)
    ]
    tree = merkle.levels([merkle.leaf_hash(leaf.encode()) for leaf in leaves])
    key = keys.signing_key()
    document = encode(
        {
            "day": day,
            "format": FORMAT,
            "heads": len(heads),
            "key": keys.public_bytes(key).hex(),
            "made_at": moment_text(moment),
            "number": before.number + 1 if before else 1,
            "previous": sha256(before.document).hexdigest() if before else "",
            "root": merkle.root(tree).hex(),
            "signature": "ed25519",
            "site": settings.SITE_NAME["zh-hans"],
            "streams": Head.objects.filter(sequence__gt=0).count(),
            "tree": "rfc6962-sha256",
        }
    )
    anchor = Anchor.objects.create(
        number=before.number + 1 if before else 1,
        day=day,
        made_at=moment,
        document=document,
        signature=key.sign(document),
        public_key=keys.public_bytes(key),
    )
    for leaf in leaves:
        leaf.anchor = anchor
    Anchored.objects.bulk_create(leaves, batch_size=2000)
    for adapter in delivery.configured():
        row = Delivery.objects.create(anchor=anchor, adapter=adapter.name)
        delivery.queue(row)
    return anchor, True
