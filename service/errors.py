"""Every error Hamgate raises on purpose: one family, with no word of HTTP in it.

``service.api.problems`` maps each type to an answer, the command line prints the
message as one line. A message is a sentence for the person who can mend the cause.
"""


class HamgateError(Exception):
    """The family's root: the message says what is wrong and what to do."""


class InvalidInputError(HamgateError):
    """Something sent to us breaks the contract.

    ``errors`` holds pairs of a JSONPath-like place (``$.author.name``) and a message.
    """

    def __init__(self, message: str, errors: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__(message)
        self.errors = errors


class NotJsonError(InvalidInputError):
    """The body is not one strict JSON document."""


class UnauthorizedError(HamgateError):
    """No key, or one that nobody holds."""


class NotFoundError(HamgateError):
    """No such thing, or not for this caller."""


class ConflictError(HamgateError):
    """It exists already, or its state forbids what was asked."""


class IdempotencyMismatchError(InvalidInputError):
    """An Idempotency-Key came back with another body."""


class StoreUnavailableError(HamgateError):
    """Redis or Valkey did not answer within its budget, or the breaker is open."""


class StoreStartError(HamgateError):
    """The store cannot be started or reached when the program starts."""


class ArtifactError(HamgateError):
    """A model artifact is damaged, foreign, unsigned or replayed; the message says which."""


class SettingsError(HamgateError):
    """A setting has a wrong value, or a name nobody knows."""
