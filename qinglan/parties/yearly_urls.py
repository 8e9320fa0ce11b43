"""Addresses of yearly figures."""

from django.urls import path

from qinglan.parties.views import yearly, yearly_fill, yearly_list, yearly_settle

app_name = "yearly"
urlpatterns = [
    path("yearly/", yearly_list.ReportList.as_view(), name="list"),
    path("yearly/<int:pk>/", yearly.record, name="record"),
    path("yearly/<int:pk>/fill/", yearly_fill.fill, name="fill"),
    path("yearly/<int:pk>/sheet/", yearly_fill.sheet, name="sheet"),
    path("yearly/<int:pk>/upload/", yearly_fill.Upload.as_view(), name="upload"),
    path("yearly/<int:pk>/accept/", yearly_settle.Accept.as_view(), name="accept"),
    path("yearly/<int:pk>/return/", yearly_settle.Return.as_view(), name="return"),
    path("yearly/<int:pk>/correct/", yearly_settle.Correct.as_view(), name="correct"),
    path("organisations/<int:pk>/yearly/", yearly.overview, name="overview"),
    path("organisations/<int:pk>/yearly/begin/", yearly.begin, name="begin"),
]
