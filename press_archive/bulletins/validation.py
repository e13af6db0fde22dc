"""What must be right before a bulletin may be submitted, in words that an editor understands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cms.core.networks import NETWORKS

if TYPE_CHECKING:
    from press_archive.bulletins.models import BulletinPage


def submission_errors(page: BulletinPage) -> list[str]:
    """Every reason why ``page`` cannot be submitted or signed; an empty list when there is none."""
    errors: list[str] = []
    if not page.summary.strip():
        errors.append(_("Spot yazılmamış."))
    if not page.department_id:
        errors.append(_("Haberin geldiği müdürlük seçilmemiş."))
    if not page.lead_image_id and (page.lead_image_alt or page.lead_image_credit):
        errors.append(_("Ana fotoğraf seçilmemiş; fotoğrafı seçin ya da metnini ve kaynağını silin."))
    if page.lead_image_id:
        if not page.lead_image_alt.strip():
            errors.append(_("Ana fotoğrafın alternatif metni yazılmamış."))
        if not page.lead_image_credit.strip():
            errors.append(_("Ana fotoğrafın kaynağı yazılmamış."))
    if not len(page.body):
        errors.append(_("Haber metni boş."))
    errors += body_errors(page)
    errors += social_errors(page)
    if page.send_email and not page.distribution_lists.all():
        errors.append(_("Basına gönderilecek; ama hiçbir dağıtım listesi seçilmemiş."))
    errors += correction_errors(page)
    return errors


def body_errors(page: BulletinPage) -> list[str]:
    """Says so when a part of the body is half filled in, as a draft may be."""
    definition = getattr(page.body, "stream_block", None)
    if definition is None:
        return []
    try:
        definition.clean(page.body)
    except ValidationError:
        return [
            _(
                "Haber metninin bir bölümü eksik: fotoğrafların alternatif metni ve kaynağı, "
                "alıntıyı söyleyenin adı gibi."
            )
        ]
    return []


def social_errors(page: BulletinPage) -> list[str]:
    """What the chosen networks would refuse."""
    errors: list[str] = []
    seen: set[str] = set()
    for social in page.social_texts.all():
        network = NETWORKS.get(social.network)
        if network is None:
            errors.append(_("Bilinmeyen bir sosyal ağ seçilmiş."))
            continue
        if network.key in seen:
            errors.append(_("%(network)s için birden çok metin var.") % {"network": network.name})
        seen.add(network.key)
        if not social.text.strip():
            errors.append(_("%(network)s için metin yazılmamış.") % {"network": network.name})
        limit = network.limit_for(with_picture=bool(page.lead_image_id))
        length = network.measure(social.text)
        if length > limit:
            errors.append(
                _("%(network)s metni %(over)d karakter uzun (%(length)d / %(limit)d).")
                % {"network": network.name, "over": length - limit, "length": length, "limit": limit}
            )
        if network.needs_picture and not page.lead_image_id:
            errors.append(_("%(network)s için ana fotoğraf gerekir.") % {"network": network.name})
    return errors


def correction_errors(page: BulletinPage) -> list[str]:
    """A bulletin that the public has seen changes only with a note saying what changed."""
    if not page.first_published_at or not page.pk:
        return []
    published = page.published_notes()
    if any(note.text.strip() and note.text not in published for note in page.correction_notes.all()):
        return []
    return [_("Yayımlanmış bir bülten değişiyor: “Düzeltme” sekmesine ne değiştiğini yazın.")]
