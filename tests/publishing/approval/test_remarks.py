"""Remarks on a passage: pointed at by signers, answered and accepted by editors, signed and published by nobody."""

from __future__ import annotations

import pytest
from django.urls import reverse
from wagtail.models import Comment, CommentReply

from cms.letters.models import Letter
from publishing.approval import snapshot
from publishing.approval.exceptions import ApprovalRefused
from publishing.approval.models import Certificate, Decision, EvidenceRecord, Remark
from publishing.approval.remarks import passages, services
from publishing.approval.services import return_to_editor
from tests import factories

pytestmark = pytest.mark.django_db

FIRST = "Sahil yolunda üç kilometrelik bölüm yenileniyor."
SECOND = "Çalışma yaz gelmeden bitecek."
BODY = [
    {
        "type": "paragraph",
        "id": "11111111-1111-4111-8111-111111111111",
        "value": '<p data-block-key="k1">Sahil yolunda <b>üç kilometrelik</b> bölüm yenileniyor. '
        '<a href="https://belediye.example/">Çalışma</a> yaz gelmeden bitecek.</p>',
    },
    {
        "type": "quote",
        "id": "22222222-2222-4222-8222-222222222222",
        "value": {"text": "Yaz gelmeden bitireceğiz.", "name": "Deniz Örnek", "title": "Belediye Başkanı"},
    },
]  # fmt: skip
PARAGRAPH = f"body.{BODY[0]['id']}"


@pytest.fixture
def waiting():
    return factories.submit(
        factories.bulletin(title="Sahil yolu yenileniyor", body=BODY, social={"x": "Yol yenileniyor."})
    )


def step(page):
    return page.current_workflow_task_state.specific


def point(page, *, user=None, path=PARAGRAPH, words=FIRST, text="", proposal=""):
    passage = passages.at(page.get_latest_revision_as_object(), path)
    start = passage.text.index(words)
    return services.point_at(
        state=step(page), user=user or factories.director(), path=path, start=start, length=len(words), text=text,
        proposal=proposal,
    )  # fmt: skip


def hash_of(page):
    return snapshot.take(page.get_latest_revision_as_object()).content_hash


def draft(page):
    return type(page).objects.get(pk=page.pk).get_latest_revision_as_object()


def test_every_word_of_a_form_can_be_pointed_at(waiting):
    found = {passage.path: passage for passage in passages.of(draft(waiting))}
    row = waiting.social_texts.first() or draft(waiting).social_texts.first()
    assert found["title"].text == "Sahil yolu yenileniyor"
    assert found[PARAGRAPH].text == f"{FIRST} {SECOND}"
    assert found[f"body.{BODY[1]['id']}.text"].text == "Yaz gelmeden bitireceğiz."
    assert found[f"social_texts.{row.pk}.text"].text == "Yol yenileniyor."
    assert "slug" not in found
    assert "contact_email" not in found
    assert passages.sentences(found[PARAGRAPH].text) == [(0, FIRST), (len(FIRST) + 1, SECOND)]
    assert passages.sentences("Saat 14.30’da “Gelin.” dedi. Sonra\ngitti") == [
        (0, "Saat 14.30’da “Gelin.” dedi."), (29, "Sonra"), (35, "gitti"),
    ]  # fmt: skip


def test_a_return_points_at_the_words_and_the_answers_stand_beside_them(waiting, client):
    before, revisions = hash_of(waiting), waiting.revisions.count()
    client.force_login(factories.director())
    page_of_passage = reverse("approval:remark", args=[step(waiting).pk])
    html = client.get(page_of_passage, {"yer": PARAGRAPH}).content.decode()
    assert FIRST in html
    assert SECOND in html
    assert client.get(page_of_passage, {"yer": "slug"}).status_code == 404
    sent = {"path": PARAGRAPH, "words": f"0:{len(FIRST)}", "text": "Kaç kilometre?\nKaynağı?", "proposal": ""}
    assert client.post(page_of_passage, {**sent, "text": " "}).status_code == 409
    assert client.post(page_of_passage, {**sent, "words": "9999:3"}).status_code == 409
    assert client.post(page_of_passage, {**sent, "words": "x"}).status_code == 400
    assert client.post(page_of_passage, sent).status_code == 302
    asked = Remark.objects.get()
    point(waiting, path="summary", words="üç kilometrelik", proposal="dört kilometrelik")
    review = client.get(reverse("approval:review", args=[step(waiting).pk])).content.decode()
    assert "Kaç kilometre?" in review
    assert "<ins>dört</ins>" in review
    assert "Metne düştüğünüz 2 not" in review
    # Neither changes what is signed: no revision, the same hash, and it is no signature.
    assert hash_of(waiting) == before
    assert waiting.revisions.count() == revisions
    assert not EvidenceRecord.objects.filter(decision=Decision.SIGNED).exists()

    client.post(reverse("approval:return", args=[step(waiting).pk]), {"comment": ""})
    returned = EvidenceRecord.objects.get(decision=Decision.RETURNED).comment
    assert f"“{FIRST}” — Kaç kilometre? Kaynağı?" in returned
    assert "Önerilen: “dört kilometrelik”" in returned
    assert "Kaç kilometre?" in Letter.objects.filter(recipient="editor@belediye.example").last().body

    client.force_login(factories.editor())
    edit = client.get(reverse("wagtailadmin_pages:edit", args=[waiting.pk])).content.decode()
    assert "İmza makamlarının notları" in edit
    assert "Öneriyi kabul et" in edit
    assert Comment.objects.get(pk=asked.comment_id).contentpath == PARAGRAPH
    assert '"key": "k1", "start": 0' in Comment.objects.get(pk=asked.comment_id).position
    client.post(reverse("approval_remark_answer", args=[asked.pk]), {"text": "Üç; ihale dosyasından."})
    proposal = Remark.objects.exclude(proposal="").get()
    client.post(reverse("approval_remark_accept", args=[proposal.pk]))
    assert "dört kilometrelik" in draft(waiting).summary
    assert draft(waiting).latest_revision.user == factories.editor()

    again = factories.submit(waiting)
    client.force_login(factories.mayor())
    review = client.get(reverse("approval:review", args=[step(again).pk])).content.decode()
    assert "Üç; ihale dosyasından." in review
    assert "Öneriyi kabul etti." in review


def test_only_the_words_that_changed_are_changed(waiting):
    one = point(waiting, words=FIRST, proposal=FIRST.replace("üç", "dört").replace("yenileniyor", "baştan yapılıyor"))
    two = point(waiting, words=SECOND, proposal="Çalışma kıştan önce bitecek.")
    return_to_editor(state=step(waiting), user=factories.director(), comment="")
    for remark in (one, two):
        services.accept(remark=remark, user=factories.editor())
    html = draft(waiting).body[0].value.source
    assert html == (
        '<p data-block-key="k1">Sahil yolunda <b>dört kilometrelik</b> bölüm baştan yapılıyor. '
        '<a href="https://belediye.example/">Çalışma</a> kıştan önce bitecek.</p>'
    )
    assert not Comment.objects.filter(pk__in=[one.comment_id, two.comment_id], resolved_at=None).exists()


TWO = '<p data-block-key="a">Yol <b>bitti.</b></p><p data-block-key="b">Park açıldı.</p>'


@pytest.mark.parametrize(
    ("proposal", "kept"),
    [
        ("Yol bitti.\nPark kapandı.", TWO.replace("açıldı", "kapandı")),
        ("Yol açıldı, park da var!\n\nKöprü bitti.", '<p data-block-key="a">Yol <b>açıldı, park da var!</b></p>'
         '<p data-block-key="b">Köprü bitti.</p>'),
        ("Yol bitti. Park açıldı.", TWO),
        ("Yol bitti; park açıldı.", TWO.replace("bitti.", "bitti;").replace("Park", "park")),
        ("Yol bitti!Yol bitti.Park açıldı.", None),
        ("Yol bitti.Park açıldı.", TWO),
        ("Her şey tamam.", None),
        ("Bir.\nİki.\nÜç.", None),
    ],
)  # fmt: skip
def test_a_proposal_over_two_paragraphs_keeps_them(proposal, kept):
    holder = type("Holder", (), {"summary": TWO})()
    passage = passages.Passage("summary", "Özet", passages.words_in(TWO), True, holder, "summary")
    html = passages.replaced(passage, quote=passage.text, start=0, proposal=proposal)
    if kept is not None:
        assert html == kept
    assert "".join(passages.words_in(html).split()) == "".join(proposal.split())
    assert '"></p>' not in html  # nor an empty one


def test_a_proposal_for_the_whole_of_two_paragraphs_is_accepted():
    page = factories.submit(factories.bulletin(body=[BODY[0] | {"value": TWO}]))
    kept = point(page, words="Yol bitti.\nPark açıldı.", proposal="Yol bitti.\nPark da açıldı.")
    return_to_editor(state=step(page), user=factories.director(), comment="")
    services.accept(remark=kept, user=factories.editor())
    assert draft(page).body[0].value.source == TWO.replace("açıldı", "da açıldı")


def test_only_what_the_returner_asked_is_the_reason(waiting, client):
    point(waiting, user=factories.mayor(), path="summary", words="yenileme", text="Başkanın sorusu")
    client.force_login(factories.director())
    review = client.get(reverse("approval:review", args=[step(waiting).pk])).content.decode()
    assert "Başkanın sorusu" in review
    assert "not iadeyle birlikte gider" not in review
    assert client.post(reverse("approval:return", args=[step(waiting).pk]), {"comment": ""}).status_code == 400
    with pytest.raises(ApprovalRefused, match="gerekçesi yazılmadan"):
        return_to_editor(state=step(waiting), user=factories.director(), comment=" ")
    point(waiting, text="Müdürün sorusu")
    record = return_to_editor(state=step(waiting), user=factories.director(), comment="• Bakın.")
    assert "Müdürün sorusu" in record.comment
    assert "Başkanın sorusu" not in record.comment
    # What the other office asked still stands beside its words, and takes no line of the reason away.
    client.force_login(factories.editor())
    edit = client.get(reverse("wagtailadmin_pages:edit", args=[waiting.pk])).content.decode()
    assert "Başkanın sorusu" in edit
    assert "<blockquote>• Bakın.</blockquote>" in edit


def test_nobody_answers_their_own_remark(client):
    both = factories.editor()
    page = factories.bulletin(title="Taslak")
    content = page.get_latest_revision_as_object()
    content.wagtail_admin_comments.add(Comment(user=both, text="Rakam?", contentpath="summary"))
    content.save_revision(user=both)
    factories.submit(page)
    own = Remark.objects.get()
    with pytest.raises(ApprovalRefused, match="yanıtlama yetkiniz"):
        services.answer(remark=own, user=both, text="Doğru.")
    asked = point(page, path="summary", words="yenileme", text="Neden?")
    with pytest.raises(ApprovalRefused, match="yanıtlama yetkiniz"):
        services.answer(remark=asked, user=factories.director(), text="Anladım.")
    Remark.objects.filter(pk=own.pk).update(step=asked.step)
    client.force_login(both)
    edit = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert reverse("approval_remark_answer", args=[asked.pk]) in edit
    assert reverse("approval_remark_answer", args=[own.pk]) not in edit
    assert "Rakam?" in edit


def test_hostile_words_stay_words(waiting):
    remark = point(waiting, words="üç kilometrelik", proposal='<script>alert("1")</script> & <b>dört</b>')
    gone = point(waiting, words=SECOND, proposal="Bitecek.")
    long = point(waiting, path="title", words="Sahil", proposal="S" * 300)
    return_to_editor(state=step(waiting), user=factories.director(), comment="Bakın.")
    services.accept(remark=remark, user=factories.editor())
    source = draft(waiting).body[0].value.source
    assert "<script" not in source
    assert "&lt;script&gt;" in source
    assert "&amp; &lt;b&gt;" in source
    with pytest.raises(ApprovalRefused, match="255"):
        services.accept(remark=long, user=factories.editor())
    factories.edit(waiting, body=[{"type": "paragraph", "value": "<p>Başka sözler.</p>"}])
    with pytest.raises(ApprovalRefused, match="elle düzeltin"):
        services.accept(remark=gone, user=factories.editor())
    assert Remark.objects.get(pk=gone.pk).is_open


def test_who_may_do_what(waiting):
    for stranger in (factories.editor(), factories.archivist(), factories.superuser()):
        with pytest.raises(ApprovalRefused):
            point(waiting, user=stranger, text="?")
    mine = point(waiting, text="Emin miyiz?", proposal="Sahil yolunda dört kilometrelik bölüm yenileniyor.")
    with pytest.raises(ApprovalRefused, match="yanıtlama yetkiniz"):
        services.answer(remark=mine, user=factories.social_editor(), text="Evet")
    with pytest.raises(ApprovalRefused, match="yazanlar kabul eder"):
        services.accept(remark=mine, user=factories.mayor())
    # In approval the words stand still, whoever accepts.
    with pytest.raises(ApprovalRefused):
        services.accept(remark=mine, user=factories.editor())
    with pytest.raises(ApprovalRefused, match="yazan geri alır"):
        services.take_back(remark=mine, user=factories.mayor())
    letters = Letter.objects.count()
    services.answer(remark=mine, user=factories.editor(), text="Eminiz.")
    told = Letter.objects.order_by("pk")[letters:]
    assert [letter.recipient for letter in told] == ["mudur@belediye.example"]
    assert "Eminiz." in told[0].body
    with pytest.raises(ApprovalRefused, match="artık yanıt beklemiyor"):
        services.answer(remark=mine, user=factories.editor(), text="Bir daha")
    services.take_back(remark=point(waiting, text="Yanlış yer"), user=factories.director())
    signed = step(waiting)
    factories.sign(waiting, user=factories.director())
    with pytest.raises(ApprovalRefused, match="artık bu imzayı beklemiyor"):
        services.point_at(state=signed, user=factories.director(), path="title", start=0, length=3, text="Geç")


def test_nothing_of_it_reaches_the_public(waiting, client):
    marker = "GİZLİ-NOT-7431"
    point(waiting, text=marker, proposal=f"{marker} bölüm")
    point(waiting, path="summary", words="yenileme", text=marker)
    page = factories.sign(factories.sign(waiting, user=factories.director()), user=factories.mayor())
    assert page.live
    certificate = Certificate.objects.get()
    assert marker not in str(certificate.signed_content) + str(certificate.files)
    feeds = ("/bultenler/rss.xml", "/bultenler/atom.xml", "/bultenler/feed.json")
    for address in (page.url, "/bultenler/", *feeds, "/"):
        answer = client.get(address, follow=True)
        assert answer.status_code == 200, address
        assert marker not in answer.content.decode()
    assert Remark.objects.count() == 2
    address = reverse("approval:remark", args=[Remark.objects.first().step_id])
    assert client.get(address).url.startswith(reverse("wagtailadmin_login"))


def test_what_is_said_in_the_editor_is_seen_at_the_desk(client):
    page = factories.bulletin(title="Taslak", body=BODY)
    content = page.get_latest_revision_as_object()
    content.wagtail_admin_comments.add(
        Comment(user=factories.editor(), text="Rakam teyit edilecek.", contentpath="summary")
    )
    content.save_revision(user=factories.editor())
    remark = Remark.objects.get()
    assert remark.quote == page.summary
    assert remark.author == factories.editor()
    factories.submit(page)
    client.force_login(factories.director())
    page = type(page).objects.get(pk=page.pk)
    assert "Rakam teyit edilecek." in client.get(reverse("approval:review", args=[step(page).pk])).content.decode()
    client.post(reverse("approval:remark_answer", args=[remark.pk]), {"text": "Teyit edildi."})
    assert CommentReply.objects.get().text == "Teyit edildi."
    asked = point(page, path="summary", words="yenileme", text="Neden?")
    CommentReply.objects.create(comment=asked.comment, user=factories.editor(), text="Eskidi.")
    asked.refresh_from_db()
    assert (asked.answer, asked.state) == ("Eskidi.", Remark.State.ANSWERED)
