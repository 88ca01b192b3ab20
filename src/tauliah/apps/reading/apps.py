"""The app as Django knows it."""

from django.apps import AppConfig


class ReadingConfig(AppConfig):
    name = "tauliah.apps.reading"
