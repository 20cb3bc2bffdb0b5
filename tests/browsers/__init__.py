"""The toolbar's core in real browsers: one table of behaviours, through each browser's driver."""
