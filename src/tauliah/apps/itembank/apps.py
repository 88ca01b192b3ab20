"""The app as Django knows it."""

from django.apps import AppConfig


class ItembankConfig(AppConfig):
    name = "tauliah.apps.itembank"
