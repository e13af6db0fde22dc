"""What was public before identities were signed is signed by now: no row may stand in for two signatures any more."""

from django.db import migrations

from cms.core.triggers import DropTriggers, append_only


class Migration(migrations.Migration):
    dependencies = [("identity", "0002_rules")]
    operations = [
        DropTriggers(*append_only("identity_inheritedidentity", ("INSERT", "UPDATE", "DELETE"))),
        migrations.DeleteModel(name="InheritedIdentity"),
    ]
