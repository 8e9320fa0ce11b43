"""Addresses of to-dos."""

from django.urls import path

from qinglan.kernel.todos.views import acting, listing, stream

app_name = "todos"
urlpatterns = [
    path("desk/todos/", listing.Due.as_view(), name="list"),
    path("desk/todos/act/", acting.act, name="act"),
    path("desk/todos/hand-over/", acting.hand_over, name="hand-over"),
    path("desk/stream/", stream.stream, name="stream"),
    path("desk/waiting/", listing.Waiting.as_view(), name="waiting"),
    path("desk/team/", listing.Team.as_view(), name="team"),
]
