"""Addresses of the ledger."""

from django.urls import path

from qinglan.kernel.ledger.views import listing, statement

app_name = "ledger"
urlpatterns = [
    path("ledger/", listing.AccountList.as_view(), name="list"),
    path("ledger/<int:account>/", statement.Statement.as_view(), name="account"),
]
