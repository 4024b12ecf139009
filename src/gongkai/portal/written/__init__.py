"""Pages written whole: what the public reads is a file, made when it is published or first asked for, and taken away in
the moment in which what it shows changes (docs/decisions/0010).

- `store`: the files, what each hangs on, and the generation that keeps a late writer from bringing an old page back.
- `keeping`: which answers become files.
- `serving`: handing them out, before Django is asked.
- `following`: what is taken away, and written anew, when something changes.
- `writer`: writing ahead of the first reader.
"""
