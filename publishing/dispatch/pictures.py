"""Photos that a frozen message names and that may no longer go out; and which mails carried a photo."""

from __future__ import annotations

import dataclasses

from bs4 import BeautifulSoup
from django.db.models import Count, Min, Q, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.core.message import Message
from cms.website import markup
from media_library.models import Photo, Video
from media_library.rights import selectors as rights
from media_library.rights.rules import Purpose
from media_library.rights.spread import Section, Trace
from publishing.dispatch.models import Channel, Delivery, DeliveryState
from publishing.dispatch.planning import CARRIED, IN_DOUBT


def without_blocked(message: Message) -> tuple[Message, int]:
    """``message`` without the photos that the press may not have today, in its list and in its text; and how many."""
    blocked = rights.blocked_photos({picture.image_id for picture in message.pictures}, Purpose.PRESS)
    if not blocked:
        return message, 0
    gone = [picture for picture in message.pictures if picture.image_id in blocked]
    addresses = {address for picture in gone for address in (picture.url, picture.thumbnail_url) if address}
    html = without_figures(message.body_html, addresses)
    kept = tuple(picture for picture in message.pictures if picture.image_id not in blocked)
    return dataclasses.replace(message, pictures=kept, body_html=html, body_text=markup.as_text(html)), len(gone)


def without_figures(html: str, addresses: set[str]) -> str:
    """``html`` without the pictures at ``addresses``, their captions and the links to them."""
    soup = BeautifulSoup(html, "html.parser")
    for picture in soup.find_all("img"):
        if picture.get("src") in addresses:
            (picture.find_parent("figure") or picture).decompose()
    for link in soup.find_all("a"):
        if link.get("href") in addresses:
            link.unwrap()
    return str(soup)


def mails_with(item: Photo | Video) -> Section | None:
    """To how many addresses each bulletin with this photo went."""
    if not isinstance(item, Photo):
        return None
    # JSON is asked as text: the website's row of each version carries the same message as its mails, once.
    said = Delivery.objects.annotate(said=Cast("payload", TextField()))
    named = Q(said__contains=f'"image_id": {item.pk},') | Q(said__contains=f'"image_id": {item.pk}}}')
    rows = []
    sites = list(said.filter(named, channel=Channel.WEBSITE, kind__in=CARRIED).order_by("pk").defer("payload"))
    mails = Delivery.objects.filter(
        content_type__in={site.content_type_id for site in sites}, object_id__in={site.object_id for site in sites},
        kind__in=CARRIED, channel=Channel.EMAIL, state__in=[DeliveryState.ACCEPTED, *IN_DOUBT],
    )  # fmt: skip
    counted = mails.values_list("content_type", "object_id", "version").annotate(Count("pk"), Min("pk")).order_by()
    sent = {(type_id, pk, version): (count, first) for type_id, pk, version, count, first in counted}
    for site in sites:
        count, first = sent.get((site.content_type_id, site.object_id, site.version), (0, None))
        if count:
            rows.append(
                Trace(
                    text=_("%(number)s %(headline)s: %(count)d alıcı")
                    % {"number": site.number, "headline": site.headline, "count": count},
                    url=reverse("dagitim:inspect", args=[first]),
                    done=_("E-postalardaki fotoğraf sitemizden yüklendiği için artık açılmaz."),
                    todo=_("Fotoğrafı indirip yayımlamış olabilecek alıcılardan kaldırmalarını isteyin."),
                )
            )
    return Section("mails", _("Kimlere gönderildi"), rows)
