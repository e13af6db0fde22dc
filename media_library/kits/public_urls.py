"""Public addresses of kits. A token that was never given and one that cannot be are the same 404."""

from django.urls import path

from media_library.kits import public_views as views

app_name = "press_kit"
urlpatterns = [
    path("<str:token>/", views.page, name="page"),
    path("<str:token>/parola/", views.password, name="password"),
    path("<str:token>/dosya/<int:pk>/<str:name>", views.single, name="file"),
    path("<str:token>/kucuk/<int:pk>.jpg", views.thumbnail, name="thumbnail"),
    path("<str:token>/<str:name>.zip", views.everything, name="zip"),
]
