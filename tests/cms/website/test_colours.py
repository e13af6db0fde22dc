"""Whatever colours a municipality picks, every pair that the stylesheet uses can be read."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cms.website import colours
from cms.website.models import SiteIdentity
from cms.website.selectors import theme, theme_digest

hex_colours = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")


def test_contrast_of_black_and_white_is_21():
    assert colours.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert colours.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@given(hex_colours, hex_colours)
@example("#008d00", "#808080")
def test_every_pair_of_the_theme_meets_aa(primary, accent):
    found = theme(SiteIdentity(primary_colour=primary, accent_colour=accent))
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


def test_a_value_that_is_no_colour_never_reaches_the_stylesheet():
    found = theme(SiteIdentity(primary_colour="red;}x{", accent_colour="#12"))
    assert found["--primary"] == "#0b4f6c"
    assert found["--accent"] == "#b5541c"


def test_the_digest_follows_the_colours():
    assert theme_digest(SiteIdentity()) != theme_digest(SiteIdentity(primary_colour="#113355"))
    assert theme_digest(SiteIdentity()) == theme_digest(SiteIdentity())
