"""Addresses of those who handle cases."""

from django.urls import path

from qinglan.programmes.views import (
    handling_act,
    handling_decisions,
    handling_queue,
    handling_record,
    handling_replies,
)

app_name = "handling"
urlpatterns = [
    path("handling/", handling_queue.HandlingQueue.as_view(), name="queue"),
    path("handling/rounds/<int:pk>/decisions/", handling_decisions.decisions, name="decisions"),
    path("handling/replies/", handling_replies.ReplyList.as_view(), name="replies"),
    path("handling/<int:pk>/", handling_record.record, name="record"),
    path("handling/<int:pk>/replies/<int:reply>/", handling_act.reply, name="reply"),
    path("handling/<int:pk>/<slug:name>/", handling_act.act, name="act"),
]
