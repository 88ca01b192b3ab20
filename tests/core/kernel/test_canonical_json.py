"""The one spelling of plain data, and the digest over it."""

from __future__ import annotations

import hashlib
import json
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tauliah.core.kernel import canonical_json, digest
from tests.core.kernel.records import plain_values, texts


@given(plain_values)
def test_the_spelling_is_json_that_reads_as_the_value(value):
    assert json.loads(canonical_json(value)) == value


@given(plain_values)
def test_spelling_what_was_read_gives_the_same_bytes(value):
    once = canonical_json(value)

    assert canonical_json(json.loads(once)) == once


@given(plain_values, plain_values)
def test_values_that_differ_are_spelled_differently(one, other):
    # Python holds True and 1 for equal; the spelling keeps them apart, so repr is the judge
    reads_the_same = json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)

    assert (canonical_json(one) == canonical_json(other)) == reads_the_same


@given(st.dictionaries(texts, st.integers(), min_size=2), st.randoms())
def test_the_order_of_keys_does_not_matter(value, random):
    keys = list(value)
    random.shuffle(keys)

    assert canonical_json({key: value[key] for key in keys}) == canonical_json(value)


def test_true_and_one_have_different_digests():
    assert digest({"passed": True}) != digest({"passed": 1})


def test_a_tuple_reads_as_a_list_and_any_mapping_as_an_object():
    assert canonical_json(MappingProxyType({"a": (1, 2)})) == b'{"a":[1,2]}'


def test_text_is_spelled_as_itself_and_not_escaped():
    assert canonical_json({"ms": "“Insurans”", "ar": "تكافل"}) == (
        '{"ar":"تكافل","ms":"“Insurans”"}'.encode()
    )


@pytest.mark.parametrize(
    "value", [1.5, float("nan"), b"bytes", {1: "x"}, {"a": {None: 1}}, [object()], {1, 2}, range(3)]
)
def test_what_has_no_single_spelling_is_refused(value):
    with pytest.raises(TypeError, match="have a digest"):
        canonical_json(value)


def test_half_a_surrogate_pair_is_no_text_and_refused():
    with pytest.raises(UnicodeEncodeError):
        canonical_json({"reason": "\ud800"})


@given(plain_values)
def test_the_digest_is_the_sha256_of_the_spelling(value):
    assert digest(value) == "sha256:" + hashlib.sha256(canonical_json(value)).hexdigest()


def test_the_digest_of_nothing_is_the_published_one():
    # FIPS 180-4, as published in NIST's examples for the message of length 0
    assert digest(b"") == (
        "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    )
