"""Hostile pages by the million, and the oracles that say whether one of them was harmed."""
