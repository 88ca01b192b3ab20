"""The fast path gives the bytes of the slow path for whatever facts, and notices what it notices."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tauliah.core.credentials import (
    AchievementFacts,
    AlignmentFacts,
    CredentialFault,
    EvidenceFacts,
    ExamFacts,
    HolderFacts,
    IssuerFacts,
    ScoreFacts,
    StatusPlace,
    Templates,
    Verifier,
    achievement_credential,
    canonical_nquads,
    check_proof,
    did_document,
    sign,
    statements,
    verification_method,
)
from tauliah.core.credentials.reading import is_plainly_fit, refuse_unfit_values
from tauliah.core.credentials.shapes import Parts, document_of, parts_of
from tauliah.core.credentials.templates import LONGEST_REPEATED, MOST_TEMPLATES, compile_template
from tauliah.core.kernel import LANGUAGES, LocalText
from tests.core.credentials.conftest import AWARDED, LIST_ADDRESS, Body

ACROSS = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
# Texts in all scripts, with all that must be escaped and that must be refused.
TEXTS = st.text(max_size=12) | st.sampled_from(
    [
        '"',
        "\\",
        "\n\t\r",
        "%s %(a)s %",
        "保险 تأمين 🌃",
        "\u2028\x85",
        "_:b0",
        "\x07",
        "\ud83c",
        "x/./y",
    ]
)
SHOWN = st.text(st.characters(blacklist_categories=("Cs",)), max_size=12).map("x{}y".format)
LOCAL = st.builds(LocalText, en=SHOWN, ms=SHOWN)
NAMES = st.from_regex(r"(https://a\.example/|urn:uuid:|did:web:)[a-z0-9#%/]{1,8}", fullmatch=True)
ODD_NAMES = NAMES | st.sampled_from(
    [
        "https://a.example/../b",
        "relative",
        "xsd:string",
        "mailto:a@b",
        "urn:é",
        "urn:",
        "urn:a\nurn:b",
        "",
    ]
)
MOMENTS = st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
SCORES = st.builds(
    ScoreFacts, points=TEXTS, least=st.just("0"), most=TEXTS, required=st.just("") | TEXTS
)
FACTS = st.builds(
    AchievementFacts,
    credential_id=ODD_NAMES,
    credential_number=TEXTS,
    language=st.sampled_from(LANGUAGES),
    issuer=st.builds(IssuerFacts, did=NAMES, name=LOCAL, url=st.just("") | ODD_NAMES),
    holder=st.builds(
        HolderFacts,
        email=st.emails(),
        salt=st.text("abc", min_size=16, max_size=20),
        candidate_number=st.sampled_from(["", "C-1"]),
        name=st.just("") | TEXTS,
    ),
    letters=TEXTS,
    title=LOCAL,
    description=LOCAL,
    criteria=LOCAL,
    editions=st.fixed_dictionaries(dict.fromkeys(LANGUAGES, NAMES)),
    awarded_at=MOMENTS,
    status=st.builds(StatusPlace, list_address=NAMES, index=st.integers(0, 10**8)),
    exams=st.lists(
        st.builds(ExamFacts, code=st.sampled_from("ABCD"), title=LOCAL, score=st.none() | SCORES),
        max_size=3,
    ).map(tuple),
    alignments=st.lists(
        st.builds(AlignmentFacts, url=NAMES, name=LOCAL, code=st.just("") | TEXTS, framework=TEXTS),
        max_size=2,
    ).map(tuple),
    evidence=st.lists(
        st.builds(EvidenceFacts, name=TEXTS, narrative=TEXTS, url=st.just("") | ODD_NAMES),
        max_size=2,
    ).map(tuple),
    valid_until=st.none() | MOMENTS,
)


def slowly(document: dict[str, Any]) -> str | None:
    """The canonical form of the slow path; None where it refuses the document."""
    try:
        return canonical_nquads(statements(document))
    except CredentialFault:
        return None


def known(document: dict[str, Any]) -> Parts:
    parts = parts_of(document)
    assert parts is not None
    return parts


@pytest.fixture(scope="module")
def learned() -> Templates:
    """Templates that keep what they learn from one example to the next."""
    return Templates()


@given(facts=FACTS)
@ACROSS
def test_a_filled_template_is_the_slow_path_to_the_byte(
    facts: AchievementFacts, learned: Templates
) -> None:
    document = achievement_credential(facts)
    parts = parts_of(document)
    expected = slowly(document)
    if parts is None or expected is None:
        assert parts is None or learned.canonical(parts) is None
        return

    learned.learn(parts)

    assert learned.canonical(parts) in (expected, None)


@given(data=st.data())
@ACROSS
def test_ordinary_facts_do_take_the_fast_path(facts: AchievementFacts, data: st.DataObject) -> None:
    document = achievement_credential(facts)
    template = compile_template(known(document))
    texts = st.text(st.characters(blacklist_categories=("Cc", "Cs")), min_size=1, max_size=30)
    fit = texts.filter(lambda text: "/." not in text)
    other = achievement_credential(
        replace(
            facts,
            credential_number=data.draw(fit),
            letters=data.draw(fit),
            holder=replace(facts.holder, name=data.draw(fit)),
            criteria=LocalText(en=data.draw(fit), ms="-"),
        )
    )

    assert template is not None
    assert template.fill(known(other).texts) == slowly(other)


@pytest.mark.parametrize("name", ["", "relative", "xsd:string", "https://", "urn:a b", "urn:a\nurn:b",
                                  "_:b0", "@none", "urn:é", "https://a.example/../b"])  # fmt: skip
def test_a_name_that_may_mean_something_else_is_left_to_the_slow_path(
    facts: AchievementFacts, name: str
) -> None:
    document = achievement_credential(facts)
    template = compile_template(known(document))
    assert template is not None

    for place in template.names:
        texts = list(known(document).texts)
        texts[place] = name
        assert template.fill(tuple(texts)) is None


def test_parts_that_look_alike_are_left_to_the_slow_path(facts: AchievementFacts) -> None:
    document = achievement_credential(facts)
    template = compile_template(known(document))
    twice = copy.deepcopy(document)
    first, second = twice["credentialSubject"]["identifier"][:2]
    second.update(first)

    assert template is not None
    assert known(twice).shape == known(document).shape
    assert template.fill(known(twice).texts) is None
    assert slowly(twice) is not None


def test_statements_that_become_one_are_left_to_the_slow_path(facts: AchievementFacts) -> None:
    document = achievement_credential(facts)
    template = compile_template(known(document))
    one, other = document["credentialSubject"]["achievement"]["resultDescription"]
    other.update(one)

    assert template is not None
    assert template.fill(known(document).texts) in (None, slowly(document))


def test_a_shape_whose_texts_mean_more_than_themselves_has_no_template(
    facts: AchievementFacts,
) -> None:
    document = achievement_credential(facts)
    document["type"] = [*document["type"], "urn:tauliah-marker:00001"]

    assert compile_template(known(document)) is None


def test_a_document_is_its_shape_and_texts(credential: dict[str, Any]) -> None:
    assert document_of(known(credential)) == credential
    assert json.dumps(document_of(known(credential)), sort_keys=True) == json.dumps(
        credential, sort_keys=True
    )


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS | st.just("@context"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["a", "type", "@context", "@id", "Name", "x_y", "}", "a\nb"]), inner, max_size=4
    ),
    max_leaves=12,
)  # fmt: skip


@given(st.dictionaries(st.sampled_from(["a", "type", "@context", "b"]), JSON, max_size=4))
@ACROSS
def test_what_can_be_taken_apart_can_be_put_together(document: dict[str, Any]) -> None:
    parts = parts_of(document)

    if parts is not None:
        assert json.dumps(document_of(parts), sort_keys=True) == json.dumps(
            document, sort_keys=True
        )


@given(st.dictionaries(st.sampled_from(["a", "type", "@context", "@id"]), JSON, max_size=4))
@ACROSS
def test_a_quick_look_passes_nothing_that_is_refused(document: dict[str, Any]) -> None:
    if is_plainly_fit(document):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("tauliah.core.credentials.reading.is_plainly_fit", lambda _: False)
            refuse_unfit_values(document)


def test_true_and_one_are_two_shapes() -> None:
    assert known({"a": True}) != known({"a": 1})
    assert known({"type": "1"}) != known({"type": 1})


# Signing and checking


def test_a_signature_by_template_is_the_same_signature(
    institute: Body, facts: AchievementFacts
) -> None:
    templates = Templates()
    method = verification_method(institute.did, institute.key.public)
    for number in range(3):
        document = achievement_credential(replace(facts, credential_number=f"API-{number}"))

        by_template = sign(
            document,
            institute.key,
            verification_method=method,
            created=AWARDED,
            templates=templates,
        )

        assert by_template == institute.signs(document)


@pytest.fixture
def practised(institute: Body, credential: dict[str, Any]) -> Verifier:
    """A verifier of the institute that has seen Aisyah's credential before."""
    verifier = Verifier(
        {institute.did: did_document(institute.did, [institute.key.public])},
        {LIST_ADDRESS: institute.status_list()},
        frozenset({institute.did}),
        Templates(),
    )
    assert verifier.verify(json.dumps(credential).encode(), at=AWARDED).valid
    return verifier


def leaves_of(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    if isinstance(value, dict | list):
        steps = value.items() if isinstance(value, dict) else enumerate(value)
        return [leaf for step, held in steps for leaf in leaves_of(held, (*path, step))]
    return [path]


def changed(document: dict[str, Any], path: tuple[str | int, ...], value: Any) -> dict[str, Any]:
    result = copy.deepcopy(document)
    place: Any = result
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return result


@given(data=st.data())
@ACROSS
def test_any_change_of_a_leaf_is_noticed_and_answered_as_on_the_slow_path(
    institute: Body, credential: dict[str, Any], practised: Verifier, data: st.DataObject
) -> None:
    path = data.draw(st.sampled_from(leaves_of(credential)))
    place: Any = credential
    for step in path:
        place = place[step]
    others = TEXTS | ODD_NAMES | st.booleans() | st.integers(-9, 9) | st.none()
    new = data.draw(others.filter(lambda value: (value, type(value)) != (place, type(place))))
    file = json.dumps(changed(credential, path, new)).encode()

    answer = practised.verify(file, at=AWARDED)

    assert not answer.valid
    assert answer.checks == institute.verifies(file, at=AWARDED).checks


def test_one_more_member_is_noticed(credential: dict[str, Any], practised: Verifier) -> None:
    for path in [("grade",), ("credentialSubject", "grade"), ("issuer", "image")]:
        answer = practised.verify(json.dumps(changed(credential, path, "A")).encode(), at=AWARDED)
        assert not answer.valid, path


def test_of_a_forgery_no_shape_is_learned(institute: Body, credential: dict[str, Any]) -> None:
    templates = Templates()
    keys = {"did:web:x#1": institute.key.public}
    forged = changed(credential, ("proof", "verificationMethod"), "did:web:x#1") | {"name": "Kumar"}

    assert check_proof(forged, keys, at=AWARDED, templates=templates)
    assert templates == Templates()


def test_templates_do_not_grow_without_end(credential: dict[str, Any]) -> None:
    templates = Templates()
    unsigned = {name: value for name, value in credential.items() if name != "proof"}

    for count in range(1, MOST_TEMPLATES + 3):
        templates.learn(known({"@context": unsigned["@context"], "type": [f"urn:t:{count}"]}))
    templates.learn(known(unsigned))

    assert len(templates._known) == MOST_TEMPLATES
    assert templates.suit(known(unsigned))


def test_nothing_long_is_kept_only_because_it_may_be_said_again(credential: dict[str, Any]) -> None:
    """Else strangers could fill the memory with files whose signatures nobody believes."""
    templates = Templates()
    config = {**credential["proof"], "@context": credential["@context"]}
    templates.learn(known(config))
    long = config | {"verificationMethod": "did:web:x#" + "1" * LONGEST_REPEATED}

    assert templates.canonical_again(known(config)) == templates.canonical(known(config))
    assert templates.canonical_again(known(long)) == templates.canonical(known(long)) is not None

    assert list(templates._repeated) == [known(config)]


# The house's own spelling


def respellings(credential: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Files that say what the credential says, to a signature."""
    subject = ("credentialSubject",)
    achievement = credential["credentialSubject"]["achievement"]
    described = achievement["resultDescription"]
    exam, *others = described
    split = [{"id": exam["id"], "type": exam["type"]}, exam, *others]
    result = credential["credentialSubject"]["result"]
    embedded = [{**result[0], "resultDescription": exam}, *result[1:]]
    return {
        "a list of one": changed(credential, ("name",), [credential["name"]]),
        "one alone": changed(credential, (*subject, "type"), "AchievementSubject"),
        "a list of one object": changed(
            credential, (*subject, "achievement"), [credential["credentialSubject"]["achievement"]]
        ),
        "another name": changed(credential, ("type", 1), "OpenBadgeCredential"),
        "a part twice": changed(
            credential, (*subject, "achievement", "resultDescription"), [*described, exam]
        ),
        "a part in two": changed(credential, (*subject, "achievement", "resultDescription"), split),
        "a part elsewhere": changed(credential, (*subject, "result"), embedded),
    }


@pytest.mark.parametrize("case", ["a list of one", "one alone", "a list of one object",
                                  "another name", "a part twice", "a part in two"])  # fmt: skip
def test_an_own_credential_is_believed_only_as_it_was_written(
    institute: Body, credential: dict[str, Any], practised: Verifier, case: str
) -> None:
    respelled = respellings(credential)[case]
    unsigned = {name: value for name, value in respelled.items() if name != "proof"}
    original = {name: value for name, value in credential.items() if name != "proof"}
    assert slowly(unsigned) == slowly(original)

    for answer in (
        institute.verifies(respelled),
        practised.verify(json.dumps(respelled).encode(), at=AWARDED),
    ):
        (failed,) = answer.failed
        assert (failed.name.value, failed.code) == ("signature", "respelled")


def test_a_part_that_stands_elsewhere_is_not_believed_either(
    institute: Body, credential: dict[str, Any]
) -> None:
    assert not institute.verifies(respellings(credential)["a part elsewhere"]).valid


def test_of_another_body_every_spelling_is_believed(
    institute: Body, credential: dict[str, Any]
) -> None:
    for respelled in list(respellings(credential).values())[:5]:
        assert institute.verifies(respelled, own_issuers=frozenset()).valid


def test_order_of_members_and_of_lists_is_free(institute: Body, credential: dict[str, Any]) -> None:
    turned = copy.deepcopy(credential)
    turned["credentialSubject"]["identifier"].reverse()
    turned["type"].reverse()

    assert institute.verifies(dict(reversed(turned.items()))).valid


@pytest.mark.parametrize("change", [{"exams": ()}, {"valid_until": datetime(2029, 1, 1, tzinfo=UTC)},
                                    {"language": "ms"}])  # fmt: skip
def test_every_way_in_which_the_house_writes_is_its_own(
    institute: Body, facts: AchievementFacts, change: dict[str, Any]
) -> None:
    assert institute.verifies(
        institute.signs(achievement_credential(replace(facts, **change)))
    ).valid
