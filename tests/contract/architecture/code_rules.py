"""House rules on what Python code does. Each takes one file and yields what is wrong with it."""

import ast
from collections.abc import Iterator

from tests.contract.architecture.source import Source, told

# Where a transaction ends. `finish` is the boundary of requests and messages; migrations run in one of their own.
BOUNDARIES = {
    "services/kit/database.py": "the boundary that requests, consumers and loaders share",
    "services/kit/session.py": "how that boundary commits",
    "services/api/identity/sessions/throttles.py": "attempts are counted before there is a workspace, whatever follows",
    "services/api/integrations/messages/claims.py": "the worker claims across workspaces, before there is an actor",
    "services/api/migrate.py": "migrations run in one transaction on a connection of their own",
}

SELECTS_ELSEWHERE = {
    "services/kit/listing.py": "compiles the statements that repositories declare",
    "services/api/identity/members/private_projects.py": "part of the actor, read by tokens and keys alike",
    "services/api/projects/visibility.py": "the predicate that every read of projects starts from",
}

CLOCKS = {
    "services/kit/clock.py": "the clock",
    "services/kit/ids.py": "a UUIDv7 needs a fraction of the millisecond",
}

WALL_CLOCKS = frozenset(
    {
        ("datetime", "now"),
        ("datetime", "utcnow"),
        ("datetime", "today"),
        ("date", "today"),
        ("time", "time"),
        ("time", "time_ns"),
        ("time", "gmtime"),
        ("time", "localtime"),
    }
)

# Libraries that one place knows, so that it can be reviewed, and swapped.
HOMES: dict[str, frozenset[str]] = {
    "jose": frozenset({"services/kit/tokens.py"}),
    "pwdlib": frozenset({"services/kit/passwords.py"}),
    "cryptography": frozenset({"services/kit/seal.py"}),
    "nats": frozenset({"services/kit/broker.py", "services/kit/pulling.py", "services/kit/subscription.py"}),
    "aiosmtplib": frozenset({"services/notifier/channels/smtp.py", "services/notifier/channels/email.py"}),
    "nh3": frozenset({"services/api/interactions/mail/sanitise.py"}),
    # Whoever asks a foreign address goes through the one guard (R45).
    "httpcore2": frozenset({"services/kit/foreign/border.py", "services/kit/foreign/client.py"}),
    **dict.fromkeys(
        (
            *("httpx", "httpx2", "httpcore", "aiohttp", "requests", "niquests", "urllib3", "pycurl"),
            *("http.client", "urllib.request", "ftplib", "xmlrpc.client"),
        ),
        frozenset(),
    ),
}


def commits_outside_boundaries(source: Source) -> Iterator[str]:
    """A use case flushes; the request or the message commits."""
    if not source.is_under("services") or source.path in BOUNDARIES:
        return
    for call in _calls(source):
        if isinstance(call.func, ast.Attribute) and call.func.attr in {"commit", "begin", "finish"}:
            yield told(source, call, f"{call.func.attr}() belongs to the request and message boundaries")


def selects_outside_repositories(source: Source) -> Iterator[str]:
    """Every select() of the API stands in a repository."""
    if not source.is_under("services") or source.path.endswith("/repository.py") or source.path in SELECTS_ELSEWHERE:
        return
    for call in _calls(source):
        if _name(call.func).rpartition(".")[2] == "select" and not _name(call.func).startswith("self"):
            yield told(source, call, "select() belongs in a repository")


def unscoped_reads(source: Source) -> Iterator[str]:
    """Whatever a repository offers asks who reads; what cannot ask is called `unscoped_`."""
    if not source.is_under("services/api") or not source.path.endswith("/repository.py"):
        return
    fenced = _fenced_names(source.tree)
    for node in source.tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from _unscoped_function(source, node, fenced)
        elif isinstance(node, ast.Assign | ast.AnnAssign) and _calls_one_of(node, {"Listing", "Question", "Read"}):
            name = _assigned(node)
            if name not in fenced and "unscoped" not in name.lower():
                yield told(source, node, f"{name} reads outside the fence; compare workspace_id with fence()")


def _unscoped_function(
    source: Source, node: ast.FunctionDef | ast.AsyncFunctionDef, fenced: frozenset[str]
) -> Iterator[str]:
    if node.name.lstrip("_").startswith("unscoped_"):
        return
    arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    asks = any(
        argument.arg == "workspace_id" or (argument.annotation and _name(argument.annotation) in {"Actor", "Work"})
        for argument in arguments
    )
    if not asks and not node.name.startswith("_"):
        yield told(source, node, f"{node.name} takes neither Actor, Work nor workspace_id; or call it unscoped_...")
    is_query = _calls_one_of(node, {"select", "update", "delete"}) and _calls_one_of(node, {"execute", "scalars"})
    if is_query and node.name not in fenced:
        yield told(source, node, f"{node.name} has no workspace predicate")


def _fenced_names(tree: ast.Module) -> frozenset[str]:
    """Top-level names that compare a workspace, by themselves or through one another."""
    named = {_defined(node): node for node in tree.body if _defined(node)}
    fenced: set[str] = set()
    while found := {name for name, node in named.items() if name not in fenced and _is_fenced(node, fenced)}:
        fenced |= found
    return frozenset(fenced)


def _is_fenced(node: ast.AST, fenced: set[str]) -> bool:
    return any(
        (isinstance(part, ast.Attribute) and part.attr == "workspace_id")
        or (isinstance(part, ast.Call) and _name(part.func) == "fence")
        or (isinstance(part, ast.Name) and part.id in fenced)
        for part in ast.walk(node)
    )


def _defined(node: ast.stmt) -> str:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return node.name
    return _assigned(node) if isinstance(node, ast.Assign | ast.AnnAssign) else ""


def _assigned(node: ast.Assign | ast.AnnAssign) -> str:
    return _name(node.targets[0] if isinstance(node, ast.Assign) else node.target)


def other_clocks(source: Source) -> Iterator[str]:
    """What time it is, only services.kit.clock says; monotonic clocks measure and are free."""
    if not source.is_under("services", "migrations") or source.path in CLOCKS:
        return
    for node in source.nodes:
        if isinstance(node, ast.Attribute):
            owner, attribute = _name(node.value).rpartition(".")[2], node.attr
            if (owner, attribute) in WALL_CLOCKS:
                yield told(source, node, f"{owner}.{attribute} is another clock; use services.kit.clock")
        elif isinstance(node, ast.ImportFrom) and node.module == "time":
            for name in node.names:
                if ("time", name.name) in WALL_CLOCKS:
                    yield told(source, node, f"time.{name.name} is another clock; use services.kit.clock")


def strayed_imports(source: Source) -> Iterator[str]:
    """Libraries with one home are imported there and nowhere else."""
    if not source.is_under("services"):
        return
    for node in source.nodes:
        imported = set(_imported(node))
        if not imported:
            continue
        for library, homes in HOMES.items():
            if source.path not in homes and any(name == library or name.startswith(f"{library}.") for name in imported):
                where = ", ".join(sorted(homes)) or "no module yet; name its home in this rule first"
                yield told(source, node, f"{library} is imported by {where}")


def trusting_token_checks(source: Source) -> Iterator[str]:
    """python-jose trusts the token's own header unless it is told the one algorithm."""
    if not source.is_under("services"):
        return
    for call in _calls(source):
        if _name(call.func) in {"jwt.decode", "jws.verify"}:
            given = {keyword.arg: keyword.value for keyword in call.keywords}.get("algorithms")
            if not isinstance(given, ast.List) or len(given.elts) != 1:
                yield told(source, call, "name the one algorithm: algorithms=[...]")


def _calls(source: Source) -> Iterator[ast.Call]:
    return (node for node in source.nodes if isinstance(node, ast.Call))


def _calls_one_of(node: ast.AST, names: set[str]) -> bool:
    return any(isinstance(part, ast.Call) and _name(part.func).rpartition(".")[2] in names for part in ast.walk(node))


def _imported(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (name.name for name in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
        yield from {node.module, *(f"{node.module}.{name.name}" for name in node.names)}


def _name(node: ast.AST) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{_name(node.value)}.{node.attr}"
    return str(node.value) if isinstance(node, ast.Constant) else ""
