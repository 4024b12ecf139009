"""Proactive disclosure 主动公开."""
