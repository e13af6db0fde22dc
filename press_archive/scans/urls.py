"""Addresses of the scans' screens, below ``/admin/taramalar/``."""

from django.urls import path

from press_archive.scans import views

app_name = "scans"
urlpatterns = [
    path("", views.index, name="index"),
    path("yeni/", views.add, name="add"),
    path("<int:pk>/", views.paper, name="paper"),
    path("<int:pk>/oku/", views.reading, name="reading"),
    path("<int:pk>/durum/", views.state, name="state"),
    path("<int:pk>/degistir/", views.change, name="change"),
    path("<int:pk>/ekle/", views.more, name="more"),
    path("<int:pk>/sil/", views.remove, name="remove"),
    path("sayfalar/<int:pk>/", views.page, name="page"),
    path("sayfalar/<int:pk>/foto/", views.picture, name="picture"),
    path("sayfalar/<int:pk>/kucuk/", views.small, name="small"),
    path("dosyalar/<int:pk>/", views.file, name="file"),
]
