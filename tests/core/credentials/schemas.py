"""What the JSON Schemas of Open Badges 3.0 and CLR 2.0 ask for, written down from the standards.

The tables of Open Badges 3.0, appendix B, and Comprehensive Learner Record 2.0, appendix B, give the
members of each class, which are required, and the words of each enumeration.
"""

from __future__ import annotations

from typing import Any

TEXT = {"type": "string"}
URI = {"type": "string", "format": "uri"}
MOMENT = {"type": "string", "format": "date-time"}
LANGUAGE = {"type": "string", "pattern": "^[a-z]{2,4}(-[A-Za-z0-9]{2,8})?$"}
EXTENSION = {"type": "string", "pattern": "^(ext:)[A-Za-z0-9._-]+"}


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/$defs/{name}"}


def several(items: Any) -> dict[str, Any]:
    return {"type": "array", "items": items}


def words(*known: str) -> dict[str, Any]:
    return {"anyOf": [{"type": "string", "enum": list(known)}, EXTENSION]}


def typed(*names: str) -> dict[str, Any]:
    """A list of types that has all of these in it."""
    return {
        "type": "array",
        "minItems": 1,
        "items": TEXT,
        "allOf": [{"contains": {"const": name}} for name in names],
    }


def record(required: str, **members: Any) -> dict[str, Any]:
    return {"type": "object", "required": required.split(), "properties": members}


CONTEXTS = {"type": "array", "minItems": 2, "uniqueItems": True, "items": URI}
TYPED_OBJECT = record("type", id=URI)
IMAGE = record("id type", id=URI, type={"const": "Image"}, caption=TEXT)
ISSUER = {"anyOf": [URI, ref("Profile")]}
PROOFS = {"anyOf": [ref("Proof"), several(ref("Proof"))]}
ONE_OR_MORE = {"anyOf": [TYPED_OBJECT, several(TYPED_OBJECT)]}

DEFINITIONS: dict[str, Any] = {
    "Proof": record(
        "type",
        type=TEXT,
        created=MOMENT,
        cryptosuite=TEXT,
        proofPurpose=TEXT,
        proofValue=TEXT,
        verificationMethod=URI,
    ),
    "Profile": record(
        "id type",
        id=URI,
        type=typed("Profile"),
        name=TEXT,
        url=URI,
        description=TEXT,
        email=TEXT,
        image=IMAGE,
        endorsement=several(ref("EndorsementCredential")),
    ),
    "IdentityObject": record(
        "type hashed identityHash identityType",
        type={"const": "IdentityObject"},
        hashed={"type": "boolean"},
        identityHash=TEXT,
        identityType=words(
            "name", "sourcedId", "systemId", "productId", "userName", "accountId", "emailAddress",
            "nationalIdentityNumber", "isbn", "issn", "lisSourcedId", "oneRosterSourcedId",
            "sisSourcedId", "ltiContextId", "ltiDeploymentId", "ltiToolId", "ltiPlatformId",
            "ltiUserId", "identifier",
        ),
        salt=TEXT,
    )
    | {"additionalProperties": False},
    "Alignment": record(
        "type targetName targetUrl",
        type=typed("Alignment"),
        targetCode=TEXT,
        targetDescription=TEXT,
        targetName=TEXT,
        targetFramework=TEXT,
        targetType=words(
            "ceasn:Competency", "ceterms:Credential", "CFItem", "CFRubric", "CFRubricCriterion",
            "CFRubricCriterionLevel", "CTDL",
        ),
        targetUrl=URI,
    ),
    "Criteria": record("", id=URI, narrative=TEXT),
    "Related": record("id type", id=URI, type=typed("Related"), inLanguage=LANGUAGE, version=TEXT),
    "Evidence": record(
        "type",
        id=URI,
        type=typed("Evidence"),
        narrative=TEXT,
        name=TEXT,
        description=TEXT,
        genre=TEXT,
        audience=TEXT,
    ),
    "ResultDescription": record(
        "id type name resultType",
        id=URI,
        type=typed("ResultDescription"),
        allowedValue=several(TEXT),
        name=TEXT,
        requiredValue=TEXT,
        resultType=words(
            "GradePointAverage", "LetterGrade", "Percent", "PerformanceLevel", "PredictedScore",
            "RawScore", "Result", "RubricCriterion", "RubricCriterionLevel", "RubricScore",
            "ScaledScore", "Status",
        ),
        valueMax=TEXT,
        valueMin=TEXT,
    ),
    "Result": record(
        "type",
        type=typed("Result"),
        resultDescription=URI,
        status={
            "enum": [
                "Completed", "Enrolled", "Failed", "InProgress", "OnHold", "Provisional", "Withdrew",
            ]
        },
        value=TEXT,
    ),
    "Achievement": record(
        "id type criteria description name",
        id=URI,
        type=typed("Achievement"),
        alignment=several(ref("Alignment")),
        achievementType=words(
            "Achievement", "ApprenticeshipCertificate", "Assessment", "Assignment",
            "AssociateDegree", "Award", "Badge", "BachelorDegree", "Certificate",
            "CertificateOfCompletion", "Certification", "CommunityService", "Competency",
            "Course", "CoCurricular", "Degree", "Diploma", "DoctoralDegree", "Fieldwork",
            "GeneralEducationDevelopment", "JourneymanCertificate", "LearningProgram", "License",
            "Membership", "ProfessionalDoctorate", "QualityAssuranceCredential",
            "MasterCertificate", "MasterDegree", "MicroCredential", "ResearchDoctorate",
            "SecondarySchoolDiploma",
        ),
        creator=ref("Profile"),
        criteria=ref("Criteria"),
        description=TEXT,
        humanCode=TEXT,
        image=IMAGE,
        inLanguage=LANGUAGE,
        name=TEXT,
        related=several(ref("Related")),
        resultDescription=several(ref("ResultDescription")),
        tag=several(TEXT),
    ),
    "AchievementSubject": record(
        "type achievement",
        id=URI,
        type=typed("AchievementSubject"),
        identifier=several(ref("IdentityObject")),
        achievement=ref("Achievement"),
        licenseNumber=TEXT,
        result=several(ref("Result")),
    )
    | {"anyOf": [{"required": ["id"]}, {"required": ["identifier"]}]},
    "EndorsementCredential": record(
        "@context id type credentialSubject issuer validFrom name",
        **{"@context": CONTEXTS},
        id=URI,
        type=typed("VerifiableCredential", "EndorsementCredential"),
        name=TEXT,
        credentialSubject=record(
            "id type", id=URI, type=typed("EndorsementSubject"), endorsementComment=TEXT
        ),
        issuer=ISSUER,
        validFrom=MOMENT,
        validUntil=MOMENT,
        proof=PROOFS,
    ),
    "AchievementCredential": record(
        "@context id type credentialSubject issuer validFrom",
        **{"@context": CONTEXTS},
        id=URI,
        type={
            "anyOf": [
                typed("VerifiableCredential", "AchievementCredential"),
                typed("VerifiableCredential", "OpenBadgeCredential"),
            ]
        },
        name=TEXT,
        description=TEXT,
        credentialSubject=ref("AchievementSubject"),
        endorsement=several(ref("EndorsementCredential")),
        evidence=several(ref("Evidence")),
        issuer=ISSUER,
        validFrom=MOMENT,
        validUntil=MOMENT,
        proof=PROOFS,
        credentialSchema=ONE_OR_MORE,
        credentialStatus=ONE_OR_MORE,
        refreshService=ONE_OR_MORE,
        termsOfUse=ONE_OR_MORE,
    ),
    "Association": record(
        "type associationType sourceId targetId",
        type={"const": "Association"},
        associationType=words(
            "exactMatchOf", "isChildOf", "isParentOf", "isPartOf", "isPeerOf", "isRelatedTo",
            "precedes", "replacedBy",
        ),
        sourceId=URI,
        targetId=URI,
    ),
    "ClrCredential": record(
        "@context id type name credentialSubject issuer validFrom",
        **{"@context": CONTEXTS | {"minItems": 3}},
        id=URI,
        type=typed("VerifiableCredential", "ClrCredential"),
        name=TEXT,
        credentialSubject=record(
            "type verifiableCredential",
            type=typed("ClrSubject"),
            identifier=several(ref("IdentityObject")),
            achievement=several(ref("Achievement")),
            verifiableCredential=several(ref("AchievementCredential")) | {"minItems": 1},
            association=several(ref("Association")),
        ),
        issuer=ISSUER,
        validFrom=MOMENT,
        validUntil=MOMENT,
        proof=PROOFS,
    ),
}  # fmt: skip


def schema_of(name: str) -> dict[str, Any]:
    """The schema of one class, with the definitions that it refers to."""
    return {
        "$schema": "https://json-schema.org/draft/2019-09/schema",
        **ref(name),
        "$defs": DEFINITIONS,
    }
