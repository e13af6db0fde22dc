"""What of bulletins, their categories and beginnings can be brought back when it was deleted."""

from cms.recycle_bin import kinds
from press_archive.bulletins.kinds import BulletinKind, ReadyText
from press_archive.bulletins.models import BulletinPage, Category, Series

kinds.register_page(
    BulletinPage,
    parts=[
        "bulletins.BulletinTag", "bulletins.BulletinPage_categories", "bulletins.BulletinPage_distribution_lists",
        "bulletins.SocialText", "bulletins.CorrectionNote",
    ],
)  # fmt: skip
kinds.register(Category, parts=["bulletins.BulletinKind_categories"])
kinds.register(Series)
kinds.register(ReadyText, parts=["bulletins.BulletinKind_ready_texts"])
kinds.register(
    BulletinKind,
    parts=[
        "bulletins.BulletinKind_ready_texts", "bulletins.BulletinKind_categories",
        "bulletins.BulletinKind_distribution_lists", "bulletins.KindSocialText",
    ],
)  # fmt: skip
