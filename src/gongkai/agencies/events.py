"""What the kinds of ledger entries are called on screen. Each room names its own, in its `AppConfig.ready`."""

_NAMES: dict[str, str] = {}


def name_kinds(names: dict[str, str]) -> None:
    """Give kinds of entries their Chinese names."""
    _NAMES.update(names)


def kind_name(kind: str) -> str:
    """The kind's name; the kind itself where no room has named it."""
    return _NAMES.get(kind, kind)


def named_kinds() -> dict[str, str]:
    """All kinds that have a name, with it, room by room."""
    return dict(_NAMES)
