"""Every address that readers can have. None ends in a slash but the home page's."""

from django.urls import path, register_converter

from . import views
from .converters import Month, Number

register_converter(Number, "number")
register_converter(Month, "month")

urlpatterns = [
    path("", views.home),
    path("section/<str:slug>", views.section),
    path("news/<number:news_id>", views.article),
    path("news/<number:news_id>/<str:slug>", views.article),
    path("feed.xml", views.feed),
    path("section/<str:slug>/feed.xml", views.section_feed),
    path("sitemap.xml", views.sitemap_index),
    path("sitemap-<month:first_day>.xml", views.sitemap),
    path("news-sitemap.xml", views.news_sitemap),
    path("imprint", views.imprint),
    path("robots.txt", views.robots),
    path("favicon.svg", views.favicon),
    path("pictures/<number:key>/<number:width>.<str:extension>", views.picture),
]
