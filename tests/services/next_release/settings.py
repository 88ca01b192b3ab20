"""The settings of the site, and the app whose migration waits."""

from tauliah.config.settings import *  # noqa: F403
from tauliah.config.settings import INSTALLED_APPS as OURS

INSTALLED_APPS = [*OURS, "tests.services.next_release"]
