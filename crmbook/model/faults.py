"""What the system says when a file cannot be read or written, in the reader's language."""

from __future__ import annotations

import errno
import os

from crmbook.i18n import N_, _

_MISSING = N_("the file or its folder does not exist")
_DENIED = N_("permission denied")
_BUSY = N_("another program is using it")
_NETWORK = N_("the network drive does not answer")
_MANY = N_("too many files are open")
#: strerror() speaks the language of the C library, mostly English; these are the ones people meet.
_WORDS = {
    errno.ENOSPC: N_("the disk is full"),
    errno.EDQUOT: N_("the disk quota is used up"),
    errno.EACCES: _DENIED,
    errno.EPERM: _DENIED,
    errno.EROFS: N_("the disk is read-only"),
    errno.ENOENT: _MISSING,
    errno.ENOTDIR: _MISSING,
    errno.EISDIR: N_("it is a folder"),
    errno.EIO: N_("the disk reports a fault"),
    errno.ENAMETOOLONG: N_("the name is too long"),
    errno.EINVAL: N_("the name or the place is not allowed"),
    errno.EEXIST: N_("something of that name exists already"),
    errno.ELOOP: N_("links lead round in a circle"),
    errno.EBUSY: _BUSY,
    errno.ETXTBSY: _BUSY,
    errno.EFBIG: N_("the file is too large for this disk"),
    errno.EMFILE: _MANY,
    errno.ENFILE: _MANY,
    errno.ENOMEM: N_("there is not enough memory"),
    errno.ENODEV: N_("the drive is gone"),
    errno.ENXIO: N_("the drive is gone"),
    errno.ETIMEDOUT: _NETWORK,
    errno.EHOSTDOWN: _NETWORK,
    errno.EHOSTUNREACH: _NETWORK,
    errno.ENETDOWN: _NETWORK,
    errno.ENETUNREACH: _NETWORK,
    errno.ECONNRESET: _NETWORK,
    errno.ESTALE: _NETWORK,
}
_PERMISSIONS = N_("see to permissions on the folder, or write elsewhere (-o)")
_SHORTER = N_("give it another name")
#: What helps when a write has failed, by its cause; else it is space and permissions.
_REMEDIES = {
    errno.ENOENT: N_("make the folder first, or name another"),
    errno.ENOTDIR: N_("make the folder first, or name another"),
    errno.ENOSPC: N_("make room on the disk, then run this again"),
    errno.EDQUOT: N_("make room on the disk, then run this again"),
    errno.EFBIG: N_("write to another disk"),
    errno.EACCES: _PERMISSIONS,
    errno.EPERM: _PERMISSIONS,
    errno.EROFS: N_("write to another disk"),
    errno.EISDIR: N_("name a file in it"),
    errno.ENAMETOOLONG: _SHORTER,
    errno.EINVAL: _SHORTER,
    errno.EBUSY: N_("close it there, then run this again"),
    errno.ETXTBSY: N_("close it there, then run this again"),
}
_OTHER = N_("see to space and permissions, then run this again")


def fault_text(error: OSError) -> str:
    """Return why a system call failed; what is not listed comes in the system's own words."""
    known = _WORDS.get(error.errno or 0)
    if known:
        return _(known)
    said = error.strerror or (os.strerror(error.errno) if error.errno else str(error))
    return _("the system says “{said}” (error {number})").format(said=said, number=error.errno or 0)


def fault_remedy(error: OSError) -> str:
    """Return what to do when a write has failed for this."""
    return _(_REMEDIES.get(error.errno or 0, _OTHER))
