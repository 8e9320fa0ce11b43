"""List pages: state in the address, constant queries, bad parameters, exports."""

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.db.models import Q
from django.test import RequestFactory
from django.utils import translation

from qinglan.kernel.web.lists import (
    BooleanFilter,
    ChoiceFilter,
    DateRangeFilter,
    ListColumn,
    ListPage,
    Sort,
    TextFilter,
)
from qinglan.kernel.web.lists.paging import paginate

pytestmark = pytest.mark.django_db


class Groups(ListPage):
    """Groups stand for any rows."""

    title = "Groups"
    page_size = 2
    filters = (
        TextFilter("q", "Words", ("name__icontains",)),
        ChoiceFilter("name", "Name", [("甲", "First"), ("乙", "Second")], "name"),
        ChoiceFilter("one", "One", [("甲", "First"), ("乙", "Second")], "name", several=False),
        DateRangeFilter("joined", "Joined", "user__date_joined__date"),
        BooleanFilter("empty", "Empty", Q(user__isnull=True)),
    )
    sorts = (Sort("up", "Upwards", "name"), Sort("down", "Downwards", "-name"))
    columns = (ListColumn("Name", "name", sort="up"), ListColumn("Key", "pk", numeric=True))
    as_table = True

    def get_queryset(self):
        return Group.objects.filter(name__in=["甲", "乙", "丙", "=丁"])


def get(path, view=Groups):
    request = RequestFactory().get(path)
    request.user = AnonymousUser()
    request.session = SessionStore()
    return view.as_view()(request)


def names(response):
    text = response.content.decode()
    return [name for name in ("甲", "乙", "丙", "=丁") if f'<th scope="row">{name}</th>' in text]


def make(*given):
    Group.objects.bulk_create([Group(name=name) for name in given])


@pytest.mark.parametrize("rows", [("甲",), ("甲", "乙", "丙")])
def test_a_list_costs_two_queries_whatever_its_length(rows, django_assert_num_queries):
    make(*rows)
    with django_assert_num_queries(2):
        response = get("/")
    assert response.status_code == 200
    assert len(names(response)) == min(len(rows), 2)


def test_filters_sort_and_page_come_from_the_address():
    make("甲", "乙", "丙", "=丁")
    assert names(get("/?q=甲")) == ["甲"]
    assert names(get("/?name=甲&name=乙")) == ["甲", "乙"]
    assert names(get("/?one=乙&one=甲")) == ["乙"]
    assert names(get("/?q=甲&name=乙")) == []
    assert len(names(get("/?page=2"))) == 2
    assert names(get("/?empty=1&q=丙")) == ["丙"]
    assert names(get("/?joined_from=2026-01-01")) == []
    first = [names(get(f"/?sort=down&page={page}")) for page in (1, 2)]
    second = [names(get(f"/?sort=up&page={page}")) for page in (2, 1)]
    assert first == second


@pytest.mark.parametrize(
    "query",
    [
        "page=0", "page=-1", "page=x", "page=99999999999999999999", "page=２", "sort=nothing",
        "name=nobody", "joined_from=2026-13-45", "joined_to=%00", "export=exe", "empty=maybe",
    ],
)  # fmt: skip
def test_a_bad_parameter_is_ignored_and_said(query):
    make("甲")
    with translation.override("en"):
        response = get(f"/?{query}")
    assert response.status_code == 200
    assert names(response) == ["甲"]
    assert response.content.decode().count('<div class="q-note q-note-due">') == 1


def test_nul_bytes_and_unknown_parameters_do_no_harm():
    make("甲")
    assert names(get("/?q=%00甲&other=%00&lang=xx")) == ["甲"]


def test_a_page_behind_the_last_is_the_last():
    make("甲", "乙", "丙")
    assert len(names(get("/?page=50"))) == 1


def test_chips_take_one_value_away_and_keep_the_rest():
    make("甲")
    text = get("/?name=甲&name=乙&sort=down&page=3&extra=1").content.decode()
    assert 'href="?name=%E4%B9%99&amp;sort=down&amp;extra=1"' in text
    assert 'href="?name=%E7%94%B2&amp;sort=down&amp;extra=1"' in text
    assert 'href="?sort=down&amp;extra=1"' in text  # all of them
    assert '<input type="hidden" name="sort" value="down">' in text
    assert '<input type="hidden" name="extra" value="1">' in text


def test_an_empty_list_says_why():
    with translation.override("en"):
        assert "There is nothing here yet" in get("/").content.decode()
        make("甲")
        narrowed = get("/?q=nothing").content.decode()
    assert "Nothing matches these filters" in narrowed
    assert 'href="?"' in narrowed


def test_an_export_holds_the_filtered_list_of_all_pages(settings):
    settings.DEMONSTRATION = False
    make("甲", "乙", "=丁")
    key = dict(Group.objects.values_list("name", "pk"))
    lines = get("/?export=csv&sort=up").content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Name,Key"
    assert sorted(lines[1:]) == sorted([f"甲,{key['甲']}", f"乙,{key['乙']}", f"'=丁,{key['=丁']}"])
    assert get("/?export=csv&q=乙").content.decode("utf-8-sig").splitlines()[1:] == [f"乙,{key['乙']}"]
    assert get("/?export=xlsx").content[:2] == b"PK"


def test_a_heading_says_how_it_is_sorted_and_sorts():
    make("甲")
    text = get("/?sort=up").content.decode()
    assert '<th scope="col" aria-sort="ascending"><a class="q-sort" href="?sort=up">' in text
    assert '<th scope="col" class="q-right">Key</th>' in text


def test_the_pager_names_its_pages_and_its_reach():
    pager = paginate(10_500, 7, 20, 10_000, lambda number: f"?page={number}")
    assert (pager.number, pager.pages, pager.capped) == (7, 500, True)
    assert (pager.previous, pager.next) == ("?page=6", "?page=8")
    shown = [(link.number, link.url, link.current) for link in pager.links]
    assert shown == [
        (1, "?page=1", False),
        (0, "", False),
        (5, "?page=5", False),
        (6, "?page=6", False),
        (7, "?page=7", True),
        (8, "?page=8", False),
        (9, "?page=9", False),
        (0, "", False),
        (500, "?page=500", False),
    ]


def test_a_single_left_out_page_is_shown_itself():
    links = paginate(100, 4, 20, 10_000, str).links
    assert [link.number for link in links] == [1, 2, 3, 4, 5]


def test_no_rows_make_one_page():
    assert paginate(0, 3, 20, 10_000, str).pages == 1
