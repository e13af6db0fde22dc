"""Every address of the site."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from cms.core.health import health
from cms.users.views.sign_in import nowhere

urlpatterns = [
    path("admin/", include("cms.users.account_urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("onay/", include("publishing.approval.desk.urls")),
    path("abonelik/takvim/", include("publishing.newsroom.urls")),
    path("abonelik/panolar/", include("publishing.outdoor.feed_urls")),
    path("abonelik/", include("publishing.subscriptions.urls")),
    path("abonelik/", include("press_archive.contacts.urls")),
    path("basin/", include("press_archive.journalists.urls")),
    path("basin/akreditasyon/", include("press_archive.accreditation.urls")),
    path("basin/", include("press_archive.portal.urls")),
    path("kapi/", include("press_archive.gate.urls")),
    path("basin-kiti/", include("media_library.kits.public_urls")),
    path("", include("search.urls")),
    path("saglik/", health, name="health"),
    path("healthz", health, name="healthz"),
    path("", include("media_library.access.urls")),
    path("", include("press_archive.agenda.urls")),
    path("", include("press_archive.bulletins.urls")),
    path("", include("press_archive.galleries.urls")),
    path("", include("publishing.publications.urls")),
    path("", include("cms.website.urls")),
    path("", include("press_archive.collections.urls")),
    path("_util/login/", nowhere),
    path("", include(wagtail_urls)),
]

handler400 = "cms.office.malformed.bad_request"
handler500 = "cms.core.outage.server_error"
