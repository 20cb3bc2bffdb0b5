"""The simple view."""
