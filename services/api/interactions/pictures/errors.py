"""Why a picture from elsewhere is not shown."""

from services.api.identity.sessions.errors import TooManyAttempts
from services.kit.problems import NotFound, Problem


class NoSuchPicture(NotFound):
    """The mail does not show it; which mail that is, and whether it has HTML at all, is not told."""

    default_detail = "This mail shows no picture with that address. It may have been changed or deleted."


class PictureUnreachable(Problem):
    """One answer for servers that are gone and for places that are not gone to: it maps nobody's network."""

    slug, title, status = "picture-unreachable", "The picture's server did not answer", 502
    default_detail = "The server that keeps the picture cannot be reached from here. Ask the sender to attach it."


class PictureTooSlow(Problem):
    slug, title, status = "picture-too-slow", "The picture took too long", 504
    default_detail = "The server that keeps the picture is slow or busy. Try again later."


class PictureNotShown(Problem):
    """Its server said no, or sent something else."""

    slug, title, status = "picture-not-shown", "There is no picture to show", 502
    default_detail = (
        "The server that keeps the picture no longer has it, or sent something that is no PNG, JPEG, GIF, WebP or AVIF."
    )


class PictureTooLarge(Problem):
    slug, title, status = "picture-too-large", "The picture is too large", 502
    default_detail = "Pictures from elsewhere are shown up to 5 MB. Ask the sender to attach it."


class TooManyPictures(TooManyAttempts):
    """Fetched for one person within the window."""

    slug, title = "too-many-pictures", "Too many pictures at once"
    default_detail = "Many pictures were fetched for you. Wait some minutes, then show the rest."
