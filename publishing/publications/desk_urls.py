"""Addresses of the publications' screens, below ``/admin/sayi/``."""

from django.urls import path

from publishing.publications import desk

app_name = "publications"
urlpatterns = [
    path("<int:pk>/", desk.desk, name="desk"),
    path("<int:pk>/plan/", desk.plan, name="plan"),
    path("<int:pk>/dosyalar/", desk.make_files, name="make_files"),
    path("<int:pk>/onaya/", desk.submit, name="submit"),
    path("<int:pk>/durum/", desk.state, name="state"),
    path("dosya/<int:pk>/", desk.file, name="file"),
]
