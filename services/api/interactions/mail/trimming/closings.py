"""How mails end below their last words: mobile signatures, cards under a name, sign-offs with a card, legal notices."""

import re
from collections.abc import Sequence
from typing import Final

LONGEST_CARD: Final = 12
LONGEST_CARD_LINE: Final = 80
LONGEST_MARKED: Final = 40

_SENT_FROM: Final = (
    *("sent from", "sent via", "sent with", "sent by", "sent using", "get outlook for", "composed on", "written on my"),
    *(
        "von meinem",
        "von meiner",
        "gesendet von",
        "gesendet mit",
        "gesendet aus",
        "gesendet über",
        "diese nachricht wurde",
    ),
    *("diese e-mail wurde", "hol dir outlook", "holen sie sich outlook", "outlook für", "envoyé de", "envoyé depuis"),
    *("envoyé à partir", "envoyé avec", "obtenez outlook", "télécharger outlook", "obtenir outlook"),
    *(
        "enviado desde",
        "enviado do",
        "enviado a partir",
        "enviado con",
        "enviado com",
        "enviado via",
        "obtener outlook",
    ),
    *("obter o outlook", "obtenha o outlook", "inviato da", "inviato con", "scarica outlook", "ottieni outlook"),
    *("verzonden vanaf", "verstuurd vanaf", "verzonden met", "verstuurd met", "outlook voor", "outlook downloaden"),
    *(
        "skickat från",
        "skickat med",
        "skickad från",
        "sendt fra",
        "sendt med",
        "hent outlook",
        "hämta outlook",
        "skaff",
    ),
    *(
        "lähetetty",
        "hanki outlook",
        "wysłane z",
        "wysłano z",
        "pobierz",
        "odesláno z",
        "odoslané z",
        "získejte outlook",
    ),
    *("отправлено с", "отправлено из", "надіслано з", "відправлено з", "скачать outlook", "iphone'umdan gönderildi"),
    *(
        "gönderildi",
        "küldve",
        "trimis de pe",
        "στάλθηκε από",
        "iphoneから送信",
        "ipadから送信",
        "发自我的",
        "從我的",
        "发自",
        "寄自我的",
    ),
    *("나의 iphone", "내 iphone", "나의 ipad", "poslano s", "poslano z", "nosūtīts no", "išsiųsta iš", "saadetud minu"),
)
_DEVICES: Final = (
    r"iphon|ipad|ipod|android|blackberry|windows (?:phone|mail|10)|nokia|samsung|galaxy|htc|huawei|xiaomi|sony|xperia|"
    r"nexus|pixel|oneplus|motorola|wiko|lumia|outlook|gmail|yahoo|mailbird|mailbox|mobile|handy|smartphone|telefon|"
    r"phone|tablet|thunderbird|k-9|k9|proton|airmail|spark|newton|bluemail|aquamail|tapatalk|apple|mac\b|verizon|t-mobile|"
    r"at&t|4g|5g|lte|surface|telefonu|teléfono|téléphone|celular|móvil|telefoon|matkapuhelin|телефон|смартфон|почт|"
    r"айфон|mail\.ru|gmx|web\.de|1&1|posteo|tutanota|fairemail|canary|superhuman|hey\b|zoho|roundcube|cloud|watch|手机|から送信"
)
_BEGINS_MOBILE: Final = re.compile(
    "|".join(re.escape(words) for words in sorted(_SENT_FROM, key=len, reverse=True)), re.I
)
_DEVICE: Final = re.compile(_DEVICES, re.I)
_OWN_DEVICE: Final = re.compile(r"sent from my(?: [^\s,;]{1,20}){1,5}[.!]?", re.I)
_ENDS_MOBILE: Final = re.compile(r".{0,40}(?:から送信|에서 보냄|에서 전송|gönderildi)[.。]?", re.I)
_SENTENCE: Final = re.compile(r"[.!?…。！？]\s{0,3}$")
_LINK: Final = re.compile(r"<[^<>\s]{0,2000}>|\(https?://[^()\s]{0,2000}\)|https?://\S{1,2000}|\[[^\[\]]{0,200}\]")

_SIGN_OFFS: Final = (
    *(
        "regards",
        "best regards",
        "kind regards",
        "warm regards",
        "warmest regards",
        "many regards",
        "with kind regards",
    ),
    *("with best regards", "kindest regards", "best wishes", "sincerely", "sincerely yours", "yours sincerely"),
    *("yours truly", "yours faithfully", "respectfully", "mit freundlichen grüßen", "mit freundlichem gruß", "mfg"),
    *(
        "mit freundlichen gruessen",
        "mit besten grüßen",
        "viele grüße",
        "freundliche grüße",
        "beste grüße",
        "herzliche grüße",
    ),
    *("schöne grüße", "liebe grüße", "mit lieben grüßen", "cordialement", "bien cordialement", "bien à vous"),
    *("salutations", "sincères salutations", "meilleures salutations", "saludos", "saludos cordiales", "un saludo"),
    *("atentamente", "cordiali saluti", "distinti saluti", "un saluto", "saluti", "atenciosamente", "cumprimentos"),
    *("com os melhores cumprimentos", "abraços", "met vriendelijke groet", "vriendelijke groeten", "hartelijke groet"),
    *("met vriendelijke groeten", "mvg", "vänliga hälsningar", "med vänliga hälsningar", "hälsningar", "mvh"),
    *("med venlig hilsen", "venlig hilsen", "med vennlig hilsen", "vennlig hilsen", "hilsen", "bedste hilsner"),
    *(
        "ystävällisin terveisin",
        "terveisin",
        "parhain terveisin",
        "pozdrawiam",
        "z poważaniem",
        "serdecznie pozdrawiam",
    ),
    *("s pozdravem", "s přátelským pozdravem", "s úctou", "s pozdravom", "с уважением", "с наилучшими пожеланиями"),
    *(
        "з повагою",
        "saygılarımla",
        "iyi çalışmalar",
        "üdvözlettel",
        "tisztelettel",
        "cu stimă",
        "με εκτίμηση",
        "敬具",
        "此致",
    ),
)
_SIGN_OFF: Final = frozenset(_SIGN_OFFS)
_CONTACT: Final = re.compile(
    r"[^\s@]@[^\s@]{1,250}\.[a-z]{2}|www\.|https?://|(?<!\d)\+?\d[\d\s()./-]{6,}\d|\b(?:tel|fon|phone|mobile|mobil|fax|cell|skype)\b",
    re.I,
)
_POSITION: Final = re.compile(
    r"\b(?:ceo|cto|cfo|coo|cio|vp|director|manager|engineer|developer|consultant|founder|president|partner|officer|lead|"
    r"architect|analyst|assistant|designer|coordinator|specialist|editor|geschäftsführer\w{0,3}|leiter\w{0,3}|vertrieb|"
    r"directeur|directrice|responsable|gérant|gerente|jefe|direttore|responsabile|gmbh|ag|ltd|llc|inc|s\.?a\.?r?\.?l?|"
    r"b\.?v|oy|ab|as|aps|kg|company|corp|via mobile|team)\b|\s@\s",
    re.I,
)
_NOTICE: Final = re.compile(
    r"confidential|intended (?:solely|only|recipient)|disclaimer|vertraulich|empfänger|confidentiel|destinataire|"
    r"confidencial|destinatari|riservat|vertrouwelijk|geadresseerde|konfidentiell|fortrolig|luottamuksellinen|poufn|"
    r"adresat|důvěrn|конфиденциальн|gizli|think before you print|consider the environment|before printing",
    re.I,
)
_NOTICE_OPENS: Final = re.compile(
    r"[*_(\[]{0,3}(?:this (?:e-?mail|message|communication|transmission|electronic)|the (?:information|contents?)|"
    r"confidential|disclaimer|important|notice|privileged|please consider|think before|p\s{0,2}please consider|"
    r"diese (?:e-?mail|nachricht)|der inhalt|hinweis|ce (?:message|courriel|mail)|avis|este (?:mensaje|correo|e-?mail)|"
    r"esta (?:mensagem|comunicación)|aviso|questo (?:messaggio|documento)|questa (?:e-?mail|comunicazione)|"
    r"le informazioni|avviso|dit (?:bericht|e-?mail)|deze e-?mail|detta|denne|dette|tämä|ta wiadomość|niniejsza|"
    r"tato zpráva|это сообщение|данное сообщение|bu (?:e-?posta|mesaj|ileti))",
    re.I,
)


def is_mobile(line: str) -> bool:
    """`Sent from my iPhone` and what else devices and mail programs add of their own accord."""
    bare = _LINK.sub("", line[:2_200]).strip(" \t*_-–—.,|")
    if not 0 < len(bare) <= 100:
        return False
    if _OWN_DEVICE.fullmatch(bare) or (len(bare) <= 60 and _ENDS_MOBILE.fullmatch(bare)):
        return True
    return bool(_BEGINS_MOBILE.match(bare) and _DEVICE.search(bare)) and len(bare.split()) <= 14


def is_signature(below: Sequence[str], *, is_marked: bool) -> bool:
    """Whether the lines with words below a ruled line are a signature or a footer, and not the next chapter.

    Below the mark `-- ` they are, unless there are very many.
    """
    if is_marked:
        return len(below) <= LONGEST_MARKED
    if len(below) > LONGEST_CARD:
        return False
    prose = sum(bool(_SENTENCE.search(line)) or len(line) > 120 for line in below)
    items = sum(bool(re.match(r"(?:[-*•+]|\d{1,2}[.)])\s", line)) for line in below)
    is_notice = any(_NOTICE.search(line[:2_000]) for line in below)
    return is_notice or (prose <= 1 and items == 0)


def card_begins(lines: Sequence[str], names: Sequence[str]) -> int | None:
    """Where the closing block of a signature begins among bare lines; None where there is none.

    Two forms: a sign-off with a card below the name, and the sender's own name with a card below it. A name alone
    belongs to the letter.
    """
    filled = [index for index, line in enumerate(lines) if line]
    for count, index in enumerate(reversed(filled)):
        if count > LONGEST_CARD or len(lines[index]) > LONGEST_CARD_LINE:
            return None
        below = [lines[other] for other in filled[len(filled) - count :]]
        if _is_sign_off(lines[index]) and len(below) > 1 and any(_is_detail(line) for line in below[1:]):
            return index if index != filled[0] else None
        if below and _is_name(lines[index], names) and any(_is_detail(line) for line in below):
            return _with_rule(lines, index) if index != filled[0] else None
    return None


def notice_begins(lines: Sequence[str]) -> int | None:
    """Where a legal notice that ends the text begins; None where there is none."""
    starts = [index for index, line in enumerate(lines) if line and (index == 0 or not lines[index - 1])]
    found = None
    for start in reversed(starts[1:][-4:]):
        words = " ".join(line for line in lines[start : found or len(lines)] if line)[:4_000]
        if not (_NOTICE_OPENS.match(words) and _NOTICE.search(words)):
            break
        found = start
    return found


def _is_sign_off(line: str) -> bool:
    return line.rstrip(" ,.!:;-–—").lower() in _SIGN_OFF


def _is_name(line: str, names: Sequence[str]) -> bool:
    bare = " ".join(line.strip(" ,.-–—*_~").lower().split())
    return any(bare == name or (name in bare and len(bare) <= len(name) + 12) for name in names)


def _is_detail(line: str) -> bool:
    return bool(_CONTACT.search(line) or _POSITION.search(line))


def _with_rule(lines: Sequence[str], index: int) -> int:
    above = next((other for other in range(index - 1, max(-1, index - 4), -1) if lines[other]), None)
    return above if above is not None and not any(letter.isalnum() for letter in lines[above]) else index
