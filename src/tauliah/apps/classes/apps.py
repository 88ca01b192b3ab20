"""The app as Django knows it."""

from django.apps import AppConfig


class ClassesConfig(AppConfig):
    name = "tauliah.apps.classes"
