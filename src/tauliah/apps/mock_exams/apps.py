"""The app as Django knows it."""

from django.apps import AppConfig


class MockExamsConfig(AppConfig):
    name = "tauliah.apps.mock_exams"
