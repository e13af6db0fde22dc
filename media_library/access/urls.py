"""Addresses of stored files. ``wagtaildocs_serve`` is the name under which Wagtail asks for a document's address."""

from django.urls import path, re_path

from media_library.access import views

urlpatterns = [
    path("media/<path:path>", views.media, name="media"),
    re_path(r"^belgeler/(\d{1,18})/(.*)$", views.document, name="wagtaildocs_serve"),
]
