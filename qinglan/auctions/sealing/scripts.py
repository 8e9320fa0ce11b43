"""The scripts of the pages of sealed bids, and their digests: published, in the chain, and checked by the browser."""

import base64
from functools import cache
from hashlib import sha256, sha384

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage

LIBRARY = ("vendor/libsodium/libsodium-sumo.js", "vendor/libsodium-wrappers/libsodium-wrappers.js")
SUITE = "auctions/suite.js"
PAGES = (
    "auctions/sealing.js",
    "auctions/seal.js",
    "auctions/openers.js",
    "auctions/opening.js",
    "auctions/own.js",
)


@cache
def content(name: str) -> bytes:
    """The bytes of a script as it is served."""
    path = finders.find(name)
    if not isinstance(path, str):
        raise FileNotFoundError(name)
    with open(path, "rb") as file:  # noqa: PTH123 - the finder gives text
        return file.read()


def digests() -> dict[str, str]:
    """SHA-256 of every script by name, in hex: what the chain holds and ``sha256sum`` prints."""
    return {name: sha256(content(name)).hexdigest() for name in (*LIBRARY, SUITE, *PAGES)}


def needed(*pages: str) -> list[dict[str, str]]:
    """The scripts of a page in their order: address, integrity for the browser, SHA-256 for people."""
    return [_shown(name) for name in (*LIBRARY, SUITE, *pages)]


def _shown(name: str) -> dict[str, str]:
    bytes_ = content(name)
    return {
        "url": staticfiles_storage.url(name),
        "name": name.rpartition("/")[2],
        "integrity": "sha384-" + base64.b64encode(sha384(bytes_).digest()).decode(),
        "sha256": sha256(bytes_).hexdigest(),
    }
