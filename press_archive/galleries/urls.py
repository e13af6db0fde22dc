"""Public addresses of galleries besides those that every kind of entry has. Below the kits' own: nginx sends what is
there without keeping it."""

from django.urls import path

from press_archive.galleries import views

urlpatterns = [path("basin-kiti/galeri/<int:page_id>/hepsi.zip", views.photos, name="gallery_zip")]
