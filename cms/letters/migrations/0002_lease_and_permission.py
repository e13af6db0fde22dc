"""A lease goes with its state; who may read letters, and who may say what became of a security notice."""

from django.db import migrations, models

GRANTS = {
    "Müdür": ["view_letter", "change_letter", "decide_security_letter"],
    "Başkan": ["view_letter", "change_letter", "decide_security_letter"],
    "Yönetici": ["view_letter", "change_letter"],
}
NAMES = {"decide_security_letter": "Can decide what became of a security letter"}


def permission(apps, codename):
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="letters", model="letter"
    )
    name = NAMES.get(codename, f"Can {codename.replace('_', ' ')}")
    return apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename=codename, defaults={"name": name}
    )[0]


def grant(apps, schema_editor):
    for role, codenames in GRANTS.items():
        group = apps.get_model("auth", "Group").objects.get(name=role)
        group.permissions.add(*(permission(apps, codename) for codename in codenames))


def revoke(apps, schema_editor):
    letters = apps.get_model("auth", "Permission").objects.filter(content_type__app_label="letters")
    for group in apps.get_model("auth", "Group").objects.filter(name__in=GRANTS):
        group.permissions.remove(*letters)


class Migration(migrations.Migration):

    dependencies = [
        ('letters', '0001_letters'),
        ('users', '0002_roles'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='letter',
            options={'ordering': ['-created_at', '-pk'], 'permissions': [('decide_security_letter', 'Can decide what became of a security letter')], 'verbose_name': 'mektup', 'verbose_name_plural': 'mektuplar'},
        ),
        migrations.AlterField(
            model_name='letter',
            name='kind',
            field=models.CharField(choices=[('security', 'güvenlik bildirimi'), ('approval', 'onay bildirimi'), ('reminder', 'hatırlatma'), ('trouble', 'aksaklık bildirimi'), ('sign_in', 'giriş ve parola'), ('evidence', 'onay izinin ucu'), ('other', 'diğer bildirim')], max_length=20, verbose_name='tür'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('lease_until__isnull', False), ('state__in', ['leased', 'sending'])), models.Q(('lease_until__isnull', True), models.Q(('state__in', ['leased', 'sending']), _negated=True)), _connector='OR'), name='letter_lease_with_state'),
        ),
        migrations.RunPython(grant, revoke),
    ]
