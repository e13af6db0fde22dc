"""The identity in the admin: one draft to edit, signed at the approvers' desk."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from cms.identity.models import THE_ONE, Identity
from cms.office.allowed import require


class StraightToTheOne(IndexView):
    """There is only one identity: its list is its editor."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        editor = self.get_edit_url(Identity(pk=THE_ONE))
        require(editor is not None)
        return redirect(editor)


class IdentityViewSet(SnippetViewSet):
    """Kurum kimliği: edited here as a draft, public only with both signatures."""

    model = Identity
    icon = "site"
    menu_label = _("Kurum kimliği")
    menu_name = "identity"
    menu_order = 600
    add_to_settings_menu = True
    index_view_class = StraightToTheOne
    copy_view_enabled = False


register_snippet(IdentityViewSet)
