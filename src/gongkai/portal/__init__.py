"""The public site: pages, accessibility and the tool 年报体检. Owns no records."""
