"""The public directories of the site: which there are, what each holds, how many stand in it.

An app registers in ``AppConfig.ready()``; the hub page and the menu show all that are registered.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.web import navigation

Text = str | Promise
GROUP = "directories"
MOST = 1_000
"""What is counted: more are “1,000 or more”."""


@dataclass(frozen=True)
class Directory:
    """One directory: the page with its list, what it holds, and how one comes to stand in it.

    `rows` gives what everybody may see of it. `join_url` names the page that leads into it.
    """

    url_name: str
    label: Text
    says: Text
    order: int
    rows: Callable[[], Any]
    join_url: str = ""
    join_label: Text = ""


@dataclass(frozen=True)
class Shown:
    """A directory as the hub shows it; `count` stops at `MOST`."""

    label: str
    says: str
    url: str
    count: int
    join_url: str
    join_label: str

    @property
    def is_more(self) -> bool:
        """Whether there are more than were counted."""
        return self.count >= MOST


_directories: dict[str, Directory] = {}


def register(directory: Directory) -> None:
    """Put a directory on the hub and into the main menu."""
    _directories[directory.url_name] = directory
    navigation.register(directory.url_name, directory.label, order=directory.order, group=GROUP)


def shown() -> list[Shown]:
    """All directories, in order; one count for each."""
    return [
        Shown(
            str(one.label),
            str(one.says),
            reverse(one.url_name),
            one.rows().order_by()[:MOST].count(),
            reverse(one.join_url) if one.join_url else "",
            str(one.join_label),
        )
        for one in sorted(_directories.values(), key=lambda one: one.order)
    ]


navigation.register_group(GROUP, _("Directories"), order=40)
navigation.register("directories:hub", _("All directories"), order=40, group=GROUP)
