"""Addresses of rights."""

from django.urls import path

from qinglan.rights.views import rights

app_name = "rights"
urlpatterns = [
    path("rights/", rights.Ledger.as_view(), name="list"),
    path("rights/new/", rights.new, name="new"),
    path("rights/<int:pk>/", rights.record, name="record"),
    path("rights/<int:pk>/edit/", rights.edit, name="edit"),
    path("rights/<int:pk>/licence/", rights.part, {"kind": "licence"}, name="licence"),
    path("rights/<int:pk>/pledge/", rights.part, {"kind": "pledge"}, name="pledge"),
    path("rights/<int:pk>/release/", rights.release, name="release"),
]
