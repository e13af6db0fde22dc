"""A bulletin as the message that every channel carries."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from wagtail.fields import StreamField

from cms.core.message import Contact, Message, MessageVideo, Picture
from cms.core.message import SocialText as SocialMessage
from cms.website import markup, pictures
from cms.website.selectors import absolute, prepare_body
from press_archive.bulletins.photos import PressPhoto, press_photos, register_entry

if TYPE_CHECKING:
    from press_archive.bulletins.models import BulletinPage


def bulletin_message(page: BulletinPage) -> Message:
    """What ``page`` says to the press and the networks. Also for an unsaved ``revision.as_object()``.

    All addresses are absolute and begin with ``SITE_URL``. Photos carry two sizes: at most 2000 pixels a side to print,
    600 × 400 to look at; a photo whose file cannot be read goes without addresses, one that was taken down does
    not go at all.
    """
    html = body_html(page)
    shown = drawn_photos(page)
    lead = page.lead_image_id if pictures.shown(page.lead_image) else None
    return dataclasses.replace(
        bulletin_words(page),
        body_html=html,
        body_text=markup.as_text(html),
        contact=Contact(name=page.contact_name, phone=page.contact_phone, email=page.contact_email),
        pictures=tuple(
            Picture(
                image_id=item.photo.pk,
                alt=item.alt,
                credit=item.credit,
                caption=item.caption,
                url=_address(item.photo, pictures.PRESS),
                thumbnail_url=_address(item.photo, pictures.CARD),
            )
            for item in shown
        ),
        social=tuple(
            SocialMessage(network=social.network, text=social.text, image_id=picture, image_alt=alt)
            for social in page.social_texts.all()
            for picture, alt in [_post_picture(social, lead, page.lead_image_alt)]
        ),
        send_email=page.send_email,
        lists=tuple(chosen.pk for chosen in page.distribution_lists.all()),
        videos=tuple(videos_in(page.body)),
    )


def bulletin_words(page: BulletinPage) -> Message:
    """The head of :func:`bulletin_message`: what stands above the text. Nothing is drawn for it."""
    entry, notes = register_entry(page), notes_of(page)
    return Message(
        headline=page.title,
        summary=page.summary,
        body_html="",
        body_text="",
        url=absolute(page.public_path),
        number=entry.number if entry else "",
        department=page.department.name if page.department else "",
        place=page.place,
        date=page.event_date.isoformat() if page.event_date else "",
        note=notes[-1].text if notes else "",
    )


def body_html(page: BulletinPage) -> str:
    """The text of ``page`` as HTML that any reader takes."""
    links = prepare_body(page.body, page.lead_image)
    told = {"body": page.body, "links": links, "url": page.public_path}
    return markup.sanitised(render_to_string("bulletins/message_body.html", told))


def feed_html(page: BulletinPage) -> str:
    """All of ``page`` for feeds: its corrections, its lead photo with the credit, its text."""
    text = render_to_string("bulletins/feed_head.html", {"page": page, "notes": notes_of(page)})
    return markup.sanitised(text) + body_html(page)


def notes_of(page: BulletinPage) -> list[Any]:
    """The corrections of ``page``, the oldest first."""
    return sorted(page.correction_notes.all(), key=lambda note: (note.date, note.sort_order or 0))


def drawn_photos(page: BulletinPage) -> list[PressPhoto]:
    """The photos of ``page``, with the sizes that its message names."""
    shown = press_photos(page)
    pictures.draw((item.photo for item in shown), (pictures.PRESS, pictures.CARD))
    return shown


def videos_in(body: StreamField) -> Iterator[MessageVideo]:
    """The archive's videos of a body text, in order, with the words that are signed beside them."""
    for block in body:
        if block.block_type == "archive_video" and block.value["video"]:
            value = block.value
            yield MessageVideo(
                video_id=value["video"].pk, title=value["title"], caption=value["caption"] or "",
                credit=value["credit"] or "",
            )  # fmt: skip


def _post_picture(social: Any, lead: int | None, lead_alt: str) -> tuple[int | None, str]:
    """The photo of a post with its alternative text: its own, else the bulletin's. One that was taken down is replaced
    by none: the words were signed beside it."""
    if social.image_id is None:
        return (lead, lead_alt) if lead is not None else (None, "")
    return (social.image_id, social.image_alt) if pictures.shown(social.image) else (None, "")


def _address(photo: object, spec: str) -> str:
    stored = pictures.rendition(photo, spec)  # type: ignore[arg-type]
    return absolute(stored.url) if stored else ""
