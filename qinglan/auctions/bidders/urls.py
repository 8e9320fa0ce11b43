"""Addresses of bidders, below ``/auctions/``."""

from django.urls import path

from qinglan.auctions.views import acceptance, bidders

urlpatterns = [
    path("bidders/<int:pk>/", bidders.record, name="bidder"),
    path("bidders/<int:pk>/admit/", bidders.admit, name="admit"),
    path("bidders/<int:pk>/withdraw/", bidders.withdraw, name="withdraw-bidder"),
    path("bidders/<int:pk>/correct/", bidders.correct, name="correct"),
    path("bidders/<int:pk>/return/", bidders.with_reason, {"name": "return"}, name="return-bidder"),
    path("bidders/<int:pk>/refuse/", bidders.with_reason, {"name": "refuse"}, name="refuse"),
    path("bidders/<int:pk>/exclude/", bidders.with_reason, {"name": "exclude"}, name="exclude"),
    *(
        path(f"bidders/<int:pk>/{name}/", bidders.receipt, {"name": name}, name=name)
        for name in ("deposit", "return-deposit", "forfeit-deposit")
    ),
    path("<slug:number>/apply/", bidders.apply, name="apply"),
    path("<slug:number>/bidders/", bidders.listed, name="bidders"),
    path("<slug:number>/accept/", acceptance.accept, name="accept"),
    path("<slug:number>/take/", acceptance.take, name="take"),
]
