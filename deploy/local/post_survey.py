"""`make post-survey`: answer a survey as a provider would tell it, into a running product, and say where it went.

SCORE, COMMENT and FROM (`Name <address>`) say what is answered and by whom; without them somebody of the demo is
unhappy. make hands variables of its command line on by itself.
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
import sys
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parseaddr
from typing import Any

from deploy.local.errors import StackError
from deploy.local.posting import Product, Source, nothing_came

SOURCE = Source(kind="survey", provider="generic", name="Answered from the terminal", kept_in="post-survey.json")
SURVEY, LOWEST, HIGHEST = "Project pulse", 0, 10


def main() -> int:
    """Post one answer; 0 when it was taken in."""
    try:
        body = answer(os.environ)
        product = Product.sign_in(os.environ)
        source = product.source(SOURCE)
        message = product.post(source, body, signed(body, source["secret"]))
    except StackError as error:
        print(error, file=sys.stderr)
        return 1
    if message is None:
        return 1
    for line in _told(product, message):
        print(f"  {line}")
    return 0 if message.get("status") in ("processed", "unmatched") else 1


def answer(environment: Mapping[str, str]) -> bytes:
    """The JSON of one NPS answer, each time another.

    Raises:
        StackError: SCORE is none.
    """
    given = environment.get("SCORE") or "4"
    if not given.isdigit() or not LOWEST <= int(given) <= HIGHEST:
        raise StackError(f"SCORE={given} is no score: give a whole number from {LOWEST} to {HIGHEST}.")
    comment = environment.get("COMMENT") or "Returns were forgotten again. Please ask us before you plan the next step."
    name, email = parseaddr(environment.get("FROM") or "Laura Heino <laura.heino@northwind.example>")
    answers = [
        {"question": "How likely are you to recommend us to a colleague?", "answer": given},
        {"question": "What is the main reason?", "answer": comment},
    ]
    data = {
        "external_id": secrets.token_hex(8),
        "survey": {"id": "project-pulse", "name": SURVEY},
        "metric": "nps",
        "score": int(given),
        "scale": {"lowest": LOWEST, "highest": HIGHEST},
        "comment": comment,
        "answers": answers,
        "respondent": {"email": email, "name": name},
        "submitted_at": datetime.now(UTC).isoformat(),
    }
    return json.dumps({"type": "survey_response", "data": data}).encode()


def signed(body: bytes, secret: str) -> dict[str, str]:
    """The headers of Standard Webhooks."""
    message_id, at = f"msg_{secrets.token_hex(12)}", int(time.time())
    key = base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.new(key, f"{message_id}.{at}.".encode() + body, hashlib.sha256).digest()
    return {
        "Content-Type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": str(at),
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
    }


def _told(product: Product, message: Mapping[str, Any]) -> Iterator[str]:
    for one in message.get("answers", []):
        who = one["from_name"] or one["from_address"] or "somebody"
        said = f"{who}: {one['score']:g} of {one['highest']:g} on {one['survey_name']}"
        place = product.customer(one["customer_id"]) if one["customer_id"] else f"unmatched ({message['reason']})"
        yield f"{said}  ->  {place}  {product.url}/feedback/{one['survey_response_id']}"
    if not message.get("answers"):
        yield nothing_came(message)


if __name__ == "__main__":
    sys.exit(main())
