"""The rounds of the monitors against sites on loopback: polite, and whatever a site does, nothing lost or doubled."""

import datetime as dt
import gzip
import os
import signal

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from cms.letters.models import Letter
from press_archive.monitoring import dates, documents, pauses, rounds
from press_archive.monitoring.errands import Found
from press_archive.monitoring.line import Line
from press_archive.monitoring.models import Candidate, Host, Monitor, Page, State
from tests import factories
from tests.factories import monitoring
from tests.office import browser
from tests.services.sites import Reply, Sites, article, endless, item, rss, serving

pytestmark = pytest.mark.django_db
ABOUT = "Çamlıkıyı Belediyesi"


@pytest.fixture(scope="module")
def house():
    """The sites and one reader for all tests of the module."""
    with serving(Sites()) as sites:
        before = os.environ.get("TEST_STAND_IN_PORT")
        os.environ["TEST_STAND_IN_PORT"] = str(sites.port)
        rounds.LINE.end()  # one that runs already asks somebody else
        yield sites
        rounds.LINE.end()
        os.environ.pop("TEST_STAND_IN_PORT")
        if before:
            os.environ["TEST_STAND_IN_PORT"] = before


@pytest.fixture
def sites(house, settings, monkeypatch):
    settings.MONITOR_PRESS = True
    settings.WEB_FETCH_STAND_IN_PORT = house.port
    monkeypatch.setattr(pauses, "HOST_RESTS", dt.timedelta())
    house.pages.clear()
    house.asked.clear()
    yield house
    house.gate.set()
    if rounds.LINE.in_hand:
        rounds.LINE.end()
    rounds._sent.clear()


def titles():
    return sorted(Candidate.objects.filter(state=State.NEW).values_list("title", flat=True))


def test_a_feed_is_asked_politely_and_each_story_comes_once(sites):
    monitoring.words()
    one = monitoring.monitor()
    story = "http://kiyi.example/haber/1"
    text = "Park bu sabah törenle açıldı. Açılışa mahalle sakinleri katıldı. " * 8
    sites.pages["kiyi.example/haber/1"] = article(f"{ABOUT}nden yeni park", text)

    def feed(headers):
        if headers.get("If-None-Match") == '"v1"':
            return Reply(status=304)
        body = rss(item(f"{ABOUT}’nden yeni park", story, "Kısa", date="Fri, 27 Nov 2026 10:00:00 +0300"),
                   item("Ligde lider kaybetti", "http://kiyi.example/haber/2"))  # fmt: skip
        return Reply(body, headers={"ETag": '"v1"', "Last-Modified": "Fri, 27 Nov 2026 08:00:00 GMT"})

    sites.pages["kiyi.example/rss"] = feed
    monitoring.work()
    row = Candidate.objects.get()
    assert (row.title, row.state, row.page, row.hits) == (f"{ABOUT}’nden yeni park", State.NEW, Page.READ, [ABOUT])
    assert "mahalle sakinleri" in row.text
    assert row.page_copy.fetched_by is None
    monitoring.due()
    monitoring.work()
    headers = next(said for address, said in reversed(sites.asked) if address == "kiyi.example/rss")
    assert (headers["if-none-match"], headers["if-modified-since"]) == ('"v1"', "Fri, 27 Nov 2026 08:00:00 GMT")
    assert headers["user-agent"].startswith("BasinMasasi-monitor/")
    assert sites.times("kiyi.example/haber/1") == 1
    one.refresh_from_db()
    assert (one.status, one.failures, one.trouble) == (304, 0, "")
    assert dt.timedelta(minutes=17) < one.next_at - timezone.now() < dt.timedelta(minutes=23)
    # Another name for the same story, other GUIDs, and a list that is looked at anew: still one.
    sites.pages["kiyi.example/rss"] = Reply(
        rss(item("Başka başlık", f"{story}?utm_source=rss", guid="x-2"), item("A", "https://www.kiyi.example/haber/1/"))
    )
    Monitor.objects.update(look_again=True)
    monitoring.due()
    monitoring.work()
    assert Candidate.objects.count() == 1


def test_robots_are_obeyed_for_lists_and_for_pages(sites):
    monitoring.words()
    closed, open_ = monitoring.monitor("http://kapali.example/rss"), monitoring.monitor("http://yari.example/rss")
    sites.pages["kapali.example/robots.txt"] = Reply(b"User-agent: *\nDisallow: /\n", "text/plain")
    sites.pages["yari.example/robots.txt"] = Reply(b"User-agent: *\nDisallow: /haber/\n", "text/plain")
    sites.pages["yari.example/rss"] = Reply(rss(item(f"{ABOUT} duyurdu", "/haber/1")))
    monitoring.work()
    closed.refresh_from_db()
    open_.refresh_from_db()
    assert (closed.trouble, open_.trouble) == ("robots", "")
    assert closed.next_at > timezone.now() + dt.timedelta(hours=20)
    assert Candidate.objects.get().page == Page.FAILED
    assert sites.times("kapali.example/rss") == sites.times("yari.example/haber/1") == 0


GOOD = item(f"{ABOUT} sahili temizledi", "/haber/sahil")
BOMB = gzip.compress(b"<rss><channel>" + b"<item><title>bomba</title></item>" * 2_000_000, 9)
ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY f SYSTEM '
    '"file:///etc/passwd"><!ENTITY % p SYSTEM "http://10.0.0.1/x.dtd">%p;]>'
)
HOSTILE = {
    "latin5": Reply(rss(GOOD, head='<?xml version="1.0" encoding="ISO-8859-9"?>').decode().encode("cp1254")),
    "says-utf8-is-latin5": Reply(rss(GOOD).decode().encode("cp1254")),
    "says-latin5-is-utf8": Reply(
        rss(GOOD, head='<?xml version="1.0" encoding="windows-1254"?>'), "text/xml; charset=iso-8859-9"
    ),
    "utf16": Reply(rss(GOOD, head="").decode().encode("utf-16")),
    "turkish-dates": Reply(rss(item(f"{ABOUT} sahili temizledi", "/haber/sahil", date="27 Kasım 2026 Cuma 14:30"))),
    "a-date-to-come": Reply(rss(item(f"{ABOUT} sahili temizledi", "/haber/sahil", date="2031-01-01T00:00:00Z"))),
    "html-in-titles": Reply(rss(item("&lt;b&gt;Çamlıkıyı&lt;/b&gt; Belediyesi sahili &amp;amp; yolu temizledi", "/h"))),
    "no-xml-any-more": Reply(rss(f"{GOOD}<item><title>A & B <br> &nbsp;</item>").replace(b"</channel></rss>", b"")),
    "entities": Reply(rss(item(f"{ABOUT} &b; &f; temizledi", "/h"), head=ENTITIES)),
    "packed-unasked": Reply(gzip.compress(rss(GOOD)), headers={"Content-Encoding": "gzip"}),
    "no-links": Reply(rss(item(f"{ABOUT} sahili temizledi", "", guid="urn:1"))),
    "no-titles": Reply(rss(item("", "/h", f"{ABOUT} sahili temizledi, çöpler toplandı."))),
}
BROKEN = {
    "bomb": (Reply(BOMB, headers={"Content-Encoding": "gzip"}), "too_large"),
    "fifty-megabytes": (Reply(stream=lambda write: [write(b"<a>" * 350_000) for _ in range(50)]), "too_large"),
    "endless": (endless(), "too_large"),
    "loop": (Reply(status=302, headers={"Location": "http://loop.example/rss"}), "redirects"),
    "into-the-house": (Reply(status=302, headers={"Location": "http://169.254.169.254/latest/"}), "forbidden"),
    "a-page": (Reply(b"<html><body>Merhaba</body></html>", "text/html"), "no_list"),
    "empty": (Reply(b""), "no_list"),
    "cut-off": (Reply(rss(GOOD)[:60], headers={"Content-Length": "5000"}), "connection"),
    "packed-wrongly": (Reply(b"\x1f\x8bxxxx", headers={"Content-Encoding": "gzip"}), "encoded"),
    "not-here": (Reply(b"", status=404), ""),
}


def test_broken_feeds_stop_no_other_and_lose_nothing(sites):
    monitoring.words()
    for name, reply in [*HOSTILE.items(), *((name, reply) for name, (reply, _word) in BROKEN.items())]:
        host = f"{name}.example"
        sites.pages[f"{host}/rss"] = reply
        sites.pages[f"{host}/robots.txt"] = Reply(b"User-agent: *\nDisallow: /h\n", "text/plain")
        monitoring.monitor(f"http://{host}/rss")
    monitoring.work(seconds=60)
    states = {one.host.removesuffix(".example"): one for one in Monitor.objects.all()}
    assert {name: states[name].trouble for name in HOSTILE} == dict.fromkeys(HOSTILE, "")
    assert {name: states[name].trouble for name in BROKEN} == {name: word for name, (_reply, word) in BROKEN.items()}
    assert {states[name].failures for name in BROKEN} == {1}
    found = {row.monitor.host.removesuffix(".example"): row for row in Candidate.objects.select_related("monitor")}
    assert set(found) == set(HOSTILE)
    assert all(row.title.startswith(ABOUT) for row in found.values()), [row.title for row in found.values()]
    assert found["html-in-titles"].title == f"{ABOUT} sahili & yolu temizledi"
    assert "root:" not in found["entities"].title + found["entities"].text
    assert "haha" not in found["entities"].title
    assert timezone.localtime(found["turkish-dates"].published_at).isoformat() == "2026-11-27T14:30:00+03:00"
    assert found["a-date-to-come"].published_at <= timezone.now()
    # All tell the same: one story, however many sites.
    assert (
        Candidate.objects.exclude(monitor__host__in=["html-in-titles.example", "entities.example", "no-titles.example"])
        .values("story")
        .distinct()
        .count()
        == 1
    )
    # And a second look brings nothing new.
    monitoring.due(*[states[name] for name in HOSTILE])
    monitoring.work()
    assert Candidate.objects.count() == len(HOSTILE)


def test_a_site_that_asks_for_rest_gets_it_and_one_that_fails_is_asked_ever_less(sites):
    one, two, three = (monitoring.monitor(f"http://{name}.example/rss") for name in ("dur", "sonra", "yok"))
    sites.pages["dur.example/rss"] = Reply(status=429, headers={"Retry-After": "7200"})
    sites.pages["sonra.example/rss"] = Reply(status=503, headers={"Retry-After": "Fri, 01 Jan 2100 00:00:00 GMT"})
    waits = []
    for _time in range(3):
        monitoring.due()
        monitoring.work()
        three.refresh_from_db()
        waits.append(three.next_at - timezone.now())
    one.refresh_from_db()
    two.refresh_from_db()
    assert dt.timedelta(minutes=119) < one.next_at - timezone.now() <= dt.timedelta(hours=2)
    assert dt.timedelta(hours=47) < two.next_at - timezone.now() <= pauses.LONGEST_ASKED_PAUSE
    assert waits[0] < waits[1] < waits[2] <= rounds.LONGEST_PAUSE
    assert (three.failures, three.status) == (3, 404)
    now = timezone.now()
    assert [pauses.retry_after(said, now) for said in ("", "-1", "yarın", "٣")] == [None] * 4
    assert pauses.retry_after("9" * 50, now) is not None


def test_a_host_is_asked_by_one_and_rests_between_its_lists_and_pages(monkeypatch):
    monitoring.monitor("http://kiyi.example/rss")
    monitoring.monitor("http://kiyi.example/spor", outlet=monitoring.outlet("kiyi.example"))
    story = monitoring.found(url="http://kiyi.example/haber/1")
    other = monitoring.found("Çamlıkıyı Belediyesi yol açtı", url="http://uzak.example/1", site="kiyi.example")
    taken = rounds.claim(owner="a", limit=10)
    assert sorted(row.host for row in taken) == ["kiyi.example", "uzak.example"]
    assert rounds.claim(owner="b", limit=10) == []
    # What came back leaves each site alone; one that wants its page left alone is asked for nothing else either.
    monkeypatch.setattr(rounds, "_sent", dict(enumerate(taken)))
    answers = [
        Found(number, "page", 429, retry_after="7200") if row == other else Found(number, "list", 304)
        for number, row in enumerate(taken)
    ]
    monkeypatch.setattr(rounds.LINE, "taken", lambda: (answers, []))
    assert rounds.take_back("a") == 2
    assert rounds.claim(owner="a", limit=10) == []
    other.refresh_from_db()
    assert other.page_at > timezone.now() + dt.timedelta(minutes=119)
    monitoring.monitor("http://uzak.example/rss")
    with time_machine.travel(timezone.now() + pauses.HOST_RESTS, tick=False):
        assert [row.host for row in rounds.claim(owner="a", limit=10)] == ["kiyi.example"]
    with time_machine.travel(timezone.now() + dt.timedelta(hours=3), tick=False):
        assert len(rounds.claim(owner="a", limit=10)) == 2
    story.refresh_from_db()
    assert story.page == Page.WANTED
    with time_machine.travel(timezone.now() + dt.timedelta(days=40), tick=False):
        rounds.tidy()
    assert not Host.objects.exists()


def test_a_site_whose_robots_file_fails_is_not_asked_for_now(sites):
    """RFC 9309, section 2.3.1.4: who cannot say it now is not asked; and not for a day."""
    one = monitoring.monitor("http://mesgul.example/rss")
    sites.pages["mesgul.example/robots.txt"] = Reply(b"", "text/plain", 503)
    monitoring.work()
    one.refresh_from_db()
    assert (one.trouble, one.status, one.failures) == ("robots_busy", 503, 1)
    assert one.next_at < timezone.now() + dt.timedelta(hours=1)
    assert sites.times("mesgul.example/rss") == 0


def test_what_an_agency_lists_of_others_is_theirs(sites):
    """By the künye of the directory, or by their list that is watched; the longest name of a host wins."""
    agency = monitoring.outlet("Ajans", kind="agency", website="https://www.ajans.example")
    own = monitoring.monitor("http://ajans.example/rss", outlet=agency)
    papers = {name: monitoring.outlet(name, website=site) for name, site in (
        ("Kıyı", "http://kiyi.example"), ("Kıyı Spor", "https://spor.kiyi.example"), ("Künyesiz", ""))}  # fmt: skip
    monitoring.monitor("http://www.kunyesiz.example/rss", outlet=papers["Künyesiz"])
    for name in ("Bir", "İki"):  # one machine that serves two outlets' lists says nothing of either
        monitoring.monitor(f"http://ortak.example/{name}", outlet=monitoring.outlet(name, website=""))
    listed = {
        "http://m.kiyi.example/1": "Kıyı", "http://spor.kiyi.example/1": "Kıyı Spor", "https://kunyesiz.example/1":
        "Künyesiz", "http://ortak.example/x/1": "Ajans", "http://ajans.example/1": "Ajans", "": "Ajans",
        "http://notkiyi.example/1": "Ajans",
    }  # fmt: skip
    entries = [documents.Entry(f"k{at}", "Haber", link, "", None) for at, link in enumerate(listed)]
    rounds.services.offer(monitor=own, entries=entries)
    assert dict(Candidate.objects.values_list("url", "outlet__name")) == listed


def test_a_story_without_an_address_comes_once_whatever_its_list_calls_it():
    one = monitoring.monitor()
    said = [("k1", "Çamlıkıyı duyurdu", "Su kesilecek."), ("k1", "Çamlıkıyı duyurdu", "Su kesilecek."),
            ("k2", "Çamlıkıyı duyurdu", "Su kesilecek."), ("k3", "Çamlıkıyı duyurdu", "Yol kapanacak.")]  # fmt: skip
    for entry in said:
        rounds.services.offer(monitor=one, entries=[documents.Entry(*entry[:2], "", entry[2], None)])
    same = [documents.Entry(key, "Tören", "", "Saat ikide.", None) for key in ("k4", "k5")]
    rounds.services.offer(monitor=one, entries=same)
    assert list(Candidate.objects.order_by("pk").values_list("key", flat=True)) == ["k1", "k3", "k4"]


def test_a_page_is_read_by_its_selector_and_stories_by_their_text(sites):
    """A list page that tells no more than headlines; the words stand in the story."""
    monitoring.words()
    monitoring.monitor("http://liste.example/gundem", kind="page", selector="div.kutu", reads_pages=True)
    sites.pages["liste.example/gundem"] = Reply(
        "<div class=kutu><a href=/1><h3>Sahilde büyük temizlik başladı</h3></a></div><div class=kutu><a href=/2>"
        "<h3>Ligin lideri deplasmanda kaybetti</h3></a></div><a href=/3>Bu kutuda olmayan bir bağlantı</a>".encode(),
        "text/html; charset=utf-8",
    )
    long = "Sabah erken saatlerde ekipler sahile indi ve bütün çöpleri topladı. " * 8
    sites.pages["liste.example/1"] = article("Sahilde büyük temizlik başladı", f"{long}{ABOUT}’ne teşekkür edildi.")
    sites.pages["liste.example/2"] = article("Ligin lideri deplasmanda kaybetti", long.replace("sahile", "sahaya"))
    for _time in range(2):
        monitoring.due()
        monitoring.work()
    assert titles() == ["Sahilde büyük temizlik başladı"]
    assert Candidate.objects.count() == 1
    assert (sites.times("liste.example/1"), sites.times("liste.example/2")) == (1, 1)
    # A new word finds what still stands in the list.
    monitoring.words("lider", name="Spor")
    rounds.services.look_again()
    monitoring.due()
    monitoring.work()
    assert len(titles()) == 2


def test_a_reader_that_is_killed_loses_nothing(sites):
    """kill -9 while it waits for slow sites: the next one asks again, and each story is there once."""
    monitoring.words()
    for number in range(8):
        host = f"s{number}.example"
        sites.pages[f"{host}/rss"] = Reply(rss(item(f"{ABOUT} haberi {number} numara", "")))
        monitoring.monitor(f"http://{host}/rss")
    sites.gate.clear()
    assert rounds.look("w") > 0
    in_hand = len(rounds.LINE.in_hand)
    assert in_hand
    os.kill(rounds.LINE.process.pid, signal.SIGKILL)
    rounds.LINE.process.wait()
    sites.gate.set()
    rounds.LINE.wait(5)
    rounds.look("w")
    broken = Monitor.objects.filter(trouble="broken").count()
    assert broken == in_hand
    monitoring.due()
    monitoring.work("w")
    monitoring.due()
    monitoring.work("w")
    assert Candidate.objects.count() == 8
    assert not Monitor.objects.exclude(trouble="").exists()


def test_a_worker_that_is_gone_leaves_its_lists_to_the_next(sites):
    """The claim ends; what the dead worker's reader says later is nobody's."""
    one = monitoring.monitor()
    assert [row.pk for row in rounds.claim(owner="dead", limit=5)] == [one.pk]
    assert rounds.claim(owner="next", limit=5) == []
    Monitor.objects.update(claimed_until=timezone.now() - dt.timedelta(seconds=1))
    Host.objects.update(free_at=timezone.now() - dt.timedelta(seconds=1))
    (row,) = rounds.claim(owner="next", limit=5)
    said = rounds.Found(1, "list", 200, entries=[])
    assert rounds.settle_list(monitor=row, owner="dead", found=said) == 0
    row.refresh_from_db()
    assert row.claimed_by == "next"
    rounds.settle_list(monitor=row, owner="next", found=said)
    row.refresh_from_db()
    assert (row.claimed_by, row.status) == ("", 200)


def test_a_reader_that_hangs_is_ended(sites, monkeypatch):
    monkeypatch.setattr("press_archive.monitoring.line.SECONDS", -1.0)
    line = Line()
    sites.gate.clear()
    line.hand(rounds.Errand(7, "list", "http://kiyi.example/rss", "a/1"))
    assert line.taken() == ([], [7])
    assert line.process is None


def test_silence_is_told_once_in_one_letter(sites):
    factories.editor(), factories.archivist(), factories.director()
    loud, quiet, new = (monitoring.monitor(f"http://{name}.example/rss") for name in ("sesli", "sessiz", "yeni"))
    now = timezone.now()
    Monitor.objects.update(checked_at=now, arrived_at=now - dt.timedelta(days=2), gaps=[3600] * 9, look_again=False)
    Monitor.objects.filter(pk=loud.pk).update(gaps=[3600] * 8 + [2 * 86400])
    Monitor.objects.filter(pk=new.pk).update(gaps=[60])
    before = Letter.objects.count()
    assert rounds.look_for_silence() == 1
    assert rounds.look_for_silence() == 0
    letters = Letter.objects.order_by("pk")[before:]
    assert {row.recipient for row in letters} == {factories.editor().email, factories.archivist().email}
    assert "sessiz.example" in letters[0].body
    assert "sesli.example" not in letters[0].body
    # Whoever changes what is looked for in it, or takes it out of use for a while, hears of it no second time.
    change = {"outlet": quiet.outlet_id, "kind": "feed", "minutes": "20", "address": quiet.address, "active": "on"}
    lists = {**change, "lists": [monitoring.words().pk]}
    for said in (lists, {**lists, "active": ""}, lists):
        browser(factories.editor()).post(reverse("monitoring:edit", args=[quiet.pk]), said)
        assert rounds.look_for_silence() == 0
    quiet.refresh_from_db()
    assert (quiet.look_again, quiet.active, quiet.silent_since is None) == (True, True, False)
    # Something new ends it; the next silence is told again.
    sites.pages["sessiz.example/rss"] = Reply(rss(item("Yeni bir haber", "/1")))
    monitoring.due(quiet)
    monitoring.work()
    quiet.refresh_from_db()
    assert quiet.silent_since is None
    assert quiet.gaps[-1] > 86400


def test_nothing_is_asked_where_it_is_switched_off(sites, settings):
    settings.MONITOR_PRESS = False
    monitoring.monitor()
    assert rounds.look("w") == rounds.look_for_silence() == 0
    assert rounds.trouble() == ""
    settings.MONITOR_PRESS = True
    assert rounds.trouble() == ""
    Monitor.objects.update(next_at=timezone.now() - dt.timedelta(hours=3))
    assert rounds.trouble() == "1 lists late"


def test_what_one_entry_lacks_takes_no_other_away_and_a_text_full_of_beginnings_costs_nothing():
    assert dates.moment("0001-01-01T00:00:00", now=timezone.now()) is None
    assert documents._joined("https://a.example/", "http:/\u200b/[x/") == ""
    text = "<?xml version='1.0'?><!doctype rss [<!ENTITY a 'b'>]><rss>" + "<!DOCTYPE" * 300_000
    assert documents._text(text.encode(), "").startswith("<rss>")


def test_an_answer_that_cannot_be_written_down_takes_no_other_away(monkeypatch):
    first, second = (monitoring.monitor(f"http://{name}.example/rss") for name in ("bir", "iki"))
    Monitor.objects.update(claimed_by="w")
    answers = [Found(one.pk, "list", status=200, etag="a\0b") for one in (first, second)]
    monkeypatch.setattr(rounds, "_sent", {first.pk: first, second.pk: second})
    monkeypatch.setattr(rounds.LINE, "taken", lambda: (answers, []))
    whole = rounds.settle_list

    def settle(*, monitor, owner, found):
        if monitor.pk == first.pk and not found.trouble:
            raise ValueError("odd")
        whole(monitor=monitor, owner=owner, found=found)

    monkeypatch.setattr(rounds, "settle_list", settle)
    assert rounds.take_back("w") == 2
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.trouble, second.trouble, second.etag) == ("broken", "", "ab")
