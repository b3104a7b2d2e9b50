"""The one error an operator of the local stack sees."""


class StackError(Exception):
    """The local stack cannot go on; the message is one sentence that says what to do."""
