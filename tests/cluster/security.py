"""A machine that asks who asks: OpenSearch's security plug-in, with a certificate of its own and two users."""

from __future__ import annotations

import subprocess
from base64 import b64encode
from http import HTTPStatus
from http.client import HTTPException, HTTPSConnection
from pathlib import Path
from ssl import create_default_context
from typing import Final
from zipfile import ZipFile

PLUGIN: Final = "org.opensearch.security.OpenSearchSecurityPlugin"
# The names of indexes that the users may touch begin so.
ALLOWED: Final = "tongxun"
# Users and their passwords: one may write, one may search alone.
WRITER: Final = {"WENSOU_USER": "writer", "WENSOU_PASSWORD": "writer-word"}
READER: Final = {"WENSOU_USER": "reader", "WENSOU_PASSWORD": "reader-word"}
# Hashes of the passwords (bcrypt), and the least that each user has to be allowed: see docs/cluster.md.
_FILES: Final = {
    "config": """
config:
  dynamic:
    authc:
      basic:
        http_enabled: true
        order: 0
        http_authenticator: {type: basic, challenge: false}
        authentication_backend: {type: intern}
""",
    "internal_users": """
writer:
  hash: $2y$12$Bm9QBE.bqZq3aQKP4e5AWuaPGCpSW5/.2yk1CyfhNJg.V1P7luJS.
  opendistro_security_roles: [writer]
reader:
  hash: $2y$12$ypBKUOK.ROhIDtzlRBB7uePn9zT3ZTSGCQjs9uuUJqRyvaeGmncL.
  opendistro_security_roles: [reader]
""",
    "roles": f"""
reader:
  cluster_permissions: ["indices:data/read/msearch"]
  index_permissions:
    - index_patterns: ["{ALLOWED}", "{ALLOWED}-*"]
      allowed_actions: ["read"]
writer:
  cluster_permissions: ["cluster:monitor/main", "cluster:monitor/health", "cluster_composite_ops"]
  index_permissions:
    - index_patterns: ["{ALLOWED}", "{ALLOWED}-*"]
      allowed_actions: ["crud", "create_index", "manage"]
""",
    "action_groups": "",
    "roles_mapping": "",
    "tenants": "",
    "nodes_dn": "",
    "allowlist": "config: {enabled: false}",
    "whitelist": "config: {enabled: false}",
    "audit": "config: {enabled: false}",
}
# What the files are called within them where it is not their name.
_TYPES: Final = {
    "internal_users": "internalusers",
    "action_groups": "actiongroups",
    "roles_mapping": "rolesmapping",
    "nodes_dn": "nodesdn",
}
_WORD: Final = "changeit"  # of stores of keys


def unpack(libraries: Path) -> Path:
    """The folder with the plug-in's libraries, but for those that the server has too."""
    folder = libraries / "security"
    if not folder.exists():
        aside = libraries / "security.new"
        (packed,) = libraries.glob("opensearch-security-*.zip")
        with ZipFile(packed) as archive:
            names = [name for name in archive.namelist() if name.endswith(".jar") and not (libraries / name).exists()]
            archive.extractall(aside, names)
        aside.rename(folder)
    return folder


def prepare(home: Path) -> Path:
    """Writes what the plug-in reads, and a certificate. Returns the certificate that vouches for the machine."""
    configuration = home / "config"
    (configuration / "opensearch-security").mkdir(parents=True)
    for name, text in _FILES.items():
        head = f"_meta: {{type: {_TYPES.get(name, name)}, config_version: 2}}\n"
        (configuration / "opensearch-security" / f"{name}.yml").write_text(head + text, encoding="utf-8")
    key = ("-genkeypair", "-alias", "node", "-keyalg", "RSA", "-keysize", "2048", "-validity", "30")
    names = ("-dname", "CN=node", "-ext", "san=ip:127.0.0.1", "-ext", "bc:c=ca:true")
    _keytool(configuration, *key, *names, store="node.p12")
    _keytool(configuration, "-exportcert", "-rfc", "-alias", "node", "-file", "ca.pem", store="node.p12")
    _keytool(configuration, "-importcert", "-noprompt", "-alias", "ca", "-file", "ca.pem", store="trust.p12")
    return configuration / "ca.pem"


def is_ready(address: str, vouching: Path) -> bool:
    """Whether the machine answers who it knows."""
    word = b64encode(f"{READER['WENSOU_USER']}:{READER['WENSOU_PASSWORD']}".encode()).decode()
    host, _, port = address.removeprefix("https://").partition(":")
    asking = HTTPSConnection(host, int(port), timeout=60, context=create_default_context(cafile=str(vouching)))
    try:
        asking.request("GET", f"/{ALLOWED}/_search", headers={"Authorization": f"Basic {word}"})
        return asking.getresponse().status == HTTPStatus.NOT_FOUND  # it may look, and there is nothing yet
    except (OSError, HTTPException):
        return False
    finally:
        asking.close()


def settings() -> dict[str, str]:
    """The settings of a machine with the plug-in."""
    stores = {
        f"{kind}store_{part}": value
        for kind, file in (("key", "node.p12"), ("trust", "trust.p12"))
        for part, value in (("type", "PKCS12"), ("filepath", file), ("password", _WORD))
    }
    prefix = "plugins.security.ssl"
    return {
        "plugin": PLUGIN,
        "plugins.security.allow_default_init_securityindex": "true",
        f"{prefix}.http.enabled": "true",
        f"{prefix}.http.clientauth_mode": "NONE",
        f"{prefix}.transport.enforce_hostname_verification": "false",
        **{f"{prefix}.{layer}.{name}": value for layer in ("http", "transport") for name, value in stores.items()},
    }


def _keytool(folder: Path, *arguments: str, store: str) -> None:
    given = ("-storetype", "PKCS12", "-keystore", store, "-storepass", _WORD)
    subprocess.run(["keytool", *arguments, *given], cwd=folder, check=True, capture_output=True)
