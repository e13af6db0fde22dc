"""QR codes as squares: drawn as one path of the black ink, and read back from what was drawn."""

from __future__ import annotations

from dataclasses import dataclass

Grid = list[list[bool]]
QUIET = 4  # modules of paper around it (ISO/IEC 18004)


@dataclass(frozen=True, slots=True)
class Code:
    """An SVG path in modules; ``side`` counts them with the quiet zone."""

    path: str
    side: int


def grid(address: str) -> Grid:
    """The modules of the code for ``address``, middle error correction. Raises ``ValueError`` for what is too long."""
    import qrcode
    from qrcode.exceptions import DataOverflowError

    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0)
    code.add_data(address)
    try:
        code.make(fit=True)
    except DataOverflowError as error:
        raise ValueError("address") from error
    return [[bool(module) for module in row] for row in code.get_matrix()]


def modules(address: str) -> Code:
    """``address`` as a path: runs of black modules of each row are one rectangle."""
    rows, parts = grid(address), []
    for down, row in enumerate(rows):
        across = 0
        while across < len(row):
            run = 0
            while across + run < len(row) and row[across + run]:
                run += 1
            if run:
                parts.append(f"M{across + QUIET} {down + QUIET}h{run}v1h-{run}z")
            across += run + 1
    return Code("".join(parts), len(rows) + 2 * QUIET)


def read(rows: Grid) -> str:
    """What the code says whose modules are ``rows`` (no quiet zone). Nothing is mended: a code that was drawn by a
    machine has no fault. Raises ``ValueError`` for what is no code."""
    from qrcode import util

    side = len(rows)
    if side < 21 or (side - 17) % 4 or any(len(row) != side for row in rows):
        raise ValueError("side")
    version = (side - 17) // 4
    if not all(_finder(rows, left, top) for left, top in ((0, 0), (side - 7, 0), (0, side - 7))):
        raise ValueError("finder")
    level, mask = _format(rows)
    hidden = util.mask_func(mask)
    reserved = _reserved(version, side)
    bits: list[bool] = []
    upward, column = True, side - 1
    while column > 0:
        if column == 6:
            column -= 1
        for step in range(side):
            row = side - 1 - step if upward else step
            bits += [
                rows[row][across] != bool(hidden(row, across))
                for across in (column, column - 1)
                if not reserved[row][across]
            ]
        upward, column = not upward, column - 2
    return _text(_data(bits, version, level), version)


def _finder(rows: Grid, left: int, top: int) -> bool:
    return all(rows[top + y][left + x] == (max(abs(x - 3), abs(y - 3)) != 2) for y in range(7) for x in range(7))


def _format(rows: Grid) -> tuple[int, int]:
    """Level of error correction and mask from the fifteen bits beside the first finder."""
    from qrcode import util

    places = [(8, x) for x in (0, 1, 2, 3, 4, 5, 7, 8)] + [(y, 8) for y in (7, 5, 4, 3, 2, 1, 0)]
    found = 0
    for y, x in places:
        found = found << 1 | rows[y][x]
    for data in range(32):
        if util.BCH_type_info(data) == found:
            return data >> 3, data & 7
    raise ValueError("format")


def _reserved(version: int, side: int) -> Grid:
    from qrcode import util

    taken = [[x == 6 or y == 6 for x in range(side)] for y in range(side)]

    def take(left: int, top: int, width: int, height: int) -> None:
        for y in range(max(0, top), min(side, top + height)):
            for x in range(max(0, left), min(side, left + width)):
                taken[y][x] = True

    take(0, 0, 9, 9)
    take(side - 8, 0, 8, 9)
    take(0, side - 8, 9, 8)
    middles = util.pattern_position(version)
    for y in middles:
        for x in middles:
            if (x, y) not in ((6, 6), (6, middles[-1]), (middles[-1], 6)):
                take(x - 2, y - 2, 5, 5)
    if version >= 7:
        take(side - 11, 0, 3, 6)
        take(0, side - 11, 6, 3)
    return taken


def _data(bits: list[bool], version: int, level: int) -> list[int]:
    """The code's data words in their order, taken out of the blocks that they are mixed into."""
    from qrcode.base import rs_blocks

    words = [sum(bit << 7 - at for at, bit in enumerate(bits[i : i + 8])) for i in range(0, len(bits) - 7, 8)]
    blocks = rs_blocks(version, level)
    parts: list[list[int]] = [[] for _block in blocks]
    at = 0
    for place in range(max(block.data_count for block in blocks)):
        for block, part in zip(blocks, parts, strict=True):
            if place < block.data_count:
                part.append(words[at])
                at += 1
    return [word for part in parts for word in part]


def _text(words: list[int], version: int) -> str:
    stream = "".join(f"{word:08b}" for word in words)
    at = 0

    def take(count: int) -> int:
        nonlocal at
        if at + count > len(stream):
            raise ValueError("end")
        value = int(stream[at : at + count] or "0", 2)
        at += count
        return value

    alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
    wide = 0 if version < 10 else 1 if version < 27 else 2
    said = bytearray()
    while at + 4 <= len(stream) and (mode := take(4)):
        if mode == 4:
            said += bytes(take(8) for _byte in range(take((8, 16, 16)[wide])))
        elif mode == 2:
            left = take((9, 11, 13)[wide])
            for _pair in range(left // 2):
                first, second = divmod(take(11), 45)
                said += (alphabet[first] + alphabet[second]).encode()
            if left % 2:
                said += alphabet[take(6)].encode()
        elif mode == 1:
            left = take((10, 12, 14)[wide])
            while left:
                count = min(3, left)
                said += str(take((4, 7, 10)[count - 1])).zfill(count).encode()
                left -= count
        else:
            raise ValueError("mode")
    return said.decode("utf-8")
