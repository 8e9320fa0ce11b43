"""What costs much in every test and proves nothing in most: slow passwords, static files looked through anew."""

from typing import Any


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
