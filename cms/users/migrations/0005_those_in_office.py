"""An installation from before: whoever holds an office, or acts for one, on the day of the upgrade goes on doing so.

Their appointments count as confirmed and their credentials as their own, as they were until now. Delegations that an
administrator recorded are not touched: they wait for the principal, who confirms them with one tap.
"""

import hashlib
import json

from django.db import migrations
from django.utils import timezone

OFFICES = {"Müdür": "director", "Başkan": "mayor"}


def fingerprint(user, keys, tokens):
    values = [user.pk, user.username, user.email, user.password, user.first_name, user.last_name]
    return hashlib.sha256(json.dumps([*values, sorted(keys), sorted(tokens)]).encode()).hexdigest()


def trust(apps, schema_editor):
    User = apps.get_model("users", "User")
    Appointment = apps.get_model("users", "Appointment")
    Delegation = apps.get_model("users", "Delegation")
    TOTPDevice = apps.get_model("otp_totp", "TOTPDevice")
    APIToken = apps.get_model("wagtailcore", "APIToken")
    now = timezone.now()
    people = set()
    for name, office in OFFICES.items():
        for user in User.objects.filter(groups__name=name):
            Appointment.objects.create(
                office=office, user=user, document_number="önceki kurulum", created_at=now, confirmed_at=now
            )
            people.add(user.pk)
    coming = Delegation.objects.filter(revoked_at__isnull=True, ends_at__gt=now)
    people |= set(coming.values_list("deputy_id", flat=True))
    for user in User.objects.filter(pk__in=people):
        keys = TOTPDevice.objects.filter(user_id=user.pk, confirmed=True).values_list("key", flat=True)
        tokens = APIToken.objects.filter(user_id=user.pk, revoked_at__isnull=True).values_list("key_hash", flat=True)
        User.objects.filter(pk=user.pk).update(own_at=now, own_digest=fingerprint(user, keys, tokens), own_email=user.email)


class Migration(migrations.Migration):
    dependencies = [
        ("users", "0004_credentials_of_their_own"),
        ("otp_totp", "0003_add_timestamps"),
        ("wagtailcore", "0098_apitoken"),
    ]
    operations = [
        migrations.RunPython(trust, migrations.RunPython.noop),
        # The lock against guessing is ours now; what django-axes kept holds addresses and browsers of people.
        *(
            migrations.RunSQL(f"DROP TABLE IF EXISTS {table}", migrations.RunSQL.noop)
            for table in (
                "axes_accessattemptexpiration",
                "axes_accessattempt",
                "axes_accessfailurelog",
                "axes_accesslog",
            )
        ),
        migrations.RunSQL("DELETE FROM django_migrations WHERE app = 'axes'", migrations.RunSQL.noop),
    ]
