"""The time of a story: told to who tells it, only of the past, and never in production."""

from datetime import timedelta
from typing import Any

import pytest

from qinglan.kernel import clock
from qinglan.kernel.clock.story import telling, told

pytestmark = pytest.mark.django_db


def test_the_clock_tells_the_moment_of_the_story_and_true_time_after_it(settings: Any) -> None:
    settings.DEMONSTRATION = True
    moment = clock.now() - timedelta(days=400)
    with telling(moment):
        inside = clock.now(), clock.today()
        with telling(moment + timedelta(days=1)):
            deeper = clock.now()
        again = clock.now()
    assert inside == (moment, moment.astimezone(clock.SHANGHAI).date())
    assert (deeper, again) == (moment + timedelta(days=1), moment)
    assert told() is None
    assert clock.now() > moment + timedelta(days=399)


def test_a_story_tells_of_the_past_alone(settings: Any) -> None:
    settings.DEMONSTRATION = True
    with pytest.raises(ValueError, match="of the past"), telling(clock.now() + timedelta(minutes=1)):
        pytest.fail("the block must not run")
    assert told() is None


def test_production_tells_no_stories(settings: Any) -> None:
    settings.DEMONSTRATION = False
    with pytest.raises(ValueError, match="demonstration mode"), telling(clock.now()):
        pytest.fail("the block must not run")


def test_the_moment_is_forgotten_when_the_story_breaks_off(settings: Any) -> None:
    settings.DEMONSTRATION = True
    with pytest.raises(RuntimeError, match="broken"), telling(clock.now() - timedelta(days=1)):
        raise RuntimeError("broken")
    assert told() is None
