"""The toolbar's core in real browsers: one table of behaviours, run through each browser's driver."""
