"""What the scripts of this model are made of: NumPy alone."""
