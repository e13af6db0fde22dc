"""A place that was named once is known to the next photo from there."""

from decimal import Decimal

import pytest

from media_library.intake.places import known_place
from media_library.intake.services import describe
from media_library.metadata.read import Metadata
from media_library.models import Photo, Shoot
from tests import factories

pytestmark = pytest.mark.django_db
PIER = (Decimal("39.316000"), Decimal("26.692000"))


@pytest.fixture
def pier():
    return factories.photo(latitude=PIER[0], longitude=PIER[1], place="Balıkçı Barınağı", city="Çamlıkıyı")


def test_the_nearest_named_place_is_taken(pier):
    factories.photo(latitude=Decimal("39.317500"), longitude=PIER[1], place="Pazar yeri", city="Çamlıkıyı")
    factories.photo(latitude=PIER[0], longitude=PIER[1], place="")
    assert known_place(Decimal("39.316100"), Decimal("26.692100")) == ("Balıkçı Barınağı", "Çamlıkıyı")
    assert known_place(Decimal("39.317300"), PIER[1]) == ("Pazar yeri", "Çamlıkıyı")


@pytest.mark.parametrize("where", [(Decimal("39.330000"), PIER[1]), (PIER[0], Decimal("26.700000")), (None, None)])
def test_a_position_far_from_all_has_no_name(pier, where):
    assert known_place(*where) == ("", "")


def test_the_file_speaks_first_then_the_position_then_the_shoot(pier):
    shoot = Shoot.objects.create(title="Açılış", place="Cumhuriyet Mahallesi")

    def place_of(**said):
        photo = Photo()
        describe(photo, Metadata(**said), shoot=shoot)
        return photo.place

    assert place_of(sublocation="İskele", latitude=PIER[0], longitude=PIER[1]) == "İskele"
    assert place_of(latitude=PIER[0], longitude=PIER[1]) == "Balıkçı Barınağı"
    assert place_of() == "Cumhuriyet Mahallesi"
