"""Notices as mail: text and HTML built from escaped strings; nothing a tenant wrote is ever a template."""
