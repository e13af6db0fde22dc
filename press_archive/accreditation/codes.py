"""The QR code of a token or an address, as templates draw it: how many modules wide, and the path of the dark ones."""

from __future__ import annotations

from dataclasses import dataclass

import qrcode
from qrcode.constants import ERROR_CORRECT_M
from qrcode.util import QRData


@dataclass(frozen=True, slots=True)
class Code:
    """``size`` modules without the quiet zone, which the page leaves free (four modules); ``path`` for SVG."""

    size: int
    path: str

    @property
    def box(self) -> str:
        """The view box with the quiet zone."""
        return f"-4 -4 {self.size + 8} {self.size + 8}"


def code_of(text: str) -> Code:
    """``text`` in level M; a token has only letters that take half as many modules as its bytes would need."""
    drawing = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
    drawing.add_data(QRData(text))
    drawing.make(fit=True)
    lines = []
    for y, row in enumerate(drawing.modules):
        x = 0
        while x < len(row):
            if not row[x]:
                x += 1
                continue
            begin = x
            while x < len(row) and row[x]:
                x += 1
            lines.append(f"M{begin} {y}h{x - begin}v1h-{x - begin}z")
    return Code(len(drawing.modules), "".join(lines))
