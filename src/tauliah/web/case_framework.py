"""The outcomes of the programme as 1EdTech CASE 1.1 tells them: documents, items, associations.

A document for each language: its items are the courses, their topics and their outcomes, each the
child of the one above it; a course that must be passed first precedes another; what stands in Malay
is a translation of what stands in English. Identifiers are drawn from the names of things (RFC 9562,
version 5), so they stay when a release changes the words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings

from tauliah.apps.catalogue.queries import programme, releases
from tauliah.core.kernel import LANGUAGES, LocalText
from tauliah.core.programme import Course, Programme

Data = dict[str, Any]

_TYPES = {
    "course": LocalText(en="Course", ms="Kursus"),
    "topic": LocalText(en="Topic", ms="Topik"),
    "outcome": LocalText(en="Outcome", ms="Hasil pembelajaran"),
}
_MEANINGS = {
    "course": LocalText(en="A course and its exam", ms="Kursus dan peperiksaannya"),
    "topic": LocalText(
        en="A part of what a course teaches", ms="Sebahagian daripada kandungan sesuatu kursus"
    ),
    "outcome": LocalText(
        en="What one can do after a course", ms="Apa yang dapat dilakukan selepas sesuatu kursus"
    ),
}
_FIRST_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Source:
    """From what the framework is made, and under which address it is read.

    `digest` is that of the release, which stands for the programme where two are compared.
    """

    programme: Programme = field(compare=False)
    release: int
    digest: str
    published_at: datetime
    issuer: str
    address: str

    @property
    def changed_at(self) -> str:
        """When what stands here was published."""
        return self.published_at.isoformat(timespec="seconds").replace("+00:00", "Z")

    def id_of(self, *names: str) -> str:
        """The identifier of a thing by its names; the same for ever."""
        of_body = uuid5(NAMESPACE_URL, f"{self.issuer}#case")
        return str(uuid5(of_body, "/".join((self.programme.about.code, *names))))

    def uri(self, kind: str, identifier: str) -> str:
        """Where a thing of that kind is read."""
        return f"{self.address}/ims/case/v1p1/{kind}/{identifier}"

    def link(self, kind: str, identifier: str, title: str) -> Data:
        """A LinkURI to it."""
        return {"title": title, "identifier": identifier, "uri": self.uri(kind, identifier)}


@dataclass(frozen=True, slots=True)
class Framework:
    """Everything that can be asked for by its identifier, in its order."""

    documents: Mapping[str, Data]
    items: Mapping[str, Data]
    associations: Mapping[str, Data]
    item_types: Mapping[str, Data]

    def package(self, document: str) -> Data | None:
        """A document with all that belongs to it; None for one that there is not."""
        found = self.documents.get(document)
        if found is None:
            return None
        items = _without("CFDocumentURI", _of(self.items, document))
        kinds = {item["CFItemTypeURI"]["identifier"] for item in items}
        return {
            "CFDocument": {key: value for key, value in found.items() if key != "CFPackageURI"},
            "CFItems": items,
            "CFAssociations": _without("CFDocumentURI", _of(self.associations, document)),
            "CFDefinitions": {
                "CFItemTypes": [
                    one for one in self.item_types.values() if one["identifier"] in kinds
                ]
            },
        }

    def associations_of(self, item: str) -> list[Data]:
        """Every association that an item has, at either end."""
        ends = ("originNodeURI", "destinationNodeURI")
        return [
            one
            for one in self.associations.values()
            if any(one[end]["identifier"] == item for end in ends)
        ]


def framework_now() -> Framework:
    """The framework of the newest release."""
    whole, newest = programme(), releases()[0]
    source = Source(
        whole,
        release=newest.number,
        digest=newest.digest,
        published_at=newest.published_at,
        issuer=settings.ISSUER,
        address=settings.ADDRESS,
    )
    return framework(source)


@lru_cache(maxsize=4)
def framework(source: Source) -> Framework:
    """The framework of a programme; the same source gives the same bytes."""
    makers = [_Maker(source, language) for language in LANGUAGES]
    associations = [one for maker in makers for one in maker.associations()]
    return Framework(
        documents=_by_id(maker.document() for maker in makers),
        items=_by_id(item for maker in makers for item in maker.items()),
        associations=_by_id(iter(associations)),
        item_types=_by_id(one for maker in makers for one in maker.item_types()),
    )


@dataclass(frozen=True, slots=True)
class _Node:
    """A thing of the programme: what it is, its names, its code, what it says."""

    kind: str
    names: tuple[str, ...]
    code: str
    text: LocalText
    parent: tuple[str, ...]
    course: Course


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes the parts of one document."""

    source: Source
    language: str

    def document(self) -> Data:
        about, identifier = self.source.programme.about, self._id()
        title = self._say(about.title)
        return {
            "identifier": identifier,
            "uri": self.source.uri("CFDocuments", identifier),
            "caseVersion": "1.1",
            "frameworkType": "Professional designations",
            "creator": self._say(about.body.name),
            "publisher": self._say(about.body.name),
            "title": title,
            "description": self._say(about.body.about),
            "language": self.language,
            "version": str(self.source.release),
            "adoptionStatus": "Adopted",
            "officialSourceURL": f"{self.source.address}/{self.language}/courses/",
            "lastChangeDateTime": self.source.changed_at,
            "CFPackageURI": self.source.link("CFPackages", identifier, title),
        }

    def items(self) -> Iterator[Data]:
        for node in _nodes(self.source.programme):
            identifier = self._id(*node.names)
            kind = self._say(_TYPES[node.kind])
            item = {
                "identifier": identifier,
                "uri": self.source.uri("CFItems", identifier),
                "fullStatement": self._say(node.text),
                "humanCodingScheme": node.code,
                "CFItemType": kind,
                "CFItemTypeURI": self.source.link("CFItemTypes", self._id("type", node.kind), kind),
                "language": self.language,
                "CFDocumentURI": self._document_link(),
                "lastChangeDateTime": self.source.changed_at,
            }
            if node.course.retired_on is not None:
                item["statusEndDate"] = node.course.retired_on.isoformat()
            yield item

    def item_types(self) -> Iterator[Data]:
        for place, (kind, title) in enumerate(_TYPES.items(), start=1):
            identifier = self._id("type", kind)
            yield {
                "identifier": identifier,
                "uri": self.source.uri("CFItemTypes", identifier),
                "title": self._say(title),
                "description": self._say(_MEANINGS[kind]),
                "hierarchyCode": str(place),
                "typeCode": kind,
                "lastChangeDateTime": self.source.changed_at,
            }

    def associations(self) -> Iterator[Data]:
        nodes = list(_nodes(self.source.programme))
        by_names = {node.names: node for node in nodes}
        places: dict[tuple[str, ...], int] = {}
        for node in nodes:
            places[node.parent] = places.get(node.parent, 0) + 1
            above = self._item_link(by_names[node.parent]) if node.parent else self._document_link()
            yield self._association(
                "isChildOf", self._item_link(node), above, sequence=places[node.parent]
            )
        for node in nodes:
            if node.kind == "course":
                for code in node.course.prerequisites:
                    first = by_names["course", code]
                    yield self._association(
                        "precedes", self._item_link(first), self._item_link(node)
                    )
        if self.language != _FIRST_LANGUAGE:
            original = _Maker(self.source, _FIRST_LANGUAGE)
            for node in nodes:
                yield self._association(
                    "isTranslationOf", self._item_link(node), original._item_link(node)
                )

    def _association(
        self, kind: str, origin: Data, destination: Data, *, sequence: int | None = None
    ) -> Data:
        identifier = self._id(kind, origin["identifier"], destination["identifier"])
        association = {
            "identifier": identifier,
            "uri": self.source.uri("CFAssociations", identifier),
            "associationType": kind,
            "originNodeURI": origin,
            "destinationNodeURI": destination,
            "CFDocumentURI": self._document_link(),
            "lastChangeDateTime": self.source.changed_at,
        }
        return association if sequence is None else {**association, "sequenceNumber": sequence}

    def _document_link(self) -> Data:
        return self.source.link(
            "CFDocuments", self._id(), self._say(self.source.programme.about.title)
        )

    def _item_link(self, node: _Node) -> Data:
        return self.source.link("CFItems", self._id(*node.names), self._say(node.text))

    def _id(self, *names: str) -> str:
        return self.source.id_of(self.language, *names)

    def _say(self, text: LocalText) -> str:
        return text.in_language(self.language)


def is_identifier(text: str) -> bool:
    """Whether this is a UUID as CASE spells it."""
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def _nodes(programme: Programme) -> Iterator[_Node]:
    """Courses, then each one's topics with their outcomes; an outcome of two topics is told once."""
    for course in programme.courses:
        names = ("course", course.code)
        yield _Node("course", names, course.code, course.title, (), course)
        left = {outcome.code: outcome for outcome in course.outcomes}
        for topic in course.topics:
            own = (*names, topic.topic)
            yield _Node("topic", own, f"{course.code}/{topic.topic}", topic.title, names, course)
            for code in topic.outcomes:
                outcome = left.pop(code, None)
                if outcome is not None:
                    yield _Node("outcome", ("outcome", code), code, outcome.text, own, course)
        for code, outcome in left.items():
            yield _Node("outcome", ("outcome", code), code, outcome.text, names, course)


def _by_id(parts: Iterator[Data]) -> dict[str, Data]:
    return {part["identifier"]: part for part in parts}


def _of(parts: Mapping[str, Data], document: str) -> list[Data]:
    return [one for one in parts.values() if one["CFDocumentURI"]["identifier"] == document]


def _without(member: str, parts: list[Data]) -> list[Data]:
    return [{key: value for key, value in part.items() if key != member} for part in parts]
