"""Ruled lines: the ones with words ("-----Original Message-----"), and the bare ones above signatures and heads."""

import re
from typing import Final

LONGEST: Final = 160

_WORDS: Final = (
    *("original message", "original email", "original e-mail", "original mail", "reply message", "forwarded message"),
    *("forwarded mail", "begin forwarded message", "begin message", "previous message", "message history"),
    *("ursprüngliche nachricht", "originalnachricht", "original-nachricht", "weitergeleitete nachricht"),
    *("ursprüngliche mail", "anfang der weitergeleiteten nachricht", "originalmail", "antwort", "vorherige nachricht"),
    *("message d'origine", "message d’origine", "message original", "message initial", "courriel original"),
    *("message transféré", "début du message réexpédié", "début du message transféré", "message précédent"),
    *("mensaje original", "mensaje reenviado", "mensaje original enviado", "correo original", "missatge original"),
    *("messaggio originale", "messaggio inoltrato", "messaggio originario", "inizio messaggio inoltrato"),
    *("mensagem original", "mensagem encaminhada", "mensagem reencaminhada", "email original"),
    *("oorspronkelijk bericht", "oorspronkelijk e-mailbericht", "origineel bericht", "doorgestuurd bericht"),
    *("ursprungligt meddelande", "originalmeddelande", "ursprungsmeddelande", "vidarebefordrat brev"),
    *("oprindelig meddelelse", "original meddelelse", "oprindelig besked", "videresendt meddelelse", "original besked"),
    *("opprinnelig melding", "videresendt melding", "alkuperäinen viesti", "edelleenlähetetty viesti"),
    *("oryginalna wiadomość", "wiadomość oryginalna", "wiadomość przekazana", "treść oryginalnej wiadomości"),
    *("původní zpráva", "původní e-mail", "přeposlaná zpráva", "pôvodná správa", "eredeti üzenet", "továbbított"),
    *("mesaj original", "mesajul original", "mesaj redirecționat", "orijinal mesaj", "özgün ileti", "orijinal ileti"),
    *("iletilen mesaj", "исходное сообщение", "пересылаемое сообщение", "пересланное сообщение", "первоначальное"),
    *("оригинальное сообщение", "конец пересылаемого сообщения", "вихідне повідомлення", "оригінальне повідомлення"),
    *("αρχικό μήνυμα", "προωθημένο μήνυμα", "ההודעה המקורית", "הודעה מקורית", "הודעה שהועברה", "الرسالة الأصلية"),
    *(
        "原始邮件",
        "原始郵件",
        "原邮件",
        "转发邮件",
        "转发的邮件",
        "轉寄郵件",
        "元のメッセージ",
        "転送メッセージ",
        "転送メール",
        "오리지널",
    ),
    *(
        "원본 메시지",
        "원본 메일",
        "원본메일",
        "전달된 메시지",
        "thư gốc",
        "pesan asli",
        "izvorna poruka",
        "izvirno sporočilo",
    ),
)
_SAID: Final = re.compile("|".join(re.escape(words) for words in sorted(_WORDS, key=len, reverse=True)), re.I)
_RULED_WORDS: Final = re.compile(r"[*_>\s]{0,5}[-–—_=]{2,}\s{0,5}(\S.{0,80}?)\s{0,5}[-–—_=]{2,}[*_\s]{0,5}")
_OPEN_RULE: Final = re.compile(r"[*_>\s]{0,5}[-–—_=]{3,}\s{0,5}(\S.{0,80})")
_FORWARDED: Final = re.compile(
    r"[*_]{0,2}(?:begin forwarded message|anfang der weitergeleiteten (?:nachricht|e-?mail)|début du message "
    r"(?:réexpédié|transféré)|inizio messaggio inoltrato|inicio del mensaje reenviado|início da mensagem "
    r"(?:reencaminhada|encaminhada)|begin doorgestuurd bericht|vidarebefordrat brev|videresendt (?:besked|melding)|"
    r"начало переадресованного сообщения|下面是被转发的邮件|転送されたメッセージ)\s{0,3}[:：]?[*_]{0,2}",
    re.I,
)
_ABOVE_THIS: Final = re.compile(
    r"(?:reply|write|respond|type|answer|antwort\w{0,3}|répon\w{1,4}|respond\w{1,3}|risponder\w|svar\w{0,2}).{0,40}"
    r"(?:above|oberhalb|über|au-dessus|encima|arriba|sopra|ovenfor|ovanför|boven).{0,30}(?:line|zeile|ligne|línea|riga|linje|lijn)",
    re.I,
)
_RULE: Final = re.compile(r"\s{0,10}(?:[-–—_=+~#*═─━]\s?){2,}\s{0,10}")
_SIGNATURE_MARK: Final = re.compile(r"(?:--|—|––|—-|-- -)\s{0,3}")


def is_worded(line: str) -> bool:
    """Whether the line says that an earlier or forwarded mail begins below it."""
    if not line or len(line) > LONGEST:
        return False
    if _FORWARDED.fullmatch(line) or (("-" in line[:6] or "#" in line[:6]) and _ABOVE_THIS.search(line)):
        return True
    ruled = _RULED_WORDS.fullmatch(line) or _OPEN_RULE.fullmatch(line)
    return bool(ruled and _SAID.search(ruled[1]))


def is_rule_with_words(line: str) -> bool:
    """`--- anything ---`: a separator when the head of a mail follows it, whatever the language."""
    return bool(line) and len(line) <= LONGEST and bool(_RULED_WORDS.fullmatch(line))


def is_rule(line: str) -> bool:
    """A line of nothing but dashes, underscores, stars and their kind."""
    return 1 < len(line) <= LONGEST and bool(_RULE.fullmatch(line))


def is_signature_mark(line: str) -> bool:
    """`-- `, the mark that RFC 3676 sets above a signature, and what people type instead."""
    return len(line) <= 8 and bool(_SIGNATURE_MARK.fullmatch(line))
