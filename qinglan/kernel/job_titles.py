"""What people call a job: the code name of a job is for machines and logs."""

from django.utils.functional import Promise

TITLES: dict[str, str | Promise] = {}


def register(name: str, title: str | Promise) -> None:
    """Say what the job called `name` does, in a few words; a name may be entered once."""
    if name in TITLES:
        raise ValueError(f"the job {name} has two titles")
    TITLES[name] = title


def title_of(name: str) -> str | Promise:
    """The title of the job called `name`; the code name itself where nobody gave one."""
    return TITLES.get(name, name)
