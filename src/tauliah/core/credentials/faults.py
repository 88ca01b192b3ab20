"""What can be wrong with a credential, said to programs and to people."""

from __future__ import annotations

from tauliah.core.kernel import LocalText, Refused


class CredentialFault(ValueError):
    """A document that may not be signed or cannot be trusted; carries its reason."""

    def __init__(self, code: str, *, en: str, ms: str) -> None:
        super().__init__(en)
        self.code = code
        self.message = LocalText(en=en, ms=ms)

    @classmethod
    def of(cls, refused: Refused) -> CredentialFault:
        """A reason that is a value, to be raised."""
        return cls(refused.code, en=refused.message.en, ms=refused.message.ms)

    @property
    def refused(self) -> Refused:
        """The same reason as a value."""
        return Refused(code=self.code, message=self.message)
