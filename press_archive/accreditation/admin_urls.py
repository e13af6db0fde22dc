"""The office's addresses of accreditation, below ``/admin/akreditasyon/``."""

from __future__ import annotations

from django.urls import path

from press_archive.accreditation import admin_views as views
from press_archive.accreditation import restriction_views

app_name = "accreditation_desk"
urlpatterns = [
    path("", views.index, name="index"),
    path("etkinlik/<int:pk>/", views.event, name="event"),
    path("etkinlik/<int:pk>/karar/", views.decide_many, name="decide_many"),
    path("etkinlik/<int:pk>/kontenjan/", views.plan, name="plan"),
    path("etkinlik/<int:pk>/liste.xlsx", views.workbook, name="workbook"),
    path("etkinlik/<int:pk>/kartlar.pdf", views.badges, name="badges"),
    path("basvuru/<int:pk>/", views.application, name="application"),
    path("basvuru/<int:pk>/karar/<slug:what>/", views.decide, name="decide"),
    path("basvuru/<int:pk>/kurulus/", views.outlet, name="outlet"),
    path("basvuru/<int:pk>/fotograf/<slug:which>/", views.photo, name="photo"),
    path("basvuru/<int:pk>/belge/<int:paper_pk>/", views.paper, name="paper"),
    path("basvuru/<int:pk>/kart.pdf", views.badge, name="badge"),
    path("anahtar/", views.signing_keys, name="keys"),
    path("kisitlar/", restriction_views.index, name="restrictions"),
    path("kisitlar/yeni/", restriction_views.add, name="add_restriction"),
    path("kisitlar/<int:pk>/", restriction_views.detail, name="restriction"),
    path("kisitlar/<int:pk>/kaldir/", restriction_views.lift, name="lift_restriction"),
    path("kisitlar/<int:pk>/itiraz/", restriction_views.answer, name="answer_objection"),
]
