"""Addresses of the outdoor screens, below ``/admin/pano/``."""

from django.urls import path

from publishing.outdoor import views

app_name = "outdoor"
urlpatterns = [
    path("", views.today, name="today"),
    path("asim-listesi/", views.order, name="order"),
    path("takvim/", views.calendar, name="calendar"),
    path("calismalar/", views.campaigns, name="campaigns"),
    path("calismalar/yeni/", views.start, name="start"),
    path("calismalar/<int:pk>/", views.campaign, name="campaign"),
    path("calismalar/<int:pk>/ayir/", views.book, name="book"),
    path("<int:pk>/", views.booking, name="booking"),
    path("<int:pk>/islem/<slug:name>/", views.act, name="act"),
    path("foto/<int:pk>/", views.photo, name="photo"),
]
