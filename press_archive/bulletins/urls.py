"""Addresses below ``/bultenler/``."""

from django.urls import path

from cms.core import slugs  # noqa: F401 (the converter "address")
from press_archive.bulletins import views
from press_archive.bulletins.feeds import BulletinAtomFeed, BulletinFeed

urlpatterns = [
    path("", views.bulletin_list, name="bulletins"),
    path("rss.xml", BulletinFeed(), name="bulletins_rss"),
    path("atom.xml", BulletinAtomFeed(), name="bulletins_atom"),
    path("etiket/<address:tag>/rss.xml", BulletinFeed(), name="bulletins_rss_tag"),
    path("etiket/<address:tag>/atom.xml", BulletinAtomFeed(), name="bulletins_atom_tag"),
    path("<address:slug>/", views.bulletin, name="bulletin"),
]
