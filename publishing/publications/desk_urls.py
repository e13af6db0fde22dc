"""Addresses of the publications' screens, below ``/admin/sayi/``."""

from django.urls import path

from publishing.publications import desk

app_name = "publications"
urlpatterns = [
    path("<int:pk>/", desk.desk, name="desk"),
    path("<int:pk>/plan/", desk.plan, name="plan"),
    path("<int:pk>/yazi/", desk.take, name="take"),
    path("oneri/<int:pk>/", desk.propose, name="propose"),
    path("<int:pk>/matbaa/", desk.hand_over, name="hand_over"),
    path("matbaa/<int:pk>/geri-al/", desk.revoke, name="revoke"),
    path("<int:pk>/dosyalar/", desk.make_files, name="make_files"),
    path("<int:pk>/onaya/", desk.submit, name="submit"),
    path("<int:pk>/durum/", desk.state, name="state"),
    path("dosya/<int:pk>/", desk.file, name="file"),
]
