"""Public addresses of accreditation, below ``/basin/akreditasyon/``."""

from __future__ import annotations

from django.urls import path

from press_archive.accreditation import views

app_name = "accreditation"
urlpatterns = [
    path("", views.index, name="index"),
    path("<int:pk>/", views.event, name="event"),
    path("<int:pk>/ekip/", views.crew, name="crew"),
    path("ekip.xlsx", views.crew_table, name="crew_table"),
    path("istendi/", views.asked, name="asked"),
    path("form/<str:token>/", views.form, name="form"),
    path("basvuru/<str:key>/", views.application, name="application"),
    path("basvuru/<str:key>/degistir/", views.change, name="change"),
    path("basvuru/<str:key>/yanit/", views.answer, name="answer"),
    path("basvuru/<str:key>/geri-cek/", views.withdraw, name="withdraw"),
    path("basvuru/<str:key>/fotograf/", views.photo, name="photo"),
    path("basvuru/<str:key>/veriler.json", views.own_data, name="own_data"),
    path("basvuru/<str:key>/sil/", views.erase, name="erase"),
    path("kart/calisan.js", views.pass_worker, name="pass_worker"),
    path("kart/<str:key>/", views.badge_pass, name="pass"),
    path("kart/<str:key>/fotograf/", views.pass_photo, name="pass_photo"),
    path("itiraz/<str:token>/", views.objection, name="objection"),
]
