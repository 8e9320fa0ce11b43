"""Addresses of contracts. Each room has its own in `<room>/urls.py`, all in the namespace ``contracts``."""

from django.urls import include, path

from qinglan.contracts.views import aids, contract_writing, contracts

app_name = "contracts"
_ROOMS: tuple[str, ...] = (
    "figures",
    "drafting",
    "mobility",
    "performing",
    "registering",
    "settling",
    "sharing",
    "signing",
)
"""Rooms with addresses; the page of a contract comes last, it takes every single word below ``/contracts/``."""

urlpatterns = [
    *(path("contracts/", include(f"qinglan.contracts.{room}.urls")) for room in _ROOMS),
    path("contracts/aids/", aids.aids, name="aids"),
    path("contracts/aids/<slug:slug>/", aids.aid, name="aid"),
    path("contracts/", contracts.listing, name="list"),
    path("contracts/new/", contract_writing.new, name="new"),
    path("contracts/<slug:number>/", contracts.record, name="contract"),
    path("contracts/<slug:number>/edit/", contract_writing.edit, name="edit"),
    path("contracts/<slug:number>/milestones/", contract_writing.milestones, name="milestones"),
    path("contracts/<slug:number>/parties/<slug:side>/<int:position>/", contract_writing.party, name="party"),
    path("contracts/<slug:number>/parties/<int:party>/drop/", contract_writing.drop, name="drop-party"),
    path("contracts/<slug:number>/abandon/", contract_writing.abandon, name="abandon"),
]
