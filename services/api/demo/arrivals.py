"""Mails that reach the demo's mailbox as it opens, and go the way of every mail: read, matched or not, and told."""

from email.message import EmailMessage
from email.utils import format_datetime

from services.api.demo.letters import MAILBOX
from services.api.demo.scene import Scene
from services.api.integrations.providers.port import Posted
from services.api.integrations.receipt import hand_in
from services.api.integrations.sources.service import OpenSource

HOUR = 1 / 24
# Hours ago, from whom, about what, and the words. The last two are of nobody the demo knows.
ARRIVALS = (
    (
        0.4,
        "Erik Dahl <erik.dahl@fjordline.example>",
        "Spring schedule",
        "Hello Eva,\n\nwe plan the spring schedule next week and would like to have you in the room again. Would "
        "Tuesday or Wednesday suit you?\n\nErik\n",
    ),
    (
        1.2,
        "Tuula Ranta <tuula.ranta@beltline.example>",
        "Conveyor belts for Vantaa",
        "Hello,\n\nNorthwind gave me this address. We deliver the belts in week 3 and need to know who lets our "
        "fitters in.\n\nTuula Ranta\nBeltline\n",
    ),
    (
        3.5,
        "Office <office@printworks.example>",
        "Your label stock, order 2207",
        "Good morning,\n\n12,000 labels left our house today and should be with you on Thursday.\n\nPrintworks\n",
    ),
)


async def post_arrivals(scene: Scene, source: OpenSource) -> None:
    """Put them where received mail waits for the worker."""
    for number, (hours, sender, subject, text) in enumerate(ARRIVALS):
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = sender, MAILBOX, subject
        mail["Date"] = format_datetime(scene.moment(-hours * HOUR))
        mail["Message-ID"] = f"<demo-arrival{number}@{sender.rpartition('@')[2].rstrip('>')}>"
        mail.set_content(text)
        await hand_in(scene.work, source, Posted(mail.as_bytes(), {"content-type": "message/rfc822"}))
