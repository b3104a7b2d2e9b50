"""The head of an earlier mail as Outlook sets it above its text: From, Sent, To, Subject, in many languages."""

import re
from collections.abc import Sequence
from typing import Final

LONGEST: Final = 500
MOST_BETWEEN: Final = 2
FEWEST: Final = 3

_NAMES: Final = {
    "from": (
        *("from", "von", "de", "da", "van", "från", "fra", "lähettäjä", "od", "от", "від", "ад", "від кого", "от кого"),
        *("feladó", "de la", "expéditeur", "mittente", "remitente", "remetente", "afsender", "avsändare", "avsender"),
        *(
            "kimden",
            "gönderen",
            "από",
            "מאת",
            "من",
            "差出人",
            "送信者",
            "发件人",
            "寄件者",
            "寄件人",
            "發件人",
            "보낸 사람",
            "보낸사람",
        ),
        *("từ", "dari", "šalje", "pošiljatelj", "nuo", "no", "saatja", "frá", "reply-to", "sender"),
    ),
    "date": (
        *("sent", "date", "gesendet", "datum", "envoyé", "enviado", "enviada", "enviado el", "enviada em", "inviato"),
        *("verzonden", "skickat", "sendt", "lähetetty", "wysłano", "odesláno", "odoslané", "отправлено", "дата"),
        *(
            "надіслано",
            "адпраўлена",
            "送信日時",
            "日付",
            "日時",
            "发送时间",
            "日期",
            "寄件日期",
            "發送時間",
            "时间",
            "時間",
        ),
        *(
            "보낸 날짜",
            "날짜",
            "보낸날짜",
            "gönderildi",
            "gönderme tarihi",
            "tarih",
            "küldve",
            "elküldve",
            "trimis",
            "data",
        ),
        *(
            "fecha",
            "dato",
            "dátum",
            "päivämäärä",
            "päiväys",
            "poslano",
            "ημερομηνία",
            "στάλθηκε",
            "נשלח",
            "تاريخ",
            "ngày",
        ),
        *("tanggal", "gesendet am", "date d'envoi", "message du", "sent at", "le", "kuupäev", "data wysłania"),
    ),
    "to": (
        *("to", "an", "à", "a", "para", "aan", "till", "til", "vastaanottaja", "do", "komu", "кому", "宛先", "收件人"),
        *(
            "收件者",
            "받는 사람",
            "받는사람",
            "kime",
            "alıcı",
            "címzett",
            "către",
            "destinataire",
            "destinatario",
            "προς",
        ),
        *("אל", "إلى", "đến", "kepada", "prima", "за", "pour", "per", "saaja", "empfänger", "mottagare", "modtager"),
    ),
    "cc": (
        *(
            "cc",
            "kopie",
            "copie",
            "copie à",
            "kopia",
            "kopi",
            "kopio",
            "копия",
            "копія",
            "抄送",
            "副本",
            "참조",
            "bilgi",
        ),
        *("dw", "másolat", "copia", "cópia", "bcc", "cci", "kopie an", "kopia till", "κοιν", "עותק", "do wiadomości"),
    ),
    "subject": (
        *("subject", "betreff", "objet", "oggetto", "asunto", "assunto", "onderwerp", "ämne", "emne", "aihe", "temat"),
        *(
            "předmět",
            "predmet",
            "тема",
            "件名",
            "主题",
            "主旨",
            "主題",
            "제목",
            "konu",
            "tárgy",
            "subiect",
            "θέμα",
            "נושא",
        ),
        *("الموضوع", "chủ đề", "subjek", "sujet", "tittel", "titel", "efni", "teema", "assumpte"),
    ),
    "other": (
        "importance",
        "priority",
        "attachments",
        "anlagen",
        "pièces jointes",
        "wichtigkeit",
        "bijlagen",
        "allegati",
    ),
}
_KIND: Final = {name: kind for kind, names in _NAMES.items() for name in names}
_FIELD: Final = re.compile(r"[*_]{0,2}\s?([^\W\d_][^\d:：<>@]{0,24}?)\s?[*_]{0,2}\s?[:：]\s?[*_]{0,2}(?:\s|$|(?=\S))")
_ADDRESS: Final = re.compile(r"[^\s@<>]@[^\s@<>]")


def kind_of(line: str) -> str | None:
    """`from`, `date`, `to`, `cc`, `subject` or `other` where the bare line is such a field; else None."""
    if len(line) > LONGEST or not (match := _FIELD.match(line)):
        return None
    return _KIND.get(" ".join(match[1].lower().split()))


def end_of_block(lines: Sequence[str], first: int, *, is_below_rule: bool = False) -> int | None:
    """The line behind the block of fields that begins in line `first`; None where none begins there.

    Below a ruled line the names may be in any language, as long as an address stands among them.
    """
    known = kind_of(lines[first])
    if known is None and not (is_below_rule and _FIELD.match(lines[first][:LONGEST])):
        return None
    kinds, fields, has_address, end, between = set(), 0, False, first, 0
    for index in range(first, min(len(lines), first + 16)):
        line = lines[index]
        kind = kind_of(line)
        if kind or (is_below_rule and _FIELD.match(line[:LONGEST])):
            kinds.add(kind)
            fields, end, between = fields + 1, index + 1, 0
            has_address = has_address or bool(_ADDRESS.search(line))
        elif (between := between + 1) > MOST_BETWEEN or len(line) > LONGEST:
            break
        else:
            has_address = has_address or bool(_ADDRESS.search(line))
    named = kinds - {None, "other", "cc"}
    is_head = "from" in named and (len(named) >= FEWEST or (len(named) > 1 and has_address))
    is_foreign_head = is_below_rule and fields >= FEWEST and has_address
    return end if is_head or is_foreign_head else None
