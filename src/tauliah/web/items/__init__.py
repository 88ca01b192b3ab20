"""Items on pages: their controls, what a form sent back, and an answer beside what is right."""

from tauliah.web.items.asked import AskedItem, asked_item
from tauliah.web.items.judged import JudgedItem, judged_item
from tauliah.web.items.pictures import drawing_response, picture_response
from tauliah.web.items.sent import value_sent

__all__ = [
    "AskedItem",
    "JudgedItem",
    "asked_item",
    "drawing_response",
    "judged_item",
    "picture_response",
    "value_sent",
]
