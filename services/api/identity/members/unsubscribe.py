"""The link in every notification mail. It is opened by people who are not signed in, and by scanners."""

from uuid import UUID

from services.api.identity.dependencies import Identity
from services.api.identity.members.schemas import MailSwitchRead
from services.api.identity.members.service import change_member, mail_switch
from services.kit.actor import Actor
from services.kit.correlation import correlation_id
from services.kit.problems import NotFound
from services.kit.tokens import InvalidToken


class UnsubscribeLinkUnknown(NotFound):
    """The link is not ours, was cut on its way, or is too old."""

    slug, title = "unsubscribe-link-unknown", "This link does not work"
    default_detail = "It may have been cut in the mail. Sign in and turn the mails off under your name."


async def look(identity: Identity, token: str) -> MailSwitchRead:
    """What the link is about.

    Raises:
        UnsubscribeLinkUnknown: the link is not ours.
        NotFound: its owner is no member any more.
    """
    user_id, owner = _owner(identity, token)
    async with identity.database.opened(owner, correlation_id=correlation_id()) as work:
        name, switched_on = await mail_switch(work, user_id)
    return MailSwitchRead(workspace_name=name, email_notifications=switched_on)


async def turn_off(identity: Identity, token: str) -> MailSwitchRead:
    """Stop mailing notifications to the link's owner.

    Raises:
        UnsubscribeLinkUnknown: the link is not ours.
        NotFound: its owner is no member any more.
    """
    user_id, owner = _owner(identity, token)
    async with identity.database.work(owner, correlation_id=correlation_id()) as work:
        await change_member(work, user_id, {"email_notifications": False})
        name, switched_on = await mail_switch(work, user_id)
    return MailSwitchRead(workspace_name=name, email_notifications=switched_on)


def _owner(identity: Identity, token: str) -> tuple[UUID, Actor]:
    try:
        claims = identity.tokens.verify_unsubscribe(token)
    except InvalidToken:
        raise UnsubscribeLinkUnknown from None
    actor = Actor(workspace_id=claims.workspace_id, kind="user", name="", user_id=claims.user_id)
    return claims.user_id, actor
