from services.api.collaboration.comments.domain import MAXIMUM_MENTIONED, blind_sentence
from services.kit.problems import Forbidden, Invalid, invalid_field


class NotTheAuthor(Forbidden):
    slug, title = "not-the-author", "Only who wrote it can change it"
    default_detail = "A comment is its author's. Write one of your own to answer it."


def unseen_by(names: list[str]) -> Invalid:
    """422: these people are mentioned in something that they may not see."""
    return invalid_field("/body", "mention_unseen", blind_sentence(names))


def too_many_mentioned() -> Invalid:
    """422: a comment is no mailing list."""
    return invalid_field("/body", "too_many_mentions", f"Mention at most {MAXIMUM_MENTIONED} people in one comment.")
