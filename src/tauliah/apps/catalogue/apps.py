"""The app as Django knows it."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "tauliah.apps.catalogue"
