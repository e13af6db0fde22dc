"""Dates and events out of the names that offices give their folders."""

import datetime as dt
from pathlib import PurePath

import pytest

from media_library.intake.importing.folders import event_of, readable


@pytest.mark.parametrize(
    "path, folder, title, date",
    [
        ("2019/2019-05-19 19 Mayıs Töreni/D.JPG", "2019/2019-05-19 19 Mayıs Töreni", "19 Mayıs Töreni", (2019, 5, 19)),
        ("2019/19.05.2019 Çocuk Şenliği/a.jpg", "2019/19.05.2019 Çocuk Şenliği", "Çocuk Şenliği", (2019, 5, 19)),
        ("20210903_sahil_yolu/a.jpg", "20210903_sahil_yolu", "sahil yolu", (2021, 9, 3)),
        ("29 EKİM 2020 Kortej/a.jpg", "29 EKİM 2020 Kortej", "Kortej", (2020, 10, 29)),
        ("2020/29 Ekim/a.jpg", "2020/29 Ekim", "29 Ekim", (2020, 10, 29)),
        ("2018/Ağustos/30 Ağustos Töreni/a.jpg", "2018/Ağustos/30 Ağustos Töreni", "30 Ağustos Töreni", (2018, 8, 30)),
        ("2019/05/19/a.jpg", "2019/05/19", "2019 / 05 / 19", (2019, 5, 19)),
        ("2017/03 Mart/14/a.jpg", "2017/03 Mart/14", "2017 / 03 Mart / 14", (2017, 3, 14)),
        ("2022-06-01 Açılış/RAW/DCIM/100CANON/a.jpg", "2022-06-01 Açılış", "Açılış", (2022, 6, 1)),
        ("2022-06-01 Açılış/Seçilenler/a.jpg", "2022-06-01 Açılış", "Açılış", (2022, 6, 1)),
        ("Nikâh salonu/IMG_20150714_120000.jpg", "Nikâh salonu", "Nikâh salonu", None),
        ("IMG_20150714_120000.jpg", ".", "Eski arşiv", (2015, 7, 14)),
        ("2019-02-30 Olmayan gün/a.jpg", "2019-02-30 Olmayan gün", "2019-02-30 Olmayan gün", None),
        ("Festival 2016/a.jpg", "Festival 2016", "Festival 2016", None),
        ("1453/a.jpg", "1453", "1453", None),
    ],
)  # fmt: skip
def test_a_folder_tells_its_event(path, folder, title, date):
    event = event_of(PurePath(path))
    assert (event.folder, event.date) == (folder, dt.date(*date) if date else None)
    assert event.title in (title, title.replace("2019-02-30 ", ""))


def test_an_old_windows_disk_speaks_turkish():
    assert readable("Ka\udceft t\udcfcneli") == "Kaït tüneli"
    assert readable("Ba\udcfekan\udcfdn ziyareti") == "Başkanın ziyareti"
