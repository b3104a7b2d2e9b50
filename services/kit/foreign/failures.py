"""Why nothing came back from a foreign address. Sentences are for logs; callers choose their own for people."""


class ForeignFailure(Exception):
    """Nothing came back that could be used."""


class Refused(ForeignFailure):
    """The address, or where it leads, is none that we go to. To tell it from `Unreachable` would map our network."""


class Unreachable(ForeignFailure):
    """The name is unknown, nobody listens, the certificate is wrong, or the connection broke."""


class TooSlow(ForeignFailure):
    """The time was over before everything had come."""


class TooLarge(ForeignFailure):
    """More came than was asked for."""


class BadAnswer(ForeignFailure):
    """The server answered, but not with what was asked for."""
