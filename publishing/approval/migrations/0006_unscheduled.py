"""A decision of its own for what is taken off the schedule."""

from django.db import migrations, models

CHOICES = [
    ("submitted", "onaya gönderildi"),
    ("signed", "imzalandı"),
    ("returned", "iade edildi"),
    ("cancelled", "onaydan geri alındı"),
    ("published", "yayımlandı"),
    ("withdrawn", "yayından kaldırıldı"),
    ("unscheduled", "yayın sırasından çıkarıldı"),
    ("delegated", "vekâlet verildi"),
    ("delegation_revoked", "vekâlet kaldırıldı"),
    ("appointed", "makama görevlendirildi"),
    ("dismissed", "makamdan ayrıldı"),
]


class Migration(migrations.Migration):
    dependencies = [("approval", "0005_signed_stays_signed")]
    operations = [
        migrations.AlterField(
            model_name="evidencerecord",
            name="decision",
            field=models.CharField(choices=CHOICES, max_length=30, verbose_name="karar"),
        ),
    ]
