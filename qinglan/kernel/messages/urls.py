"""Addresses of messages."""

from django.urls import path

from qinglan.kernel.messages.views import inbox, link, log

app_name = "messaging"
urlpatterns = [
    path("messages/", inbox.Inbox.as_view(), name="inbox"),
    path("messages/read/", inbox.read_all, name="read-all"),
    path("messages/choice/", inbox.choice, name="choice"),
    path("messages/log/", log.DeliveryLog.as_view(), name="log"),
    path("messages/log/<int:pk>/retry/", log.retry, name="retry"),
    path("messages/<int:pk>/", inbox.message, name="message"),
    path("t/<str:token>/", link.link, name="link"),
]
