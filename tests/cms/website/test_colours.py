"""Whatever colours a municipality picks, every pair that the stylesheet uses can be read."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cms.core import colours
from cms.identity.models import Identity
from cms.website.selectors import NIGHT, colours_of, dark_theme, theme, theme_called, theme_name

hex_colours = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")


def test_contrast_of_black_and_white_is_21():
    assert colours.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert colours.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@given(hex_colours, hex_colours)
@example("#008d00", "#808080")
def test_every_pair_of_the_theme_meets_aa(primary, accent):
    found = theme(*colours_of(Identity(primary_colour=primary, accent_colour=accent)))
    pairs = [
        ("--on-primary", "--primary"),
        ("--on-deep", "--deep"),
        ("--primary-text", "--surface"),
        ("--accent-text", "--surface"),
    ]
    for text, background in pairs:
        assert colours.contrast(found[text], found[background]) >= 4.5, (text, background)
    for text in ("--primary-text", "--accent-text"):
        assert colours.contrast(found[text], "#ffffff") >= 4.5
    night = found | dark_theme(primary, accent)
    assert night["--paper"] == NIGHT
    words = ("--ink", "--ink-soft", "--primary-text", "--accent-text")
    pairs = [(text, background) for text in words for background in ("--paper", "--surface")]
    for text, background in [*pairs, ("--on-primary", "--primary"), ("--on-deep", "--deep")]:
        assert colours.contrast(night[text], night[background]) >= 4.5, (text, background)


def test_a_value_that_is_no_colour_never_reaches_the_stylesheet():
    found = theme(*colours_of(Identity(primary_colour="red;}x{", accent_colour="#12")))
    assert found["--primary"] == "#0b4f6c"
    assert found["--accent"] == "#b5541c"


@given(hex_colours, hex_colours)
def test_the_name_of_a_stylesheet_says_all_that_is_in_it(primary, accent):
    who = Identity(primary_colour=primary.upper(), accent_colour=accent)
    assert theme_called(theme_name(who)) == (primary, accent)


@pytest.mark.parametrize("name", ["eski", "0b4f6c-b5541c-1", "0b4f6c-b5541c", "0b4f6g-b5541c-2", "0b4f6c-b5541c-2;"])
def test_no_stylesheet_is_made_for_any_other_name(name):
    assert theme_called(name) is None
