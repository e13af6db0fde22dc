"""Every address of the site."""

from django.contrib.sitemaps import views as sitemap_views
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from cms.core.health import health
from cms.users.views.sign_in import nowhere
from cms.website.sitemaps import PageSitemap
from cms.website.views import sitemap_index
from press_archive.bulletins.sitemaps import BulletinSitemap
from press_archive.galleries.sitemaps import GallerySitemap

SITEMAPS = {"sayfalar": PageSitemap, "bultenler": BulletinSitemap, "galeriler": GallerySitemap}

urlpatterns = [
    path("admin/", include("cms.users.account_urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("onay/", include("publishing.approval.desk.urls")),
    path("abonelik/", include("press_archive.contacts.urls")),
    path("basin-kiti/", include("media_library.kits.public_urls")),
    path("saglik/", health, name="health"),
    path("", include("media_library.access.urls")),
    path("", include("cms.website.urls")),
    path("bultenler/", include("press_archive.bulletins.urls")),
    path("", include("press_archive.galleries.urls")),
    path("sitemap.xml", sitemap_index, {"sitemaps": SITEMAPS}),
    path("sitemap-<section>.xml", sitemap_views.sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("_util/login/", nowhere),
    path("", include(wagtail_urls)),
]

handler400 = "cms.office.malformed.bad_request"
handler500 = "cms.core.outage.server_error"
