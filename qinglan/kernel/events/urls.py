"""Addresses of event streams and anchors."""

from django.urls import path

from qinglan.kernel.events.views import anchor, listing, stream

app_name = "events"
urlpatterns = [
    path("events/", listing.StreamList.as_view(), name="list"),
    path("events/verify_events.py", stream.script, name="script"),
    path("events/anchors/", anchor.AnchorList.as_view(), name="anchors"),
    path("events/anchors/<int:number>.json", anchor.download, name="anchor"),
    path("events/<str:stream>/", stream.page, name="stream"),
    path("events/<str:stream>/export.<str:form>", stream.export, name="export"),
]
