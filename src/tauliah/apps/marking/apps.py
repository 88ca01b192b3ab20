"""The app as Django knows it."""

from django.apps import AppConfig


class MarkingConfig(AppConfig):
    name = "tauliah.apps.marking"
