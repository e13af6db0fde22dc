"""Kinds of bulletins and ready texts, with those that every press office begins with. They are the office's to change."""

import django.core.serializers.json
import django.db.models.deletion
import modelcluster.fields
from django.db import migrations, models


def paragraph(text):
    return {"type": "paragraph", "value": f"<p>{text}</p>"}


def table(caption, headings, row):
    columns = [{"type": "text", "heading": heading} for heading in headings]
    return {"type": "table", "value": {"caption": caption, "columns": columns, "rows": [{"values": row}]}}


# Name, its key, headline, summary, body.
KINDS = [
    (
        "Kesinti", "kesinti",
        "[[Mahalleler]] mahallelerinde [[gün]] günü su kesintisi",
        "[[Çalışmanın nedeni]] nedeniyle [[gün ve saatler]] arasında [[mahalleler]] mahallelerine su verilemeyecek.",
        [
            paragraph("[[Gün]] günü yapılacak [[çalışma]] nedeniyle aşağıdaki mahallelerde su kesintisi uygulanacaktır."),
            table("Kesintiden etkilenecek mahalleler", ["Mahalle", "Tarih", "Başlangıç", "Bitiş"],
                  ["[[mahalle]]", "[[tarih]]", "[[başlangıç saati]]", "[[bitiş saati]]"]),
            paragraph("Çalışmalar erken tamamlanırsa su, duyurulan saatten önce verilecektir. Vatandaşlarımızın tedbirli "
                      "olmasını rica eder, anlayışları için teşekkür ederiz."),
        ],
    ),
    (
        "Etkinlik", "etkinlik",
        "[[Etkinliğin adı]] [[gün]] günü [[yer]]’de",
        "[[Etkinliğin adı]], [[gün ve saat]]’te [[yer]]’de düzenlenecek. Katılım [[ücretsiz / kayıtla]].",
        [
            paragraph("[[Etkinliğin adı]], [[gün]] günü saat [[saat]]’te [[yer]]’de düzenlenecek."),
            table("Program", ["Saat", "Etkinlik", "Yer"], ["[[saat]]", "[[bölüm]]", "[[salon ya da alan]]"]),
            paragraph("[[Kimler katılabilir, nasıl kayıt olunur?]]"),
        ],
    ),
    (
        "Meclis", "meclis",
        "Belediye Meclisi [[ay]] ayı toplantısını yaptı",
        "Belediye Meclisi, [[gün]] günü [[gündem maddesi sayısı]] gündem maddesini görüştü.",
        [
            paragraph("Belediye Meclisi’nin [[ay]] ayı olağan toplantısı [[gün]] günü [[yer]]’de yapıldı."),
            table("Görüşülen maddeler", ["Sıra", "Konu", "Karar"], ["1", "[[konu]]", "[[kabul / komisyona havale]]"]),
            {"type": "quote", "value": {"text": "[[Başkanın sözleri]]", "name": "[[Ad soyad]]",
                                        "title": "Belediye Başkanı"}},
        ],
    ),
    (
        "Başsağlığı", "başsağlığı",
        "Başsağlığı: [[Ad soyad]]",
        "[[Ad soyad]]’ın vefatını üzüntüyle öğrendik. Merhuma Allah’tan rahmet, ailesine ve sevenlerine başsağlığı dileriz.",
        [
            paragraph("[[Görevi ya da yakınlığı]] [[Ad soyad]]’ın vefatını derin üzüntüyle öğrendik. Merhuma Allah’tan "
                      "rahmet, kederli ailesine, yakınlarına ve sevenlerine başsağlığı ve sabır dileriz."),
            paragraph("Cenaze, [[gün]] günü [[vakit]] namazının ardından [[cami]]’nden [[mezarlık]]’na uğurlanacaktır."),
        ],
    ),
    (
        "Mesaj", "mesaj",
        "Başkan [[soyadı]]’dan [[gün ya da bayram]] mesajı",
        "Belediye Başkanı [[ad soyad]], [[gün ya da bayram]] dolayısıyla bir mesaj yayımladı.",
        [
            paragraph("Belediye Başkanı [[ad soyad]], [[gün ya da bayram]] dolayısıyla yayımladığı mesajda şunları söyledi:"),
            {"type": "quote", "value": {"text": "[[Mesaj]]", "name": "[[Ad soyad]]", "title": "Belediye Başkanı"}},
        ],
    ),
    (
        "Uyarı", "uyarı",
        "[[Olay]] uyarısı: [[yer ve zaman]]",
        "[[Kurum]] verilerine göre [[zaman]] arasında [[yer]]’de [[olay]] bekleniyor. Vatandaşlarımızın dikkatli olması rica olunur.",
        [
            paragraph("[[Kurum]] tarafından yapılan değerlendirmeye göre [[zaman]] arasında [[yer]]’de [[olay]] bekleniyor."),
            {"type": "subheading", "value": "Ne yapmalısınız?"},
            {"type": "paragraph", "value": "<ul><li>[[Birinci önlem]]</li><li>[[İkinci önlem]]</li></ul>"},
            paragraph("Acil durumda 112’yi arayınız."),
        ],
    ),
    (
        "Basın daveti", "basın daveti",
        "Basın daveti: [[konu]]",
        "[[Konu]] hakkında [[gün ve saat]]’te [[yer]]’de basın toplantısı yapılacak.",
        [
            paragraph("Değerli basın mensupları, [[konu]] hakkında [[gün]] günü saat [[saat]]’te [[yer]]’de yapılacak basın "
                      "toplantısına katılımınızı bekleriz."),
            paragraph("Katılmak isteyenlerin [[son gün]] gününe kadar irtibat kişisine haber vermeleri rica olunur."),
        ],
    ),
]  # fmt: skip
READY_TEXTS = [
    (
        "Belediyemiz hakkında", "belediyemiz hakkında",
        [
            {"type": "subheading", "value": "Belediyemiz hakkında"},
            paragraph("[[Belediyenin adı]], [[kuruluş yılı]] yılından bu yana [[ilçe ve il]]’de hizmet veriyor. "
                      "[[Nüfus]] kişinin yaşadığı ilçede [[öne çıkan hizmetler]] yürütüyor."),
        ],
    ),
    (
        "İletişim", "iletişim",
        [{"type": "contact", "value": {"name": "[[Birim]]", "title": "", "phone": "", "email": ""}}],
    ),
    (
        "Kullanım notu", "kullanım notu",
        [paragraph("Bu bülten ve fotoğrafları, kaynağı belirtilerek haber amacıyla kullanılabilir.")],
    ),
]  # fmt: skip


def begin(apps, schema_editor):
    kind_model = apps.get_model("bulletins", "BulletinKind")
    for number, (name, key, title, summary, body) in enumerate(KINDS, start=1):
        kind_model.objects.create(
            name=name, name_key=key, position=number * 10, title=title, summary=summary, body=body
        )
    text_model = apps.get_model("bulletins", "ReadyText")
    for number, (name, key, body) in enumerate(READY_TEXTS, start=1):
        text_model.objects.create(name=name, name_key=key, position=number * 10, body=body)


class Migration(migrations.Migration):

    dependencies = [
        ('bulletins', '0002_rules'),
        ('contacts', '0001_initial'),
        ('users', '0002_rules'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReadyText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('name_key', models.CharField(editable=False, max_length=200, unique=True)),
                ('name', models.CharField(max_length=60, unique=True)),
                ('position', models.PositiveSmallIntegerField(default=100)),
                ('active', models.BooleanField(default=True)),
                ('body', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
            ],
            options={
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='BulletinKind',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('name_key', models.CharField(editable=False, max_length=200, unique=True)),
                ('name', models.CharField(max_length=60, unique=True)),
                ('position', models.PositiveSmallIntegerField(default=100)),
                ('active', models.BooleanField(default=True)),
                ('title', models.CharField(blank=True, max_length=255)),
                ('summary', models.TextField(blank=True, max_length=400)),
                ('body', models.JSONField(blank=True, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('place', models.CharField(blank=True, max_length=120)),
                ('tags', models.CharField(blank=True, max_length=300)),
                ('send_email', models.BooleanField(default=True)),
                ('categories', models.ManyToManyField(blank=True, related_name='+', to='bulletins.category')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='users.department')),
                ('distribution_lists', models.ManyToManyField(blank=True, related_name='+', to='contacts.distributionlist')),
                ('ready_texts', models.ManyToManyField(blank=True, related_name='kinds', to='bulletins.readytext')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='KindSocialText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('network', models.CharField(max_length=20)),
                ('text', models.TextField(max_length=5000)),
                ('kind', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='social_texts', to='bulletins.bulletinkind')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('kind', 'network'), name='kindsocialtext_one_per_network')],
            },
        ),
        migrations.RunPython(begin, migrations.RunPython.noop),
    ]
