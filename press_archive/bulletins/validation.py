"""What must be right before a bulletin may be submitted, in words that an editor understands, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cms.core.blocks import blank_paragraphs
from cms.core.networks import NETWORKS

if TYPE_CHECKING:
    from press_archive.bulletins.models import BulletinPage

# Plain fields besides headline and summary, in which a word may be left to be filled in.
PLAIN = ("lead_image_alt", "lead_image_credit", "place", "contact_name", "contact_phone")
PLACE_TO_FILL = re.compile(r"\[\[([^\[\]]{1,80})\]\]")


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason against a submission. ``field`` is a field of the bulletin, or the name of its child rows: then
    ``row`` says which of them, counted from 0, and is ``None`` for what is said of all."""

    field: str
    sentence: str
    row: int | None = None


def submission_errors(page: BulletinPage) -> list[str]:
    """Every reason why ``page`` cannot be submitted or signed; an empty list when there is none."""
    return [problem.sentence for problem in problems(page)]


def problems(page: BulletinPage) -> list[Problem]:
    """The same with their places, in the order in which the form asks for them."""
    found: list[Problem] = []
    if not page.title.strip():
        found.append(Problem("title", _("Başlık yazılmamış.")))
    if not page.summary.strip():
        found.append(Problem("summary", _("Spot yazılmamış.")))
    if without_words(page.body):
        found.append(Problem("body", _("Haber metni boş.")))
    else:
        found += body_problems(page)
    found += unfilled(page)
    if not page.lead_image_id and (page.lead_image_alt or page.lead_image_credit):
        sentence = _("Ana fotoğraf seçilmemiş; fotoğrafı seçin ya da metnini ve kaynağını silin.")
        found.append(Problem("lead_image", sentence))
    if page.lead_image_id:
        if not page.lead_image_alt.strip():
            found.append(Problem("lead_image_alt", _("Ana fotoğrafın alternatif metni yazılmamış.")))
        if not page.lead_image_credit.strip():
            found.append(Problem("lead_image_credit", _("Ana fotoğrafın kaynağı yazılmamış.")))
    if not page.department_id:
        found.append(Problem("department", _("Haberin geldiği müdürlük seçilmemiş.")))
    if page.send_email and not page.distribution_lists.all():
        sentence = _("Basına gönderilecek; ama hiçbir dağıtım listesi seçilmemiş.")
        found.append(Problem("distribution_lists", sentence))
    found += social_problems(page)
    found += correction_problems(page)
    return found


def without_words(body: Any) -> bool:
    """Whether no block of ``body`` says anything."""
    return not len(body) or (hasattr(body, "stream_block") and len(blank_paragraphs(body)) == len(body))


def body_problems(page: BulletinPage) -> list[Problem]:
    """Says so when a part of the body is half filled in, as a draft may be."""
    definition = getattr(page.body, "stream_block", None)
    if definition is None:
        return []
    try:
        definition.clean(page.body)
    except ValidationError:
        sentence = _(
            "Haber metninin bir bölümü eksik: fotoğrafların alternatif metni ve kaynağı, alıntıyı söyleyenin adı gibi."
        )
        return [Problem("body", sentence)]
    return []


def unfilled(page: BulletinPage) -> list[Problem]:
    """What a kind of bulletin left to be filled in, and nobody did."""
    # A form in which a mistake was found has no body that could say anything.
    body = page.body.get_prep_value() if hasattr(page.body, "get_prep_value") else []
    texts: list[tuple[str, int | None, list[str]]] = [
        ("title", None, [page.title]),
        ("summary", None, [page.summary]),
        ("body", None, list(words_in(body))),
        *((name, None, [getattr(page, name)]) for name in PLAIN),
        ("tags", None, [str(tag) for tag in page.tags.all()]),
        *(("correction_notes", number, [note.text]) for number, note in enumerate(page.correction_notes.all())),
        *(("social_texts", number, [row.text]) for number, row in enumerate(page.social_texts.all())),
    ]
    found = []
    for name, number, words in texts:
        places = dict.fromkeys(place.strip() for text in words for place in PLACE_TO_FILL.findall(text or ""))
        if places:
            sentence = _("Doldurulmamış yer kaldı: %(places)s.") % {"places": ", ".join(places)}
            found.append(Problem(name, sentence, number))
    return found


def words_in(raw: Any) -> Iterator[str]:
    """Every text in the stored form ``raw`` of a body."""
    if isinstance(raw, str):
        yield raw
    for inner in raw.values() if isinstance(raw, dict) else raw if isinstance(raw, list) else ():
        yield from words_in(inner)


def social_problems(page: BulletinPage) -> list[Problem]:
    """What the chosen networks would refuse."""
    found: list[Problem] = []
    seen: set[str] = set()
    for row, social in enumerate(page.social_texts.all()):
        network = NETWORKS.get(social.network)
        if network is None:
            found.append(Problem("social_texts", _("Bilinmeyen bir sosyal ağ seçilmiş."), row))
            continue
        sentences = []
        if network.key in seen:
            sentences.append(_("%(network)s için birden çok metin var.") % {"network": network.name})
        seen.add(network.key)
        if not social.text.strip():
            sentences.append(_("%(network)s için metin yazılmamış.") % {"network": network.name})
        picture = social.image_id or page.lead_image_id
        limit = network.limit_for(with_picture=bool(picture))
        length = network.measure(social.text)
        if length > limit:
            sentences.append(
                _("%(network)s metni %(over)d karakter uzun (%(length)d / %(limit)d).")
                % {"network": network.name, "over": length - limit, "length": length, "limit": limit}
            )
        if network.needs_picture and not picture:
            sentences.append(_("%(network)s için fotoğraf gerekir.") % {"network": network.name})
        if social.image_id and not social.image_alt.strip():
            sentences.append(_("%(network)s fotoğrafının alternatif metni yazılmamış.") % {"network": network.name})
        if social.image_alt.strip() and not social.image_id:
            sentences.append(
                _("%(network)s için fotoğraf seçilmemiş; fotoğrafı seçin ya da alternatif metnini silin.")
                % {"network": network.name}
            )
        found += [Problem("social_texts", sentence, row) for sentence in sentences]
    return found


def correction_problems(page: BulletinPage) -> list[Problem]:
    """A bulletin that the public has seen changes only with a note saying what changed."""
    if not page.first_published_at or not page.pk:
        return []
    published = page.published_notes()
    if any(note.text.strip() and note.text not in published for note in page.correction_notes.all()):
        return []
    sentence = _("Yayımlanmış bir bülten değişiyor: “Düzeltme” sekmesine ne değiştiğini yazın.")
    return [Problem("correction_notes", sentence)]
