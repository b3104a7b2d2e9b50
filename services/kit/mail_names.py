"""One form for mail addresses and their domains, however people write them.

`bücher.example` and `xn--bcher-kva.example` are one domain (RFC 5890). Compared, indexed and looked up is the form that
mail servers use; people see what was written. PostgreSQL's `rapport.ascii_address` makes the same form.
"""

import idna


def ascii_domain(name: str) -> str:
    """The domain in lower case and ASCII (A-labels, UTS 46); a name that has no such form is only lower-cased."""
    if name.isascii():
        return name.lower()
    try:
        return idna.encode(name, uts46=True).decode("ascii")
    except UnicodeError:
        return name.lower()


def ascii_address(address: str) -> str:
    """The address in lower case, with its domain in ASCII."""
    if address.isascii():
        return address.lower()
    local, at, domain = address.rpartition("@")
    return f"{local.lower()}{at}{ascii_domain(domain)}"


def readable_address(address: str) -> str:
    """The address with its domain in the letters of its language."""
    local, at, domain = address.rpartition("@")
    if "xn--" not in domain.lower():
        return address
    try:
        return f"{local}{at}{idna.decode(domain, uts46=True)}"
    except UnicodeError:
        return address
