"""Addresses of the archive's screens, below ``/admin/arsiv/``."""

from django.urls import path

from media_library.archive.views import batches, finding, keeping, kitting, shooting, showing

app_name = "archive"
urlpatterns = [
    path("", finding.index, name="finder"),
    path("zaman/", finding.timeline, name="timeline"),
    path("foto/<int:number>/", showing.photo, name="photo"),
    path("foto/<int:number>/kucuk/", finding.thumb, name="thumb"),
    path("foto/<int:number>/indir/", showing.original, name="original"),
    path("foto/<int:number>/yeniden/", showing.again, name="photo_again"),
    path("video/<int:number>/", showing.video, name="video"),
    path("cekimler/", shooting.index, name="shoots"),
    path("cekimler/yeni/", shooting.add, name="shoot_add"),
    path("cekimler/<int:number>/", shooting.show, name="shoot"),
    path("cekimler/<int:number>/duzenle/", shooting.edit, name="shoot_edit"),
    path("cekimler/<int:number>/sil/", shooting.delete, name="shoot_delete"),
    path("toplu/", batches.edit, name="batch"),
    path("toplu/onizle/", batches.preview, name="batch_preview"),
    path("kaliplar/", batches.keep_template, name="template_keep"),
    path("kaliplar/<int:number>/sil/", batches.drop_template, name="template_drop"),
    path("suzgecler/", keeping.keep_filter, name="filter_keep"),
    path("suzgecler/<int:number>/", keeping.change_filter, name="filter_change"),
    path("kit/", kitting.add, name="kit"),
    path("oneri/<slug:what>/", keeping.suggest, name="suggest"),
]
