"""Public addresses of publications besides those that every kind of entry has."""

from django.urls import path

import cms.core.slugs  # noqa: F401 (the converter "address")
from publishing.publications import views

urlpatterns = [
    path("yayinlar/<address:slug>/yayin.pdf", views.web_pdf, name="publication_pdf"),
    path("baski-paketi/<str:key>/paket.zip", views.package, name="publication_package"),
    path("yayinlar/<address:slug>/kapak.jpg", views.cover, name="publication_cover"),
]
