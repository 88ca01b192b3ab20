"""The app as Django knows it."""

from django.apps import AppConfig


class AnalysesConfig(AppConfig):
    name = "tauliah.apps.analyses"
