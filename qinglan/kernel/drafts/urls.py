"""Addresses of drafts: called by the pages' script and by buttons of the forms."""

from django.urls import path

from qinglan.kernel.drafts.views import draft

app_name = "drafts"
urlpatterns = [
    path("drafts/save/", draft.save, name="save"),
    path("drafts/discard/", draft.discard, name="discard"),
    path("drafts/sent/", draft.sent, name="sent"),
]
