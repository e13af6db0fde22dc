import pytest

from media_library.work.video.captions import BadCaptions, normalized

WHOLE = (
    "\ufeffWEBVTT başlık\r\n\r\nNOTE iç not\r\n\r\nSTYLE\r\n::cue{background:url(http://x)}\r\n\r\n"
    "1\r\n00:01.000 --> 00:02.500 line:90% boş\r\n<v Ayşe>İyi <i>günler</i> <script>x\r\n"
)


def test_webvtt_is_kept_in_one_plain_form():
    assert normalized(WHOLE.encode(), "a.vtt").decode() == (
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.500 line:90%\n<v Ayşe>İyi <i>günler</i> x\n"
    )


@pytest.mark.parametrize("encoding", ["utf-8", "cp1254"])
def test_subrip_becomes_webvtt_with_turkish_letters_right(encoding):
    data = "1\n00:00:01,000 --> 00:00:02,000\nŞığöÇ\n\n2\n01:00:03,5 --> 01:00:04,000\nİkinci\nsatır\n".encode(encoding)
    assert normalized(data, "A.SRT").decode() == (
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nŞığöÇ\n\n01:00:03.500 --> 01:00:04.000\nİkinci\nsatır\n"
    )


def test_clean_captions_stay_as_they_are():
    clean = normalized(WHOLE.encode(), "a.vtt")
    assert normalized(clean, "a.vtt") == clean


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b" \n", "boş"),
        (b"<html>", "WEBVTT"),
        (b"WEBVTTx\n\n00:01.000 --> 00:02.000\na\n", "WEBVTT"),
        (b"WEBVTT\n\n", "hiç altyazı yok"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nŞ\n".encode("cp1254"), "UTF-8"),
        (b"WEBVTT\n\n00:02.000 --> 00:01.000\na\n", "başlamadan bitiyor"),
        (b"WEBVTT\n\nsaat 3 --> saat 4\na\n", "okunamıyor"),
        (b"WEBVTT\n\nkelimeler\nbirka\xc3\xa7\n", "zaman satırı eksik"),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\na\n00:03.000 --> 00:04.000\nb\n", "boş satır eksik"),
        (b"WEBVTT\n\n" + b"x" * (1024 * 1024), "çok büyük"),
    ],
)
def test_what_are_no_captions_is_refused_in_words(data, words):
    with pytest.raises(BadCaptions, match=words):
        normalized(data, "a.vtt")
