"""What an office leaves behind: something deleted by mistake, and addresses of the site before this one."""

from __future__ import annotations

from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import LogContext

from cms.redirects import services as redirects
from cms.users.models import Department, User
from demo.office import Staff
from press_archive.bulletins.models import BulletinIndexPage, BulletinPage

# Old address, new address.
OLD_ADDRESSES = (
    ("https://eski.belediye.example/haber.asp?id=12", "/bultenler/"),
    ("/basin-odasi.php", "/foto-galeri/"),
)


def load_leftovers(staff: Staff) -> None:
    """A draft in the recycle bin and some redirects; once, whatever became of them since."""
    writer = User.objects.filter(username="yonetici").first()
    department = Department.objects.first()
    if Redirect.objects.exists() or writer is None or department is None:
        return
    for old, new in OLD_ADDRESSES:
        redirects.save_one(old=old, new=new, user=writer)
    draft = BulletinPage(
        title="Kış lastiği denetimleri başladı", summary="Yanlışlıkla silinen bir taslak.", department=department,
        body=[("paragraph", "<p>Zabıta ekipleri ana arterlerde denetim yapıyor.</p>")], owner=staff.editor, live=False,
    )  # fmt: skip
    BulletinIndexPage.objects.get().add_child(instance=draft)
    draft.save_revision(user=staff.editor, log_action=True)
    with LogContext(user=staff.editor):
        draft.delete()
