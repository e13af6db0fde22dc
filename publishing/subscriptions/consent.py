"""What a subscriber agrees to (KVKK, law no. 6698, art. 3, 5 and 10): every text that was ever shown, by its version.

A text is never changed: a new one gets a new version, so that each consent names exactly the words it was given to.
"""

from __future__ import annotations

CURRENT = "2026-11"

TEXTS = {
    "2026-11": (
        "E-posta adresimin ve seçtiğim konuların, yalnızca bu konulardaki basın bültenlerini bana göndermek için "
        "belediyenin basın bürosunca işlenmesine açık rıza veriyorum. Adresim başka hiç kimseye verilmez. Her "
        "mektubun altındaki bağlantıyla dilediğim an vazgeçebilirim; vazgeçtiğimde adresim ve bana gönderilenlerin "
        "kaydı silinir. 6698 sayılı Kanun'un 11. maddesindeki haklarım için basın bürosuna yazabilirim."
    ),
}


def text_of(version: str) -> str:
    """The words of ``version``, as they were shown."""
    return TEXTS[version]
