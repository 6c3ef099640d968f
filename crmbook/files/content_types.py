"""Content types: what ``[Content_Types].xml`` says each part is, edited as bytes."""

from __future__ import annotations

from typing import Final

from crmbook.files.package import Package, plain_name
from crmbook.files.spans import Span, Splice, escape, parse
from crmbook.i18n import _
from crmbook.model.errors import FileRefused

CONTENT_TYPES: Final = "[Content_Types].xml"


def content_type(package: Package, part: str) -> str:
    """Return what a part is by its Override, else by its extension's Default, else nothing."""
    found = package.find(CONTENT_TYPES)
    if found is None:
        return ""
    root = parse(package.read(found))
    own = _override(root, part) or _default(root, part)
    return "" if own is None else own.attributes.get("ContentType", "")


def set_content_type(package: Package, part: str, type_: str) -> None:
    """Say what a part is, by an Override unless its extension says so already.

    Raises FileRefused when the package has no content types.
    """
    name = content_types_part(package)
    splice = Splice(package.read(name))
    own = _override(splice.root, part)
    if own is not None:
        splice.set(own, "ContentType", type_)
    else:
        default = _default(splice.root, part)
        if default is None or default.attributes.get("ContentType") != type_:
            splice.append(
                splice.root,
                f'<{splice.root.prefix}Override PartName="/{escape(part)}"'
                f' ContentType="{escape(type_)}"/>',
            )
    package.replace(name, splice.finish())


def drop_content_type(package: Package, part: str) -> None:
    """Forget a part that is removed; the Defaults stay."""
    name = content_types_part(package)
    splice = Splice(package.read(name))
    own = _override(splice.root, part)
    if own is not None:
        splice.replace(own, "")
        package.replace(name, splice.finish())


def content_types_part(package: Package) -> str:
    """Return the name of the part. Raises FileRefused when the package has none."""
    found = package.find(CONTENT_TYPES)
    if found is None:
        raise FileRefused(
            _("the workbook has no content types part"),
            _("open it in Excel or WPS and save it again"),
            path=package.path,
        )
    return found


def _override(root: Span, part: str) -> Span | None:
    wanted = plain_name(part)
    overrides = root.all("Override")
    return next(
        (o for o in overrides if plain_name(o.attributes.get("PartName", "")) == wanted), None
    )


def _default(root: Span, part: str) -> Span | None:
    extension = part.rpartition(".")[2].casefold()
    defaults = root.all("Default")
    return next(
        (d for d in defaults if d.attributes.get("Extension", "").casefold() == extension), None
    )
