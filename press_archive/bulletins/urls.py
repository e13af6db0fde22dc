"""Public addresses of bulletins besides those that every kind of entry has."""

from django.urls import path

from press_archive.bulletins import views

urlpatterns = [path("etiketler/", views.tags, name="bulletin_tags")]
