"""Mails of the demo that came in as mails do: a reply with its history and a file, a notice, and one with a drawing."""

from email.message import EmailMessage
from email.utils import format_datetime

from services.api.demo.drawing import aisle_plan
from services.api.demo.people import OWNER
from services.api.demo.scene import Scene
from services.api.interactions.attachments.keeping import Keeper
from services.api.interactions.correspondence import record_mail
from services.api.interactions.mail.message import parse_mail
from services.kit.clock import at

MAILBOX = "projects@rapport.example"
PETRI = "Petri Aho <petri.aho@northwind.example>"
LAURA = "Laura Heino <laura.heino@northwind.example>"
REPLY_DAYS, NOTICE_DAYS, DRAWING_DAYS = -6.2, -5.1, -2.3
CHECKLIST = ("Cutover checklist, Vantaa", "1. Stock count closed", "2. Labels printed", "3. Night shift briefed")


async def load_letters(scene: Scene, keeper: Keeper) -> None:
    """Record them, each when it came."""
    letters = ((REPLY_DAYS, _reply(scene)), (NOTICE_DAYS, _notice(scene)), (DRAWING_DAYS, _with_drawing(scene)))
    for days, mail in letters:
        moment = scene.moment(days)
        [read] = await keeper.keep(scene.work.actor, [parse_mail(mail.as_bytes(), received_at=moment)])
        with at(moment):
            await record_mail(scene.by(OWNER.key), mail=read)


def _reply(scene: Scene) -> EmailMessage:
    mail = _letter(scene, PETRI, "Re: Cutover weekend in Vantaa", REPLY_DAYS)
    asked_at = scene.moment(REPLY_DAYS - 1)
    mail.set_content(
        "Hello Eva,\n\nthe second weekend works for us. Our checklist is attached; point 3 is the one that worries "
        "me.\n\nPetri\n\n"
        f"On {asked_at:%a, %d %b %Y} at {asked_at:%H:%M}, {OWNER.name} <{OWNER.email}> wrote:\n\n"
        "> Dear Petri,\n>\n> which weekend suits you for the cutover in Vantaa, and do you have a checklist\n"
        "> of your own that we should follow?\n>\n> Eva\n\n"
        "-- \nPetri Aho\nIT director, Northwind Logistics\n+358 40 555 0101\n"
    )
    mail.add_attachment(page(CHECKLIST), maintype="application", subtype="pdf", filename="Cutover checklist.pdf")
    return mail


def _notice(scene: Scene) -> EmailMessage:
    mail = _letter(scene, LAURA, "Automatic reply: Labels for the first aisle", NOTICE_DAYS)
    mail["Auto-Submitted"] = "auto-replied"
    mail.set_content(
        "Thank you for your mail. I am out of the office until Monday. In urgent matters please call Mikko Salo in "
        "Vantaa.\n\nLaura Heino\n"
    )
    return mail


def _with_drawing(scene: Scene) -> EmailMessage:
    mail = _letter(scene, PETRI, "Aisles with new labels", DRAWING_DAYS)
    words = "Hello Eva,", "the green aisles have their new labels. We do the others on Thursday night.", "Petri"
    mail.set_content("\n\n".join(words) + "\n")
    drawing = '<img src="cid:aisles@northwind.example" alt="The aisles of hall 2, three of seven in green" width="420">'
    mail.add_alternative("".join(f"<p>{part}</p>" for part in (*words[:2], drawing, words[2])), subtype="html")
    html = mail.get_payload(1)
    assert isinstance(html, EmailMessage)
    html.add_related(aisle_plan(), "image", "png", cid="<aisles@northwind.example>", disposition="inline")
    return mail


def _letter(scene: Scene, sender: str, subject: str, days: float) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, f"{OWNER.name} <{OWNER.email}>", subject
    mail["Date"] = format_datetime(scene.moment(days))
    mail["Message-ID"] = f"<demo{int(-days * 10)}@northwind.example>"
    return mail


def page(lines: tuple[str, ...]) -> bytes:
    """A PDF of one page with these lines, in the font that every reader has."""
    words = " ".join(f"({line}) Tj T*" for line in lines)
    drawn = f"BT /F 14 Tf 22 TL 60 760 Td {words} ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(drawn), drawn),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    file, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(file))
        file += b"%d 0 obj%b endobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 6\n0000000000 65535 f \n%btrailer<</Size 6/Root 1 0 R>>\n" % table
    return file + head + b"startxref\n%d\n%%%%EOF\n" % len(file)
