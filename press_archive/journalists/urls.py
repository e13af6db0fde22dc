"""Public addresses of the accounts, below ``/basin/``."""

from __future__ import annotations

from django.urls import path

from press_archive.journalists import own_views, views

app_name = "journalists"
urlpatterns = [
    path("giris/", views.sign_in, name="sign_in"),
    path("giris/parola/", views.by_password, name="by_password"),
    path("giris/anahtar/", views.passkey_options, name="passkey_options"),
    path("giris/anahtar/gir/", views.by_passkey, name="by_passkey"),
    path("giris/bekleyin/", views.waiting, name="waiting"),
    path("giris/baglanti/<str:token>/", views.link, name="link"),
    path("basvuru/", views.ask, name="ask"),
    path("basvuru/istendi/", views.asked, name="asked"),
    path("basvuru/form/<str:token>/", views.apply, name="apply"),
    path("hesabim/", own_views.account, name="account"),
    path("hesabim/cikis/", own_views.sign_out, name="sign_out"),
    path("hesabim/basvuru/", own_views.complete, name="complete"),
    path("hesabim/telefon/", own_views.phone, name="phone"),
    path("hesabim/duzeltme/", own_views.correction, name="correction"),
    path("hesabim/adres/", own_views.address, name="address"),
    path("hesabim/adres/<str:token>/", views.move, name="move"),
    path("hesabim/fotograf/", own_views.portrait, name="portrait"),
    path("hesabim/fotograf/goster/", own_views.portrait_file, name="portrait_file"),
    path("hesabim/fotograf/sil/", own_views.drop_portrait, name="drop_portrait"),
    path("hesabim/belge/<int:pk>/", own_views.paper, name="paper"),
    path("hesabim/parola/", own_views.password, name="password"),
    path("hesabim/parola/kaldir/", own_views.drop_password, name="drop_password"),
    path("hesabim/anahtar/", own_views.passkey_options, name="new_passkey_options"),
    path("hesabim/anahtar/ekle/", own_views.add_passkey, name="add_passkey"),
    path("hesabim/anahtar/<int:pk>/kaldir/", own_views.drop_passkey, name="drop_passkey"),
    path("hesabim/oturum/<int:pk>/", own_views.end_session, name="end_session"),
    path("hesabim/verilerim.<slug:suffix>", own_views.own_data, name="own_data"),
    path("hesabim/sil/", own_views.erase, name="erase"),
]
