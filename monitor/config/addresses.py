"""Addresses and secrets as they stand in the configuration; never quoted in errors, as they may carry a password."""

import ipaddress
import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from monitor.config.secrets import PREFIX


def web_address(url: str) -> str:
    """An http or https address that can be asked for; never quoted in errors, as it may carry a password."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise PydanticCustomError("bad-url", "this address cannot be read") from error
    if parts.scheme not in {"http", "https"} or not host or re.search(r"[\x00-\x20\x7f\\]", url):
        raise PydanticCustomError("bad-url", "a web address starts with https:// or http://, and holds no blanks")
    if "@" in parts.netloc:
        raise PydanticCustomError("bad-url", "the address carries a password; write auth: secret:NAME instead")
    return url


def _address_or_secret(url: str) -> str:
    return url if url.startswith(PREFIX) else web_address(url)


def _secret_reference(text: str) -> str:
    if not text.startswith(PREFIX):
        raise PydanticCustomError("secret-in-clear", "write secret:NAME here, and the value into secrets.yaml")
    return text


WebAddress = Annotated[str, Field(max_length=2000), AfterValidator(web_address)]
AddressOrSecret = Annotated[str, Field(max_length=2000), AfterValidator(_address_or_secret)]
SecretReference = Annotated[str, AfterValidator(_secret_reference)]


def sameness(url: str) -> str:
    """Two addresses that reach the same feed for certain give the same text."""
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    default = {"http": 80, "https": 443}.get(parts.scheme)
    port = "" if parts.port in {None, default} else f":{parts.port}"
    return parts._replace(netloc=host + port, fragment="", path=parts.path or "/").geturl()


def is_private(host: str) -> bool:
    """Whether a host is on a private network for certain, by its name or number alone."""
    if host == "localhost" or host.endswith((".localhost", ".local")):
        return True
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return False
