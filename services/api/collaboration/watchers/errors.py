from services.kit.problems import Forbidden, Invalid, invalid_field


class NotYoursToDecide(Forbidden):
    slug, title = "not-yours-to-decide", "Only they, or a manager, can decide this"
    default_detail = "You can follow this yourself. A manager can let somebody else follow it."


def unseen_by(name: str) -> Invalid:
    """422: the person may not see the record."""
    message = f"{name} does not see this, because the project is private. Put them on the project first."
    return invalid_field("/user_id", "watcher_unseen", message)
