"""Credentials that anyone can check: what they say, how they are signed, whether they still stand.

key = SigningKey(seed)
did = did_web("institute.example")
document = achievement_credential(facts)
name = verification_method(did, key.public)
signed = sign(document, key, verification_method=name, created=moment)
answer = verify(
    json.dumps(signed).encode(),
    issuers={did: did_document(did, [key.public])},
    status_lists={address: signed_status_list},
    at=moment,
    own_issuers=frozenset({did}),
)
answer.valid, [check.message.en for check in answer.checks]

Who signs or checks many keeps `Templates()` for all of them, and a `Verifier`. A signed credential
goes into a picture by `bake_png` or `bake_svg`; `verify` finds it there and attached to a PDF by
itself, and reads tokens (`sign_token`) and files with several proofs (`add_proof`) as well. Beside achievements there are
transcripts (`transcript_credential`) and endorsements (`endorsement_credential`); what somebody else
wrote and wants signed is first held against the standards by `refuse_unissuable`. What fits in a QR
code is a `certificate_code`.
"""

from tauliah.core.credentials.achievement import (
    AchievementFacts,
    AlignmentFacts,
    EvidenceFacts,
    ExamFacts,
    IssuerFacts,
    ScoreFacts,
    achievement_credential,
)
from tauliah.core.credentials.answers import Check, CheckName, Outcome
from tauliah.core.credentials.baking import bake_png, bake_svg, credential_in
from tauliah.core.credentials.canonical import canonical_labels, canonical_nquads
from tauliah.core.credentials.certificate_codes import (
    CertificateFacts,
    CheckedCode,
    certificate_code,
    check_certificate_code,
)
from tauliah.core.credentials.contexts import document_loader
from tauliah.core.credentials.endorsement import EndorsementFacts, endorsement_credential
from tauliah.core.credentials.envelopes import sign_token
from tauliah.core.credentials.faults import CredentialFault
from tauliah.core.credentials.identities import HolderFacts, identity_hash, is_about_email
from tauliah.core.credentials.issuance import refuse_unissuable
from tauliah.core.credentials.keys import (
    PublicKey,
    SigningKey,
    assertion_keys,
    did_document,
    did_key,
    did_key_document,
    did_web,
    did_web_address,
    verification_method,
)
from tauliah.core.credentials.learner_record import (
    CourseFacts,
    TranscriptFacts,
    transcript_credential,
)
from tauliah.core.credentials.linked_data import statements
from tauliah.core.credentials.moulds import Filling, Mould
from tauliah.core.credentials.presentations import Presented, verify_presentation
from tauliah.core.credentials.proofs import add_proof, check_proof, sign
from tauliah.core.credentials.quads import Quad
from tauliah.core.credentials.reading import read_document
from tauliah.core.credentials.self_described import WithSelfDescribed, signers_fault
from tauliah.core.credentials.status import (
    FEWEST_ENTRIES,
    StatusList,
    StatusPlace,
    blank_status_list,
    decode_status_list,
    encode_status_list,
    status_list_credential,
)
from tauliah.core.credentials.templates import Templates
from tauliah.core.credentials.verification import Verification, Verifier, verify

__all__ = [
    "FEWEST_ENTRIES",
    "AchievementFacts",
    "AlignmentFacts",
    "CertificateFacts",
    "Check",
    "CheckName",
    "CheckedCode",
    "CourseFacts",
    "CredentialFault",
    "EndorsementFacts",
    "EvidenceFacts",
    "ExamFacts",
    "Filling",
    "HolderFacts",
    "IssuerFacts",
    "Mould",
    "Outcome",
    "Presented",
    "PublicKey",
    "Quad",
    "ScoreFacts",
    "SigningKey",
    "StatusList",
    "StatusPlace",
    "Templates",
    "TranscriptFacts",
    "Verification",
    "Verifier",
    "WithSelfDescribed",
    "achievement_credential",
    "add_proof",
    "assertion_keys",
    "bake_png",
    "bake_svg",
    "blank_status_list",
    "canonical_labels",
    "canonical_nquads",
    "certificate_code",
    "check_certificate_code",
    "check_proof",
    "credential_in",
    "decode_status_list",
    "did_document",
    "did_key",
    "did_key_document",
    "did_web",
    "did_web_address",
    "document_loader",
    "encode_status_list",
    "endorsement_credential",
    "identity_hash",
    "is_about_email",
    "read_document",
    "refuse_unissuable",
    "sign",
    "sign_token",
    "signers_fault",
    "statements",
    "status_list_credential",
    "transcript_credential",
    "verification_method",
    "verify",
    "verify_presentation",
]
