"""From the archive to a gallery: what the buttons on a shoot and on the finder's selection lead to."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cms.office.ways import way_back
from cms.users.selectors import signed_in
from media_library.archive import selection
from media_library.models import Shoot
from press_archive.galleries import services
from press_archive.galleries.models import Kind

MOST_SAID = 5


@require_POST
def from_shoot(request: HttpRequest, number: int, kind: Kind) -> HttpResponseBase:
    """A draft with everything of a shoot that may be shown, opened in the editor."""
    shoot = get_object_or_404(Shoot, pk=number)
    return _drafted(request, kind, shoot, None, back=reverse("archive:shoot", args=[number]))


@require_POST
def from_selection(request: HttpRequest) -> HttpResponseBase:
    """A draft with the photos chosen in the archive; with the videos, when only videos were chosen."""
    chosen = selection.read(request.POST)
    back = way_back(request, reverse("archive:finder"), name="donus")
    if chosen.videos and not chosen.photos:
        return _drafted(request, Kind.VIDEO, None, chosen.videos, back=back)
    return _drafted(request, Kind.PHOTO, None, chosen.photos, back=back)


def _drafted(
    request: HttpRequest, kind: Kind, shoot: Shoot | None, chosen: tuple[int, ...] | None, *, back: str
) -> HttpResponseBase:
    try:
        draft = services.gallery_from_shoot(user=signed_in(request), kind=kind, shoot=shoot, chosen=chosen)
    except services.NothingToShow as error:
        messages.error(request, str(error))
        return redirect(back)
    words = _("Galeri taslağı hazır: %(count)d öge. Metinleri tamamlayıp onaya gönderin.")
    messages.success(request, words % {"count": len(draft.page.rows)})
    for sentence in draft.left_out[:MOST_SAID]:
        messages.warning(request, _("Alınmadı: %(reason)s") % {"reason": sentence})
    if (rest := len(draft.left_out) - MOST_SAID) > 0:
        messages.warning(request, _("%(count)d öge daha alınmadı.") % {"count": rest})
    return redirect("wagtailadmin_pages:edit", draft.page.pk)
