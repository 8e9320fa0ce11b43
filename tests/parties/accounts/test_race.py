"""Guesses at once: the race without the lock, then the lock."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from qinglan.parties import policy

TRIES, AT_ONCE = 10, 24


def at_once(act: Any) -> int:
    """How many of `AT_ONCE` calls of `act` at the same time were let through."""
    barrier = Barrier(AT_ONCE)

    def one(_number: int) -> bool:
        try:
            connections["default"].ensure_connection()
            barrier.wait(20)
            return bool(act(barrier))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return sum(pool.map(one, range(AT_ONCE)))


@pytest.mark.django_db(transaction=True)
def test_a_count_that_is_read_first_and_written_later_lets_all_through() -> None:
    """As it is often done: look whether there were too many, check, count the failure."""
    from qinglan.parties.models import Guard

    now = timezone.now()
    Guard.objects.create(key="naive", tries=0, last_try_at=now, locked_until=now)

    def act(barrier: Barrier) -> bool:
        row = Guard.objects.get(key="naive")
        allowed = row.tries < TRIES
        barrier.wait(20)  # the password is checked meanwhile
        Guard.objects.filter(key="naive").update(tries=row.tries + 1)
        return allowed

    assert at_once(act) == AT_ONCE


@pytest.mark.django_db(transaction=True)
def test_of_many_tries_at_once_no_more_than_allowed_get_through() -> None:
    from qinglan.parties.domain import guard
    from qinglan.parties.models import Guard

    brake = policy.ASVS.account_brake
    assert at_once(lambda _barrier: guard.admit("counted", brake)) == TRIES
    assert Guard.objects.get(key="counted").tries == TRIES


@pytest.mark.django_db(transaction=True)
def test_of_many_guesses_at_one_code_five_are_compared_and_one_uses_it() -> None:
    from qinglan.kernel.conflicts import Impossible
    from qinglan.parties.domain import guard
    from qinglan.parties.domain.code import use_code
    from qinglan.parties.models import Code
    from tests.parties.accounts.conftest import account

    li = account("li")
    now = timezone.now()
    code = Code.objects.create(
        purpose="login",
        account=li,
        destination="x",
        digest=guard.keyed_digest("code", "login:x:123456"),
        made_at=now,
        expires_at=now + policy.CODE_LIFE,
    )

    def act(_barrier: Barrier) -> bool:
        try:
            use_code(code_id=code.pk, purpose="login", typed="123456")
        except Impossible:
            return False
        return True

    assert at_once(act) == 1
    code.refresh_from_db()
    assert code.tries <= policy.CODE_TRIES


@pytest.mark.django_db(transaction=True)
def test_two_administrators_roles_at_once_reach_one_account_one_at_a_time() -> None:
    from django.db import IntegrityError

    from qinglan.parties.models import User
    from tests.support.people import assign

    li = User.objects.create(username="li")
    roles = ("administrator", "security", "auditor")
    numbers = iter(range(AT_ONCE))

    def act(_barrier: Barrier) -> bool:
        role = roles[next(numbers) % 3]
        try:
            assign(User.objects.get(pk=li.pk), role)
        except IntegrityError:
            return False
        return True

    at_once(act)
    assert li.assignments.count() == 1


@pytest.mark.django_db
def test_an_unknown_name_takes_as_long_as_a_known_one(settings: Any) -> None:
    """Both hash once: counted instead of timed, for a clock on a busy machine says little."""
    from django.contrib.auth.hashers import MD5PasswordHasher

    from qinglan.kernel.conflicts import Impossible
    from qinglan.parties.domain.login import check_login
    from tests.parties.accounts.conftest import account

    settings.PASSWORD_HASHERS = ["tests.parties.accounts.test_race.Counting"]
    account("li")
    account("none-yet").set_unusable_password()
    counts = {}
    for name in ("li", "none-yet", "nobody-at-all"):
        Counting.made = 0
        with pytest.raises(Impossible):
            check_login(identifier=name, password="wrong", address="", device="")
        counts[name] = Counting.made
    assert counts == {"li": 1, "none-yet": 1, "nobody-at-all": 1}
    assert issubclass(Counting, MD5PasswordHasher)


from django.contrib.auth.hashers import MD5PasswordHasher  # noqa: E402 - the class below is loaded by its name


class Counting(MD5PasswordHasher):
    """A hasher that counts its work."""

    algorithm = "counting"
    made = 0

    def encode(self, password: str, salt: str) -> str:
        Counting.made += 1
        return super().encode(password, salt)
