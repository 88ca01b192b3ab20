"""The app as Django knows it."""

from django.apps import AppConfig


class ResultsConfig(AppConfig):
    name = "tauliah.apps.results"
