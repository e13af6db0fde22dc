"""Public addresses of the portal, below ``/basin/``."""

from __future__ import annotations

from django.urls import path

from press_archive.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("arsiv/", views.archive, name="archive"),
    path("arsiv/secim/", views.chosen, name="chosen"),
    path("kitler.zip", views.zip_file, name="zip"),
    path("sakladiklarim/", views.saved, name="saved"),
    path("aldiklarim/", views.taken, name="taken"),
    path("takip/", views.follows_page, name="follows"),
    path("takip/ekle/", views.add_follow, name="add_follow"),
    path("takip/siklik/", views.pace, name="pace"),
    path("takip/<int:pk>/kaldir/", views.drop_follow, name="drop_follow"),
    path("takip/birak/<uuid:token>/", views.stop, name="stop"),
    path("akreditasyonlarim/", views.accreditations, name="accreditations"),
    path("sorularim/", views.questions_page, name="questions"),
    path("sorularim/sor/", views.ask, name="ask"),
    path("sorularim/<int:pk>/geri-al/", views.take_back, name="take_back"),
]
