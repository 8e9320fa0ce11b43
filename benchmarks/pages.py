"""What a list page costs: the public directory of organisations against a bare Django page with one query.

    python -m benchmarks.pages [--rows 100000] [--rounds 300]

One embedded server, made for this run. The bare page is the least that Django answers with the same
rows: one query for twenty organisations with their territory, a template with a heading and a list,
the same middleware, the same client. The two take turns in blocks; printed are the medians and their
ratio. Ends with 1 when the list page costs more than 3 times the bare one.
"""

# ruff: noqa: PLC0415 - Django is imported once its home is known
import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.own_server import begin, ready_for_pages

LARGEST_RATIO = 3.0
BARE = (
    "<!doctype html><html lang='en'><head><title>Organisations</title></head><body><h1>Organisations</h1>"
    "<ul>{% for item in items %}<li><a href='/organisations/{{ item.pk }}/'>{{ item.name }}</a>"
    " {{ item.get_kind_display }} {{ item.territory.name }} {{ item.code }}</li>{% endfor %}</ul></body></html>"
)
LIST = "/organisations/"
BARE_ADDRESS = "/bare/"


def set_up(home: Path, rows: int) -> Any:
    """A server with migrated tables and `rows` organisations; returns the server. Django is set up."""
    server = begin(home)
    ready_for_pages()
    from qinglan.parties.domain.account import system_user
    from tests.parties.organisations.made import territories
    from tests.parties.organisations.many import fill

    territories()
    fill(system_user().pk, 1, rows)
    _analyze()
    return server


def _analyze() -> None:
    import psycopg

    from qinglan.kernel.database.location import connection_params

    with psycopg.connect(**connection_params("owner"), autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE")


def add_bare_page() -> None:
    """Put the bare page among the addresses of the site."""
    from django.http import HttpRequest, HttpResponse
    from django.template import engines
    from django.urls import path

    from qinglan.parties.models import Organisation
    from qinglan.portal import site

    template = engines["django"].from_string(BARE)

    def bare(request: HttpRequest) -> HttpResponse:
        rows = Organisation.objects.filter(is_public=True).select_related("territory")
        items = rows.defer("search_text", "search_grams", "introduction").order_by("name_key", "pk")[:20]
        return HttpResponse(template.render({"items": items}, request))

    addresses: list[Any] = site.urlpatterns
    addresses.append(path(BARE_ADDRESS.lstrip("/"), bare))


def measure(rounds: int) -> tuple[float, float]:
    """Medians in milliseconds of the bare page and the list page."""
    from django.test import Client

    client = Client()
    taken: dict[str, list[float]] = {BARE_ADDRESS: [], LIST: []}
    for address in taken:
        for _ in range(20):
            assert client.get(address).status_code == 200
    for _ in range(rounds // 10):
        for address, times in taken.items():
            for _ in range(10):
                began = time.perf_counter()
                client.get(address)
                times.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken[BARE_ADDRESS]), statistics.median(taken[LIST])


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=300)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="qinglan-pages-", ignore_cleanup_errors=True) as home:
        server = set_up(Path(home), asked.rows)
        try:
            add_bare_page()
            bare, page = measure(asked.rounds)
        finally:
            server.stop()
    ratio = page / bare
    print(f"{asked.rows} organisations, twenty a page")
    print(f"bare Django page, one query  {bare:6.2f} ms")
    print(f"list page                    {page:6.2f} ms")
    print(f"ratio                        {ratio:6.2f}  (at most {LARGEST_RATIO})")
    return 0 if ratio <= LARGEST_RATIO else 1


if __name__ == "__main__":
    sys.exit(main())
