"""To whom the digest goes, in the settings of the admin."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet

from press_archive.digests.models import Reader


class ReaderViewSet(ModelViewSet):
    """``/admin/basin-ozetini-alanlar/``."""

    model = Reader
    name = "digest_readers"
    url_prefix = "basin-ozetini-alanlar"
    icon = "group"
    menu_label = _("Basın özetini alanlar")
    add_to_settings_menu = True
    copy_view_enabled = False
    add_to_reference_index = False
    search_backend_name = None
    list_display = ["__str__", "gets_digest", "gets_alerts"]
    form_fields = ["office", "user", "gets_digest", "gets_alerts"]
