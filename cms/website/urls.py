"""Addresses of the website that are not pages."""

from django.urls import path

from cms.website import views

urlpatterns = [
    path("tema/<slug:name>.css", views.theme, name="theme"),
    path("robots.txt", views.robots, name="robots"),
]
