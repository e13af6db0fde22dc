"""Addresses of the digest's screens, below ``/admin/basin-ozeti/``."""

from django.urls import path

from press_archive.digests import views

app_name = "digests"
urlpatterns = [
    path("", views.index, name="index"),
    path("<str:day>/", views.one_day, name="day"),
    path("<str:day>/pdf/", views.pdf, name="pdf"),
    path("<str:day>/sira/", views.arrange, name="arrange"),
    path("<str:day>/not/", views.annotate, name="annotate"),
    path("<str:day>/gonder/", views.send, name="send"),
]
