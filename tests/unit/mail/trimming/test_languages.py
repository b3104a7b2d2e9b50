"""The same reply as programs introduce its quote in the languages of our customers."""

import pytest

from services.api.interactions.mail.trimming.reply import trim

REPLY = "We agree to the plan.\n\nAnn"
QUOTE = "\n> Dear Ann,\n>\n> do you agree to the plan?\n"
BARE = "\nDear Ann,\n\ndo you agree to the plan?\n"

ATTRIBUTIONS = {
    "en, Gmail": "On Fri, Nov 20, 2026 at 10:15 AM Petri Aho <petri@north.example> wrote:",
    "en, Gmail, wrapped": "On Fri, Nov 20, 2026 at 10:15 AM Petri Aho, Northwind Oy <\npetri@north.example> wrote:",
    "en, Apple": "On 20 Nov 2026, at 10:15, Petri Aho <petri@north.example> wrote:",
    "en, Thunderbird": "On 11/20/26 10:15, Petri Aho wrote:",
    "en, Outlook mobile": 'On Fri, Nov 20, 2026 at 10:15 AM +0200, "Petri Aho" <petri@north.example> wrote:',
    "en, Yahoo": "--- On Fri, 11/20/26, Petri Aho <petri@north.example> wrote:",
    "en, Proton": "On Friday, November 20th, 2026 at 10:15, Petri Aho <petri@north.example> wrote:",
    "en, mutt": "On Fri, Nov 20, 2026 at 10:15:22AM +0200, Petri Aho wrote:",
    "en, Gnus": "Petri Aho <petri@north.example> writes:",
    "de, Gmail": "Am Fr., 20. Nov. 2026 um 10:15 Uhr schrieb Petri Aho <petri@north.example>:",
    "de, Gmail, older": "Petri Aho <petri@north.example> schrieb am Fr., 20. Nov. 2026 um 10:15:",
    "de, Thunderbird": "Am 20.11.2026 um 10:15 schrieb Petri Aho:",
    "de, Apple": "Am 20.11.2026 um 10:15 schrieb Petri Aho <petri@north.example>:",
    "de, GMX": "Gesendet: Freitag, 20. November 2026\nVon: petri@north.example\nAn: ann@b.example\nBetreff: Plan",
    "fr, Gmail": "Le ven. 20 nov. 2026 à 10:15, Petri Aho <petri@north.example> a écrit :",
    "fr, Apple": "Le 20 nov. 2026 à 10:15, Petri Aho <petri@north.example> a écrit :",
    "fr, Thunderbird": "Le 20/11/2026 à 10:15, Petri Aho a écrit\u00a0:",
    "es, Gmail": "El vie, 20 nov 2026 a las 10:15, Petri Aho (<petri@north.example>) escribió:",
    "es, Apple": "El 20 nov 2026, a las 10:15, Petri Aho <petri@north.example> escribió:",
    "es, Thunderbird": "El 20/11/26 a las 10:15, Petri Aho escribió:",
    "it, Gmail": "Il giorno ven 20 nov 2026 alle ore 10:15 Petri Aho <\npetri@north.example> ha scritto:",
    "it, Apple": "Il giorno 20 nov 2026, alle ore 10:15, Petri Aho <petri@north.example> ha scritto:",
    "it, Thunderbird": "Il 20/11/2026 10:15, Petri Aho ha scritto:",
    "pt, Gmail": "Em sex., 20 de nov. de 2026 às 10:15, Petri Aho <petri@north.example>\nescreveu:",
    "pt, Apple": "No dia 20/11/2026, às 10:15, Petri Aho <petri@north.example> escreveu:",
    "pt, Thunderbird": "Em 20/11/2026 10:15, Petri Aho escreveu:",
    "nl, Gmail": "Op vr 20 nov 2026 om 10:15 schreef Petri Aho <petri@north.example>:",
    "nl, Apple": "Op 20 nov. 2026 om 10:15 heeft Petri Aho <petri@north.example> het volgende geschreven:",
    "nl, Thunderbird": "Op 20-11-2026 om 10:15 schreef Petri Aho:",
    "sv, Gmail": "Den fre 20 nov. 2026 kl 10:15 skrev Petri Aho <petri@north.example>:",
    "sv, Apple": "20 nov. 2026 kl. 10:15 skrev Petri Aho <petri@north.example>:",
    "da, Gmail": "Den fre. 20. nov. 2026 kl. 10.15 skrev Petri Aho <petri@north.example>:",
    "da, Apple": "Den 20. nov. 2026 kl. 10.15 skrev Petri Aho <petri@north.example>:",
    "no, Gmail": "fre. 20. nov. 2026 kl. 10:15 skrev Petri Aho <petri@north.example>:",
    "fi, Gmail": "pe 20. marrask. 2026 klo 10.15 Petri Aho (petri@north.example) kirjoitti:",
    "fi, Apple": "Petri Aho <petri@north.example> kirjoitti 20.11.2026 kello 10.15:",
    "pl, Gmail": "pt., 20 lis 2026 o 10:15 Petri Aho <petri@north.example> napisał(a):",
    "pl, Apple": "Wiadomość napisana przez Petri Aho <petri@north.example> w dniu 20.11.2026, o godz. 10:15:",
    "pl, Thunderbird": "W dniu 20.11.2026 o 10:15, Petri Aho pisze:",
    "cs, Gmail": "pá 20. 11. 2026 v 10:15 odesílatel Petri Aho <petri@north.example> napsal:",
    "cs, Thunderbird": "Dne 20. 11. 26 v 10:15 Petri Aho napsal(a):",
    "sk, Gmail": "pi 20. 11. 2026 o 10:15 Petri Aho <petri@north.example> napísal(a):",
    "ru, Gmail": "пт, 20 нояб. 2026 г. в 10:15, Petri Aho <petri@north.example>:",
    "ru, Thunderbird": "20.11.2026 10:15, Petri Aho пишет:",
    "ru, Mail.ru": "Пятница, 20 ноября 2026, 10:15 +03:00 от Petri Aho <petri@north.example>:",
    "ru, Yandex": "20.11.2026, 10:15, Petri Aho <petri@north.example>:",
    "uk, Gmail": "пт, 20 лист. 2026 р. о 10:15 Petri Aho <petri@north.example> пише:",
    "tr, Gmail": "Petri Aho <petri@north.example>, 20 Kas 2026 Cum, 10:15 tarihinde şunu yazdı:",
    "hu, Gmail": "Petri Aho <petri@north.example> ezt írta (időpont: 2026. nov. 20., P, 10:15):",
    "ro, Gmail": "În vin., 20 nov. 2026 la 10:15, Petri Aho <petri@north.example> a scris:",
    "el, Gmail": "Στις Παρ 20 Νοε 2026 στις 10:15, ο χρήστης Petri Aho <petri@north.example> έγραψε:",
    "ja, Gmail": "2026年11月20日(金) 10:15 Petri Aho <petri@north.example>:",
    "ja, Apple": "2026/11/20 10:15、Petri Aho <petri@north.example>のメール:",
    "zh, Gmail": "Petri Aho <petri@north.example> 于2026年11月20日周五 10:15写道：",
    "zh, Apple": "在 2026年11月20日，10:15，Petri Aho <petri@north.example> 写道：",
    "zh-TW, Gmail": "Petri Aho <petri@north.example> 於 2026年11月20日 週五 上午10:15寫道：",
    "ko, Gmail": "2026년 11월 20일 (금) 오전 10:15, Petri Aho <petri@north.example>님이 작성:",
    "ko, Apple": "2026. 11. 20. 10:15, Petri Aho <petri@north.example> 작성:",
    "vi, Gmail": "Vào Th 6, 20 thg 11, 2026 vào lúc 10:15 Petri Aho <petri@north.example> đã viết:",
    "he, Gmail": "\u200fבתאריך יום ו׳, 20 בנוב׳ 2026 ב-10:15 מאת Petri\u200f <\u200fpetri@north.example\u200f>:\u200f",
    "unknown language": "Zzx 20 zzxember 2026 qqx Petri Aho <petri@north.example> zzyx:",
}
HEADS = {
    "en": "From: Petri Aho <petri@north.example>\nSent: Friday, November 20, 2026\nTo: Ann Berg\nSubject: Plan",
    "en, bold": "*From:* Petri Aho <petri@north.example>\n*Sent:* Friday, November 20\n*To:* Ann Berg\n*Subject:* Plan",
    "en, iOS": "________________________________\nFrom: Petri Aho <petri@north.example>\nSent: Friday\nSubject: Plan",
    "de": "Von: Petri Aho <petri@north.example>\nGesendet: Freitag, 20. November 2026\nAn: Ann Berg\nBetreff: Plan",
    "de, dashed": "-----Ursprüngliche Nachricht-----\nVon: Petri Aho\nGesendet: Freitag\nAn: Ann Berg\nBetreff: Plan",
    "fr": "De : Petri Aho <petri@north.example>\nEnvoyé : vendredi 20 novembre 2026 10:15\nÀ : Ann Berg\nObjet : Plan",
    "es": "De: Petri Aho <petri@north.example>\nEnviado: viernes, 20 de noviembre de 2026\nPara: Ann\nAsunto: Plan",
    "it": "Da: Petri Aho <petri@north.example>\nInviato: venerdì 20 novembre 2026 10:15\nA: Ann Berg\nOggetto: Plan",
    "pt": "De: Petri Aho <petri@north.example>\nEnviada em: sexta-feira, 20 de novembro\nPara: Ann Berg\nAssunto: Plan",
    "nl": "Van: Petri Aho <petri@north.example>\nVerzonden: vrijdag 20 november 2026 10:15\nAan: Ann\nOnderwerp: Plan",
    "sv": "Från: Petri Aho <petri@north.example>\nSkickat: den 20 november 2026 10:15\nTill: Ann Berg\nÄmne: Plan",
    "da": "Fra: Petri Aho <petri@north.example>\nSendt: 20. november 2026 10:15\nTil: Ann Berg\nEmne: Plan",
    "no": "Fra: Petri Aho <petri@north.example>\nDato: fredag 20. november 2026\nTil: Ann Berg\nEmne: Plan",
    "fi": "Lähettäjä: Petri Aho <petri@north.example>\nLähetetty: perjantai 20.\nVastaanottaja: Ann Berg\nAihe: Plan",
    "pl": "Od: Petri Aho <petri@north.example>\nWysłano: piątek, 20 listopada 2026 10:15\nDo: Ann Berg\nTemat: Plan",
    "cs": "Od: Petri Aho <petri@north.example>\nOdesláno: pátek 20. listopadu 2026 10:15\nKomu: Ann\nPředmět: Plan",
    "ru": "От: Petri Aho <petri@north.example>\nОтправлено: 20 ноября 2026 г. 10:15\nКому: Ann Berg\nТема: Plan",
    "tr": "Kimden: Petri Aho <petri@north.example>\nGönderildi: 20 Kasım 2026 Cuma 10:15\nKime: Ann\nKonu: Plan",
    "ja": "差出人: Petri Aho <petri@north.example>\n送信日時: 2026年11月20日 10:15\n宛先: Ann Berg\n件名: Plan",
    "zh": "发件人: Petri Aho <petri@north.example>\n发送时间: 2026年11月20日 10:15\n收件人: Ann Berg\n主题: Plan",
    "ko": "보낸 사람: Petri Aho <petri@north.example>\n보낸 날짜: 2026년 11월 20일\n받는 사람: Ann Berg\n제목: Plan",
    "unknown language": "_____________\nZzx: Petri Aho <petri@north.example>\nQqx: 20\nWwx: Ann Berg\nYyx: Plan",
}
SEPARATORS = [
    *("-----Original Message-----", "-------- Original Message --------", "-----Ursprüngliche Nachricht-----"),
    *("-------- Message d'origine --------", "-------- Mensaje original --------", "-----Messaggio originale-----"),
    *("-----Mensagem original-----", "-----Oorspronkelijk bericht-----", "-----Ursprungligt meddelande-----"),
    *("-----Oprindelig meddelelse-----", "-----Opprinnelig melding-----", "-----Alkuperäinen viesti-----"),
    *("-----Oryginalna wiadomość-----", "-----Původní zpráva-----", "-----Исходное сообщение-----"),
    *("-----Orijinal Mesaj-----", "-----元のメッセージ-----", "------------------ 原始邮件 ------------------"),
    *(
        "-----원본 메시지-----",
        "##- Please type your reply above this line -##",
        "---------- Forwarded message ---------",
    ),
]


@pytest.mark.parametrize("case", ATTRIBUTIONS)
def test_the_line_that_introduces_a_quote_goes_with_the_quote(case: str) -> None:
    assert trim(f"{REPLY}\n\n{ATTRIBUTIONS[case]}{QUOTE}") == REPLY


@pytest.mark.parametrize("case", [case for case in ATTRIBUTIONS if case != "unknown language"])
def test_it_goes_too_where_a_program_marks_no_quote(case: str) -> None:
    assert trim(f"{REPLY}\n\n{ATTRIBUTIONS[case]}\n{BARE}") == REPLY


@pytest.mark.parametrize("case", [case for case in ATTRIBUTIONS if "GMX" not in case])
def test_an_answer_below_the_quote_is_all_that_is_kept(case: str) -> None:
    assert trim(f"{ATTRIBUTIONS[case]}{QUOTE}\n{REPLY}\n") == REPLY


@pytest.mark.parametrize("case", HEADS)
def test_the_head_of_an_earlier_mail_and_all_below_it_goes(case: str) -> None:
    assert trim(f"{REPLY}\n\n{HEADS[case]}\n{BARE}") == REPLY


@pytest.mark.parametrize("line", SEPARATORS)
def test_all_below_a_worded_rule_goes(line: str) -> None:
    assert trim(f"{REPLY}\n\n{line}\n{BARE}") == REPLY
