"""The settings file of a hospital: YAML or JSON, read strictly, with every problem told at once."""

from __future__ import annotations

from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_type_hints

import msgspec

from backstay.case.text import MAX_BYTES, BadText, looks_like_json, printable, read_json, read_yaml
from backstay.exchange.smart.registration import Registration
from backstay.hooks.service.sensible import problems_of
from backstay.hooks.settings import Client, Settings

NESTED: dict[str, type[msgspec.Struct]] = {"clients": Client, "launches": Registration}


class SettingsError(ValueError):
    """Settings that cannot be used; each problem says where, what, and what to do."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def read_settings(path: Path, *, open_mode: bool = False) -> Settings:
    """The settings in a file. Keys, `overlay` and `store` may name files beside it.

    `open_mode`: asked for on the command line. Raises SettingsError.
    """
    document = {**_document(path), **({"open": True} if open_mode else {})}
    problems: list[str] = []
    resolved = _with_files(document, path.parent, problems)
    values = _fields(resolved, Settings, "", problems)
    if problems:
        raise SettingsError(problems)
    settings = Settings(**values)
    problems += problems_of(settings)
    if problems:
        raise SettingsError(problems)
    return settings


def _document(path: Path) -> dict[str, Any]:
    try:
        text = _bytes(path)
        found = read_json(text) if looks_like_json(text) else read_yaml(text).value
    except BadText as error:
        raise SettingsError([f"{path}: {error}"]) from None
    except OSError as error:
        raise SettingsError([f"{path}: {error.strerror or error}"]) from None
    if not isinstance(found, dict):
        raise SettingsError([f"{path}: settings are a map that begins with base_url"])
    return found


def _bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _with_files(document: dict[str, Any], folder: Path, problems: list[str]) -> dict[str, Any]:
    """The document with the content of the files that it names."""
    made = dict(document)
    if isinstance(made.get("overlay"), str):
        made["overlay"] = _text(folder / made["overlay"], "overlay", problems)
    if isinstance(made.get("store"), str):
        made["store"] = str(folder / made["store"])
    clients = made.get("clients")
    if isinstance(clients, list):
        made["clients"] = [
            {**one, "keys": _keys(one.get("keys"), folder, f"clients[{at}].keys", problems)}
            if isinstance(one, dict) and "keys" in one
            else one
            for at, one in enumerate(clients)
        ]
    return made


def _keys(keys: Any, folder: Path, where: str, problems: list[str]) -> Any:
    """Keys as they stand, and those of each file that is named: one JWK, or a set of them."""
    if not isinstance(keys, list):
        return keys
    found: list[Any] = []
    for at, one in enumerate(keys):
        if isinstance(one, str):
            found += _keys_of_file(folder / one, f"{where}[{at}]", problems)
        else:
            found.append(one)
    return found


def _keys_of_file(path: Path, where: str, problems: list[str]) -> list[Any]:
    text = _text(path, where, problems)
    if text is None:
        return []
    try:
        read = read_json(text)
    except BadText as error:
        problems.append(f"{where}: {path}: {error}")
        return []
    keys = read.get("keys", [read]) if isinstance(read, dict) else None
    if not isinstance(keys, list):
        problems.append(f"{where}: {path}: this is neither a JWK nor a JWK set")
        return []
    return keys


def _text(path: Path, where: str, problems: list[str]) -> str | None:
    try:
        return _bytes(path).decode("utf-8")
    except OSError as error:
        problems.append(f"{where}: {path}: {error.strerror or error}")
    except UnicodeDecodeError:
        problems.append(f"{where}: {path}: this is not UTF-8 text")
    return None


def _fields(
    value: Any, shape: type[msgspec.Struct], where: str, problems: list[str]
) -> dict[str, Any]:
    """The values of a map by the fields of a shape; what does not fit becomes a problem."""
    if not isinstance(value, dict):
        problems.append(f"{where}: a map is wanted")
        return {}
    known = {field.encode_name: field for field in msgspec.structs.fields(shape)}
    start = f"{where}." if where else ""
    for name in value.keys() - known.keys():
        said = printable(str(name))
        problems.append(f"{start}{said}: there is no such setting; there are {', '.join(known)}")
    hints = get_type_hints(shape)
    made = {}
    for name, field in known.items():
        if name in value:
            made[field.name] = _value(
                value[name], name, hints[field.name], f"{start}{name}", problems
            )
        elif field.required:
            problems.append(f"{start}{name}: this is missing")
    return made


def _value(value: Any, name: str, hint: Any, where: str, problems: list[str]) -> Any:
    """One value as its type; YAML has every scalar as text, so numbers and true or false are read from it."""
    if name in NESTED and isinstance(value, list):
        return _nested(value, NESTED[name], where, problems)
    if value is None and not _optional(hint):
        problems.append(f"{where}: this is empty; leave it out or fill it in")
        return None
    try:
        return msgspec.convert(value, hint, strict=False)
    except msgspec.ValidationError as error:
        problems.append(f"{where}: {printable(str(error), 200)}")
        return None


def _optional(hint: Any) -> bool:
    return isinstance(hint, UnionType) and type(None) in get_args(hint)


def _nested(
    value: list[Any], shape: type[msgspec.Struct], where: str, problems: list[str]
) -> tuple[Any, ...]:
    before = len(problems)
    made = [_fields(one, shape, f"{where}[{at}]", problems) for at, one in enumerate(value)]
    return () if len(problems) > before else tuple(shape(**one) for one in made)
