"""Tables in a body text: what a draft may hold, what a submission hears, and the same words everywhere they go."""

import io

import pytest
from wagtail.blocks import StreamBlockValidationError

from cms.core.blocks import BodyBlock
from cms.core.cleaning import clean_content
from cms.core.message import Message
from media_library.kits import texts
from press_archive.bulletins.models import BulletinPage
from publishing.approval import snapshot
from publishing.approval.desk import diffs
from tests import factories

BODY = BodyBlock()


def table(caption="Kesinti saatleri", headings=("Mahalle", "Saat"), rows=(("Iğdır", "09.00"), ("", ""))):
    return {
        "caption": caption,
        "columns": [{"type": "text", "heading": heading} for heading in headings],
        "rows": [{"values": list(row)} for row in rows],
    }


def body(value):
    return BODY.to_python([{"type": "table", "value": value}])


def refusals(value):
    with pytest.raises(StreamBlockValidationError) as caught:
        BODY.clean(body(value))
    return " ".join(caught.value.as_json_data()["blockErrors"][0]["messages"])


def test_a_submission_wants_caption_headings_and_rows_and_drops_empty_ones():
    assert len(BODY.clean(body(table()))[0].value.row_data) == 1
    said = refusals(table(caption=" ", headings=("Mahalle", ""), rows=(("", ""),)))
    assert "başlığı yazılmamış" in said
    assert "her sütununa" in said
    assert "dolu satır yok" in said
    assert "en çok 8 sütun" in refusals(table(headings="ABCDEFGHI", rows=("123456789",)))
    assert "en çok 150 satır" in refusals(table(rows=[("a", "b")] * 151))
    with pytest.raises(StreamBlockValidationError):
        BODY.clean(body(table(rows=(("a" * 301, ""),))))


def test_a_draft_keeps_what_is_unfinished_but_nothing_huge():
    draft = BodyBlock()
    draft.defer_required_validation()
    assert len(draft.clean(body(table(caption="", rows=(("", ""),))))[0].value.row_data) == 1
    with pytest.raises(StreamBlockValidationError):
        draft.clean(body(table(rows=[("a", "b")] * 151)))


@pytest.mark.django_db
def test_its_words_are_cleaned_signed_compared_searched_and_shown():
    value = table(caption="Saat\u202eler", headings=("Mahalle", "Saat\x07"), rows=(("Iğdır <b>", "09\u200b.00"),))
    page = factories.bulletin(body=[{"type": "table", "value": value}])
    content = page.get_latest_revision().as_object()
    assert clean_content(content) == []
    cells = content.body[0].value
    assert (cells.caption, cells.columns[1]["heading"], cells.row_data[0]["values"][1]) == ("Saatler", "Saat", "09.00")
    before = snapshot.take(content)
    changed = BulletinPage.objects.get(pk=page.pk).get_latest_revision().as_object()
    changed.body = [{"type": "table", "value": table(caption="Saatler", rows=(("Iğdır <b>", "10.00"),))}]
    after = snapshot.take(changed)
    assert before.content_hash != after.content_hash
    (said,) = diffs.changes(BulletinPage, before.content, after.content)
    assert [(one.kind, one.text) for one in said.segments][1:3] == [("del", "09"), ("ins", "10")]
    message = content.to_message()
    assert "<td>Iğdır &lt;b&gt;</td><td>09.00</td>" in message.body_html
    assert "Iğdır &lt;b&gt;" in content.body.render_as_block()
    assert 'scope="col"' in content.body.render_as_block()
    assert "09.00" in BODY.get_searchable_content(content.body)


def test_word_and_pdf_get_a_table_with_a_heading_row():
    from docx import Document

    html = (
        '<table><caption>Saatler</caption><thead><tr><th scope="col">Mahalle</th><th scope="col">Saat</th></tr></thead>'
        "<tbody><tr><td>Iğdır &amp; çevresi</td><td>09.00</td></tr></tbody></table><p>Son.</p>"
    )
    message = Message(headline="Kesinti", summary="Özet", body_html=html, body_text="", url="https://belediye.example/")
    document = Document(io.BytesIO(texts.as_docx(message, {}, 1)))
    (made,) = document.tables
    assert [[cell.text for cell in row.cells] for row in made.rows] == [
        ["Mahalle", "Saat"],
        ["Iğdır & çevresi", "09.00"],
    ]
    assert "tblHeader" in made.rows[0]._tr.xml
    assert "tblHeader" not in made.rows[1]._tr.xml
    assert "Saatler" in [paragraph.text for paragraph in document.paragraphs]
    assert texts.as_pdf(message, {}, 1).startswith(b"%PDF-")
