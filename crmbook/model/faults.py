"""What the system says when a file cannot be read or written, in the reader's language."""

from __future__ import annotations

import errno

from crmbook.i18n import N_, _

#: strerror() speaks the language of the C library, mostly English; these are the ones people meet.
_WORDS = {
    errno.ENOSPC: N_("the disk is full"),
    errno.EDQUOT: N_("the disk quota is used up"),
    errno.EACCES: N_("permission denied"),
    errno.EPERM: N_("permission denied"),
    errno.EROFS: N_("the disk is read-only"),
    errno.ENOENT: N_("the file or its folder does not exist"),
    errno.ENOTDIR: N_("the file or its folder does not exist"),
    errno.EISDIR: N_("it is a folder"),
    errno.EIO: N_("the disk reports a fault"),
    errno.ENAMETOOLONG: N_("the name is too long"),
}


def fault_text(error: OSError) -> str:
    """Return why a system call failed; what is not listed comes in the system's own words."""
    known = _WORDS.get(error.errno or 0)
    return _(known) if known else error.strerror or str(error)
