"""The law's rules as data and pure functions: no Django, no input or output but the packaged data.

Sources are named where they are used: 《政府信息公开条例》 (Order 711, 2019) by article, notices by number.
"""
