"""Test data of dispatch."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

from django.contrib.contenttypes.models import ContentType

from cms.core.message import Message, SocialText
from press_archive.bulletins.models import BulletinPage
from press_archive.contacts.models import DistributionList
from publishing.dispatch.models import Channel, Delivery
from publishing.dispatch.planning import unsubscribe_url
from tests import factories

MESSAGE = Message(
    headline="Sahil yolu açıldı",
    summary="Yol bu sabah açıldı.",
    body_html="<p>Yol açıldı.</p>",
    body_text="Yol açıldı.",
    url="http://testserver/bultenler/sahil-yolu/",
    number="2026/0001",
    send_email=True,
)


class Press:
    """A bulletin whose message the test decides, and the list it goes to."""

    def __init__(self, emails: tuple[str, ...]) -> None:
        self.list: DistributionList = factories.distribution_list("Yerel basın", emails)
        self.page: BulletinPage = factories.bulletin(lists=[self.list])
        self.message = replace(MESSAGE, lists=(self.list.pk,))
        self.page.to_message = lambda: self.message

    def says(self, **values: Any) -> None:
        social = {key: SocialText(key, text) for key, text in values.pop("social", {}).items()}
        self.message = replace(self.message, **values, **({"social": tuple(social.values())} if social else {}))

    def rows(self, **values: Any):
        return Delivery.objects.of(self.page).filter(**values)

    def emails(self, **values: Any) -> dict[str, str]:
        """{recipient: state} of the e-mail rows that match."""
        return dict(self.rows(channel=Channel.EMAIL, **values).values_list("recipient", "state"))


def queue_mail(count: int, *, key: str = "x") -> list[Delivery]:
    """``count`` due e-mail rows of one item that exists only in the rows."""
    content_type = ContentType.objects.get_for_model(BulletinPage)
    payload = {
        "message": MESSAGE.as_payload(),
        "sender": {"municipality": "Örnek Belediyesi"},
        "unsubscribe_url": unsubscribe_url(str(uuid.UUID(int=count))),
    }
    return Delivery.objects.bulk_create(
        Delivery(
            content_type=content_type,
            object_id=key,
            headline=MESSAGE.headline,
            number=MESSAGE.number,
            version=1,
            channel=Channel.EMAIL,
            recipient=f"r{number:03d}@gazete.example",
            payload=payload,
        )
        for number in range(count)
    )
