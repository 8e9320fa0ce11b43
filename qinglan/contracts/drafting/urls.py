"""Addresses of clauses and versions, below ``/contracts/``."""

from django.urls import path

from qinglan.contracts.views import versions

urlpatterns = [
    path("<slug:number>/clauses/", versions.write, name="clauses"),
    path("<slug:number>/versions/<int:version>/", versions.record, name="version"),
    path("<slug:number>/versions/<int:version>/pdf/", versions.pdf, name="version-pdf"),
]
