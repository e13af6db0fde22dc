"""Addresses of the archive's screens, below ``/admin/arsiv/``."""

from django.urls import path

from media_library.archive.views import batches, choices, finder, items, kits, moves, saved_filters, shoots

app_name = "archive"
urlpatterns = [
    path("", finder.index, name="finder"),
    path("sec/", choices.choose, name="choose"),
    path("sec/secilen/", choices.chosen, name="chosen"),
    path("sec/cekim/", choices.whole_shoot, name="choose_shoot"),
    path("sec/yukle/", choices.place, name="choose_place"),
    path("zaman/", finder.timeline, name="timeline"),
    path("foto/<int:number>/", items.photo, name="photo"),
    path("foto/<int:number>/kucuk/", finder.thumb, name="thumb"),
    path("foto/<int:number>/indir/", items.original, name="original"),
    path("foto/<int:number>/yeniden/", items.again, name="photo_again"),
    path("video/<int:number>/", items.video, name="video"),
    path("video/<int:number>/indir/", items.original_video, name="original_video"),
    path("cekimler/", shoots.index, name="shoots"),
    path("cekimler/yeni/", shoots.add, name="shoot_add"),
    path("cekimler/<int:number>/", shoots.show, name="shoot"),
    path("cekimler/<int:number>/hazir/", shoots.readiness, name="shoot_readiness"),
    path("cekimler/<int:number>/duzenle/", shoots.edit, name="shoot_edit"),
    path("cekimler/<int:number>/numarala/", shoots.number, name="shoot_number"),
    path("cekimler/<int:number>/sil/", shoots.delete, name="shoot_delete"),
    path("toplu/", batches.edit, name="batch"),
    path("toplu/onizle/", batches.preview, name="batch_preview"),
    path("tasi/", moves.move, name="move"),
    path("kaliplar/", batches.keep_template, name="template_keep"),
    path("kaliplar/<int:number>/sil/", batches.drop_template, name="template_drop"),
    path("suzgecler/", saved_filters.keep_filter, name="filter_keep"),
    path("suzgecler/<int:number>/", saved_filters.change_filter, name="filter_change"),
    path("kit/", kits.add, name="kit"),
    path("oneri/<slug:what>/", saved_filters.suggest, name="suggest"),
]
