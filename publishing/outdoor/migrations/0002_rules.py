"""Photos and history are added, never changed; a day of a face belongs to a booking of that face, within its days."""

from django.db import migrations

from cms.core.triggers import AppendOnly, Trigger, Triggers

CONDITION = """NOT EXISTS (
    SELECT 1 FROM outdoor_booking b WHERE b.id = NEW.booking_id AND b.panel_id = NEW.panel_id AND b.face = NEW.face
    AND NEW.day BETWEEN b.first_day AND b.last_day AND b.state IN ('booked', 'hung'))"""
OWN = [
    Trigger(
        name=f"outdoor_bookedday_own_{event.lower()}", table="outdoor_bookedday", event=event, condition=CONDITION,
        message="basin_masasi: a booked day belongs to its booking",
    )
    for event in ("INSERT", "UPDATE")
]
MOVED = Trigger(
    name="outdoor_booking_moved", table="outdoor_booking", event="UPDATE",
    condition="NEW.panel_id <> OLD.panel_id OR NEW.face <> OLD.face OR NEW.first_day <> OLD.first_day "
    "OR NEW.last_day <> OLD.last_day",
    message="basin_masasi: a booking keeps its face and days",
)


class Migration(migrations.Migration):
    dependencies = [("outdoor", "0001_initial")]
    operations = [Triggers(*OWN, MOVED), AppendOnly("outdoor_hangingphoto", "outdoor_bookingevent")]
