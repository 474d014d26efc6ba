"""The address of an index of a cluster, and who asks: what is secret comes from the environment or a file alone."""

from __future__ import annotations

import os
import re
import ssl
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from corpus.language import later, tr
from index.engines.opensearch.connection import Access
from index.errors import ClusterError
from index.opening import CA_FILE

USER: Final = "WENSOU_USER"
PASSWORD: Final = "WENSOU_PASSWORD"  # noqa: S105  # the name of a variable
API_KEY: Final = "WENSOU_API_KEY"
CREDENTIALS: Final = "WENSOU_CREDENTIALS"

_FORM: Final = later("write https://HOST:9200/NAME, or https://HOST:9200,HOST:9200/NAME for several machines")
# What a cluster takes for the name of an index, and what ours add to it.
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,199}")
_LINE: Final = re.compile(r"\s*(user|password|api_key)\s*=\s*(.*?)\s*")


def access(address: str) -> tuple[Access, str]:
    """Where a cluster answers, who asks, and the name of the index. Raises ClusterError."""
    scheme, _, rest = address.partition("://")
    machines, _, name = rest.rstrip("/").partition("/")
    if "@" in machines:
        raise ClusterError(
            tr(
                "an address shows in lists of processes, and must not hold a password; set {user} and {password}",
                user=USER,
                password=PASSWORD,
            )
        )
    if not _NAME.fullmatch(name):
        raise ClusterError(
            tr(
                "{name} is no name of an index: small letters, digits, . _ and - are allowed; {form}",
                name=repr(name),
                form=tr(_FORM),
            )
            if name
            else tr("{address} names no index; {form}", address=address, form=tr(_FORM))
        )
    hosts = tuple(f"{scheme}://{machine}" for machine in machines.split(","))
    for host in hosts:
        _check_host(host)
    return Access(hosts, _ca_file(os.environ.get(CA_FILE)), **_credentials(os.environ)), name


def _ca_file(path: str | None) -> str | None:
    if not path:
        return None
    try:
        ssl.create_default_context(cafile=path)
    except OSError as fault:
        why = tr("it is no certificate") if isinstance(fault, ssl.SSLError) else tr(str(fault.strerror))
        raise ClusterError(_unreadable(CA_FILE, path, why)) from fault
    return path


def _check_host(host: str) -> None:
    try:
        parts = urlsplit(host)
        if parts.hostname and parts.port != 0 and not parts.query:  # a port that is none raises
            return
    except ValueError:
        pass
    raise ClusterError(tr("{host} is no address of a machine; {form}", host=host, form=tr(_FORM)))


def _credentials(environment: Mapping[str, str]) -> dict[str, str | None]:
    """What the environment says, else the file that it names."""
    given = {"user": USER, "password": PASSWORD, "api_key": API_KEY}
    found: dict[str, str | None] = {name: environment.get(variable) or None for name, variable in given.items()}
    file = environment.get(CREDENTIALS)
    if file and not any(found.values()):
        found.update(_read(Path(file)))
    return found


def _read(path: Path) -> dict[str, str]:
    """The credentials in a file, which nobody else may read: lines such as `user = name`."""
    try:
        if hasattr(os, "geteuid") and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise ClusterError(
                tr("{path} can be read by others, and holds a password; make it yours: chmod 600 {path}", path=path)
            )
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as fault:
        why = tr(str(fault.strerror)) if isinstance(fault, OSError) else tr("it is no text")
        raise ClusterError(_unreadable(CREDENTIALS, path, why)) from fault
    found = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        given = _LINE.fullmatch(line)
        if given is None:
            raise ClusterError(
                tr("{path}:{number}: write user = NAME, password = WORD, or api_key = KEY", path=path, number=number)
            )
        found[given[1]] = given[2]
    return found


def _unreadable(setting: str, path: str | Path, why: str) -> str:
    return tr("{setting}: {path} cannot be read: {why}", setting=setting, path=path, why=why)
