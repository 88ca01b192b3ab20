"""The app as Django knows it."""

from django.apps import AppConfig


class SittingsConfig(AppConfig):
    name = "tauliah.apps.sittings"
