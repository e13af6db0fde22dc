"""Stories and bulletins that were matched by hand, and how often the machine says the same.

The bulletins are the demo's. Their stories: printed as they were and shortened ones are made here from them, as
agencies and papers do it; those in their own words, and those about something else, were written by hand
(``stories.toml``).
"""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path

import pytest
from django.urls import reverse

from press_archive.clippings import matches, selectors, services
from press_archive.clippings.matches import core
from press_archive.clippings.words import Likeness
from tests import factories
from tests.factories.clippings import clipping
from tests.office import browser
from tests.press_archive.clippings import pairs as pairs_apart
from tests.press_archive.clippings.pairs import bulletins


def as_they_were(lines, turn):
    """The whole text: with an agency's dateline and signature, a paper's word for a day, or without its last line."""
    text = "\n".join(lines[2:])
    return [
        f"ÇAMLIKIYI (MARTI) – {lines[1]}\n{text}\nKaynak: Martı Haber Ajansı",
        f"{lines[1]}\n{text.replace('günü', 'tarihinde')}\nHaber: Ayşe Gülistan",
        f"Ali DENİZ / ÇAMLIKIYI (İGFA) - {lines[1]} {' '.join(lines[2:-1])} - BALIKESİR",
    ][turn % 3]


def shortened(lines, turn):
    """The spot and the first paragraph, the beginning of the text, or the text without spot, middle and end."""
    text = lines[2:]
    return [
        f"(ÇAMLIKIYI) - {lines[1]}\n{text[0]}",
        "\n".join(text[: max(2, len(text) // 2)]) + "\nHaber Merkezi",
        f"Beldemizden bir haber: {lines[1]} Ayrıntılar haberimizde.\n" + "\n".join(text[1:3]),
    ][turn % 3]


def pairs():
    """Story, slug of its bulletin or ``None``, and what it is to it."""
    written = tomllib.loads((Path(__file__).parent / "stories.toml").read_text())
    for turn, (slug, lines) in enumerate(bulletins().items()):
        yield as_they_were(lines, turn), slug, Likeness.VERBATIM
        yield shortened(lines, turn), slug, Likeness.SHORTENED
    for slug, stories in written["independent"].items():
        yield from ((story, slug, Likeness.INDEPENDENT) for story in stories)
    yield from ((story, None, None) for story in written["other"]["stories"])


def test_the_machine_says_what_people_said():
    """Of its suggestions nine in ten are right, and it finds eight in ten of what is ours (the office's measure)."""
    slugs = list(bulletins())
    known = matches.Bulletins(matches.read("\n".join(lines), key) for key, lines in enumerate(bulletins().values()))
    found = right = ours = same = 0
    count, wrong = 0, []
    for story, slug, likeness in pairs():
        count += 1
        said = known.best(matches.read(story))
        ours += slug is not None
        found += said is not None
        hit = said is not None and slugs[said.key] == slug
        right += hit
        same += hit and said.likeness == likeness
        if (slugs[said.key] if said else None) != slug or (said and said.likeness != likeness):
            wrong.append((story[:50], slug, likeness, said and slugs[said.key], said and said.likeness))
    assert count >= 120
    assert right / found >= 0.9, wrong
    assert right / ours >= 0.8, wrong
    assert same / right >= 0.9, wrong


def test_so_it_does_with_pairs_that_nobody_had_seen():
    """The same measure on pairs that no threshold was chosen by; ``make bench`` prints the figures."""
    found = pairs_apart.measured(pairs_apart.held_out())
    assert found.count >= 120
    assert found.precision >= 0.9, found
    assert found.recall >= 0.8, found


@pytest.mark.parametrize(
    "printed, left",
    [
        ("(BALIKESİR) - Yol açıldı.", "Yol açıldı."), ("BALIKESİR (İGFA) – Yol açıldı.\nKaynak: ANKA", "Yol açıldı."),
        ("Ayşe KAYA / EDİRNE (İGFA) - Yol açıldı.", "Yol açıldı."), ("Yol açıldı. - BALIKESİR", "Yol açıldı."),
        ("Yol açıldı.\nHaber: Ali Veli\n– SON –", "Yol açıldı."), ("Yol (2. etap) açıldı - ve bitti.",) * 2,
        ("Plan ilan edildi.\nHerkes geldi", "Plan ilan edildi.\nHerkes geldi"), ("", ""), ("AYVALIK", "AYVALIK"),
    ],
)  # fmt: skip
def test_datelines_and_signatures_are_no_part_of_a_story(printed, left):
    assert core(printed) == left


def test_odd_texts_are_read_in_time():
    for text in ("A" * 100_000, "(" * 50_000, "Haber: " * 20_000, "\n" * 50_000, "İ / " * 20_000, "- A " * 20_000):
        assert matches.fingerprint(text) == matches.fingerprint(text)


@pytest.mark.django_db
def test_a_suggestion_waits_for_a_person_and_shows_beside_its_bulletin():
    page = factories.publish(factories.bulletin(title="Kıyı boyu yürüyüş yolu açıldı"))
    entry = page.register_entry
    day = entry.published_at.date()
    text = selectors.words_of(page)
    row = clipping("Yol açıldı", text=f"ÇAMLIKIYI (AA) - {text * 3}", published_on=day)
    assert (row.bulletin_id, row.matched_at) == (page.pk, None)
    earlier = clipping("Eski", text=text * 3, published_on=day - dt.timedelta(days=90))
    assert earlier.bulletin_id is None  # before we said it
    client, detail = browser(factories.archivist()), reverse("clippings:detail", args=[row.pk])
    match = reverse("clippings:match", args=[row.pk])
    assert "(öneri)" in client.get(detail).content.decode()
    for bad in ("9999/9999", "abc", "2026/x", "²/1"):
        assert client.post(match, {"number": bad, "likeness": "verbatim"}).status_code == 400
    client.post(match, {"number": entry.number, "likeness": "shortened"})
    row.refresh_from_db()
    assert (row.bulletin_number, row.likeness, row.matched_by) == (entry.number, "shortened", factories.archivist())
    editor = browser(factories.editor()).get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert row.citation in editor
    assert f"{reverse('clippings:index')}?bulletin={page.pk}" in editor
    # What a person said stays, whatever the text becomes.
    row.text = "Bambaşka."
    services.fill(clipping=row, user=factories.editor(), before=type(row).objects.get(pk=row.pk))
    assert row.likeness == "shortened"
    client.post(match, {"none": "1"})
    row.refresh_from_db()
    assert (row.bulletin, row.likeness, row.matched_at is None) == (None, "", False)
