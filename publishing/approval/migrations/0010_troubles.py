"""Signed content that was not published at its minute, and the two decisions that go with it."""

import django.db.models.deletion
from django.db import migrations, models

DECISIONS = [
    ("submitted", "onaya gönderildi"),
    ("signed", "imzalandı"),
    ("returned", "iade edildi"),
    ("cancelled", "onaydan geri alındı"),
    ("published", "yayımlandı"),
    ("withdrawn", "yayından kaldırıldı"),
    ("unscheduled", "yayın sırasından çıkarıldı"),
    ("refused", "yayımlanamadı"),
    ("rescheduled", "yeniden yayın sırasına alındı"),
    ("delegated", "vekâlet verildi"),
    ("delegation_revoked", "vekâlet kaldırıldı"),
    ("appointed", "makama görevlendirildi"),
    ("dismissed", "makamdan ayrıldı"),
    ("sealed", "anahtarla mühürlendi"),
    ("appointment_confirmed", "görevlendirme onaylandı"),
    ("delegation_confirmed", "vekâlet onaylandı"),
    ("credential_changed", "hesap bilgisi değişti"),
    ("code_issued", "mühürlü kod verildi"),
    ("credential_owned", "hesap sahiplenildi"),
]
KINDS = [("refused", "yayımlanmadı"), ("failed", "yayımlanamıyor, yeniden deneniyor")]
OUTCOMES = [
    ("published", "yayımlandı"),
    ("rescheduled", "yeniden sıraya alındı"),
    ("submitted", "yeniden onaya gönderildi"),
    ("withdrawn", "yayımlamaktan vazgeçildi"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("approval", "0009_what_people_decide"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.AlterField(
            model_name="evidencerecord",
            name="decision",
            field=models.CharField(choices=DECISIONS, max_length=30, verbose_name="karar"),
        ),
        migrations.CreateModel(
            name="Trouble",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("object_id", models.CharField(max_length=64)),
                ("revision_id", models.BigIntegerField(verbose_name="sürüm no")),
                ("title", models.CharField(max_length=300, verbose_name="İçerik")),
                ("kind", models.CharField(choices=KINDS, max_length=20, verbose_name="tür")),
                ("reason", models.TextField(verbose_name="neden")),
                ("attempts", models.PositiveIntegerField(default=1, verbose_name="deneme")),
                ("next_try_at", models.DateTimeField(null=True, verbose_name="sonraki deneme")),
                ("began_at", models.DateTimeField(auto_now_add=True, verbose_name="başlangıç")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="bitiş")),
                ("outcome", models.CharField(blank=True, choices=OUTCOMES, max_length=20, verbose_name="sonuç")),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contenttypes.contenttype"
                    ),
                ),
            ],
            options={
                "verbose_name": "yayın aksaklığı",
                "verbose_name_plural": "yayın aksaklıkları",
                "ordering": ["-began_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("content_type", "object_id"),
                        name="trouble_one_open",
                    )
                ],
            },
        ),
    ]
