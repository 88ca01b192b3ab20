"""The app as Django knows it."""

from django.apps import AppConfig


class TrialsConfig(AppConfig):
    name = "tauliah.apps.trials"
