"""The app as Django knows it."""

from django.apps import AppConfig


class ExperienceConfig(AppConfig):
    name = "tauliah.apps.experience"
