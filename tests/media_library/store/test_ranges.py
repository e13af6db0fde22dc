"""Which bytes of a file a ``Range`` header asks for (RFC 9110, section 14)."""

import pytest

from media_library.store.responses import Unsatisfiable, requested_range


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("bytes=0-499", (0, 500)),
        ("bytes=500-999", (500, 500)),
        ("bytes=9500-", (9500, 500)),
        ("bytes=-500", (9500, 500)),
        ("bytes=0-0", (0, 1)),
        ("bytes=9999-20000", (9999, 1)),
        ("bytes=-20000", (0, 10000)),
        ("BYTES = 0 - 1", (0, 2)),
        # Not a range that we understand: the whole file.
        ("", None),
        ("bytes=", None),
        ("bytes=-", None),
        ("bytes=5-4", None),
        ("bytes=0-1,5-6", None),
        ("bytes=a-b", None),
        ("bytes=٣-٤", None),
        ("satır=0-1", None),
        ("bytes=0-1;", None),
        ("bytes=" + "9" * 5000 + "-", None),
    ],
)
def test_a_range_of_ten_thousand_bytes(header, expected):
    assert requested_range(header, 10_000) == expected


@pytest.mark.parametrize("header", ["bytes=10000-", "bytes=10000-10001", "bytes=-0"])
def test_a_range_beyond_the_end_cannot_be_satisfied(header):
    with pytest.raises(Unsatisfiable):
        requested_range(header, 10_000)


def test_an_empty_file_has_no_ranges():
    with pytest.raises(Unsatisfiable):
        requested_range("bytes=-5", 0)
    with pytest.raises(Unsatisfiable):
        requested_range("bytes=0-", 0)
