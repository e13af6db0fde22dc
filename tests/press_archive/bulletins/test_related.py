"""Related bulletins: signed words, links that follow, and nothing of what is not public."""

import json

import pytest
from django.template.loader import render_to_string
from wagtail.blocks import StreamBlockValidationError

from cms.core.blocks import BodyBlock
from cms.core.blocks.pasted import keep_words
from cms.website import richtext
from cms.website.selectors import prepare_body
from press_archive.bulletins.models import BulletinPage
from publishing.approval import snapshot
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.slow]
BODY = BodyBlock()


def related(*pages, text=""):
    value = {"title": "Bu dizide", "pages": [{"page": page.pk, "text": text} for page in pages]}
    return BODY.to_python([{"type": "related", "value": value}])


def test_only_what_was_published_is_named_and_it_is_shown_only_while_it_is_public():
    draft = factories.bulletin(title="Gizli taslak")
    with pytest.raises(StreamBlockValidationError) as caught:
        BODY.clean(related(draft))
    assert "henüz yayımlanmadı" in str(caught.value.as_json_data())
    earlier = factories.publish(factories.bulletin(title="Önceki & bülten"))
    cleaned = BODY.clean(related(earlier))
    assert cleaned[0].value["pages"][0]["text"] == "Önceki & bülten"
    assert richtext.linked(cleaned) == {str(earlier.pk)}

    page = factories.bulletin(body=cleaned.get_prep_value())
    content = page.get_latest_revision_as_object()
    address = f"/bultenler/{earlier.slug}/"
    said = content.to_message()
    assert f'<h3>Bu dizide</h3>\n<ul><li><a href="http://testserver{address}">Önceki &amp; bülten</a>' in said.body_html
    html = content.body[0].render(context={"links": prepare_body(content.body)})
    assert f'<a href="{address}">Önceki &amp; bülten</a>' in html

    # A link leads nowhere any more: neither the words nor an empty heading stay.
    assert not content.body[0].render(context={"links": {}}).strip()
    assert richtext.addresses([str(draft.pk)]) == {}

    signed = snapshot.take(content).content_hash
    other = BulletinPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    other.body = related(earlier, text="Başka söz")
    assert snapshot.take(other).content_hash != signed

    # The same bulletin's address, typed or pasted: it becomes a link that follows. Everything else stays as it is.
    for url, follows in {
        f"http://testserver{address}": True,
        address: True,
        f"http://testserver{address}#orta": False,
        f"http://testserver/bultenler/{draft.slug}/": False,
        f"https://baska.example{address}": False,
        f"//testserver{address}": False,
        "http://testserver/": False,
        "http://[bozuk": False,
    }.items():
        link = {"type": "LINK", "mutability": "MUTABLE", "data": {"url": url}}
        line = {"type": "unstyled", "text": "önceki", "entityRanges": [{"offset": 0, "length": 6, "key": 0}]}
        kept = json.loads(keep_words(json.dumps({"blocks": [line], "entityMap": {"0": link}})))
        data = kept["entityMap"]["0"]["data"]
        assert (data.get("id") == earlier.pk) is follows, url
        assert data["url"] == url


def test_a_link_within_a_page_leads_to_the_heading_that_it_names():
    words = '<p><a href="#Çalışma takvimi">Takvim</a> <a href="#bolum-yok">yok</a></p>'
    heading = {"type": "subheading", "value": "Çalışma takvimi"}
    body = BODY.to_python([{"type": "paragraph", "value": words}, heading, heading])
    page = factories.bulletin(body=body.get_prep_value())
    html = render_to_string("blocks/body.html", {"body": body, "links": {}})
    assert '<a href="#bolum-calisma-takvimi">Takvim</a>' in html
    assert html.count('<h2 id="bolum-calisma-takvimi">Çalışma takvimi</h2>') == 1
    assert html.count("<h2>Çalışma takvimi</h2>") == 1
    # In a mail there is nowhere to go: the words stay.
    mail = page.get_latest_revision_as_object().to_message().body_html
    assert "Takvim" in mail
    assert "#" not in mail
