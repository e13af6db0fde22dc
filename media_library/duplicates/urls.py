"""Addresses of the page of photos that look alike."""

from django.urls import path

from media_library.duplicates import views

app_name = "duplicates"
urlpatterns = [
    path("", views.groups, name="groups"),
    path("karar/", views.decide, name="decide"),
]
