"""Seals of the evidence with a key outside the database, and the days' heads: both append-only."""

from django.db import migrations, models

APPEND_ONLY = "basin_masasi: append-only table"
TABLES = ("approval_evidenceseal", "approval_dayhead")


def create_triggers(apps, schema_editor):
    for table in TABLES:
        for event in ("UPDATE", "DELETE"):
            name = f"{table}_{event.lower()}_refused"
            if schema_editor.connection.vendor == "sqlite":
                schema_editor.execute(
                    f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW "
                    f"BEGIN SELECT RAISE(ABORT, '{APPEND_ONLY}'); END"
                )
            elif schema_editor.connection.vendor == "postgresql":
                schema_editor.execute(
                    f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                    f"RAISE EXCEPTION '{APPEND_ONLY}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
                )
                schema_editor.execute(
                    f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
                )
            else:
                raise NotImplementedError(schema_editor.connection.vendor)


def drop_triggers(apps, schema_editor):
    for table in TABLES:
        for event in ("update", "delete"):
            name = f"{table}_{event}_refused"
            if schema_editor.connection.vendor == "postgresql":
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
                schema_editor.execute(f"DROP FUNCTION IF EXISTS {name}()")
            else:
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")


class Migration(migrations.Migration):

    dependencies = [
        ('approval', '0006_unscheduled'),
    ]

    operations = [
        migrations.CreateModel(
            name='DayHead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(unique=True, verbose_name='gün')),
                ('sequence', models.PositiveBigIntegerField(verbose_name='sıra')),
                ('digest', models.CharField(max_length=64, verbose_name='mühür')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'günün zincir ucu',
                'verbose_name_plural': 'günlerin zincir ucu',
            },
        ),
        migrations.CreateModel(
            name='EvidenceSeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sequence', models.PositiveBigIntegerField(unique=True, verbose_name='sıra')),
                ('key_id', models.CharField(max_length=20, verbose_name='anahtar')),
                ('mac', models.CharField(max_length=64, verbose_name='anahtarlı mühür')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'anahtarlı mühür',
                'verbose_name_plural': 'anahtarlı mühürler',
            },
        ),
        migrations.AlterField(
            model_name='evidencerecord',
            name='decision',
            field=models.CharField(choices=[('submitted', 'onaya gönderildi'), ('signed', 'imzalandı'), ('returned', 'iade edildi'), ('cancelled', 'onaydan geri alındı'), ('published', 'yayımlandı'), ('withdrawn', 'yayından kaldırıldı'), ('unscheduled', 'yayın sırasından çıkarıldı'), ('delegated', 'vekâlet verildi'), ('delegation_revoked', 'vekâlet kaldırıldı'), ('appointed', 'makama görevlendirildi'), ('dismissed', 'makamdan ayrıldı'), ('sealed', 'anahtarla mühürlendi')], max_length=30, verbose_name='karar'),
        ),
        migrations.RunPython(create_triggers, drop_triggers),
    ]
