"""Addresses of moves of researchers, below ``/contracts/``."""

from django.urls import path

from qinglan.contracts.views import mobility, mobility_deciding, mobility_tables

urlpatterns = [
    path("mobility/", mobility.MobilityList.as_view(), name="mobilities"),
    path("mobility/new/", mobility.new, name="mobility-new"),
    path("mobility/new/<int:unit>/", mobility.write, name="mobility-write"),
    path("mobility/personnel/", mobility_tables.personnel_table, name="personnel"),
    path("mobility/shares/", mobility_tables.shares, name="shares"),
    path("mobility/shares/new/", mobility_tables.new_shares, name="new-shares"),
    path("mobility/shares/<int:pk>/end/", mobility_tables.end_held, name="end-shares"),
    path("mobility/proofs/", mobility_tables.proofs, name="proofs"),
    path("mobility/proofs/new/", mobility_tables.new_proof, name="new-proof"),
    path("mobility/proofs/<slug:number>/", mobility_tables.proof, name="proof"),
    path("mobility/<slug:number>/", mobility.record, name="mobility"),
    path("mobility/<slug:number>/edit/", mobility.edit, name="mobility-edit"),
    path("mobility/<slug:number>/apply/", mobility.apply_for, name="mobility-apply"),
    path("mobility/<slug:number>/take-back/", mobility.take_back, name="mobility-take-back"),
    path("mobility/<slug:number>/report/", mobility.report, name="mobility-report"),
    path("mobility/<slug:number>/decide/", mobility_deciding.decide, name="mobility-decide"),
    path("mobility/<slug:number>/agreement/", mobility_deciding.agreement, name="mobility-agreement"),
    path("mobility/<slug:number>/extend/", mobility_deciding.extend, name="mobility-extend"),
    path(
        "mobility/<slug:number>/extensions/<int:pk>/",
        mobility_deciding.decide_longer,
        name="mobility-extension",
    ),
    path("mobility/<slug:number>/end/", mobility_deciding.end, name="mobility-end"),
]
