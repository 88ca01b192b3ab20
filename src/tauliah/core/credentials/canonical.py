"""RDF Dataset Canonicalization (RDFC-1.0, W3C Recommendation of 2024).

Blank nodes get the labels `c14n0`, `c14n1`, ... that depend only on the statements, so that equal
data sets give equal bytes. The names of the functions are the sections of the Recommendation.

Where blank nodes also name graphs, the Recommendation itself cannot tell some nodes apart (`_:a`
points to `_:b` in graph `_:c`, `_:b` to `_:a` in graph `_:d`): then labels may depend on the input.
The graphs of a credential are its proofs, each with one node that no other graph knows, so they are
told apart.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from tauliah.core.credentials.faults import CredentialFault
from tauliah.core.credentials.quads import Quad, is_blank

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

HashName = Literal["sha256", "sha384"]

MOST_STEPS = 12_000
"""Bound on looks at a neighbour of a blank node: some 20 milliseconds. A long transcript needs about a
hundred, a file with 300 parts that all look alike 900, the most tangled of the W3C's cases that is to
be answered 9,000. A complete graph of blank nodes would take n! of them."""

_MOST_NESTED = 100
_HASHES: Mapping[HashName, Callable[[bytes], Any]] = {
    "sha256": hashlib.sha256,
    "sha384": hashlib.sha384,
}


@dataclass(slots=True)
class _Labels:
    """Issue Identifier Algorithm (4.5): labels in the order in which they are asked for."""

    prefix: str
    issued: dict[str, str] = field(default_factory=dict)

    def label(self, node: str) -> str:
        return self.issued.setdefault(node, f"{self.prefix}{len(self.issued)}")

    def copy(self) -> _Labels:
        return replace(self, issued=dict(self.issued))


@dataclass(slots=True)
class _Work:
    """The state of one run (4.3) and what it may still cost."""

    statements_of: Mapping[str, list[Quad]]
    steps_left: int
    hash_name: HashName
    first: dict[str, str] = field(default_factory=dict)
    related: dict[tuple[str, str, str], str] = field(default_factory=dict)
    """Hashes of what was asked before: a tangled graph asks the same again and again."""
    canonical: _Labels = field(default_factory=lambda: _Labels("_:c14n"))

    def hash(self, text: str) -> str:
        digest: str = _HASHES[self.hash_name](text.encode()).hexdigest()
        return digest

    def step(self, *, depth: int, cost: int = 1) -> None:
        self.steps_left -= cost
        if self.steps_left < 0 or depth > _MOST_NESTED:
            raise CredentialFault(
                "graph-too-tangled",
                en="The unnamed parts of the file refer to each other in too many ways to be checked.",
                ms="Bahagian tanpa nama dalam fail ini saling merujuk dengan terlalu banyak cara untuk disemak.",
            )


def canonical_nquads(
    quads: Iterable[Quad], *, most_steps: int = MOST_STEPS, hash_name: HashName = "sha256"
) -> str:
    """The canonical N-Quads of the data set: sorted lines, equal for isomorphic data sets.

    Raises CredentialFault `graph-too-tangled` when telling the blank nodes apart takes more than
    `most_steps` steps.
    """
    statements = set(quads)
    labels = canonical_labels(statements, most_steps=most_steps, hash_name=hash_name)
    return "".join(sorted(_relabelled(quad, labels).line() for quad in statements))


def canonical_labels(
    quads: Iterable[Quad], *, most_steps: int = MOST_STEPS, hash_name: HashName = "sha256"
) -> dict[str, str]:
    """Canonicalization Algorithm (4.4.3) as far as the labels: blank node -> `_:c14n<number>`."""
    statements_of: dict[str, list[Quad]] = defaultdict(list)
    for quad in sorted(set(quads)):  # so that even an ambiguous data set has one answer
        for node in {term for term in _places(quad) if is_blank(term)}:
            statements_of[node].append(quad)
    work = _Work(statements_of, most_steps, hash_name)

    alike: dict[str, list[str]] = defaultdict(list)
    for node in statements_of:
        work.first[node] = _hash_first_degree(node, work)
        alike[work.first[node]].append(node)

    for _, nodes in sorted(alike.items()):
        if len(nodes) == 1:
            work.canonical.label(nodes[0])
    for _, nodes in sorted(alike.items()):
        if len(nodes) > 1:
            _label_alike(nodes, work)
    return work.canonical.issued


def _label_alike(nodes: list[str], work: _Work) -> None:
    results: list[tuple[str, _Labels]] = []
    for node in nodes:
        if node in work.canonical.issued:
            continue
        labels = _Labels("_:b")
        labels.label(node)
        results.append(_hash_n_degree(node, labels, work, depth=0))
    for _, labels in sorted(results, key=lambda result: result[0]):
        for node in labels.issued:
            work.canonical.label(node)


def _hash_first_degree(node: str, work: _Work) -> str:
    """Hash First Degree Quads (4.6.3): the node is `_:a`, every other blank node `_:z`."""
    lines = sorted(
        Quad(*("_:a" if t == node else "_:z" if is_blank(t) else t for t in quad)).line()
        for quad in work.statements_of[node]
    )
    return work.hash("".join(lines))


def _hash_related(related: str, quad: Quad, labels: _Labels, position: str, work: _Work) -> str:
    """Hash Related Blank Node (4.7.3)."""
    known = work.canonical.issued.get(related) or labels.issued.get(related) or work.first[related]
    predicate = "" if position == "g" else quad.predicate
    asked = (position, predicate, known)
    found = work.related.get(asked)
    if found is None:
        found = work.related[asked] = work.hash("".join(asked))
    return found


def _hash_n_degree(node: str, labels: _Labels, work: _Work, *, depth: int) -> tuple[str, _Labels]:
    """Hash N-Degree Quads (4.8.3)."""
    neighbours: dict[str, list[str]] = defaultdict(list)
    for quad in work.statements_of[node]:
        for position, term in zip("sog", _places(quad), strict=True):
            if is_blank(term) and term != node:
                work.step(depth=depth)
                neighbours[_hash_related(term, quad, labels, position, work)].append(term)

    data = ""
    for related_hash, nodes in sorted(neighbours.items()):
        path, labels = _shortest_path(nodes, labels, work, depth=depth)
        data += related_hash + path
    return work.hash(data), labels


def _shortest_path(
    nodes: list[str], labels: _Labels, work: _Work, *, depth: int
) -> tuple[str, _Labels]:
    """Steps 5.4 of 4.8.3: the least of the paths over all orders of neighbours that look alike."""
    best: tuple[str, _Labels] | None = None
    for order in _orders(tuple(nodes)):
        work.step(depth=depth, cost=1 + len(labels.issued) // 64)  # the copy is not free
        found = _path(order, labels.copy(), best[0] if best else "", work, depth=depth)
        if found is not None and (best is None or found[0] < best[0]):
            best = found
    if best is None:  # the first order is never given up
        raise AssertionError(nodes)
    return best


def _orders(nodes: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """All orders, in the order of `itertools.permutations`, each once.

    The name of a graph is met as often as the graph has statements: seven times the same node has
    one order, not 5,040.
    """
    if not nodes:
        yield ()
    for first in dict.fromkeys(nodes):
        place = nodes.index(first)
        for rest in _orders(nodes[:place] + nodes[place + 1 :]):
            yield (first, *rest)


def _path(
    order: tuple[str, ...], labels: _Labels, best: str, work: _Work, *, depth: int
) -> tuple[str, _Labels] | None:
    """The path of one order, or None as soon as it cannot become less than `best`."""
    path = ""
    unknown: list[str] = []
    for node in order:
        work.step(depth=depth)
        if node in work.canonical.issued:
            path += work.canonical.issued[node]
        else:
            if node not in labels.issued:
                unknown.append(node)
            path += labels.label(node)
        if _is_beyond(path, best):
            return None
    for node in unknown:
        result, deeper = _hash_n_degree(node, labels, work, depth=depth + 1)
        path += f"{labels.label(node)}<{result}>"
        labels = deeper
        if _is_beyond(path, best):
            return None
    return path, labels


def _is_beyond(path: str, best: str) -> bool:
    return bool(best) and len(path) >= len(best) and path > best


def _places(quad: Quad) -> tuple[str, str, str]:
    return quad.subject, quad.object, quad.graph


def _relabelled(quad: Quad, labels: Mapping[str, str]) -> Quad:
    return Quad(*(labels.get(term, term) for term in quad))
