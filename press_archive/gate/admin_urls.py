"""The office's addresses of gates, below ``/admin/kapi/``."""

from __future__ import annotations

from django.urls import path

from press_archive.gate import admin_views as views

app_name = "gate_desk"
urlpatterns = [
    path("", views.index, name="index"),
    path("<int:pk>/gir/", views.enter, name="enter"),
    path("etkinlik/<int:pk>/", views.event, name="event"),
    path("etkinlik/<int:pk>/bulten/", views.send_bulletin, name="send_bulletin"),
    path("etkinlik/<int:pk>/gelenler.xlsx", views.workbook, name="workbook"),
    path("<int:pk>/kapat/", views.close, name="close"),
]
