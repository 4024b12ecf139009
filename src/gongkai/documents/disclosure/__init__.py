"""What an outgoing document gives away, and masking it (条例 Arts 14, 15, 17, 37).

- `inspection.inspect_file`: everything that a file gives away, in one list of findings; `inspect_file_apart` the same
  in a process of its own. With a `publication.Publication` also how it is written, what its pictures say (`ocr`, where
  installed) and whether it is a map without its number (`maps`).
- `web.inspect_html`, `web.inspect_line`: the same for a body and a title before they are published; `web.mark_html`
  their text with the findings in it; `text_masking.mask_html`, `mask_text` the body and the title without them.
- `scan.scan_text`, `scan.scan_document`: personal data (`personal`, `contacts`), marks (`marks`) and internal addresses
  (`network`) in what is shown; `scan.scan_writing`: wrong words (`wording`), residue (`residue`), brackets, document
  numbers and dates (`writing`).
- `hidden.find_hidden`: what a file carries that is not shown.
- `boxes.find_boxes`, `masking.mask_pdf`: where findings stand on PDF pages, and the file without them.
"""
