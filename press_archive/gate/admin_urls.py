"""The office's addresses of gates, below ``/admin/kapi/``."""

from __future__ import annotations

from django.urls import path

from press_archive.gate import admin_views as views

app_name = "gate_desk"
urlpatterns = [
    path("etkinlik/<int:pk>/", views.event, name="event"),
    path("<int:pk>/kapat/", views.close, name="close"),
]
