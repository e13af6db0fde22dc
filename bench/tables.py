"""A table as every part of the benchmark prints it."""

from __future__ import annotations


def table(head: list[str], rows: list[list[str]]) -> None:
    """Prints ``rows`` below ``head``: the first column from the left, figures from the right."""
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    for number, row in enumerate([head, *rows]):
        cells = [
            cell.ljust(width) if not column else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        print("  " + "  ".join(cells))
        if not number:
            print("  " + "  ".join("─" * width for width in widths))
    print()
