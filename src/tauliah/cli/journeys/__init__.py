"""Invented candidates on their way, by the same actions that the pages call."""

from tauliah.cli.journeys.scenes import SCENES, Scene
from tauliah.cli.journeys.traveller import House, Step, Traveller

__all__ = ["SCENES", "House", "Scene", "Step", "Traveller"]
