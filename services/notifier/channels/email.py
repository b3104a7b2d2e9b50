"""Email: the notice as a mail, handed to the mail server over SMTP."""

import aiosmtplib

from services.contracts.switches import mail_kind
from services.kit.seal import SealBroken
from services.notifier.channels.port import Deferred, Receipt, Refused
from services.notifier.channels.smtp import SmtpConnections
from services.notifier.notices import EMAIL, Delivery
from services.notifier.rendering.mail import Letterhead, compose
from services.notifier.rendering.mime import UnusableAddress


class EmailChannel:
    """Sends mails; what the server refuses for good is not repeated, everything else is."""

    name = EMAIL

    def __init__(self, connections: SmtpConnections, letterhead: Letterhead) -> None:
        self._connections, self._letterhead = connections, letterhead

    def withholds(self, delivery: Delivery) -> str | None:
        """Leavers get nothing; the person's own switch stops all but mails about their account."""
        if not delivery.is_active:
            return "The person is no longer a member of this workspace."
        if not delivery.wants_email and not delivery.notice.is_transactional:
            return "The person has turned emails off."
        if mail_kind(delivery.event_type) in delivery.email_off and not delivery.notice.is_transactional:
            return "The person has turned off emails of this kind."
        return None

    async def send(self, delivery: Delivery) -> Receipt:
        """Compose and hand over; see `Channel.send`."""
        try:
            mail = compose(delivery, self._letterhead)
        except UnusableAddress as error:
            raise Refused(str(error)) from error
        except SealBroken as error:
            # While SECRET_KEY is being replaced, one process may know a key that the other does not know yet.
            raise Deferred(f"The link cannot be written: {error}") from error
        try:
            async with self._connections.lend() as client:
                await client.sendmail(mail.sender, [mail.recipient], mail.content)
        except aiosmtplib.SMTPException as error:
            raise verdict(error) from error
        except (OSError, TimeoutError) as error:
            raise Deferred(f"The mail server cannot be reached: {error}") from error
        return Receipt(message_id=mail.message_id)

    async def close(self) -> None:
        """Leave the mail server."""
        await self._connections.close()


def verdict(error: aiosmtplib.SMTPException) -> Deferred | Refused:
    """Whether another attempt makes sense: a 5xx about this mail is final, all else may pass."""
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused):
        codes = [recipient.code for recipient in error.recipients]
        words = "; ".join(f"{recipient.code} {recipient.message}" for recipient in error.recipients)
        return _by_code(max(codes, default=450), words)
    if isinstance(error, aiosmtplib.SMTPAuthenticationError | aiosmtplib.SMTPHeloError):
        # Our credentials or greeting, not this mail: it goes out once the operator has mended them.
        return Deferred(f"The mail server does not let us in: {error.code} {error.message}")
    if isinstance(error, aiosmtplib.SMTPConnectError):
        return Deferred(f"The mail server cannot be reached: {error.message}")
    if isinstance(error, aiosmtplib.SMTPResponseException):
        return _by_code(error.code, f"{error.code} {error.message}")
    if isinstance(error, aiosmtplib.SMTPNotSupported):
        return Refused(f"The mail server cannot take this address: {error.message}")
    return Deferred(f"The mail server broke off: {error}")


def _by_code(code: int, words: str) -> Deferred | Refused:
    if 500 <= code < 600:
        return Refused(f"The mail server refused it: {words}")
    return Deferred(f"The mail server put it off: {words}")
