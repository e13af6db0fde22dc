"""Addresses below ``/bultenler/``."""

from django.urls import path

from press_archive.bulletins import views
from press_archive.bulletins.feeds import BulletinAtomFeed, BulletinFeed

urlpatterns = [
    path("", views.bulletin_list, name="bulletins"),
    path("rss.xml", BulletinFeed(), name="bulletins_rss"),
    path("atom.xml", BulletinAtomFeed(), name="bulletins_atom"),
    path("etiket/<slug:tag>/rss.xml", BulletinFeed(), name="bulletins_rss_tag"),
    path("etiket/<slug:tag>/atom.xml", BulletinAtomFeed(), name="bulletins_atom_tag"),
    path("<slug:slug>/", views.bulletin, name="bulletin"),
]
