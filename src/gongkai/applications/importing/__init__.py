"""Reading a spreadsheet of past cases 旧台账, as people keep them: no database, nothing is written.

- `sheets`: a file as lines of texts; `columns`: which column is which; `values`, `words`: what a cell says;
- `past_case`: one case, what contradicts itself in it, and its events;
- `register.read_register`: the whole file as cases, problems and remarks.
"""

LARGEST = 50 * 1024 * 1024
"""Bytes of a file that is read at all."""
