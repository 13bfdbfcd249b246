"""The buffered engine: NumPy writing into arrays that are made once."""
