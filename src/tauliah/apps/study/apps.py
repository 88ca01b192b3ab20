"""The app as Django knows it."""

from django.apps import AppConfig


class StudyConfig(AppConfig):
    name = "tauliah.apps.study"
