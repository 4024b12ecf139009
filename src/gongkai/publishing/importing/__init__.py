"""Taking over an existing site: articles with their attachments, from CSV, XLSX or JSON.

- `articles`: a file as articles and problems; no database.
- `files`: attachments and pictures out of a folder, or fetched; `fetching`: nothing from private networks.
- `take_over`: articles into records, a batch a transaction; run again, it does only what is left or has changed.
"""
