"""The kit of a public bulletin for everybody, at addresses that its page names: the same kit as behind the link in its
mails, made of the certificate alone, and closed in the same moment. Who fetches it is not written down.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from media_library.kits import public_views, selectors
from media_library.kits.models import FileRole, KitLink
from media_library.kits.names import zip_name


def _link(page_id: int) -> KitLink:
    """A way in that is no row: it has no end of its own and no password."""
    kit = selectors.kit_for_everybody(page_id)
    if kit is None:
        raise Http404
    return KitLink(kit=kit, token="")


@require_safe
def page(request: HttpRequest, page_id: int) -> HttpResponseBase:
    """What the kit holds."""
    return public_views.page_of(request, _link(page_id))


@require_safe
def everything(request: HttpRequest, page_id: int, name: str) -> HttpResponseBase:
    """The whole kit as one zip: under its own name, or as ``hepsi.zip``, which stays the same."""
    link = _link(page_id)
    return public_views.zip_of(request, link, zip_name(link.kit).removesuffix(".zip") if name == "hepsi" else name)


@require_safe
def text(request: HttpRequest, page_id: int, suffix: str) -> HttpResponseBase:
    """The bulletin as a file that ends in ``suffix``."""
    return public_views.file_of(
        request, _link(page_id), lambda one: one.role == FileRole.TEXT and one.name.endswith(f".{suffix}")
    )


@require_safe
def single(request: HttpRequest, page_id: int, pk: int, name: str) -> HttpResponseBase:
    """One file of the kit."""
    return public_views.file_of(request, _link(page_id), lambda one: one.pk == pk and one.last_name == name)


@require_safe
def thumbnail(request: HttpRequest, page_id: int, pk: int) -> HttpResponseBase:
    """A small picture of a photo of the kit."""
    return public_views.thumbnail_of(request, _link(page_id), pk)
