"""Authorities with their former names, departments, people, duties, roles and accounts."""
