"""Addresses of stock and distribution, below ``/admin/``."""

from django.urls import include, path

from publishing.printing import stock_views as views

STOCK = [
    path("", views.index, name="index"),
    path("ekle/", views.add, name="add"),
    path("yil/", views.year, name="year"),
    path("<int:pk>/", views.title, name="title"),
    path("<int:pk>/islem/<slug:name>/", views.act, name="act"),
    path("hareket/<int:pk>/duzelt/", views.correct, name="correct"),
    path("hareket/<int:pk>/teslim/", views.proof, name="proof"),
]
DISTRIBUTION = [
    path("", views.hand_out, name="index"),
    path("<int:pk>/", views.give, name="give"),
]
urlpatterns = [
    path("stok/", include((STOCK, "stock"))),
    path("elden-dagitim/", include((DISTRIBUTION, "distribution"))),
]
