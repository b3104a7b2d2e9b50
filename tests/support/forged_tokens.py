"""Access tokens that must be refused (R26): each forgery changes one thing of a token that would be valid."""

import hashlib
import hmac
import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from services.kit.seal import derive_key
from services.kit.tokens import AUDIENCE

HASHES = {"HS256": hashlib.sha256, "HS384": hashlib.sha384, "HS512": hashlib.sha512}


def encoded(part: object) -> str:
    """base64url of JSON, or of the raw text or bytes given."""
    raw = part if isinstance(part, bytes) else part.encode() if isinstance(part, str) else json.dumps(part).encode()
    return urlsafe_b64encode(raw).decode().rstrip("=")


@dataclass(frozen=True)
class Forge:
    """Signs anything with the true access key."""

    key: bytes
    key_id: str
    issuer: str
    user_id: UUID
    workspace_id: UUID

    def header(self, **changes: Any) -> dict[str, Any]:
        """The header we sign, with changes; `...` removes a member."""
        return _changed({"alg": "HS256", "typ": "at+jwt", "kid": self.key_id}, changes)

    def claims(self, **changes: Any) -> dict[str, Any]:
        """The claims we sign, with changes; `...` removes a claim."""
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": AUDIENCE,
            "sub": str(self.user_id),
            "wsp": str(self.workspace_id),
            "ver": 0,
            "jti": str(uuid4()),
            "iat": now,
            "nbf": now,
            "exp": now + 600,
        }
        return _changed(claims, changes)

    def token(
        self, header: object = None, claims: object = None, *, key: bytes | None = None, algorithm: str = "HS256"
    ) -> str:
        """A token over any header and claims, signed with the true key unless another is given."""
        head = self.header() if header is None else header
        body = self.claims() if claims is None else claims
        signed = f"{encoded(head)}.{encoded(body)}"
        mac = hmac.new(self.key if key is None else key, signed.encode(), HASHES[algorithm]).digest()
        return f"{signed}.{encoded(mac)}"

    def unsigned(self, **header: Any) -> str:
        """A token with an empty signature."""
        return f"{encoded(self.header(**header))}.{encoded(self.claims())}."

    def saying(self, **changes: Any) -> str:
        """A well-signed token with other claims."""
        return self.token(claims=self.claims(**changes))

    def headed(self, **changes: Any) -> str:
        """A well-signed token with another header."""
        return self.token(self.header(**changes))


def forge(secret: str, *, issuer: str, user_id: UUID, workspace_id: UUID, key_id: str | None = None) -> Forge:
    """A forge that knows the secret of the instance; `key_id` is taken from its keys unless given."""
    key = derive_key(secret, "access")
    known = hmac.new(key, b"kid", hashlib.sha256).hexdigest()[:16]
    return Forge(key, key_id or known, issuer, user_id, workspace_id)


def _changed(base: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    merged = {**base, **changes}
    return {name: value for name, value in merged.items() if value is not ...}


def _now(seconds: int) -> int:
    return int(time.time()) + seconds


def _spoilt(token: str) -> str:
    middle = len(token) // 2
    return token[:middle] + ("A" if token[middle] != "A" else "B") + token[middle + 1 :]


def _respelt(token: str) -> str:
    """The same signature bytes in their other base64 spelling."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return token[:-1] + alphabet[alphabet.index(token[-1]) ^ 1]


Forgery = Callable[[Forge], str]


def _named(algorithm: str) -> Forgery:
    return lambda material: material.headed(alg=algorithm)


def _stronger(algorithm: str) -> Forgery:
    return lambda material: material.token(material.header(alg=algorithm), algorithm=algorithm)


def _without(claim: str) -> Forgery:
    return lambda material: material.saying(**{claim: ...})


def _jwe(material: Forge) -> str:
    parts = [encoded({"alg": "dir", "enc": "A256GCM"}), "", encoded(b"i" * 12), encoded(b"c" * 80), encoded(b"t" * 16)]
    return ".".join(parts)


DER_KEY = bytes.fromhex("30820122300d06092a864886f70d01010105000382010f00")

_HEADERS: dict[str, Forgery] = {
    **{f"alg {alg!r}": _named(alg) for alg in ("none", "None", "nOnE", "", "hs256", "HS256 ", "RS256", "ES256", "dir")},
    **{f"alg {alg} well signed": _stronger(alg) for alg in ("HS384", "HS512")},
    "alg none, no signature": lambda m: m.unsigned(alg="none"),
    "alg HS256, no signature": lambda m: m.unsigned(),
    "alg missing": lambda m: m.headed(alg=...),
    "alg null": lambda m: m.headed(alg=None),
    "alg a list": lambda m: m.headed(alg=["HS256"]),
    "jwk in the header": lambda m: m.headed(jwk={"kty": "oct", "k": encoded(b"attacker")}),
    "jku in the header": lambda m: m.headed(jku="https://attacker.example/keys"),
    "x5u in the header": lambda m: m.headed(x5u="https://attacker.example/cert"),
    "x5c in the header": lambda m: m.headed(x5c=["MIIB"]),
    "crit in the header": lambda m: m.headed(crit=["exp"]),
    "b64 in the header": lambda m: m.headed(b64=False),
    "kid a path": lambda m: m.headed(kid="../../x"),
    "kid an SQL fragment": lambda m: m.headed(kid="x' OR '1'='1"),
    "kid unknown": lambda m: m.headed(kid="unknown"),
    "kid empty": lambda m: m.headed(kid=""),
    "kid missing": lambda m: m.headed(kid=...),
    "kid a number": lambda m: m.headed(kid=7),
    "kid null": lambda m: m.headed(kid=None),
    "typ missing": lambda m: m.headed(typ=...),
    "typ JWT": lambda m: m.headed(typ="JWT"),
    "typ of a refresh token": lambda m: m.headed(typ="rt+jwt"),
    "header a list": lambda m: m.token([]),
    "header a string": lambda m: m.token('"HS256"'),
    "header no JSON": lambda m: m.token("{alg:HS256"),
    "header no UTF-8": lambda m: m.token(b"\xff\xfe\x00"),
    "header 1,100 deep": lambda m: m.token('{"a":' * 1100 + "1" + "}" * 1100),
    "header 1,100 lists deep": lambda m: m.token("[" * 1100 + "]" * 1100),
}

_KEYS: dict[str, Forgery] = {
    "wrong key": lambda m: m.token(key=b"w" * 32),
    "empty key": lambda m: m.token(key=b""),
    "a public key as secret": lambda m: m.token(key=DER_KEY),
    "key of another purpose": lambda m: m.token(key=hmac.new(m.key, b"unsubscribe", hashlib.sha256).digest()),
    "payload changed after signing": lambda m: _spoilt(m.token()),
    "signature respelt": lambda m: _respelt(m.token()),
}

_CLAIMS: dict[str, Forgery] = {
    **{f"no {name}": _without(name) for name in ("exp", "iat", "nbf", "iss", "aud", "sub", "jti", "wsp", "ver")},
    "expired": lambda m: m.saying(iat=_now(-900), nbf=_now(-900), exp=_now(-30)),
    "nbf later": lambda m: m.saying(nbf=_now(60)),
    "iat later": lambda m: m.saying(iat=_now(60), exp=_now(660)),
    "lives for a day": lambda m: m.saying(exp=_now(86_400)),
    "exp before iat": lambda m: m.saying(iat=_now(9), exp=_now(5)),
    "exp null": lambda m: m.saying(exp=None),
    "exp a list": lambda m: m.saying(exp=[]),
    "exp a string": lambda m: m.saying(exp=str(_now(600))),
    "exp true": lambda m: m.saying(exp=True),
    "exp a fraction": lambda m: m.saying(exp=_now(600) + 0.5),
    "exp infinite": lambda m: m.saying(exp=float("inf")),
    "exp not a number": lambda m: m.saying(exp=float("nan")),
    "exp huge": lambda m: m.saying(exp=10**400),
    "iss wrong": lambda m: m.saying(iss="https://attacker.example"),
    "iss a list": lambda m: m.saying(iss=[m.issuer]),
    "aud wrong": lambda m: m.saying(aud="rapport-portal"),
    "aud a list": lambda m: m.saying(aud=[AUDIENCE]),
    "sub no id": lambda m: m.saying(sub="admin"),
    "sub a number": lambda m: m.saying(sub=1),
    "wsp no id": lambda m: m.saying(wsp="*"),
    "ver negative": lambda m: m.saying(ver=-1),
    "ver a string": lambda m: m.saying(ver="0"),
    "claims a list": lambda m: m.token(claims=[]),
    "claims no JSON": lambda m: m.token(claims="{"),
    "claims 1,100 deep": lambda m: m.token(claims="[" * 1100 + "]" * 1100),
}

_SHAPES: dict[str, Forgery] = {
    "empty": lambda m: "",
    "one word": lambda m: "token",
    "two dots": lambda m: "..",
    "two segments": lambda m: m.token().rpartition(".")[0],
    "truncated": lambda m: m.token()[:-9],
    "five segments": lambda m: m.token() + ".x.y",
    "an encrypted token": _jwe,
    "five kilobytes": lambda m: m.saying(note="x" * 5000),
    "five kilobytes of dots": lambda m: "." * 5000,
    "with a newline": lambda m: m.token() + "\n",
    "with padding": lambda m: m.token() + "=",
    "with stray characters": lambda m: m.token().replace(".", ".!", 1),
    "beyond ASCII": lambda m: "é" + m.token()[1:],
    "a null byte": lambda m: "\0" + m.token(),
    "an unknown API key": lambda m: f"rpk_{m.workspace_id.hex}_{'A' * 43}",
    "a refresh token": lambda m: f"rpr_{m.workspace_id.hex}_{'A' * 43}",
}

FORGERIES: dict[str, Forgery] = {**_HEADERS, **_KEYS, **_CLAIMS, **_SHAPES}
