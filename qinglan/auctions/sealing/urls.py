"""Addresses of sealed bidding, below ``/auctions/``. What is sent goes to one address, whichever lot it is for."""

from django.urls import path

from qinglan.auctions.views import openers, opening, sealing

urlpatterns = [
    path("sealed/", sealing.endpoint, name="sealed"),
    path("sealed/mine/", sealing.own, name="own-envelope"),
    path("<slug:number>/seal/", sealing.seal, name="seal"),
    path("<slug:number>/seal/openers.json", openers.keys, name="opener-keys"),
    path("<slug:number>/openers/", openers.page, name="openers"),
    path("<slug:number>/openers/name/", openers.name, name="name-openers"),
    path("<slug:number>/openers/key/", openers.key, name="opener-key"),
    path("<slug:number>/openers/<int:place>/replace/", openers.replace, name="replace-opener"),
    path("<slug:number>/opening/", opening.page, {"kind": "opening"}, name="opening"),
    path("<slug:number>/opening/begin/", opening.begin, {"kind": "opening"}, name="begin-opening"),
    path("<slug:number>/opening/boxes/", opening.boxes, {"kind": "opening"}, name="opening-boxes"),
    path("<slug:number>/opening/standing/", opening.standing, {"kind": "opening"}, name="opening-standing"),
    path("<slug:number>/opening/own/", opening.own, name="let-bidders-open"),
    path("<slug:number>/opening/<int:order>/<int:place>/", opening.file, name="offer-file"),
    path("<slug:number>/rehearsal/", opening.page, {"kind": "rehearsal"}, name="rehearsal"),
    path("<slug:number>/rehearsal/begin/", opening.begin, {"kind": "rehearsal"}, name="begin-rehearsal"),
    path("<slug:number>/rehearsal/boxes/", opening.boxes, {"kind": "rehearsal"}, name="rehearsal-boxes"),
    path(
        "<slug:number>/rehearsal/standing/",
        opening.standing,
        {"kind": "rehearsal"},
        name="rehearsal-standing",
    ),
]
