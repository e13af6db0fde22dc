"""Our summary of a story: how many sentences it has.

The office's own rule, drawn narrow so that a summary stays ours and never becomes the article (Law no. 5846 art. 35,
36).
"""

from __future__ import annotations

import re

MOST_SENTENCES = 3
# A full stop after a number or a short form ends no sentence: "3. kez", "T.C.", "Prof. Dr.", "vb.".
SHORT_FORMS = ("Dr", "Prof", "Doç", "Sn", "Mah", "Cad", "Sok", "vb", "vs", "No", "Av", "Bkz")
SHORT = r"(?<!\b\d)(?<!\b\d\d)(?<!\b\w)" + "".join(rf"(?<!\b{form})" for form in SHORT_FORMS)
END = re.compile(rf"(?:[!?…]+|{SHORT}\.+)[\"'”’)\]]*(?=\s+[^\Wa-zçğıöşü_]|\s+[\"“‘(]|\s*\n|\s*$)")


def sentences(text: str) -> int:
    """How many sentences ``text`` has; a line that ends without a stop is one too."""
    return sum(1 for part in END.split(text) if re.search(r"\w", part))
