"""The ledger of the stock, and the history of the jobs, kept by the database: lines are added, never changed; each follows
from the one before it, and a line that takes another back is its opposite."""

from django.db import migrations

from cms.core.triggers import AppendOnly, Trigger, Triggers

LEDGER = "printing_movement"
FOLLOWS = Trigger(
    name="printing_movement_follows", table=LEDGER, event="INSERT",
    message="basin_masasi: a stock movement follows from the one before it",
    condition=f"""(NEW.number > 1 OR NEW.balance <> NEW.quantity) AND NOT EXISTS (
        SELECT 1 FROM {LEDGER} m WHERE m.title_id = NEW.title_id AND m.place_id = NEW.place_id
        AND m.number = NEW.number - 1 AND m.balance + NEW.quantity = NEW.balance)""",
)
OPPOSITE = Trigger(
    name="printing_movement_opposite", table=LEDGER, event="INSERT",
    message="basin_masasi: a correction is the opposite of what it corrects",
    condition=f"""NEW.corrects_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM {LEDGER} m WHERE m.id = NEW.corrects_id AND m.title_id = NEW.title_id
        AND m.place_id = NEW.place_id AND m.quantity = -NEW.quantity AND m.corrects_id IS NULL)""",
)


class Migration(migrations.Migration):
    dependencies = [("printing", "0001_initial")]
    operations = [
        Triggers(FOLLOWS, OPPOSITE),
        AppendOnly(LEDGER, "printing_jobevent", "printing_proof", "printing_offer"),
    ]
