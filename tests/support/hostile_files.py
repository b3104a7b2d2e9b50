"""Files that a stranger might attach: named to escape, and made to be taken for something else."""

from typing import Final

PNG: Final = b"\x89PNG\r\n\x1a\n" + bytes(40)
SCRIPT: Final = b"<script>fetch('https://canary.example/')</script>"
SVG: Final = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'>" + SCRIPT + b"</svg>"
HTML: Final = b"<!doctype html><html>" + SCRIPT + b"</html>"

#: (file name, type the sender declares, octets, type that may leave us)
BINARY: Final = "application/octet-stream"
HOSTILE_FILES: Final[tuple[tuple[str, str, bytes, str], ...]] = (
    ("../../../../etc/passwd", "text/plain", b"root", "text/plain; charset=utf-8"),
    ("..\\..\\windows\\system32\\drivers\\etc\\hosts", "text/plain", b"x", "text/plain; charset=utf-8"),
    ("/etc/shadow", BINARY, b"x", BINARY),
    ("C:\\boot.ini", BINARY, b"x", BINARY),
    ("file:///etc/passwd", BINARY, b"x", BINARY),
    ("a\r\nSet-Cookie: x=1\r\n\r\n<script>.txt", "text/plain", b"x", "text/plain; charset=utf-8"),
    ('a"; filename="b.exe', BINARY, b"x", BINARY),
    ("a;filename*=UTF-8''b.exe", BINARY, b"x", BINARY),
    ("annual\u202efdp.exe", BINARY, b"MZ", BINARY),
    ("zero\u200bwidth\ufeff.txt", "text/plain", b"x", "text/plain; charset=utf-8"),
    ("nul\x00byte.png", "image/png", PNG, "image/png"),
    ("n" * 5_000 + ".pdf", "application/pdf", b"%PDF-1.7\n", "application/pdf"),
    ("\U0001f600" * 400 + ".png", "image/png", PNG, "image/png"),
    ("CON", BINARY, b"x", BINARY),
    ("nul.txt", "text/plain", b"x", "text/plain; charset=utf-8"),
    ("LPT1.doc", "application/msword", b"\xd0\xcf\x11\xe0", BINARY),
    ("com9", BINARY, b"x", BINARY),
    (".", BINARY, b"x", BINARY),
    ("..", BINARY, b"x", BINARY),
    ("...", BINARY, b"x", BINARY),
    ("   ", BINARY, b"x", BINARY),
    (".htaccess", "text/plain", b"AddType", "text/plain; charset=utf-8"),
    ("trailing. . .", BINARY, b"x", BINARY),
    ("%2e%2e%2fpasswd", BINARY, b"x", BINARY),
    ("a%0d%0aX: y", BINARY, b"x", BINARY),
    ("picture.png", "image/png", HTML, BINARY),
    ("picture.png", "image/png", SVG, BINARY),
    ("picture.svg", "image/svg+xml", SVG, BINARY),
    ("page.html", "text/html", HTML, BINARY),
    ("page.xhtml", "application/xhtml+xml", HTML, BINARY),
    ("page.xml", "text/xml", b"<?xml version='1.0'?><x:script xmlns:x='http://www.w3.org/1999/xhtml'/>", BINARY),
    ("page.txt", "text/plain", HTML, BINARY),
    ("page.mht", "multipart/related", b"MIME-Version: 1.0\r\n\r\n" + HTML, BINARY),
    ("flash.swf", "application/x-shockwave-flash", b"CWS\x0a", BINARY),
    ("code.js", "text/javascript", b"alert(1)", BINARY),
    ("module.mjs", "application/javascript", b"alert(1)", BINARY),
    ("style.css", "text/css", b"*{background:url(//canary.example)}", BINARY),
    ("gifar.gif", "image/gif", b"GIF89a/*" + HTML, BINARY),
    ("polyglot.png", "image/png", PNG + SCRIPT, BINARY),
    ("polyglot.jpg", "image/jpeg", b"\xff\xd8\xff\xe0" + SVG, BINARY),
    ("polyglot.pdf", "application/pdf", b"%PDF-1.7\n" + HTML, BINARY),
    ("late.png", "image/png", b"<img src=x onerror=alert(1)>" + PNG, BINARY),
    ("bomb.zip", "application/zip", b"PK\x03\x04" + bytes(100), "application/zip"),
    ("macro.docm", "application/vnd.ms-word.document.macroenabled.12", b"PK\x03\x04", "application/zip"),
    ("fake.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", HTML, BINARY),
    ("program.exe", "image/png", b"MZ\x90\x00", BINARY),
    ("utf16.txt", "text/plain", "<script>alert(1)</script>".encode("utf-16"), BINARY),
    ("utf7.txt", "text/plain; charset=utf-7", b"+ADw-script+AD4-", BINARY),
    ("type.txt", "text/html\r\nX-Injected: 1", b"x", BINARY),
    ("empty.png", "image/png", b"", BINARY),
)
