"""The gate's addresses, below ``/kapi/``."""

from __future__ import annotations

from django.urls import path

from press_archive.gate import views

app_name = "gate"
urlpatterns = [
    path("calisan.js", views.worker, name="worker"),
    path("<str:key>/", views.app, name="app"),
    path("<str:key>/liste.json", views.people, name="people"),
    path("<str:key>/fotograf/<int:pk>/", views.photo, name="photo"),
    path("<str:key>/okutmalar/", views.scans, name="scans"),
    path("<str:key>/uygulama.webmanifest", views.manifest, name="manifest"),
]
