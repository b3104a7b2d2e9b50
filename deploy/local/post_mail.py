"""`make post-mail FILE=...`: post a real mail, or a whole mailbox, into a running product and say where it went."""

import hashlib
import hmac
import mailbox
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from deploy.local.errors import StackError
from deploy.local.posting import Product, Source, nothing_came

SOURCE = Source(kind="email", provider="raw", name="Posted from the terminal", kept_in="post-mail.json")


def main() -> int:
    """Post every mail of the file named on the command line; 0 when all of them were taken in."""
    if len(sys.argv) != 2:
        print("Say which mail to post: make post-mail FILE=thread.mbox", file=sys.stderr)
        return 2
    try:
        mails = list(read_mails(Path(sys.argv[1])))
        product = Product.sign_in(os.environ)
        source = product.source(SOURCE)
        outcomes = [deliver(product, source, mail) for mail in mails]
    except StackError as error:
        print(error, file=sys.stderr)
        return 1
    return 0 if outcomes and all(outcomes) else 1


def read_mails(file: Path) -> Iterator[bytes]:
    """The mails of an `.mbox` (its messages begin with a `From ` line), or the one of an `.eml`.

    Raises:
        StackError: the file cannot be read, or is empty.
    """
    try:
        beginning = file.read_bytes()[:5]
        if beginning != b"From ":
            yield file.read_bytes()
            return
        box = mailbox.mbox(file, create=False)
        for key in box.iterkeys():
            yield box.get_bytes(key)
    except OSError as error:
        raise StackError(f"{file} cannot be read: {error.strerror or error}.") from None


def deliver(product: Product, source: Mapping[str, Any], mail: bytes) -> bool:
    """Post one mail, signed, wait until it was read, and print what became of it."""
    proof = hmac.new(source["secret"].encode(), mail, hashlib.sha256).hexdigest()
    message = product.post(source, mail, {"Content-Type": "message/rfc822", "X-Rapport-Signature": proof})
    if message is None:
        return False
    for line in _told(product, message):
        print(f"  {line}")
    return message.get("status") in ("processed", "unmatched")


def _told(product: Product, message: Mapping[str, Any]) -> Iterator[str]:
    for mail in message.get("mails", []):
        subject = mail["subject"] or "(no subject)"
        sender = mail["from_name"] or mail["from_address"] or "somebody"
        if mail["customer_id"]:
            link = f"{product.url}/customers/{mail['customer_id']}"
            yield f"{sender}: {subject}  ->  {product.customer(mail['customer_id'])}  {link}"
        else:
            yield f"{sender}: {subject}  ->  unmatched ({message['reason']})  {product.url}/inbound"
    if not message.get("mails"):
        yield nothing_came(message)


if __name__ == "__main__":
    sys.exit(main())
