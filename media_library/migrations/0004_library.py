"""Shoots, videos, rights, consents and background jobs; more words and facts for photos."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import modelsearch.index
import taggit.managers
import wagtail.models.media
from django.conf import settings
from django.db import migrations, models

import media_library.models.consents
import media_library.models.shoots
import media_library.models.videos


class Migration(migrations.Migration):

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        ('media_library', '0003_stored_names'),
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
        ('users', '0003_role_permissions'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_name', models.CharField(max_length=120, verbose_name='kişinin adı soyadı')),
                ('is_child', models.BooleanField(default=False, verbose_name='çocuk (18 yaşından küçük)')),
                ('guardian_name', models.CharField(blank=True, max_length=120, verbose_name='velisinin ya da vasisinin adı soyadı')),
                ('for_web', models.BooleanField(default=True, verbose_name='web sitesi')),
                ('for_press', models.BooleanField(default=True, verbose_name='basına gönderim')),
                ('for_social', models.BooleanField(default=True, verbose_name='sosyal medya')),
                ('for_print', models.BooleanField(default=True, verbose_name='dergi, broşür, afiş')),
                ('document', models.FileField(blank=True, max_length=255, upload_to=media_library.models.consents.consent_path, verbose_name='imzalı belge')),
                ('document_name', models.CharField(blank=True, editable=False, max_length=255)),
                ('given_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='veriliş tarihi')),
                ('expires_on', models.DateField(blank=True, null=True, verbose_name='son geçerlilik günü')),
                ('withdrawn_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='geri alınma zamanı')),
                ('withdrawal_note', models.CharField(blank=True, editable=False, max_length=300, verbose_name='geri alma notu')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='kayıt zamanı')),
            ],
            options={
                'verbose_name': 'rıza kaydı',
                'verbose_name_plural': 'rıza kayıtları',
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ConsentLook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(choices=[('list', 'liste'), ('record', 'kayıt'), ('document', 'imzalı belge'), ('change', 'değişiklik')], max_length=20, verbose_name='neye')),
                ('detail', models.CharField(blank=True, max_length=300, verbose_name='ayrıntı')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='ne zaman')),
                ('ip', models.GenericIPAddressField(blank=True, null=True, verbose_name='IP adresi')),
            ],
            options={
                'verbose_name': 'rıza kaydına bakış',
                'verbose_name_plural': 'rıza kayıtlarına bakışlar',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='MediaJob',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('photo', 'fotoğrafın boyutları ve benzerleri'), ('video', 'videonun web kopyası'), ('kit', 'basın kitinin hazırlanması')], max_length=20, verbose_name='iş')),
                ('subject_id', models.PositiveBigIntegerField()),
                ('state', models.CharField(choices=[('queued', 'bekliyor'), ('running', 'çalışıyor'), ('done', 'bitti'), ('failed', 'başarısız')], default='queued', max_length=20, verbose_name='durum')),
                ('priority', models.PositiveSmallIntegerField(default=5)),
                ('progress', models.PositiveSmallIntegerField(default=0, verbose_name='ilerleme')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='deneme')),
                ('error', models.CharField(blank=True, max_length=300, verbose_name='hata')),
                ('run_after', models.DateTimeField(default=django.utils.timezone.now)),
                ('lease_owner', models.CharField(blank=True, max_length=64)),
                ('lease_until', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='oluşturma')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='bitiş')),
            ],
            options={
                'verbose_name': 'arşiv işi',
                'verbose_name_plural': 'arşiv işleri',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, unique=True, verbose_name='ad soyad')),
                ('sort_key', models.CharField(db_index=True, editable=False, max_length=600)),
            ],
            options={
                'verbose_name': 'kişi',
                'verbose_name_plural': 'kişiler',
                'ordering': ['sort_key'],
            },
        ),
        migrations.CreateModel(
            name='Photographer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, unique=True, verbose_name='ad soyad')),
                ('kind', models.CharField(choices=[('staff', 'belediye personeli'), ('contract', 'sözleşmeli'), ('outside', 'kurum dışı')], default='staff', max_length=20, verbose_name='çalışma biçimi')),
                ('contract_number', models.CharField(blank=True, max_length=80, verbose_name='sözleşme sayısı')),
                ('contract', models.FileField(blank=True, upload_to=media_library.models.shoots.contract_path, verbose_name='sözleşme')),
                ('rights_until', models.DateField(blank=True, null=True, verbose_name='kullanım hakkının son günü')),
                ('active', models.BooleanField(default=True, verbose_name='çalışıyor')),
                ('sort_key', models.CharField(db_index=True, editable=False, max_length=600)),
            ],
            options={
                'verbose_name': 'fotoğrafçı',
                'verbose_name_plural': 'fotoğrafçılar',
                'ordering': ['sort_key'],
            },
        ),
        migrations.CreateModel(
            name='Shoot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='etkinlik')),
                ('date', models.DateField(db_index=True, default=django.utils.timezone.localdate, verbose_name='tarih')),
                ('place', models.CharField(blank=True, help_text='Mahalle ya da mekân', max_length=120, verbose_name='yer')),
                ('notes', models.TextField(blank=True, verbose_name='notlar')),
                ('legal_basis', models.CharField(choices=[('unset', 'belirlenmedi'), ('no_person', 'kişi görünmüyor'), ('public_event', 'kamuya açık etkinlik'), ('public_duty', 'kamu görevi, resmî tören'), ('consent', 'açık rıza')], default='public_event', max_length=20, verbose_name='hukuki dayanak')),
                ('licence', models.CharField(choices=[('own', 'belediyeye ait'), ('contract', 'fotoğrafçı sözleşmesi'), ('agency', 'ajans ya da satın alınmış'), ('permitted', 'sahibinin izniyle'), ('open', 'açık lisans'), ('unknown', 'bilinmiyor')], default='own', max_length=20, verbose_name='kullanım hakkı')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='açılış zamanı')),
            ],
            options={
                'verbose_name': 'çekim',
                'verbose_name_plural': 'çekimler',
                'ordering': ['-date', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Takedown',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=300, verbose_name='gerekçe')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='kaldırılma')),
                ('spread', models.JSONField(default=dict)),
                ('lifted_at', models.DateTimeField(blank=True, null=True, verbose_name='yeniden açılma')),
                ('lift_reason', models.CharField(blank=True, max_length=300, verbose_name='yeniden açma gerekçesi')),
            ],
            options={
                'verbose_name': 'yayından kaldırma',
                'verbose_name_plural': 'yayından kaldırmalar',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Video',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('headline', models.CharField(blank=True, max_length=250, verbose_name='başlık (basın için)')),
                ('caption', models.TextField(blank=True, max_length=2000, verbose_name='resim altı')),
                ('copyright_notice', models.CharField(blank=True, max_length=250, verbose_name='telif bildirimi')),
                ('usage_terms', models.CharField(blank=True, max_length=500, verbose_name='kullanım koşulları')),
                ('city', models.CharField(blank=True, max_length=120, verbose_name='şehir')),
                ('place', models.CharField(blank=True, max_length=120, verbose_name='yer')),
                ('taken_at', models.DateTimeField(blank=True, null=True, verbose_name='çekim zamanı')),
                ('latitude', models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True, verbose_name='enlem')),
                ('longitude', models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True, verbose_name='boylam')),
                ('digital_source', models.CharField(blank=True, choices=[('', 'belirtilmemiş'), ('digitalCapture', 'fotoğraf makinesi'), ('negativeFilm', 'film ya da baskı taraması'), ('humanEdits', 'elle düzenlenmiş'), ('composite', 'birleştirilmiş'), ('trainedAlgorithmicMedia', 'yapay zekâ ile üretilmiş'), ('compositeWithTrainedAlgorithmicMedia', 'yapay zekâ ile düzenlenmiş'), ('digitalCreation', 'bilgisayarda çizilmiş')], default='', max_length=60, verbose_name='dijital kaynak türü')),
                ('ai_system', models.CharField(blank=True, max_length=120, verbose_name='yapay zekâ sistemi')),
                ('ai_system_version', models.CharField(blank=True, max_length=60, verbose_name='yapay zekâ sisteminin sürümü')),
                ('ai_prompt', models.TextField(blank=True, max_length=2000, verbose_name='yapay zekâ istemi')),
                ('ai_prompt_writer', models.CharField(blank=True, max_length=120, verbose_name='istemi yazan')),
                ('legal_basis', models.CharField(choices=[('unset', 'belirlenmedi'), ('no_person', 'kişi görünmüyor'), ('public_event', 'kamuya açık etkinlik'), ('public_duty', 'kamu görevi, resmî tören'), ('consent', 'açık rıza')], default='unset', max_length=20, verbose_name='hukuki dayanak')),
                ('licence', models.CharField(choices=[('own', 'belediyeye ait'), ('contract', 'fotoğrafçı sözleşmesi'), ('agency', 'ajans ya da satın alınmış'), ('permitted', 'sahibinin izniyle'), ('open', 'açık lisans'), ('unknown', 'bilinmiyor')], default='own', max_length=20, verbose_name='kullanım hakkı')),
                ('licence_ends', models.DateField(blank=True, null=True, verbose_name='kullanım hakkının son günü')),
                ('licence_note', models.CharField(blank=True, max_length=250, verbose_name='hakkın dayanağı')),
                ('contains_children', models.BooleanField(default=False, verbose_name='çocuk görünüyor')),
                ('rights_state', models.CharField(choices=[('clear', 'kullanılabilir'), ('incomplete', 'bilgisi eksik'), ('blocked', 'kullanılamaz')], db_index=True, default='incomplete', editable=False, max_length=20, verbose_name='hak durumu')),
                ('withheld_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='yayından kaldırılma')),
                ('sha256', models.CharField(blank=True, db_index=True, editable=False, max_length=64, verbose_name='dosya özeti')),
                ('metadata', models.JSONField(blank=True, default=dict, editable=False, verbose_name='dosyanın kendi bilgisi')),
                ('title', models.CharField(max_length=255, verbose_name='başlık')),
                ('description', models.TextField(blank=True, max_length=2000, verbose_name='açıklama')),
                ('kind', models.CharField(choices=[('news', 'haber görüntüsü'), ('promotion', 'tanıtım filmi'), ('interview', 'söyleşi'), ('raw', 'ham çekim')], default='news', max_length=20, verbose_name='tür')),
                ('file', models.FileField(max_length=255, upload_to=media_library.models.videos.video_path, verbose_name='video dosyası')),
                ('original_name', models.CharField(blank=True, editable=False, max_length=255, verbose_name='dosya adı')),
                ('size', models.PositiveBigIntegerField(default=0, editable=False, verbose_name='boyut')),
                ('credit', models.CharField(blank=True, help_text='Görüntüyü çekenin adı', max_length=160, verbose_name='görüntü')),
                ('proxy', models.FileField(blank=True, editable=False, max_length=255, upload_to=media_library.models.videos.proxy_path)),
                ('proxy_sha256', models.CharField(blank=True, editable=False, max_length=64)),
                ('poster', models.ImageField(blank=True, editable=False, height_field='poster_height', max_length=255, upload_to=media_library.models.videos.poster_path, width_field='poster_width')),
                ('poster_width', models.PositiveIntegerField(editable=False, null=True)),
                ('poster_height', models.PositiveIntegerField(editable=False, null=True)),
                ('state', models.CharField(choices=[('waiting', 'işlenmeyi bekliyor'), ('working', 'işleniyor'), ('ready', 'hazır'), ('failed', 'işlenemedi')], db_index=True, default='waiting', editable=False, max_length=20, verbose_name='durum')),
                ('progress', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='ilerleme')),
                ('error', models.CharField(blank=True, editable=False, max_length=300, verbose_name='hata')),
                ('duration_ms', models.PositiveBigIntegerField(editable=False, null=True, verbose_name='süre')),
                ('width', models.PositiveIntegerField(editable=False, null=True, verbose_name='genişlik')),
                ('height', models.PositiveIntegerField(editable=False, null=True, verbose_name='yükseklik')),
                ('created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='eklenme')),
            ],
            options={
                'verbose_name': 'video',
                'verbose_name_plural': 'videolar',
                'ordering': ['-created_at', '-pk'],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='VideoCaption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(choices=[('tr', 'Türkçe'), ('en', 'English')], default='tr', max_length=10, verbose_name='dil')),
                ('file', models.FileField(help_text='WebVTT (.vtt)', max_length=255, upload_to=media_library.models.videos.caption_path, validators=[django.core.validators.FileExtensionValidator(['vtt'])], verbose_name='altyazı dosyası')),
            ],
            options={
                'verbose_name': 'altyazı',
                'verbose_name_plural': 'altyazılar',
                'ordering': ['language'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='publicfile',
            name='publicfile_one_kind',
        ),
        migrations.AddField(
            model_name='photo',
            name='ai_prompt',
            field=models.TextField(blank=True, max_length=2000, verbose_name='yapay zekâ istemi'),
        ),
        migrations.AddField(
            model_name='photo',
            name='ai_prompt_writer',
            field=models.CharField(blank=True, max_length=120, verbose_name='istemi yazan'),
        ),
        migrations.AddField(
            model_name='photo',
            name='ai_system',
            field=models.CharField(blank=True, max_length=120, verbose_name='yapay zekâ sistemi'),
        ),
        migrations.AddField(
            model_name='photo',
            name='ai_system_version',
            field=models.CharField(blank=True, max_length=60, verbose_name='yapay zekâ sisteminin sürümü'),
        ),
        migrations.AddField(
            model_name='photo',
            name='caption',
            field=models.TextField(blank=True, max_length=2000, verbose_name='resim altı'),
        ),
        migrations.AddField(
            model_name='photo',
            name='city',
            field=models.CharField(blank=True, max_length=120, verbose_name='şehir'),
        ),
        migrations.AddField(
            model_name='photo',
            name='contains_children',
            field=models.BooleanField(default=False, verbose_name='çocuk görünüyor'),
        ),
        migrations.AddField(
            model_name='photo',
            name='copyright_notice',
            field=models.CharField(blank=True, max_length=250, verbose_name='telif bildirimi'),
        ),
        migrations.AddField(
            model_name='photo',
            name='derived_from',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='derived', to='media_library.photo', verbose_name='aslı'),
        ),
        migrations.AddField(
            model_name='photo',
            name='digital_source',
            field=models.CharField(blank=True, choices=[('', 'belirtilmemiş'), ('digitalCapture', 'fotoğraf makinesi'), ('negativeFilm', 'film ya da baskı taraması'), ('humanEdits', 'elle düzenlenmiş'), ('composite', 'birleştirilmiş'), ('trainedAlgorithmicMedia', 'yapay zekâ ile üretilmiş'), ('compositeWithTrainedAlgorithmicMedia', 'yapay zekâ ile düzenlenmiş'), ('digitalCreation', 'bilgisayarda çizilmiş')], default='', max_length=60, verbose_name='dijital kaynak türü'),
        ),
        migrations.AddField(
            model_name='photo',
            name='headline',
            field=models.CharField(blank=True, max_length=250, verbose_name='başlık (basın için)'),
        ),
        migrations.AddField(
            model_name='photo',
            name='latitude',
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True, verbose_name='enlem'),
        ),
        migrations.AddField(
            model_name='photo',
            name='legal_basis',
            field=models.CharField(choices=[('unset', 'belirlenmedi'), ('no_person', 'kişi görünmüyor'), ('public_event', 'kamuya açık etkinlik'), ('public_duty', 'kamu görevi, resmî tören'), ('consent', 'açık rıza')], default='unset', max_length=20, verbose_name='hukuki dayanak'),
        ),
        migrations.AddField(
            model_name='photo',
            name='licence',
            field=models.CharField(choices=[('own', 'belediyeye ait'), ('contract', 'fotoğrafçı sözleşmesi'), ('agency', 'ajans ya da satın alınmış'), ('permitted', 'sahibinin izniyle'), ('open', 'açık lisans'), ('unknown', 'bilinmiyor')], default='own', max_length=20, verbose_name='kullanım hakkı'),
        ),
        migrations.AddField(
            model_name='photo',
            name='licence_ends',
            field=models.DateField(blank=True, null=True, verbose_name='kullanım hakkının son günü'),
        ),
        migrations.AddField(
            model_name='photo',
            name='licence_note',
            field=models.CharField(blank=True, max_length=250, verbose_name='hakkın dayanağı'),
        ),
        migrations.AddField(
            model_name='photo',
            name='longitude',
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True, verbose_name='boylam'),
        ),
        migrations.AddField(
            model_name='photo',
            name='merged_into',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='media_library.photo', verbose_name='yerine geçen'),
        ),
        migrations.AddField(
            model_name='photo',
            name='metadata',
            field=models.JSONField(blank=True, default=dict, editable=False, verbose_name='dosyanın kendi bilgisi'),
        ),
        migrations.AddField(
            model_name='photo',
            name='orientation',
            field=models.CharField(blank=True, choices=[('landscape', 'yatay'), ('portrait', 'dikey'), ('square', 'kare')], db_index=True, editable=False, max_length=20, verbose_name='yön'),
        ),
        migrations.AddField(
            model_name='photo',
            name='place',
            field=models.CharField(blank=True, max_length=120, verbose_name='yer'),
        ),
        migrations.AddField(
            model_name='photo',
            name='rights_state',
            field=models.CharField(choices=[('clear', 'kullanılabilir'), ('incomplete', 'bilgisi eksik'), ('blocked', 'kullanılamaz')], db_index=True, default='incomplete', editable=False, max_length=20, verbose_name='hak durumu'),
        ),
        migrations.AddField(
            model_name='photo',
            name='sha256',
            field=models.CharField(blank=True, db_index=True, editable=False, max_length=64, verbose_name='dosya özeti'),
        ),
        migrations.AddField(
            model_name='photo',
            name='stack',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='stacked', to='media_library.photo', verbose_name='öndeki benzeri'),
        ),
        migrations.AddField(
            model_name='photo',
            name='taken_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='çekim zamanı'),
        ),
        migrations.AddField(
            model_name='photo',
            name='usage_terms',
            field=models.CharField(blank=True, max_length=500, verbose_name='kullanım koşulları'),
        ),
        migrations.AddField(
            model_name='photo',
            name='withheld_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='yayından kaldırılma'),
        ),
        migrations.AddField(
            model_name='consent',
            name='created_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='kaydeden'),
        ),
        migrations.AddField(
            model_name='consent',
            name='photos',
            field=models.ManyToManyField(blank=True, related_name='consents', to='media_library.photo', verbose_name='fotoğraflar'),
        ),
        migrations.AddField(
            model_name='consent',
            name='withdrawn_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='geri almayı kaydeden'),
        ),
        migrations.AddField(
            model_name='consentlook',
            name='consent',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='looks', to='media_library.consent'),
        ),
        migrations.AddField(
            model_name='consentlook',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='bakan'),
        ),
        migrations.AddIndex(
            model_name='mediajob',
            index=models.Index(condition=models.Q(('state', 'queued')), fields=['priority', 'id'], name='mediajob_due'),
        ),
        migrations.AddIndex(
            model_name='mediajob',
            index=models.Index(condition=models.Q(('state', 'running')), fields=['lease_until'], name='mediajob_lease'),
        ),
        migrations.AddIndex(
            model_name='mediajob',
            index=models.Index(fields=['kind', 'subject_id', '-id'], name='mediajob_subject'),
        ),
        migrations.AddConstraint(
            model_name='mediajob',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'queued')), fields=('kind', 'subject_id'), name='mediajob_queued_once'),
        ),
        migrations.AddField(
            model_name='photo',
            name='people',
            field=models.ManyToManyField(blank=True, related_name='%(class)ss', to='media_library.person', verbose_name='görünen kişiler'),
        ),
        migrations.AddField(
            model_name='photo',
            name='photographer',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='media_library.photographer', verbose_name='fotoğrafçı'),
        ),
        migrations.AddField(
            model_name='shoot',
            name='created_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='açan'),
        ),
        migrations.AddField(
            model_name='shoot',
            name='department',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='shoots', to='users.department', verbose_name='müdürlük'),
        ),
        migrations.AddField(
            model_name='shoot',
            name='people',
            field=models.ManyToManyField(blank=True, related_name='shoots', to='media_library.person', verbose_name='görünen kişiler'),
        ),
        migrations.AddField(
            model_name='shoot',
            name='photographer',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='shoots', to='media_library.photographer', verbose_name='fotoğrafçı'),
        ),
        migrations.AddField(
            model_name='photo',
            name='shoot',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='media_library.shoot', verbose_name='çekim'),
        ),
        migrations.AddIndex(
            model_name='photo',
            index=models.Index(fields=['-taken_at', '-id'], name='photo_taken'),
        ),
        migrations.AddIndex(
            model_name='photo',
            index=models.Index(fields=['-created_at', '-id'], name='photo_newest'),
        ),
        migrations.AddIndex(
            model_name='photo',
            index=models.Index(fields=['shoot', '-taken_at'], name='photo_shoot'),
        ),
        migrations.AddField(
            model_name='takedown',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='kaldıran'),
        ),
        migrations.AddField(
            model_name='takedown',
            name='consent',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='takedowns', to='media_library.consent'),
        ),
        migrations.AddField(
            model_name='takedown',
            name='lifted_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='yeniden açan'),
        ),
        migrations.AddField(
            model_name='takedown',
            name='photo',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='takedowns', to='media_library.photo'),
        ),
        migrations.AddField(
            model_name='video',
            name='collection',
            field=models.ForeignKey(default=wagtail.models.media.get_root_collection_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.collection', verbose_name='collection'),
        ),
        migrations.AddField(
            model_name='video',
            name='people',
            field=models.ManyToManyField(blank=True, related_name='%(class)ss', to='media_library.person', verbose_name='görünen kişiler'),
        ),
        migrations.AddField(
            model_name='video',
            name='photographer',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='media_library.photographer', verbose_name='fotoğrafçı'),
        ),
        migrations.AddField(
            model_name='video',
            name='shoot',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='media_library.shoot', verbose_name='çekim'),
        ),
        migrations.AddField(
            model_name='video',
            name='tags',
            field=taggit.managers.TaggableManager(blank=True, help_text='A comma-separated list of tags.', through='taggit.TaggedItem', to='taggit.Tag', verbose_name='etiketler'),
        ),
        migrations.AddField(
            model_name='video',
            name='uploaded_by_user',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='yükleyen'),
        ),
        migrations.AddField(
            model_name='takedown',
            name='video',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='takedowns', to='media_library.video'),
        ),
        migrations.AddField(
            model_name='consent',
            name='videos',
            field=models.ManyToManyField(blank=True, related_name='consents', to='media_library.video', verbose_name='videolar'),
        ),
        migrations.AddField(
            model_name='publicfile',
            name='video',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='public_uses', to='media_library.video'),
        ),
        migrations.AddConstraint(
            model_name='publicfile',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('file__isnull', True), ('photo__isnull', False), ('video__isnull', True)), models.Q(('file__isnull', False), ('photo__isnull', True), ('video__isnull', True)), models.Q(('file__isnull', True), ('photo__isnull', True), ('video__isnull', False)), _connector='OR'), name='publicfile_one_kind'),
        ),
        migrations.AddField(
            model_name='videocaption',
            name='video',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='captions', to='media_library.video', verbose_name='video'),
        ),
        migrations.AddIndex(
            model_name='consentlook',
            index=models.Index(fields=['consent', '-at'], name='consentlook_of_consent'),
        ),
        migrations.AddIndex(
            model_name='shoot',
            index=models.Index(fields=['-date', '-id'], name='shoot_newest'),
        ),
        migrations.AddIndex(
            model_name='video',
            index=models.Index(fields=['file'], name='video_stored_name'),
        ),
        migrations.AddIndex(
            model_name='video',
            index=models.Index(fields=['proxy'], name='video_proxy_name'),
        ),
        migrations.AddIndex(
            model_name='video',
            index=models.Index(fields=['poster'], name='video_poster_name'),
        ),
        migrations.AddIndex(
            model_name='video',
            index=models.Index(fields=['-taken_at', '-id'], name='video_taken'),
        ),
        migrations.AddConstraint(
            model_name='takedown',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('photo__isnull', False), ('video__isnull', True)), models.Q(('photo__isnull', True), ('video__isnull', False)), _connector='OR'), name='takedown_one_kind'),
        ),
        migrations.AddIndex(
            model_name='consent',
            index=models.Index(fields=['document'], name='consent_stored_name'),
        ),
        migrations.AddIndex(
            model_name='videocaption',
            index=models.Index(fields=['file'], name='videocaption_stored_name'),
        ),
        migrations.AddConstraint(
            model_name='videocaption',
            constraint=models.UniqueConstraint(fields=('video', 'language'), name='videocaption_one_per_language'),
        ),
    ]
