"""Addresses of lots."""

from django.urls import path

from qinglan.auctions.views import lot_organising as organising
from qinglan.auctions.views import lot_writing as writing
from qinglan.auctions.views import lots

urlpatterns = [
    path("", lots.LotList.as_view(), name="list"),
    path("mine/", lots.OwnLots.as_view(), name="mine"),
    path("organised/", lots.OrganisedLots.as_view(), name="organised"),
    path("new/", writing.choose, name="new"),
    path("new/<slug:side>/<int:pk>/", writing.new, name="begin"),
    path("<slug:number>/", lots.record, name="lot"),
    path("<slug:number>/edit/", writing.edit, name="edit"),
    path("<slug:number>/criteria/", writing.criteria, name="criteria"),
    path("<slug:number>/papers/", writing.papers, name="papers"),
    path("<slug:number>/papers/<int:paper>/drop/", writing.drop_paper, name="drop-paper"),
    *(
        path(f"<slug:number>/{name}/", writing.act, {"name": name}, name=name)
        for name in ("hand-in", "take-back", "offer-again")
    ),
    path("<slug:number>/disclose/", organising.disclose, name="disclose"),
    path("<slug:number>/return/", organising.give_back, name="return"),
    path("<slug:number>/amend/", organising.amend, name="amend"),
    path("<slug:number>/stop/", organising.stop, name="stop"),
    path("<slug:number>/ask/", organising.ask, name="ask"),
    path("<slug:number>/questions/<int:pk>/answer/", organising.answer, name="answer"),
]
