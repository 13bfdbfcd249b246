"""Known mistakes, one file each. A new file here is all that a new mistake takes."""
