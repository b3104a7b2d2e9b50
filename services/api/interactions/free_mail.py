"""Mail domains that anybody can have an address at. They say nothing about whom a person works for."""

from typing import Final

_FREE_MAIL: Final = frozenset(
    {
        *(
            "gmail.com",
            "googlemail.com",
            "outlook.com",
            "hotmail.com",
            "live.com",
            "msn.com",
            "outlook.de",
            "hotmail.de",
        ),
        *("hotmail.co.uk", "hotmail.fr", "live.co.uk", "live.fr", "live.nl", "outlook.fr", "outlook.es", "hotmail.it"),
        *("yahoo.com", "yahoo.co.uk", "yahoo.de", "yahoo.fr", "yahoo.es", "yahoo.it", "yahoo.co.jp", "yahoo.co.in"),
        *("yahoo.com.br", "yahoo.com.au", "yahoo.ca", "ymail.com", "rocketmail.com", "aol.com", "aim.com"),
        *("icloud.com", "me.com", "mac.com", "proton.me", "protonmail.com", "protonmail.ch", "pm.me", "tutanota.com"),
        *("tuta.io", "tuta.com", "gmx.de", "gmx.net", "gmx.at", "gmx.ch", "gmx.com", "web.de", "t-online.de"),
        *("freenet.de", "arcor.de", "posteo.de", "mailbox.org", "fastmail.com", "fastmail.fm", "hey.com", "zoho.com"),
        *("mail.com", "email.com", "inbox.com", "mail.ru", "bk.ru", "list.ru", "inbox.ru", "yandex.ru", "yandex.com"),
        *("rambler.ru", "ukr.net", "seznam.cz", "centrum.cz", "wp.pl", "o2.pl", "onet.pl", "interia.pl"),
        *("orange.fr", "wanadoo.fr", "free.fr", "sfr.fr", "laposte.net", "libero.it", "virgilio.it", "tiscali.it"),
        *("bluewin.ch", "telenet.be", "skynet.be", "ziggo.nl", "kpnmail.nl", "hetnet.nl", "telia.com", "luukku.com"),
        *("kolumbus.fi", "elisanet.fi", "btinternet.com", "sky.com", "virginmedia.com", "talktalk.net", "ntlworld.com"),
        *(
            "comcast.net",
            "verizon.net",
            "att.net",
            "sbcglobal.net",
            "bellsouth.net",
            "cox.net",
            "charter.net",
            "shaw.ca",
        ),
        *("rogers.com", "bigpond.com", "optusnet.com.au", "xtra.co.nz", "terra.com.br", "uol.com.br", "bol.com.br"),
        *("qq.com", "163.com", "126.com", "sina.com", "foxmail.com", "naver.com", "hanmail.net", "daum.net"),
        *("rediffmail.com", "duck.com", "simplelogin.com", "privaterelay.appleid.com", "users.noreply.github.com"),
    }
)


def is_free_mail(domain: str) -> bool:
    """Whether `domain` (lower case) is open to everybody."""
    return domain in _FREE_MAIL
