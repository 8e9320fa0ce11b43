"""Addresses of yearly figures."""

from django.urls import path

from qinglan.parties.views import yearly

app_name = "yearly"
urlpatterns = [
    path("yearly/", yearly.ReportList.as_view(), name="list"),
    path("yearly/<int:pk>/", yearly.record, name="record"),
    path("yearly/<int:pk>/fill/", yearly.fill, name="fill"),
    path("yearly/<int:pk>/sheet/", yearly.sheet, name="sheet"),
    path("yearly/<int:pk>/upload/", yearly.Upload.as_view(), name="upload"),
    path("yearly/<int:pk>/accept/", yearly.Accept.as_view(), name="accept"),
    path("yearly/<int:pk>/return/", yearly.Return.as_view(), name="return"),
    path("yearly/<int:pk>/correct/", yearly.Correct.as_view(), name="correct"),
    path("organisations/<int:pk>/yearly/", yearly.overview, name="overview"),
    path("organisations/<int:pk>/yearly/begin/", yearly.begin, name="begin"),
]
