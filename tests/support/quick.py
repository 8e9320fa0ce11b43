"""What costs much in every test and proves nothing in most: slow passwords, static files looked through anew."""

from typing import Any

from hypothesis import HealthCheck
from hypothesis import settings as examples


def take_examples(profile: str) -> None:
    """Within this process: properties are tried with the same examples in every run, with new ones in a soak.

    How long an example takes says how busy the machine is, no more.
    """
    lasting: dict[str, Any] = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
    examples.register_profile("every run", derandomize=True, database=None, **lasting)
    examples.register_profile("soak", **lasting)
    examples.load_profile(profile)


def make_quick() -> None:
    """Within this process: passwords are hashed quickly, static files are looked through once.

    Tests of passwords name the hasher that they mean; servers that tests start are as in production.
    """
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    _look_through_static_files_once()


def _look_through_static_files_once() -> None:
    """Each test client loads the middleware anew, which asks for the state of every static file: 50 ms."""
    from qinglan.kernel.web.static_files import StaticFilesMiddleware

    look_through = StaticFilesMiddleware.add_files_from_finders
    found: dict[str, Any] = {}

    def once(self: StaticFilesMiddleware) -> None:
        if not found:
            look_through(self)
            found.update(self.files)
        self.files.update(found)

    StaticFilesMiddleware.add_files_from_finders = once
