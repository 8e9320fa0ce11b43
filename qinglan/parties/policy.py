"""The two sets of security rules between which an installation chooses (``QINGLAN_SECURITY_PROFILE``).

Pure values without Django, so that the settings can read them. docs/accounts.md prints both tables.
"""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Brake:
    """How guesses are slowed down: `tries` are free, then every further one waits longer.

    The first wait is `pause`, each later one twice as long, at most `longest`; `forget` after the
    last try all is forgotten.
    """

    tries: int
    pause: timedelta
    longest: timedelta
    forget: timedelta


@dataclass(frozen=True)
class Profile:
    """One set of rules; `source` names the document, the rest are its values."""

    name: str
    source: str
    shortest_password: int
    longest_password: int
    kinds_of_characters: int
    """How many of lower case, upper case, digits and signs a password must hold; 0: no such rule."""
    remembered_passwords: int
    """How many earlier passwords may not come again."""
    password_age: timedelta | None
    """After which a password must be changed; None: never for its age alone."""
    account_brake: Brake
    address_brake: Brake
    idle: timedelta
    absolute: timedelta
    second_factor: tuple[str, ...]
    """Roles whose holders can't log in without a second factor."""


CODE_LIFE = timedelta(minutes=5)
"""How long a one-time code is good for (ASVS 5.0, 6.5.5: at most 10 minutes)."""
CODE_TRIES = 5
"""How often one code may be guessed at (six digits: one chance in 200,000)."""
SENDING = Brake(1, timedelta(minutes=1), timedelta(hours=1), timedelta(hours=12))
"""Codes to one number or mailbox: one a minute, then less and less often."""
SENDING_FROM = Brake(20, timedelta(minutes=1), timedelta(hours=1), timedelta(hours=12))
"""Codes asked for from one address."""
USED = Brake(1, timedelta(minutes=2), timedelta(minutes=2), timedelta(minutes=2))
"""A code of an authenticator application is good once within the time that it is shown."""
SECOND = Brake(5, timedelta(minutes=1), timedelta(hours=1), timedelta(hours=12))
"""Guesses at the second factor of one account."""

_ADDRESS = Brake(100, timedelta(minutes=1), timedelta(hours=1), timedelta(hours=12))
"""Wrong guesses from one address: an office of some hundred people stands behind one."""

ASVS = Profile(
    name="asvs",
    source=(
        "OWASP Application Security Verification Standard 5.0.0: 6.2 (passwords), 6.3.1 (guessing), "
        "6.3.3 (second factor), 7.3 (timeouts)"
    ),
    shortest_password=12,
    longest_password=128,
    kinds_of_characters=0,
    remembered_passwords=0,
    password_age=None,
    account_brake=Brake(10, timedelta(minutes=1), timedelta(hours=1), timedelta(hours=12)),
    address_brake=_ADDRESS,
    idle=timedelta(hours=1),
    absolute=timedelta(hours=12),
    second_factor=("officer", "administrator", "security", "auditor"),
)
DENGBAO_3 = Profile(
    name="dengbao-3",
    source=(
        "GB/T 22239-2019 (网络安全等级保护基本要求), third level, 8.1.4.1 身份鉴别 and 8.1.5 管理中心; "
        "the numbers, which the standard leaves open, as assessors commonly ask for them"
    ),
    shortest_password=8,
    longest_password=128,
    kinds_of_characters=3,
    remembered_passwords=5,
    password_age=timedelta(days=90),
    account_brake=Brake(5, timedelta(minutes=30), timedelta(hours=4), timedelta(hours=12)),
    address_brake=_ADDRESS,
    idle=timedelta(minutes=30),
    absolute=timedelta(hours=8),
    second_factor=("administrator", "security", "auditor"),
)
PROFILES = {profile.name: profile for profile in (ASVS, DENGBAO_3)}


def current() -> Profile:
    """The rules of this installation."""
    from django.conf import settings  # noqa: PLC0415 - the settings themselves read this module

    return PROFILES[settings.SECURITY_PROFILE]
