"""The app as Django knows it."""

from django.apps import AppConfig


class AwardsConfig(AppConfig):
    name = "tauliah.apps.awards"
