"""Addresses of papers, files and verification."""

from django.urls import path

from qinglan.kernel.documents.views import listing, paper, serving, verify

app_name = "documents"
urlpatterns = [
    path("files/<uuid:pk>/", serving.file, name="file"),
    path("papers/", listing.PaperList.as_view(), name="papers"),
    path("papers/<int:pk>/", paper.record, name="paper"),
    path("papers/<int:pk>/take/<slug:form>/", paper.take, name="take"),
    path("papers/<int:pk>/number/", paper.enter_number, name="number"),
    path("papers/<int:pk>/copy/", paper.return_copy, name="return"),
    path("papers/<int:pk>/compare/", paper.compare, name="compare"),
    path("papers/<int:pk>/pages/<slug:side>/<int:number>/", paper.page, name="page"),
    path("papers/<int:pk>/discard/", paper.discard, name="discard"),
    path("verify/", verify.ask, name="verify"),
    path("verify/<str:code>/", verify.verify, name="verify-code"),
]
