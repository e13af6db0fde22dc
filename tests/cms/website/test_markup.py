"""Body texts for mail readers: nothing but the allowed elements, absolute addresses, and a plain text one can read."""

import pytest

from cms.website.markup import as_text, safe_address, sanitised


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("<p onclick='x()'>Merhaba <b>dünya</b></p>", "<p>Merhaba <strong>dünya</strong></p>"),
        ("<div><p>İç</p></div><script>alert(1)</script>", "<p>İç</p>"),
        ("<p>a<!-- gizli --></p>", "<p>a</p>"),
        ('<a href="javascript:alert(1)">x</a>', "x"),
        ('<a href="java\nscript:alert(1)">x</a>', "x"),
        ('<a href="/basin/">x</a>', '<a href="http://testserver/basin/">x</a>'),
        ('<a href="//kotu.example/">x</a>', "x"),
        ('<img src="data:image/png;base64,AA" alt="x">', ""),
        ('<img class="b" alt="Yol" src="/m/a.jpg">', '<img alt="Yol" src="http://testserver/m/a.jpg"/>'),
        ("<h1>Başlık</h1><iframe src='https://x.example'></iframe>", "<h2>Başlık</h2>"),
        ("<a>adressiz</a>", "adressiz"),
    ],
)
def test_sanitised(given, expected):
    assert sanitised(given) == expected


@pytest.mark.parametrize(
    "address", ["vbscript:x", "data:text/html,x", "#orta", "ftp://x.example/", "dosya.pdf", "http://[bozuk"]
)
def test_addresses_of_other_kinds_are_dropped(address):
    assert safe_address(address) == ""


def test_plain_text_reads_as_a_text():
    html = (
        "<p>Birinci   satır<br/>ikinci <strong>satır</strong></p><h2>Ara başlık</h2>"
        '<ul><li>İlk</li><li>İkinci <a href="https://a.example/">bağ</a><ol><li>iç</li></ol></li></ul>'
        "<ol><li>bir</li><li>iki</li></ol>"
        "<figure><blockquote><p>Söz</p></blockquote><figcaption>Gökçe Işık, Başkan</figcaption></figure>"
        '<figure><img alt="Yol" src="https://a.example/y.jpg"/><figcaption>Yeni yol</figcaption></figure>'
        '<p><a href="mailto:basin@belediye.example">basin@belediye.example</a> <a href="tel:0266">0266</a></p>'
    )
    assert as_text(html) == (
        "Birinci satır\nikinci satır\n\nAra başlık\n\n"
        "• İlk\n• İkinci bağ (https://a.example/)\n  1. iç\n\n1. bir\n2. iki\n\n"
        "“Söz”\n— Gökçe Işık, Başkan\n\n"
        "[Yol] https://a.example/y.jpg\nYeni yol\n\n"
        "basin@belediye.example 0266"
    )


def test_a_table_reads_in_columns_where_a_line_holds_them_and_row_by_row_elsewhere():
    def table(*cells):
        return sanitised(
            "<table class='x'><caption>Saatler</caption><thead><tr><th scope='col' onclick='x()'>Mahalle</th>"
            "<th scope='col'>Saat</th></tr></thead><tbody><tr>"
            + "".join(f"<td style='x'>{cell}</td>" for cell in cells)
            + "</tr></tbody></table>"
        )

    assert "class" not in table("a", "b")
    assert "onclick" not in table("a", "b")
    assert "style" not in table("a", "b")
    assert as_text(table("Iğdır &amp; çevresi", "09.00")) == (
        "Saatler\nMahalle          Saat\n---------------  -----\nIğdır & çevresi  09.00"
    )
    assert as_text(table("İ" * 80, "09.00")) == f"Saatler\n• Mahalle: {'İ' * 80}\n  Saat: 09.00"
    assert as_text(sanitised("<table></table>")) == ""
