"""The one strict reader of YAML and JSON text: plain maps, lists and strings, with positions.

It resolves nothing (`no` stays the text "no"), takes no tags, anchors or aliases, no duplicate
keys, and stops at a size and a depth. PyYAML's C parser is walked event by event, so hostile
nesting never reaches a recursive composer.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any, NamedTuple, NoReturn

import yaml

MAX_BYTES = 20_000_000
MAX_DEPTH = 64
MAX_NODES = 200_000  # of a case; each costs time and memory of its own
MAX_PARTS = 2_000_000  # of any JSON; a bundle of 20 MB holds fewer than a million
MAX_DIGITS = 300
SHOWN = 60  # characters of a value that a message repeats
Path = tuple[str | int, ...]


class BadText(ValueError):
    """The text is not what this reader takes; the message says what, where and what to do."""

    def __init__(self, problem: str, line: int | None = None) -> None:
        super().__init__(f"line {line}: {problem}" if line else problem)
        self.problem = problem
        self.line = line


class Lines:
    """The line of each path. Kept by the map or list that holds a value, which is quicker to fill than by path."""

    __slots__ = ("held", "start")

    def __init__(self) -> None:
        self.held: dict[Path, dict[str | int, int]] = {}
        self.start: int | None = None  # where the whole begins

    def get(self, path: Path) -> int | None:
        """The line where the value of a path begins; None for a path that is not there.

        >>> read_yaml("a: 1\\nb: [x]").lines.get(("b", 0))
        2
        """
        if not path:
            return self.start
        inside = self.held.get(path[:-1])
        return None if inside is None else inside.get(path[-1])


class Tree(NamedTuple):
    """Dicts, lists and strings (None for an empty value), and the line of each path."""

    value: Any
    lines: Lines


def read_yaml(text: str | bytes) -> Tree:
    """Read YAML text into plain values; every scalar stays the text that was written.

    Raises BadText.

    >>> read_yaml("sex: no").value
    {'sex': 'no'}
    """
    _check_size(text)
    try:
        return _build(text)
    except UnicodeError:
        raise BadText("this is not UTF-8 text") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error).splitlines()[0]
        said = f"this is not YAML: {printable(problem, 200)}"
        raise BadText(said, mark.line + 1 if mark else None) from None


class _Plain(yaml.SafeDumper):
    """Quotes only what YAML needs quoted: our reader takes every scalar as text."""

    yaml_implicit_resolvers = {}  # noqa: RUF012


def write_yaml(value: Any) -> str:
    """Maps, lists and strings as the reader above takes them.

    >>> write_yaml({"ecog": "1", "walks": "true", "lesions": [{"level": "T8"}]})
    'ecog: 1\\nwalks: true\\nlesions:\\n- level: T8\\n'
    """
    return str(yaml.dump(value, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=100))


def read_json(text: str | bytes, *, numbers_as_text: bool = False, most: int = MAX_PARTS) -> Any:
    """Read JSON text; duplicate keys, NaN, infinities and more than `most` parts are refused.

    With `numbers_as_text` a number stays what was written, as in YAML. Raises BadText.
    """
    _check_size(text)
    whole, decimal = (str, str) if numbers_as_text else (_int, _float)
    try:
        decoded = text.removeprefix("\ufeff") if isinstance(text, str) else text.decode("utf-8-sig")
        _check_json_shape(decoded.encode(), most)
        return json.loads(
            decoded,
            object_pairs_hook=_unique,
            parse_constant=_no_constant,
            parse_int=whole,
            parse_float=decimal,
        )
    except json.JSONDecodeError as error:
        raise BadText(f"this is not JSON: {error.msg}", error.lineno) from None
    except UnicodeError:
        raise BadText("this is not UTF-8 text") from None


def printable(text: str, longest: int = SHOWN) -> str:
    """A given text in one line that is safe to show, shortened.

    >>> printable("T8 and more", 8), printable("a\\tb")
    ('T8 an...', 'a\\\\tb')
    """
    safe = text[: longest + 1]
    if not safe.isprintable():
        safe = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in safe)
    return safe if len(safe) <= longest else f"{safe[: longest - 3]}..."


def looks_like_json(text: str | bytes) -> bool:
    """Whether the first sign is that of a JSON object or list."""
    if isinstance(text, str):
        return text[:200].removeprefix("\ufeff").lstrip().startswith(("{", "["))
    return text[:200].removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b"{", b"["))


def _loader() -> Any:
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _check_size(text: str | bytes) -> None:
    if len(text) > MAX_BYTES:
        raise BadText(f"the text has {len(text):,} bytes; at most {MAX_BYTES:,} are read")


def _check_json_shape(text: bytes, most: int) -> None:
    """Bound the number of parts, and the nesting before the recursive parser sees it."""
    signs = _STRING.sub(b"", text).translate(None, delete=_NOT_SIGNS)
    if sum(map(signs.count, (b",", b"[", b"{"))) > most:
        raise BadText(f"the text has more than {most:,} parts")
    depth = 0
    for sign in signs.replace(b",", b""):
        depth += 1 if sign in b"[{" else -1
        if depth > MAX_DEPTH * 4:
            raise BadText(f"the text is nested deeper than {MAX_DEPTH * 4} levels")


# Brackets in strings do not nest. One that never ends takes all that follows, so no text is slow.
_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)
_NOT_SIGNS = bytes(set(range(256)) - set(b"[]{},"))


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise BadText(f"the key {key[:SHOWN]!r} stands twice in one object")
        found[key] = value
    return found


def _int(text: str) -> int:
    if len(text) > MAX_DIGITS:
        raise BadText(f"a number has {len(text)} digits; at most {MAX_DIGITS} are read")
    return int(text)


def _float(text: str) -> float:
    number = float(text)
    return number if math.isfinite(number) else _no_constant(text[:20])


def _no_constant(name: str) -> NoReturn:
    raise BadText(f"{name} is not a value; leave out what is not known")


class _Open:
    """A map or list that is still being filled, and the line of each value in it."""

    __slots__ = ("holder", "key", "lines", "path")

    def __init__(self, holder: dict[str, Any] | list[Any], path: Path) -> None:
        self.holder = holder
        self.key: str | None = None
        self.path = path
        self.lines: dict[str | int, int] = {}


class _Builder:
    """The tree that grows from one parser event to the next."""

    def __init__(self) -> None:
        self.lines = Lines()
        self.root: list[Any] = []
        self._stack: list[_Open] = []
        self._documents = 0

    def take(self, event: Any) -> None:
        """One event; most are scalars, so these are asked first."""
        kind = type(event)
        if kind is yaml.ScalarEvent:
            self._scalar(event, event.start_mark.line + 1)
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            self._stack.pop()
        elif kind is yaml.MappingStartEvent:
            self._open({}, event, event.start_mark.line + 1)
        elif kind is yaml.SequenceStartEvent:
            self._open([], event, event.start_mark.line + 1)
        else:
            self._other(event, event.start_mark.line + 1)

    def _other(self, event: Any, line: int) -> None:
        if isinstance(event, yaml.AliasEvent):
            name = printable(f"*{event.anchor}")
            raise BadText(f"aliases such as {name} are not taken; write the value out", line)
        self._documents += isinstance(event, yaml.DocumentStartEvent)
        if self._documents > 1:
            raise BadText("there is more than one document in the text", line)

    def _scalar(self, event: Any, line: int) -> None:
        if event.anchor is not None or event.tag is not None:
            _refuse_marks(event, line)
        empty = event.value == "" and event.implicit[0] and not event.style
        self._place(None if empty else event.value, line)

    def _open(self, holder: dict[str, Any] | list[Any], event: Any, line: int) -> None:
        _refuse_marks(event, line)
        top = self._stack[-1] if self._stack else None
        key = self._place(holder, line)
        opened = _Open(holder, () if top is None else (*top.path, key))
        self.lines.held[opened.path] = opened.lines
        self._stack.append(opened)
        if len(self._stack) > MAX_DEPTH:
            raise BadText(f"the text is nested deeper than {MAX_DEPTH} levels", line)

    def _place(self, value: Any, line: int) -> str | int:
        """Put a value where it belongs; gives its key or index there."""
        if not self._stack:
            self.root.append(value)
            self.lines.start = line
            return 0
        top = self._stack[-1]
        holder, key = top.holder, top.key
        if isinstance(holder, list):
            at = len(holder)
            holder.append(value)
            top.lines[at] = line
            return at
        if key is None:
            key = top.key = _new_key(value, holder, line)
            top.lines[key] = line
            return key
        holder[key] = value
        top.key = None
        return key


def _build(text: str | bytes) -> Tree:
    builder, next_event = _Builder(), _loader()(text).get_event
    for _ in range(MAX_NODES + 1):
        event = next_event()
        if type(event) is yaml.StreamEndEvent:
            return Tree(builder.root[0] if builder.root else None, builder.lines)
        builder.take(event)
    raise BadText(f"the text has more than {MAX_NODES:,} parts", event.start_mark.line + 1)


def _new_key(key: Any, holder: dict[str, Any], line: int) -> str:
    if not isinstance(key, str):
        raise BadText("a key must be plain text", line)
    if key in holder:
        raise BadText(f"the key {key[:SHOWN]!r} stands twice in one map", line)
    return key


def _refuse_marks(event: Any, line: int) -> None:
    if event.anchor is not None:
        name = printable(f"&{event.anchor}")
        raise BadText(f"anchors such as {name} are not taken; write the value out", line)
    if event.tag not in (None, "!"):  # the bare "!" only says that a scalar is text
        raise BadText(f"tags such as {printable(event.tag)} are not taken", line)
