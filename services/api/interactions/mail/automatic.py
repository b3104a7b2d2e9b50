"""Mail that no person wrote: auto-replies, bounces, reports. Recorded, but never the customer speaking."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final, Literal

from services.api.interactions.mail.bounces import read_bounce
from services.api.interactions.mail.headers import Headers
from services.api.interactions.mail.structure import Part

AutomaticKind = Literal["auto_reply", "out_of_office", "bounce"]

_ROBOTS: Final = re.compile(
    r"^(?:mailer-daemon|mail-daemon|postmaster|mdaemon|no-?reply|do-?not-?reply|bounces?)(?:[+=._-].*)?@", re.IGNORECASE
)
_ANSWER_FIELDS: Final = ("x-autoreply", "x-autorespond", "x-auto-reply", "x-autoreply-from", "x-autoresponder")
_OTHER_FIELDS: Final = ("x-failed-recipients", "feedback-type")
_REPORTS: Final = frozenset(
    {
        "multipart/report",
        "message/delivery-status",
        "message/feedback-report",
        "message/disposition-notification",
    }
)
_SUPPRESS: Final = frozenset({"all", "autoreply", "oof", "dr", "rn", "nrn"})
_ABSENT: Final = re.compile(
    r"\bi(?: a|['’])m (?:currently )?(?:away|absent|on leave)\b|out of (?:the )?office|currently away|away until|"
    r"will be away|travell?ing (?:for|on)|"
    r"away from (?:my|the) (?:office|desk|mail)|on (?:vacation|holiday|annual leave|parental leave)|\bo\.?o\.?o\b|"
    r"vacation (?:reply|response|notice)|abwesen|nicht im (?:büro|haus)|urlaub|absen(?:t|ce) du bureau|absence|"
    r"absent|en congés?|fuera de (?:la )?oficina|ausente|ausencia|de vacaciones|fuori (?:sede|ufficio)|assente|"
    r"assenza|in ferie|fora do escritório|ausência|em férias|afwezig|niet op kantoor|met vakantie|frånvaro|"
    r"inte på kontoret|semester|fravær|ikke til stede|på ferie|ikke på kontoret|poissa|lomalla|nieobecno|"
    r"poza biurem|na urlopie|mimo kancelář|nepřítomnost|dovolen|отсутств|в отпуске|вне офиса|відсутн|"
    r"ofis dışında|izindeyim|不在|外出中|休暇|不在办公室|休假|외출|부재중|휴가|szabadság|házon kívül",
    re.IGNORECASE,
)
_ANSWERS: Final = re.compile(
    r"(?:automatic|automated|auto)[\s-]?(?:reply|response|answer|respuesta)|^auto:|autoreply|autoresponder|"
    r"automatische? (?:antwort|beantwoording|reactie)|réponse automatique|respuesta automática|"
    r"risposta automatica|resposta automática|automatiskt? (?:svar|svarmelding)|autosvar|automaattinen vastaus|"
    r"odpowiedź automatyczna|automatická odpověď|автоматический ответ|автоответ|автоматична відповідь|"
    r"otomatik yanıt|自動応答|自動返信|自动(?:回复|答复)|자동 ?(?:회신|응답)|"
    r"automatikus válasz|răspuns automat|αυτόματη απάντηση",
    re.IGNORECASE,
)
# What Exchange, Outlook and others put before the subject of what they answer, in the language of the absent.
_PUT_BEFORE: Final = (
    r"(?:automatic|automated|auto)[\s-]?(?:reply|response)|out[\s-]of(?:[\s-]the)?[\s-]office(?: (?:auto-?)?reply)?|"
    r"auto(?:responder|matische antwort|matische abwesenheitsnotiz|antwort)|"
    r"abwesenheits(?:notiz|meldung|nachricht|benachrichtigung|assistent)|"
    r"réponse automatique(?: d['’]absence(?: du bureau)?)?|(?:message d['’])?absence du bureau|message d['’]absence|"
    r"respuesta automática|fuera de (?:la )?oficina|risposta automatica|fuori (?:sede|ufficio)|"
    r"automatisch antwoord|automatische? (?:beantwoording|reactie)|afwezigheids(?:bericht|melding|assistent)|"
    r"niet aanwezig|resposta autom[áà]tica|fora do escritório|ausência temporária|"
    r"automatiskt? svar|autosvar|frånvaromeddelande|ikke til stede|fraværs(?:besked|melding)|"
    r"automaattinen vastaus|poissaolo(?:viesti|ilmoitus)|automatyczna odpowiedź|odpowiedź automatyczna|"
    r"autoodpowiedź|poza biurem|automatická odpov[eě]ď|mimo kancelář|"
    r"автоматический ответ|автоответ|автоматична відповідь|автоматичен отговор|"
    r"otomatik yanıt|ofis dışında|自動応答|自動返信|不在(?:通知|連絡)?|自动(?:回复|答复)|自動(?:回覆|回復|答覆)|"
    r"자동 ?(?:회신|응답)|automatikus válasz|házon kívül|răspuns automat|αυτόματη απάντηση|"
    r"automatski odgovor|samodejni odgovor|automaatvastus|automātiska atbilde|automatinis atsakymas|"
    r"sjálfvirkt svar|trả lời tự động|balasan otomatis|ตอบกลับอัตโนมัติ|תשובה אוטומטית|رد تلقائي"
)
# With the colon, and with nothing before it but the tags of lists and gateways: "Re:" means that a person answered.
_STATED: Final = re.compile(rf"\s*(?:\[[^\[\]]{{1,40}}\]\s*){{0,3}}(?:{_PUT_BEFORE})\s*[:：]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Automatic:
    """Whether a program wrote it, which kind of mail that makes it, and whose mail bounced."""

    is_automatic: bool
    kind: AutomaticKind | None = None
    bounced_addresses: tuple[str, ...] = ()


def read_automatic(root: Part, senders: list[str], text: str) -> Automatic:
    """What the header, the report within and the sender say (RFC 3834, RFC 3464, and what programs set instead).

    Words in the subject prove nothing; they only tell apart what something else proves to be automatic. What programs
    put before the subject that they answer does: many mails of the absent carry no other sign.
    """
    headers = root.headers
    if bounce := read_bounce(root, senders, text):
        return Automatic(True, "bounce", bounce.addresses)
    subject = unicodedata.normalize("NFC", headers.text("subject", 300) or "")
    if not (_is_automatic(headers, senders) or _STATED.match(subject)):
        return Automatic(False)
    if _ABSENT.search(subject) or (_is_answer(headers, subject) and _ABSENT.search(text[:2_000])):
        return Automatic(True, "out_of_office")
    return Automatic(True, "auto_reply" if _is_answer(headers, subject) else None)


def _is_automatic(headers: Headers, senders: list[str]) -> bool:
    submitted = _submitted(headers)
    precedence = (headers.first("precedence") or "").strip().lower()
    suppress = {word.strip().lower() for word in (headers.first("x-auto-response-suppress") or "").split(",")}
    return (
        submitted not in ("no", "")
        or precedence in ("auto_reply", "auto-reply", "bulk", "junk")
        or any("".join(value.split()) == "<>" for value in headers.all("return-path"))
        or (headers.first("content-type") or "").partition(";")[0].strip().lower() in _REPORTS
        or any(headers.first(name) for name in (*_ANSWER_FIELDS, *_OTHER_FIELDS))
        or (bool(suppress & _SUPPRESS) and headers.first("in-reply-to") is not None and _says_so(headers))
        or any(_ROBOTS.match(address) for address in senders)
    )


def _is_answer(headers: Headers, subject: str) -> bool:
    """Whether it answers a mail by itself, rather than being sent to many or reporting something."""
    precedence = (headers.first("precedence") or "").strip().lower()
    return (
        _submitted(headers).startswith(("auto-replied", "auto_replied"))
        or precedence in ("auto_reply", "auto-reply")
        or any(headers.first(name) for name in _ANSWER_FIELDS)
        or bool(_ANSWERS.search(subject) or _STATED.match(subject))
    )


def _submitted(headers: Headers) -> str:
    return (headers.first("auto-submitted") or "no").partition(";")[0].strip().lower()


def _says_so(headers: Headers) -> bool:
    """Exchange sets X-Auto-Response-Suppress on people's mail too; only the subject tells the two apart."""
    subject = headers.text("subject", 300) or ""
    return bool(_ANSWERS.search(subject) or _ABSENT.search(subject))
