"""placeholder"""
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "web/page.html", {"title": "x"})
def page(request: HttpRequest, kind: str) -> HttpResponse:
    return index(request)
