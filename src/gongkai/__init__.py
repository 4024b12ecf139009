"""Gongkai 公开: a disclosure platform for Chinese public authorities."""
