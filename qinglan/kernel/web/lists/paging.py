"""Page numbers, up to a reach that is said on the page."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class PageLink:
    """A page number; without an address it stands for left-out pages."""

    number: int
    url: str = ""
    current: bool = False


@dataclass(frozen=True)
class Pager:
    """Which page of how many, the links around it, and whether entries lie beyond the reach."""

    number: int
    pages: int
    reach: int
    capped: bool
    previous: str
    next: str
    links: tuple[PageLink, ...]


def paginate(count: int, asked: int, page_size: int, reach: int, address: Callable[[int], str]) -> Pager:
    """The pager for page `asked` (moved into the range of pages) of `count` entries.

    Only the first `reach` entries can be paged through: what lies deeper is found by filters or in
    an export, and reading far into a sorted result costs the database all that lies before.
    """
    pages = max(1, -(-min(count, reach) // page_size))
    number = min(max(asked, 1), pages)
    near = {1, pages, *range(number - 2, number + 3)}
    links: list[PageLink] = []
    before = 0
    for page in sorted(n for n in near if 1 <= n <= pages):
        if page - before == 2:
            links.append(PageLink(page - 1, address(page - 1)))
        elif page - before > 2:
            links.append(PageLink(0))
        links.append(PageLink(page, address(page), page == number))
        before = page
    return Pager(
        number,
        pages,
        reach,
        count > reach,
        address(number - 1) if number > 1 else "",
        address(number + 1) if number < pages else "",
        tuple(links),
    )
