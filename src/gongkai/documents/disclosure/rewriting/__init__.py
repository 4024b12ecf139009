"""Word files, workbooks, plain texts and pictures written anew without what was found in them (条例 Arts 15, 37).

`mask_file` replaces findings wherever their words stand, in every part of the file, and on request clears what it
hides; it looks the new file through and gives nothing out in which anything of it is left. `mask_file_apart` does the
same in a process of its own.
"""

from gongkai.documents.disclosure.rewriting.masking import (
    CLEARABLE,
    CLEARED,
    CLEARED_PICTURE,
    MASKABLE,
    Choice,
    mask_file,
    mask_file_apart,
)

__all__ = ["CLEARABLE", "CLEARED", "CLEARED_PICTURE", "MASKABLE", "Choice", "mask_file", "mask_file_apart"]
