"""Addresses below ``/admin/haklar/``."""

from django.urls import path

from media_library.rights import consent_views, takedown_views

app_name = "rights"
urlpatterns = [
    path("", takedown_views.start, name="start"),
    path("rizalar/", consent_views.index, name="consents"),
    path("rizalar/ekle/", consent_views.add, name="consent_add"),
    path("rizalar/<int:pk>/", consent_views.show, name="consent"),
    path("rizalar/<int:pk>/duzenle/", consent_views.edit, name="consent_edit"),
    path("rizalar/<int:pk>/geri-al/", consent_views.withdraw, name="consent_withdraw"),
    path("rizalar/<int:pk>/belge/", consent_views.document, name="consent_document"),
    path("bakislar/", consent_views.looks, name="looks"),
    path("kaldirilanlar/", takedown_views.index, name="takedowns"),
    path("kaldirilanlar/<int:pk>/", takedown_views.show, name="takedown"),
    path("kaldirilanlar/<int:pk>/ac/", takedown_views.lift, name="lift"),
    path("kaldir/<str:kind>/<int:pk>/", takedown_views.take_down, name="take_down"),
    path("sozlesmeler/<int:pk>/", takedown_views.contract, name="contract"),
]
