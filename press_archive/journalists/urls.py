"""Public addresses of the accounts."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "journalists"
urlpatterns: list[URLPattern] = []
