"""What an outgoing document gives away, and masking it (条例 Arts 14, 15, 17, 37).

- `inspection.inspect_file`: everything that a file gives away, in one list of findings; `inspect_file_apart` the same
  in a process of its own.
- `scan.scan_text`, `scan.scan_document`: personal data (`personal`, `contacts`) and marks (`marks`) in what is shown.
- `hidden.find_hidden`: what a file carries that is not shown.
- `boxes.find_boxes`, `masking.mask_pdf`: where findings stand on PDF pages, and the file without them.
"""
