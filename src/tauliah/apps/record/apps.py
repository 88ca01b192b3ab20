"""The app as Django knows it."""

from django.apps import AppConfig


class RecordConfig(AppConfig):
    name = "tauliah.apps.record"
