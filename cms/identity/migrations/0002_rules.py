"""The only row of the identity, a draft that nothing prints; while it is live it says what was signed."""

from django.db import migrations

from cms.core.triggers import DIFFERS, Trigger, Triggers, append_only

TABLE = "identity_identity"
SAID = ("municipality", "logo_id", "primary_colour", "accent_colour", "address", "phone", "email")
CHANGED = " OR ".join(f"NEW.{column} {DIFFERS} OLD.{column}" for column in SAID)
FROZEN = Trigger(
    name=f"{TABLE}_frozen",
    table=TABLE,
    event="UPDATE",
    columns=SAID,
    condition=f"OLD.live AND NEW.live AND NOT (NEW.live_revision_id {DIFFERS} OLD.live_revision_id) AND ({CHANGED})",
    message="basin_masasi: a live identity says what was signed",
)


def add_row(apps, schema_editor):
    apps.get_model("identity", "Identity").objects.create(pk=1, live=False)


def remove_row(apps, schema_editor):
    apps.get_model("identity", "Identity").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("identity", "0001_initial")]
    operations = [
        migrations.RunPython(add_row, remove_row),
        Triggers(FROZEN, *append_only("identity_inheritedidentity", ("INSERT", "UPDATE", "DELETE"))),
    ]
