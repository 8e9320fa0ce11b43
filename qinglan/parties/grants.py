"""What a person may act as today: his memberships, his roles of the office, and what was delegated to him.

Read in one statement and kept on the account object, so that a request asks once. Every change of a
term makes all objects of this process read again; an object that lives longer than a request (a live
page) reads again after `KEPT` seconds.
"""

import time
from dataclasses import dataclass
from typing import Any

from django.db import connection

from qinglan.kernel import deputising

KEPT = 30
"""Seconds."""

_STATEMENT = """
WITH RECURSIVE today AS (SELECT (qinglan_now() AT TIME ZONE 'Asia/Shanghai')::date AS day),
deputised AS (
    SELECT d.assignment_id, d.membership_id, d.given_by_id AS principal
    FROM parties_delegation d CROSS JOIN today
    JOIN parties_user ON parties_user.id = d.given_by_id AND parties_user.is_active
    WHERE d.deputy_id = %(user)s AND d.ended_at IS NULL AND d.valid_from <= day AND d.valid_to >= day
),
mine AS (
    SELECT 'office' AS sort, id, role, organisation_id, territory_id, NULL::bigint AS principal
    FROM parties_assignment, today
    WHERE user_id = %(user)s AND ended_at IS NULL
        AND valid_from <= day AND (valid_to IS NULL OR valid_to >= day)
    UNION ALL
    SELECT 'member', id, role, organisation_id, NULL, NULL
    FROM parties_membership, today
    WHERE user_id = %(user)s AND ended_at IS NULL
        AND valid_from <= day AND (valid_to IS NULL OR valid_to >= day)
    UNION ALL
    SELECT 'office', held.id, role, organisation_id, territory_id, principal
    FROM deputised JOIN parties_assignment held ON held.id = assignment_id AND held.user_id = principal, today
    WHERE ended_at IS NULL AND valid_from <= day AND (valid_to IS NULL OR valid_to >= day)
    UNION ALL
    SELECT 'member', held.id, role, organisation_id, NULL, principal
    FROM deputised JOIN parties_membership held ON held.id = membership_id AND held.user_id = principal, today
    WHERE ended_at IS NULL AND valid_from <= day AND (valid_to IS NULL OR valid_to >= day)
),
below AS (
    SELECT territory_id AS top, territory_id AS code FROM mine WHERE territory_id IS NOT NULL
    UNION
    SELECT below.top, t.code FROM below JOIN codes_territory t ON t.parent_id = below.code
)
SELECT sort, id, role, organisation_id, territory_id, principal,
    ARRAY(SELECT code FROM below WHERE top = mine.territory_id)
FROM mine ORDER BY principal NULLS FIRST, sort, id
"""
_generation = 0


@dataclass(frozen=True)
class Grant:
    """One assignment (`is_office`) or membership in force today.

    `territories` are the codes of the territory and all that lies in it; None means the whole city.
    `principal` is the key of the person in whose name a deputy holds it.
    """

    is_office: bool
    pk: int
    role: str
    organisation: int | None
    territory: str | None
    territories: frozenset[str] | None
    principal: int | None

    @property
    def is_whole(self) -> bool:
        """Whether it is for the whole city."""
        return self.organisation is None and self.territory is None

    def covers(self, territory: str | None, organisation: int | None) -> bool:
        """Whether something in this territory and of this organisation lies within; None is not known."""
        return (self.territories is None or territory in self.territories) and (
            self.organisation is None or self.organisation == organisation
        )


def of(user: Any) -> tuple[Grant, ...]:
    """What `user` holds today, his own first; nothing for strangers and closed accounts."""
    if getattr(user, "pk", None) is None or not user.is_active:
        return ()
    kept = getattr(user, "_grants", None)
    if kept is None or kept[0] != _generation or time.monotonic() - kept[1] > KEPT:
        kept = (_generation, time.monotonic(), _read(user.pk))
        user._grants = kept
    found: tuple[Grant, ...] = kept[2]
    if any(grant.principal is not None for grant in found) and not deputising.counts():
        return tuple(grant for grant in found if grant.principal is None)
    return found


def rests_on(grant: Grant | None) -> bool:
    """Whether there is such a grant; in whose name it is held is noted."""
    if grant is None:
        return False
    deputising.used(grant.principal)
    return True


def _read(user: int) -> tuple[Grant, ...]:
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, {"user": user})
        return tuple(
            Grant(
                is_office=sort == "office",
                pk=pk,
                role=role,
                organisation=organisation,
                territory=territory,
                territories=None if territory is None else frozenset(codes),
                principal=principal,
            )
            for sort, pk, role, organisation, territory, principal, codes in cursor.fetchall()
        )


def forget() -> None:
    """Let every account object of this process read again; called by whatever changes a term."""
    global _generation  # noqa: PLW0603 - one number for the process
    _generation += 1
