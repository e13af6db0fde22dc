"""Refused at submission, at each signature, at the end of an embargo, and at delivery."""

import datetime as dt

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from media_library.models import Consent
from media_library.rights import services
from publishing.approval import publication
from publishing.approval import services as approval
from publishing.approval.exceptions import ApprovalRefused
from publishing.approval.models import Decision, EvidenceRecord
from publishing.dispatch.models import Delivery
from publishing.dispatch.worker import Worker
from publishing.social import services as social
from publishing.social.models import SocialPost
from tests.factories import (
    archivist,
    bulletin,
    director,
    distribution_list,
    mayor,
    publish,
    sign,
    social_editor,
    submit,
    with_photo,
)
from tests.factories.rights import consent, shown
from tests.office import browser

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]
X = {"x": "Sahil yolu yenileniyor."}


def withdrawn(row):
    services.withdraw_consent(consent=row, user=archivist(), note="")


def agreed(**values):
    photo = shown("Tören")
    return photo, consent(photo, **values)


def test_a_photo_without_consent_is_not_submitted():
    page = bulletin(**with_photo(photo=shown("Tören")))
    with pytest.raises(ValidationError, match="“Tören” kullanılamaz: açık rıza kaydı yok"):
        submit(page)


@pytest.mark.parametrize(
    ("without", "values", "refused"),
    [
        ("for_web", {}, True),
        ("for_press", {}, False),
        ("for_press", {"email": True}, True),
        ("for_social", {"email": True}, False),
        ("for_social", {"social": X}, True),
        ("for_print", {"social": X, "email": True}, False),
    ],
)
def test_the_consent_must_cover_what_the_bulletin_will_be(without, values, refused):
    photo, _row = agreed(**{without: False})
    lists = [distribution_list()] if values.get("email") else None
    page = bulletin(**with_photo(photo=photo), lists=lists, social=values.get("social", {}))
    if refused:
        with pytest.raises(ValidationError, match="rıza bu kullanımı kapsamıyor"):
            submit(page)
    else:
        submit(page)


def test_a_photo_in_the_text_counts_but_is_not_posted():
    photo, _row = agreed(for_social=False)
    picture = {"image": photo.pk, "alt": "Tören alanı", "credit": "Fotoğraf: Deniz Örnek", "caption": ""}
    page = bulletin(body=[{"type": "picture", "value": picture}], social=X)
    submit(page)
    Consent.objects.update(for_web=False)
    with pytest.raises(ApprovalRefused, match="web sitesi"):
        sign(page, user=director())


def test_a_consent_withdrawn_while_it_waits_returns_it_at_once():
    photo, row = agreed()
    page = submit(bulletin(**with_photo(photo=photo)))
    sign(page, user=director())
    withdrawn(row)
    page = type(page).objects.get(pk=page.pk)
    assert page.current_workflow_state.status == "needs_changes"
    assert "“Tören” yayından kaldırıldı" in EvidenceRecord.objects.get(decision=Decision.RETURNED).comment
    assert "Ayşe" not in EvidenceRecord.objects.get(decision=Decision.RETURNED).comment
    with pytest.raises(ValidationError, match="Tören"):
        submit(page)


def test_a_consent_that_ended_unseen_stops_each_signature(today):
    photo, row = agreed()
    page = submit(bulletin(**with_photo(photo=photo)))
    sign(page, user=director())
    Consent.objects.filter(pk=row.pk).update(expires_on=today - dt.timedelta(days=1))
    with pytest.raises(ApprovalRefused, match="Tören"):
        sign(page, user=mayor())
    page.refresh_from_db()
    assert not page.live


def test_the_desk_says_why_in_words():
    photo, row = agreed()
    page = submit(bulletin(**with_photo(photo=photo)))
    Consent.objects.filter(pk=row.pk).update(withdrawn_at=timezone.now())
    from tests.office import desk_sign, hash_of, waiting

    response = desk_sign(director(), waiting(page), hash_of(page))
    assert "kullanılamaz" in response.content.decode()
    assert "Ayşe" not in response.content.decode()


def test_an_embargoed_bulletin_is_taken_off_the_schedule_on_the_record():
    photo, row = agreed()
    soon = timezone.now() + dt.timedelta(hours=1)
    page = publish(bulletin(**with_photo(photo=photo), go_live_at=soon))
    assert not page.live
    Consent.objects.filter(pk=row.pk).update(withdrawn_at=timezone.now())
    assert publication.publish_due(now=soon + dt.timedelta(minutes=1)) == 0
    page.refresh_from_db()
    assert not page.live
    record = EvidenceRecord.objects.filter(decision=Decision.REFUSED).get()
    assert "“Tören” kullanılamaz" in record.comment
    assert publication.publish_due(now=soon + dt.timedelta(minutes=2)) == 0


def test_a_consent_that_ends_during_the_embargo_counts_too(today):
    photo, row = agreed()
    soon = timezone.now() + dt.timedelta(hours=1)
    page = publish(bulletin(**with_photo(photo=photo), go_live_at=soon))
    Consent.objects.filter(pk=row.pk).update(expires_on=today - dt.timedelta(days=1))
    publication.publish_due(now=soon + dt.timedelta(minutes=1))
    page.refresh_from_db()
    assert not page.live


def to_the_press() -> list:
    return [message for message in mail.outbox if message.to[0].endswith("@gazete.example")]


def test_a_mail_goes_without_the_picture_whose_consent_was_withdrawn():
    photo, row = agreed()
    picture = {"image": photo.pk, "alt": "Tören alanı", "credit": "Fotoğraf: Deniz Örnek", "caption": ""}
    body = [{"type": "picture", "value": picture}, {"type": "paragraph", "value": "<p>Tören yapıldı.</p>"}]
    publish(bulletin(**with_photo(photo=photo), body=body, lists=[distribution_list()]))
    delivery = Delivery.objects.get(channel="email")
    address = delivery.payload["message"]["pictures"][0]["thumbnail_url"]
    assert address in delivery.payload["message"]["body_html"]
    withdrawn(row)
    Worker().carry_batch()
    (sent,) = to_the_press()
    html = sent.alternatives[0][0]
    assert "/media/images/" not in html
    assert "/media/images/" not in sent.body
    assert "Deniz Örnek" not in sent.body
    assert "Tören yapıldı." in html
    delivery.refresh_from_db()
    assert delivery.state == "accepted"
    assert "1 fotoğraf" in delivery.attempt_log[-1]["detail"]


def test_a_mail_with_a_usable_picture_keeps_it():
    photo, _row = agreed()
    publish(bulletin(**with_photo(photo=photo), lists=[distribution_list()]))
    Worker().carry_batch()
    assert "/media/images/" in to_the_press()[0].alternatives[0][0]


def test_a_picture_that_ran_out_cannot_be_posted_but_the_text_can(today):
    photo, row = agreed()
    publish(bulletin(**with_photo(photo=photo), social=X))
    post = SocialPost.objects.get()
    Consent.objects.filter(pk=row.pk).update(expires_on=today - dt.timedelta(days=1))
    client = browser(social_editor())
    queue = client.get(reverse("social_queue")).content.decode()
    assert "Fotoğraf kullanılamaz: bir rızanın süresi dolmuş" in queue
    assert "Fotoğrafı indir" not in queue
    assert client.get(reverse("social_crop", args=[post.pk])).status_code == 410
    with pytest.raises(ValidationError, match="Fotoğraf kullanılamaz"):
        social.mark_posted(post=post, user=social_editor(), url="https://x.com/belediye/1")
    data = {"url": "https://x.com/belediye/1", "gorselsiz": "on"}
    client.post(reverse("social_posted", args=[post.pk]), data)
    post.refresh_from_db()
    assert (post.state, post.image) == ("posted", None)


def test_a_takedown_during_the_embargo_takes_it_off_the_schedule_at_once():
    photo, row = agreed()
    soon = timezone.now() + dt.timedelta(hours=1)
    page = publish(bulletin(**with_photo(photo=photo), go_live_at=soon))
    withdrawn(row)
    record = EvidenceRecord.objects.filter(decision=Decision.REFUSED).get()
    assert "“Tören” yayından kaldırıldı" in record.comment
    assert publication.publish_due(now=soon + dt.timedelta(minutes=1)) == 0
    page.refresh_from_db()
    assert not page.live


def test_a_takedown_between_the_signatures_leaves_the_second_nothing_to_sign():
    photo, _row = agreed()
    page = submit(bulletin(**with_photo(photo=photo)))
    sign(page, user=director())
    state = type(page).objects.get(pk=page.pk).current_workflow_task_state.specific
    services.take_down(photo=photo, user=archivist(), reason="istek")
    with pytest.raises(ApprovalRefused, match="artık bu imzayı beklemiyor"):
        approval.sign(state=state, user=mayor(), seen_hash="")
