"""What an office leaves behind: something deleted by mistake, addresses of the site before this one, a link that leads
nowhere any more, a colleague's unfinished correction, a photo cut to its middle."""

from __future__ import annotations

from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import LogContext

from cms.links import services as links
from cms.links.models import WebLink
from cms.redirects import services as redirects
from cms.users.models import Department, User
from cms.web_fetch.fetcher import Answer
from demo.office import Staff
from media_library.models import Photo
from media_library.versions.pixels import Edit
from media_library.versions.services import make_version
from press_archive.bulletins.models import BulletinIndexPage, BulletinPage, RegisterEntry

# Old address, new address.
OLD_ADDRESSES = (
    ("https://eski.belediye.example/haber.asp?id=12", "/bultenler/"),
    ("/basin-odasi.php", "/foto-galeri/"),
)


def load_leftovers(staff: Staff) -> None:
    """A draft in the recycle bin, some redirects and the rest; each once, whatever became of it since."""
    load_version(staff)
    load_dead_link()
    load_unfinished_correction(staff)
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


def load_version(staff: Staff) -> None:
    """A version of one photo, cut to its middle, which follows the words and rights of its original."""
    original = Photo.objects.filter(shoot__isnull=False, withheld_at=None, consents=None).order_by("pk").first()
    if original is not None and not Photo.objects.filter(edit__isnull=False).exists():
        middle = Edit(left=0.15, top=0.1, width=0.7, height=0.8)
        make_version(photo=original, edit=middle, user=staff.archivist)


def load_dead_link() -> None:
    """The old site's form, which a page names, is gone: the report of dead links says so."""
    if WebLink.objects.exists():
        return
    links.read_pages()
    for link in WebLink.objects.all():
        links.settle(link, Answer(status=404, address=link.address))


def load_unfinished_correction(staff: Staff) -> None:
    """A second editor has begun to correct what is live: whoever opens it is asked how to go on, and may take back with
    one button what they chose."""
    colleague = User.objects.filter(username="editor2").first()
    entry = RegisterEntry.objects.public().select_related("page").last()
    if colleague is None or entry is None or entry.page.latest_revision_id != entry.page.live_revision_id:
        return
    content = entry.page.get_latest_revision_as_object()
    content.summary = f"{content.summary} Ayrıntılar hafta içinde açıklanacak."
    content.save_revision(user=colleague, log_action=True, changed=True)
