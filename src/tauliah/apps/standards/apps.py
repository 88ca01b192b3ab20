"""The app as Django knows it."""

from django.apps import AppConfig


class StandardsConfig(AppConfig):
    name = "tauliah.apps.standards"
