"""Which pictures of a mail come from elsewhere. Only these are fetched: what a mail does not show, nobody asks for."""

from services.api.interactions.mail.markup import tokens


def shows_picture(html: str, address: str) -> bool:
    """Whether the HTML has a picture with exactly this address, apart from white space around it."""
    wanted = address.strip()
    return bool(wanted) and any(
        token.attributes().get("src", "").strip() == wanted
        for token in tokens(html)
        if token.name == "img" and not token.is_closing
    )


def address_to_ask(address: str) -> str:
    """The address as a server is asked for it: one without a scheme takes that of the page, as in a browser."""
    stripped = address.strip()
    return f"https:{stripped}" if stripped.startswith("//") else stripped
