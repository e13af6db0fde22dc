"""Rows are looked up by words as people type them, whichever engine compares."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.core.lookups import LETTERS, having
from cms.core.turkish import fold
from press_archive.contacts.models import Outlet

pytestmark = pytest.mark.django_db
NAMES = ("IŞIK Gazetesi", "Çınar Haber", "İlkadım TV", "Âlâ Radyo", "Élan d'Ege", "100%_yerel\\")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ışık", [0]), ("isik", [0]), ("IŞIK", [0]), ("Işık gazete", [0]), ("gazetesi işik", [0]), ("ÇINAR", [1]),
        ("cinar", [1]), ("ilk", [2]), ("İLKADIM", [2]), ("ilkadım tv", [2]), ("ala", [3]),
        ("elan", [4]), ("d'ege", [4]),
        ("100%_", [5]), ("yerel\\", [5]), ("%", [5]), ("gazetesi haber", []), ("", range(6)), ("  ", range(6)),
        ("tv ankara", [2]),
    ],
)  # fmt: skip
def test_turkish_letters_case_and_order_of_words_do_not_matter(typed, found):
    for name in NAMES:
        Outlet.objects.create(name=name, kind="newspaper", city="Ankara" if "TV" in name else "")
    rows = Outlet.objects.filter(having(typed, "name", "city"))
    assert sorted(rows.values_list("name", flat=True)) == sorted(NAMES[place] for place in found)


def test_what_is_null_is_not_found():
    outlet = Outlet.objects.create(name="Çınar", kind="newspaper")
    assert not Outlet.objects.filter(having("cinar", "journalists__name")).exists()
    outlet.journalists.create(name="Şule Çınar")
    assert Outlet.objects.filter(having("sule cinar", "journalists__name")).exists()


@settings(max_examples=25, deadline=None)
@given(st.text(alphabet=LETTERS + "abxyz09 '-", min_size=1, max_size=12).filter(str.strip))
def test_every_name_is_found_by_itself_and_by_its_plain_letters(name):
    row = Outlet.objects.create(name=name, kind="newspaper")
    for typed in (name, fold(name), name.upper(), name.lower()):
        if fold(typed) == fold(name):  # Python's own cases know no Turkish either
            assert Outlet.objects.filter(having(typed, "name"), pk=row.pk).exists()
    row.delete()
