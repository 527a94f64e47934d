"""What a person did that the rules do not allow."""


class RuleError(Exception):
    """A person's mistake, in words for that person.

    `field` names the form field that the words belong beside, where there is one.
    """

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
