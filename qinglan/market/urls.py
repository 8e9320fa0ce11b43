"""Addresses of the market."""

from typing import Any

from django.urls import URLPattern, include, path

from qinglan.market.views import (
    abroad,
    brokering,
    figures,
    gate,
    lists,
    matches,
    pasting,
    record,
    saved,
    searching,
    services,
    unmet,
    versions,
    visits,
    writing,
)


def _of(side: str) -> list[URLPattern]:
    """The addresses of one listing, for one side."""
    here: dict[str, Any] = {"side": side}
    return [
        path("new/", writing.new, here, name="new"),
        path("paste/", pasting.paste, here, name="paste"),
        path("<int:pk>/", record.record, here, name="record"),
        path("<int:pk>/edit/<slug:group>/", writing.edit, here, name="edit"),
        path("<int:pk>/parts/<slug:kind>/", writing.part, here, name="part"),
        path("<int:pk>/parts/<slug:kind>/<int:part>/", writing.part, here, name="part-edit"),
        path("<int:pk>/parts/<slug:kind>/<int:part>/drop/", writing.drop, here, name="part-drop"),
        path("<int:pk>/files/", writing.files, here, name="files"),
        path("<int:pk>/files/<int:attachment>/drop/", writing.file_drop, here, name="file-drop"),
        path("<int:pk>/first-check/", gate.check_first, here, name="check-first"),
        path("<int:pk>/second-check/", gate.check_second, here, name="check-second"),
        path("<int:pk>/return/", gate.give_back, here, name="return"),
        path("<int:pk>/withdraw/", gate.withdraw, here, name="withdraw"),
        path("<int:pk>/versions/", versions.versions, here, name="versions"),
        path("<int:pk>/matches/", matches.matches, here, name="matches"),
        path("<int:pk>/mandate/", brokering.propose, here, name="mandate"),
        path("<int:pk>/poster/", brokering.poster, here, name="poster"),
        *(path(f"<int:pk>/{name}/", gate.act, {**here, "name": name}, name=name) for name in gate.ACTS),
    ]


technologies = [
    path("", lists.TechnologyList.as_view(), name="list"),
    path("mine/", lists.OwnTechnologies.as_view(), name="mine"),
    path("queue/", lists.TechnologyQueue.as_view(), name="queue"),
    path(
        "<int:pk>/applications/<int:application>/confirm/",
        gate.confirm,
        {"side": "technology"},
        name="confirm-application",
    ),
    *_of("technology"),
]
needs = [
    path("", lists.NeedList.as_view(), name="list"),
    path("mine/", lists.OwnNeeds.as_view(), name="mine"),
    path("queue/", lists.NeedQueue.as_view(), name="queue"),
    path("<int:pk>/invite/", unmet.invite, {"side": "need"}, name="invite"),
    *_of("need"),
]
market = [
    path("", searching.search, name="search"),
    path("words/", searching.suggest, name="suggest"),
    path("save/", saved.save, name="save-search"),
    path("saved/", saved.mine, name="saved"),
    path("saved/<int:pk>/drop/", saved.drop, name="drop-search"),
]
brokering_urls = [
    path("market/brokering/", brokering.home, name="home"),
    path("market/brokering/visits/new/", visits.visit, name="visit"),
    path("market/brokering/visits/<int:note>/need/", visits.need, name="need"),
    path("brokers/<int:pk>/card/", brokering.card, name="card"),
]
mandate_urls = [
    path("<int:pk>/", brokering.mandate, name="record"),
    path("<int:pk>/<slug:act>/", brokering.settle_mandate, name="settle"),
]
introduction_urls = [
    path("new/", brokering.introduce, name="new"),
    path("<int:pk>/", brokering.introduction, name="record"),
    path("<int:pk>/<slug:act>/", brokering.settle_introduction, name="settle"),
]
figure_urls = [
    path("", figures.home, name="home"),
    path("funnel/", figures.funnel, name="funnel"),
    path("supply/", figures.supply, name="supply"),
    path("supply/needs/", unmet.NeedsWithoutSupply.as_view(), name="unmet"),
    path("publish/<slug:kind>/", figures.publish, name="publish"),
    path("<int:number>/", figures.record, name="record"),
    path("<int:number>/withdraw/", figures.withdraw, name="withdraw"),
]
abroad_urls = [
    path("", abroad.home, name="home"),
    path("technologies/", abroad.english_first(abroad.TechnologiesAbroad.as_view()), name="technologies"),
    path("needs/", abroad.english_first(abroad.NeedsAbroad.as_view()), name="needs"),
]
match_urls = [
    path("<int:pk>/", matches.record, name="record"),
    path("<int:pk>/<slug:side>/not-relevant/", matches.judge, name="judge"),
    path("<int:pk>/<slug:side>/take-back/", matches.take_back, name="take-back"),
]
urlpatterns = [
    path("", include((brokering_urls, "brokering"))),
    path("market/figures/", include((figure_urls, "figures"))),
    path("market/introductions/", include((introduction_urls, "introductions"))),
    path("market/mandates/", include((mandate_urls, "mandates"))),
    path("market/matches/", include((match_urls, "matches"))),
    path("market/search/", include((market, "market"))),
    path("market/services/", include(([path("", services.ServiceList.as_view(), name="list")], "services"))),
    path("market/abroad/", include((abroad_urls, "abroad"))),
    path("market/technologies/", include((technologies, "technologies"))),
    path("market/needs/", include((needs, "needs"))),
    path("", include("qinglan.market.contact.urls")),
]
