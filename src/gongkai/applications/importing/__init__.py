"""Reading a spreadsheet of past cases 旧台账, as people keep them: no database, nothing is written.

- `columns`: which column is which; `words`: what a cell says (`documents.sheets`, `documents.cell_values` besides);
- `past_case`: one case, what contradicts itself in it, and its events;
- `register.read_register`: the whole file as cases, problems and remarks.
"""
