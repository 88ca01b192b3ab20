"""Canonical form, signature and verification: by template, the slow path, and other programs.

PyLD stands for the peers: they translate and canonicalise with it or with a port of it. `rate` lines
count in processor time of one core, so that other work on the machine is not counted.
"""

from __future__ import annotations

import gc
import hashlib
import json
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pyoxigraph
from pyld import jsonld

from benchmarks.timing import line
from tauliah.core.credentials import (
    AchievementFacts,
    ExamFacts,
    Filling,
    HolderFacts,
    IssuerFacts,
    Mould,
    SigningKey,
    StatusPlace,
    Templates,
    Verifier,
    achievement_credential,
    blank_status_list,
    canonical_nquads,
    did_document,
    document_loader,
    sign,
    statements,
    status_list_credential,
    verification_method,
)
from tauliah.core.credentials.multibase import decode_base58, encode_base58
from tauliah.core.kernel import LocalText

MOMENT = datetime(2026, 1, 5, 1, tzinfo=UTC)
ISSUER = "did:web:body.example"
LIST = "https://body.example/credentials/status/1"
KEY = SigningKey(bytes(range(32)))
METHOD = verification_method(ISSUER, KEY.public)


def badge(number: int, *, exams: int) -> dict[str, Any]:
    """A badge that differs from the next in its number, holder and place."""
    return achievement_credential(facts(number, exams=exams))


def facts(number: int, *, exams: int) -> AchievementFacts:
    """What the badge of that number says."""
    text = LocalText(en="Associate in Personal Insurance", ms="Rakan Bersekutu")
    return AchievementFacts(
        credential_id=f"https://body.example/credentials/API-2026-{number:06}",
        credential_number=f"API-2026-{number:06}",
        language="en",
        issuer=IssuerFacts(did=ISSUER, name=text),
        holder=HolderFacts(email=f"aisyah{number}@example.org", salt=f"0123456789{number:06}"),
        letters="API",
        title=text,
        description=text,
        criteria=text,
        editions={"en": "https://body.example/en/", "ms": "https://body.example/ms/"},
        awarded_at=MOMENT,
        status=StatusPlace(list_address=LIST, index=number),
        exams=tuple(ExamFacts(code=f"P{exam}", title=text) for exam in range(exams)),
    )


def figures() -> Iterator[str]:
    """A badge with one exam (42 statements), and one with all four (66)."""
    for exams in (1, 4):
        documents = [badge(number, exams=exams) for number in range(100)]
        size = len(json.dumps(signed_badge(documents[0], None)))
        yield f"-- badge of {len(statements(documents[0]))} statements, {size:,} bytes"
        yield from _canonical_forms(documents[0])
        yield from _signatures(documents)
        yield from _moulded(documents, exams=exams)
        yield from _verifications(documents)


def _canonical_forms(document: dict[str, Any]) -> Iterator[str]:
    quads = statements(document)
    peer = pyoxigraph.Dataset(
        pyoxigraph.parse(canonical_nquads(quads).encode(), pyoxigraph.RdfFormat.N_QUADS)
    )

    def by_peer() -> None:
        again = pyoxigraph.Dataset(peer)
        again.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)

    yield line("canonical form of its statements, ours", lambda: canonical_nquads(quads), times=100)
    yield line("canonical form of its statements, pyoxigraph", by_peer, times=100)


def _signatures(documents: list[dict[str, Any]]) -> Iterator[str]:
    templates = Templates()
    fast = rate(lambda one: json.dumps(signed_badge(one, templates)), documents, rounds=20)
    slow = rate(lambda one: json.dumps(signed_badge(one, None)), documents[:20], rounds=2)
    pyld = rate(_signed_by_pyld, documents[:20], rounds=2)
    if _signed_by_pyld(documents[0]) != json.dumps(signed_badge(documents[0], templates)):
        raise AssertionError("the proofs differ")
    yield rate_line("sign to JSON text, by template", fast)
    yield rate_line("sign to JSON text, slow path", slow)
    yield rate_line("sign to JSON text, PyLD's canonical form", pyld)
    yield f"{'sign, by template against PyLD':<58} {fast / pyld:>9.0f} x"


def _moulded(documents: list[dict[str, Any]], *, exams: int) -> Iterator[str]:
    """As a conferral on many signs: from what differs to the signed text, put together and all."""
    mould = Mould(
        facts(0, exams=exams),
        KEY,
        verification_method=METHOD,
        created=MOMENT,
        templates=Templates(),
    )

    given = [facts(number, exams=exams) for number in range(len(documents))]
    fillings = [
        Filling(
            one.credential_id, one.credential_number, one.holder, one.criteria.en, one.status, None
        )
        for one in given
    ]
    alike = [json.dumps(signed_badge(one, None), ensure_ascii=False) for one in documents]
    if [mould.signed(one) for one in fillings] != alike:
        raise AssertionError("the texts differ")
    yield rate_line(
        "put together and sign to JSON text, by mould", rate(mould.signed, fillings, rounds=20)
    )


def _verifications(documents: list[dict[str, Any]]) -> Iterator[str]:
    files = [json.dumps(signed_badge(one, None)).encode() for one in documents]
    rates: list[float] = []
    for what, templates, count in (("by template", Templates(), 100), ("slow path", None, 20)):
        verifier = whole_verifier(templates)

        def check(data: bytes, by: Verifier = verifier) -> None:
            if not by.verify(data, at=MOMENT).valid:
                raise AssertionError(data)

        reached = rate(check, files[:count], rounds=count // 5)
        rates.append(reached)
        yield rate_line(f"verify JSON text against a status list, {what}", reached)
    pyld = rate(_verify_by_pyld, files[:20], rounds=2)
    yield rate_line("verify JSON text, PyLD's canonical form, signature alone", pyld)
    yield f"{'verify, by template against PyLD':<58} {rates[0] / pyld:>9.0f} x"


def whole_verifier(templates: Templates | None) -> Verifier:
    """Who knows the body of the badges, its key and its list."""
    listed = status_list_credential(
        blank_status_list(), address=LIST, issuer=ISSUER, valid_from=MOMENT
    )
    issuers = {ISSUER: did_document(ISSUER, [KEY.public])}
    return Verifier(issuers, {LIST: signed_badge(listed, None)}, frozenset(issuers), templates)


def signed_badge(document: dict[str, Any], templates: Templates | None) -> dict[str, Any]:
    """The badge as the body signs it, by template where there are any."""
    return sign(document, KEY, verification_method=METHOD, created=MOMENT, templates=templates)


def _signed_by_pyld(document: dict[str, Any]) -> str:
    """The same proof as a program makes it that canonicalises with PyLD."""
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2026-01-05T01:00:00Z",
        "verificationMethod": METHOD,
        "proofPurpose": "assertionMethod",
    }
    message = _message_by_pyld({"@context": document["@context"], **options}, document)
    proof = {**options, "proofValue": encode_base58(KEY.sign(message))}
    return json.dumps({**document, "proof": proof})


def _verify_by_pyld(data: bytes) -> None:
    """What such a program does to check the signature, and nothing else."""
    document = json.loads(data)
    options = document.pop("proof")
    value = options.pop("proofValue")
    message = _message_by_pyld({"@context": document["@context"], **options}, document)
    if not KEY.public.accepts(decode_base58(value), message):
        raise AssertionError(data)


def _message_by_pyld(*parts: dict[str, Any]) -> bytes:
    asked = {
        "algorithm": "URDNA2015",
        "format": "application/n-quads",
        "documentLoader": document_loader,
    }
    return b"".join(hashlib.sha256(jsonld.normalize(one, asked).encode()).digest() for one in parts)


def rate(act: Callable[[Any], object], items: list[Any], *, rounds: int) -> float:
    """Acts in a second of processor time, the best of some rounds of all items."""
    for item in items[:2]:
        act(item)
    gc.collect()
    best = 0.0
    for _ in range(rounds):
        start = time.process_time()
        for item in items:
            act(item)
        best = max(best, len(items) / (time.process_time() - start))
    return best


def rate_line(what: str, reached: float) -> str:
    """A rate as one line of a report."""
    return f"{what:<58} {reached:>9,.0f} /s of processor time"
